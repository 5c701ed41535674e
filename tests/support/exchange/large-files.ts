import { randomUUID } from 'node:crypto';
import type { PlanFormat } from '../../../src/domain/exchange/plan-document.ts';

const [TASKS, LINKS] = [100_000, 200_000];

/** A file in pieces of 64 KB, as a store gives them out. */
export async function* inPieces(texts: Iterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < 65_536) continue;
    yield Buffer.from(piece);
    piece = '';
    await new Promise((done) => setImmediate(done));
  }
  yield Buffer.from(piece);
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** As many tasks as a plan may have, in 200 packages, each after one or two others. */
function* mspdi(): Generator<string> {
  yield '<Project><Name>Large</Name><GUID>7f8d3f0e-0000-4000-8000-000000000001</GUID><Tasks>';
  yield '<Task><UID>1000001</UID><Name>Phase</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>';
  for (const at of range(92_000)) {
    if (at % 500 === 0)
      yield `<Task><UID>${2_000_000 + at}</UID><Name>Package ${at}</Name><OutlineLevel>2</OutlineLevel></Task>`;
    const links = [1, 2]
      .filter((back) => at >= back)
      .map(
        (back) =>
          `<PredecessorLink><PredecessorUID>${at - back + 1}</PredecessorUID><Type>1</Type></PredecessorLink>`,
      )
      .join('');
    yield `<Task><UID>${at + 1}</UID><Name>Task ${at}</Name><OutlineLevel>3</OutlineLevel><Start>2026-01-05T08:00:00</Start><Finish>2026-01-09T17:00:00</Finish><Duration>PT40H0M0S</Duration><PercentComplete>0</PercentComplete><Cost>1200</Cost>${links}</Task>`;
  }
  yield '</Tasks></Project>';
}

/** A task that waits for one summary again and again. */
function* sameSummary(): Generator<string> {
  yield '<Project><Name>Again</Name><Tasks><Task><UID>9000001</UID><Name>All</Name><OutlineLevel>1</OutlineLevel></Task>';
  for (const at of range(60_000))
    yield `<Task><UID>${at + 1}</UID><Name>T</Name><OutlineLevel>2</OutlineLevel></Task>`;
  yield '<Task><UID>9000002</UID><Name>Waits</Name><OutlineLevel>1</OutlineLevel>';
  yield* Array<string>(190_000).fill(
    '<PredecessorLink><PredecessorUID>9000001</PredecessorUID></PredecessorLink>',
  );
  yield '</Task></Tasks></Project>';
}

/** Tasks that wait for thousands of others that are not in the file. */
function* unknownTasks(): Generator<string> {
  yield '<Project><Name>Nowhere</Name><Tasks>';
  for (const at of range(1_299))
    yield `<Task><UID>${at + 1}</UID><Name>T</Name>${'<PredecessorLink/>'.repeat(2_000)}</Task>`;
  yield '</Tasks></Project>';
}

/** Days off of a decade each, over and over. */
function* longHolidays(): Generator<string> {
  yield '<Project><Name>Off</Name><Calendars><Calendar><UID>1</UID><Exceptions>';
  yield* Array<string>(190_000).fill(
    '<Exception><TimePeriod><FromDate>2000-01-01</FromDate><ToDate>2010-01-01</ToDate></TimePeriod></Exception>',
  );
  yield '</Exceptions></Calendar></Calendars></Project>';
}

/** Tasks deep under summaries with long names, which their descriptions repeat. */
function* longPaths(): Generator<string> {
  yield '<Project><Name>Deep</Name><Tasks>';
  for (const level of range(38))
    yield `<Task><UID>${9_000_000 + level}</UID><Name>${'n'.repeat(400)}</Name><OutlineLevel>${level + 1}</OutlineLevel><Summary>1</Summary></Task>`;
  for (const at of range(90_000))
    yield `<Task><UID>${at + 1}</UID><Name>T</Name><OutlineLevel>39</OutlineLevel></Task>`;
  yield '</Tasks></Project>';
}

/** One task that very many people are assigned to. */
function* manyAssigned(): Generator<string> {
  yield '<Project><Name>Crowd</Name><Tasks><Task><UID>1</UID><Name>T</Name></Task></Tasks><Resources>';
  for (const at of range(190_000))
    yield `<Resource><UID>${at}</UID><EmailAddress>r${at}@x.example</EmailAddress></Resource>`;
  yield '</Resources><Assignments>';
  for (const at of range(190_000))
    yield `<Assignment><TaskUID>1</TaskUID><ResourceUID>${at}</ResourceUID></Assignment>`;
  yield '</Assignments></Project>';
}

function* xer(): Generator<string> {
  const head = (table: string, ...columns: string[]): string => `%T\t${table}\n%F\t${columns.join('\t')}\n`;
  yield 'ERMHDR\t19.12\n';
  yield `${head('PROJECT', 'proj_id', 'proj_short_name', 'guid')}%R\t1\tLarge\tabc\n`;
  yield head('PROJWBS', 'wbs_id', 'proj_id', 'parent_wbs_id', 'wbs_name', 'seq_num', 'proj_node_flag');
  yield '%R\t1\t1\t\tLarge\t0\tY\n%R\t2\t1\t1\tPhase\t1\tN\n';
  for (const at of range(900)) yield `%R\t${at + 10}\t1\t2\tPackage ${at}\t${900 - at}\tN\n`;
  yield head(
    'TASK',
    'task_id',
    'proj_id',
    'wbs_id',
    'guid',
    'task_code',
    'task_name',
    'task_type',
    'status_code',
    'target_drtn_hr_cnt',
    'target_start_date',
    'target_end_date',
    'act_start_date',
    'rsrc_id',
  );
  for (const at of range(TASKS))
    yield `%R\t${at}\t1\t${10 + (at % 900)}\tguid-of-task-${at}\tA${at}\tTask number ${at}\tTT_Task\tTK_NotStart\t40\t2026-01-05 08:00\t2026-01-09 17:00\t\t${at % 1_000}\n`;
  yield head('TASKPRED', 'task_id', 'pred_task_id', 'pred_type', 'lag_hr_cnt');
  for (const at of range(LINKS - 2))
    yield `%R\t${Math.floor(at / 2) + 1}\t${Math.max(0, Math.floor(at / 2) - (at % 2))}\tPR_FS\t0\n`;
  yield head('RSRC', 'rsrc_id', 'rsrc_name', 'email_addr');
  for (const at of range(300_000)) yield `%R\t${at}\tR\tr${at}@x.example\n`;
  yield head('TASKRSRC', 'task_id', 'rsrc_id', 'target_cost');
  for (const at of range(300_000)) yield `%R\t${at % TASKS}\t${at}\t12\n`;
  yield head('PROJCOST', 'task_id', 'target_cost');
  for (const at of range(300_000)) yield `%R\t${at % TASKS}\t12\n`;
  yield '%E\n';
}

/** As many items as the bounds of a document allow, all of one risk. */
function* poam(): Generator<string> {
  const risk = randomUUID();
  yield `{"plan-of-action-and-milestones":{"uuid":"${randomUUID()}","metadata":{"title":"Large"},"risks":[{"uuid":"${risk}","title":"R","description":"d","statement":"s","status":"open"}],"poam-items":[`;
  for (const at of range(99_000))
    yield `${at === 0 ? '' : ','}{"uuid":"${randomUUID()}","title":"Item ${at}","description":"${'What is to be done. '.repeat(6)}","related-risks":[{"risk-uuid":"${risk}"}]}`;
  yield ']}}';
}

/** Items that all repeat one long observation, some of them a thousand times. */
function* repeatedObservation(): Generator<string> {
  const [risk, observation] = [randomUUID(), randomUUID()];
  const named = `{"observation-uuid":"${observation}"}`;
  yield `{"plan-of-action-and-milestones":{"uuid":"${randomUUID()}","observations":[{"uuid":"${observation}","description":"${'o'.repeat(5_000_000)}"}],"risks":[{"uuid":"${risk}","title":"R"}],"poam-items":[`;
  for (const at of range(60_000)) {
    const observations = at === 0 ? Array.from({ length: 1_000 }, () => named).join() : named;
    yield `${at === 0 ? '' : ','}{"uuid":"${randomUUID()}","title":"I","related-observations":[${observations}],"related-risks":[{"risk-uuid":"${risk}"}]}`;
  }
  yield ']}}';
}

/** Tasks of one remediation, each after the two before it. */
function* poamLinks(): Generator<string> {
  const ids = range(90_000).map((at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);
  yield `{"plan-of-action-and-milestones":{"uuid":"${randomUUID()}","risks":[{"uuid":"${randomUUID()}","title":"R","remediations":[{"tasks":[`;
  for (const [at, id] of ids.entries()) {
    const after = [1, 2].flatMap((back) => ids[at - back] ?? []).map((each) => `{"task-uuid":"${each}"}`);
    yield `${at === 0 ? '' : ','}{"uuid":"${id}","title":"T","dependencies":[${after.join()}]}`;
  }
  yield ']}]}]}}';
}

function* csv(): Generator<string> {
  yield 'key,name,phase,start,end,predecessors,description\n';
  for (const at of range(TASKS))
    yield `${at},Task ${at},Phase ${at % 90},2026-01-05,2026-01-09,${at < 2 ? '' : `"${at - 1}FS;${at - 2}FS+1d"`},${'What is to be done. '.repeat(20)}\n`;
}

/** Files at the limits of a plan, by their names. */
export const LARGE_FILES: readonly (readonly [
  name: string,
  format: PlanFormat,
  content: () => Generator<string>,
])[] = [
  ['mspdi', 'mspdi', mspdi],
  ['same summary', 'mspdi', sameSummary],
  ['unknown tasks', 'mspdi', unknownTasks],
  ['long holidays', 'mspdi', longHolidays],
  ['long paths', 'mspdi', longPaths],
  ['many assigned', 'mspdi', manyAssigned],
  ['xer', 'xer', xer],
  ['poam', 'oscal_poam', poam],
  ['repeated observation', 'oscal_poam', repeatedObservation],
  ['poam links', 'oscal_poam', poamLinks],
  ['csv', 'csv', csv],
];
