import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { inOneGo } from '../../../src/domain/in-steps.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { readXer } from '../../../src/domain/exchange/xer/read-xer.ts';
import { readXerFile } from '../../../src/services/exchange/xer-lines.ts';

const tower = readFileSync(new URL('../../services/exchange/plans/lift-tower.xer', import.meta.url));

async function read(content: string | Buffer, pieces = 37) {
  const bytes = Buffer.from(content);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  const warnings = new PlanWarnings();
  const plan = inOneGo(readXer(await readXerFile(chunks()), new WorkCalendar(), warnings));
  return { plan, told: warnings.shown.map(({ where, message }) => `${where}: ${message}`) };
}

async function refusal(content: string | Buffer, pieces?: number): Promise<PitError> {
  try {
    await read(content, pieces);
  } catch (error) {
    if (error instanceof PitError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('of a file of Primavera structure, dates, progress, constraints, people and costs come in', async () => {
  const { plan, told } = await read(tower);
  expect(plan).toMatchObject({
    format: 'xer',
    key: 'aQx0TOWER',
    name: 'Lift tower',
    startDate: '2026-01-05',
    calendar: { weekdays: [1, 2, 3, 4, 5], holidays: ['2026-04-06'] },
  });
  expect(plan.branches.map(({ key, phaseKey, name }) => [key, phaseKey, name])).toEqual([
    ['W901', null, 'Construction'],
    ['W903', 'W901', 'Foundations'],
    ['W902', null, 'Design'],
    ['imported', null, 'Imported'],
  ]);
  const [doors, piles, slab, handOver] = plan.tasks;
  expect(doors).toMatchObject({
    ...{
      key: 'G1',
      branchKey: 'W902',
      name: 'Türen zeichnen',
      startDate: '2026-01-05',
      endDate: '2026-01-09',
    },
    ...{ progressPercent: 100, actualStart: '2026-01-05', actualFinish: '2026-01-09', capexCost: '1200.50' },
    ownerEmail: 'ada@harbour.example',
  });
  expect(piles).toMatchObject({
    ...{
      branchKey: 'W903',
      description: 'Activity A1010\n\nIn: Piles',
      startDate: '2026-01-12',
      endDate: '2026-01-23',
    },
    ...{ progressPercent: 30, remainingDays: 7, capexCost: '999.99', ownerEmail: null },
    ...{ constraintKind: 'snet', constraintDate: '2026-01-12', deadline: '2026-01-30' },
  });
  expect(slab).toMatchObject({ startDate: '2026-01-26', endDate: '2026-02-04', constraintKind: 'asap' });
  expect(handOver).toMatchObject({
    branchKey: 'imported',
    startDate: '2026-02-10',
    durationDays: 0,
    constraintKind: 'mfo',
  });
  expect(
    plan.links.map(({ predecessorKey, successorKey, type, lagDays }) => [
      predecessorKey,
      successorKey,
      type,
      lagDays,
    ]),
  ).toEqual([
    ['G1', 'G2', 'finish_to_start', 0],
    ['G2', 'G3', 'start_to_start', 3],
    ['G3', 'G4', 'finish_to_finish', 3],
    ['G2', 'G4', 'start_to_finish', -2],
  ]);
  expect(told).toEqual([
    'line 12: of several projects one is imported; "OTHER" is left out',
    'line 19: "Piles" folds into the work package "Foundations"',
    'line 27, A5000: a level of effort is left out',
    'resource "Crane": it has no e-mail address, and so nobody is assigned for it',
    'line 25, A1020: its duration of 10 days contradicts 2026-01-26 to 2026-02-04, which are 8: the dates count',
    'line 25, A1020: as late as possible becomes as soon as possible',
    'line 25, A1020: a lag of 2.50 days is rounded to 3',
    'line 26, A9999: a link to the unknown task 5 is left out',
    'line 26, A9999: a link to the unknown task 777 is left out',
  ]);
});

const head = 'ERMHDR\t19.12\n';
const project = '%T\tPROJECT\n%F\tproj_id\tproj_short_name\n%R\t1\tP\n';

test('a milestone of Primavera is of the day on which it is, of which it has a start or a finish', async () => {
  const rows = [
    ['TT_FinMile', '', '2026-11-06 17:00'],
    ['TT_Mile', '2026-11-06 08:00', ''],
    ['TT_FinMile', '2026-11-06 17:00', '2026-11-06 17:00'],
    ['TT_Mile', '2026-11-06 08:00', '2026-11-06 08:00'],
  ].map(([type, start, finish], at) => `%R\t${at}\t1\tM${at}\t${type}\tTK_Complete\t${start}\t${finish}\n`);
  const columns = [
    'task_id',
    'proj_id',
    'task_name',
    'task_type',
    'status_code',
    'act_start_date',
    'act_end_date',
  ];
  const table = `%T\tTASK\n%F\t${columns.join('\t')}\n${rows.join('')}`;
  const { plan, told } = await read(`${head}${project}${table}%E\n`);
  const day = '2026-11-06';
  const milestone = { startDate: day, endDate: day, durationDays: 0, actualStart: day, actualFinish: day };
  expect(plan.tasks).toMatchObject([milestone, milestone, milestone, milestone]);
  expect(told).toEqual([]);
});

test('what is no file of Primavera, or larger than a plan is, is refused with its place', async () => {
  const told: [string | Buffer, string, string][] = [
    ['', 'BAD_USER_INPUT', 'line 1'],
    ['<Project/>', 'BAD_USER_INPUT', 'line 1'],
    [`${head}%E\n`, 'BAD_USER_INPUT', 'PROJECT'],
    [`${head}%T\tTASK\n%R\t1\n`, 'BAD_USER_INPUT', 'line 3'],
    [`${head}${project}a\0b\n`, 'BAD_USER_INPUT', 'line 5'],
    [Buffer.from(`\uFEFF${head}`, 'utf16le'), 'BAD_USER_INPUT', 'line 1'],
  ];
  for (const [content, code, where] of told) {
    const { code: found, detail } = await refusal(content);
    expect([where, found, detail?.field]).toEqual([where, code, `file: ${where}`]);
  }
  expect(await refusal(`${head}%R\t${'x'.repeat(1_000_001)}`, 65_536)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
  });
  const rows = '%R\t1\n'.repeat(100_001);
  expect(await refusal(`${head}${project}%T\tTASK\n%F\ttask_id\n${rows}`, 65_536)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    detail: { actual: 100_001 },
  });
  const circle = '%T\tPROJWBS\n%F\twbs_id\tproj_id\tparent_wbs_id\n%R\t1\t1\t2\n%R\t2\t1\t1\n';
  expect(await refusal(`${head}${project}${circle}%E\n`)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
});

test('a file that is cut off anywhere is refused, with the line in which it ends', async () => {
  const end = tower.indexOf('\n%E') + 1;
  expect(end).toBeGreaterThan(1_000);
  for (let at = 1; at < 20; at += 1) {
    const part = tower.subarray(0, Math.floor((end * at) / 20));
    const line = `line ${part.toString('latin1').replace(/\n$/, '').split('\n').length}`;
    expect(await refusal(part)).toMatchObject({
      message: `The file is cut off. (${line})`,
      detail: { field: `file: ${line}` },
    });
  }
  expect((await read(tower.subarray(0, end + 2))).plan.tasks).toHaveLength(
    (await read(tower)).plan.tasks.length,
  );
});

const TYPES = {
  PR_FS: 'finish_to_start',
  PR_SS: 'start_to_start',
  PR_FF: 'finish_to_finish',
  PR_SF: 'start_to_finish',
};
const anyPlan = fc.array(
  fc.record({
    name: fc.stringMatching(/^[A-Za-zäöü€][A-Za-z äöü€]{0,20}[a-z]$/),
    start: fc.integer({ min: 0, max: 300 }),
    days: fc.integer({ min: 1, max: 60 }),
    type: fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[])),
    lag: fc.integer({ min: -20, max: 20 }),
  }),
  { minLength: 1, maxLength: 12 },
);

test('any plan written as Primavera writes it is read as it is, in UTF-8 and in Windows-1252', async () => {
  const calendar = new WorkCalendar();
  const zero = calendar.index('2026-01-05');
  const bytesOf = (text: string, isUtf8: boolean): Buffer =>
    isUtf8 ? Buffer.from(text) : Buffer.from(text.replaceAll('€', '\x80'), 'latin1');
  await fc.assert(
    fc.asyncProperty(
      anyPlan,
      fc.boolean(),
      fc.integer({ min: 1, max: 99 }),
      async (tasks, isUtf8, pieces) => {
        const rows = tasks.map(({ name, start, days }, at) => {
          const [from, to] = [calendar.day(zero + start), calendar.day(zero + start + days - 1)];
          return `%R\t${at}\t1\t${name}\t${from} 08:00\t${to} 17:00\t${days * 8}\tTK_NotStart\n`;
        });
        const links = tasks
          .slice(1)
          .map(({ type, lag }, at) => `%R\t${at + 1}\t${at}\t${type}\t${lag * 8}\n`);
        const text =
          `${head}${project}%T\tTASK\n%F\ttask_id\tproj_id\ttask_name\tearly_start_date\tearly_end_date\ttarget_drtn_hr_cnt\tstatus_code\n` +
          `${rows.join('')}%T\tTASKPRED\n%F\ttask_id\tpred_task_id\tpred_type\tlag_hr_cnt\n${links.join('')}%E\n`;
        const { plan, told } = await read(bytesOf(text, isUtf8), pieces);
        expect(told).toEqual([]);
        expect(plan.tasks.map(({ name, startDate, endDate }) => [name, startDate, endDate])).toEqual(
          tasks.map(({ name, start, days }) => [
            name,
            calendar.day(zero + start),
            calendar.day(zero + start + days - 1),
          ]),
        );
        expect(
          plan.links.map(({ predecessorKey, successorKey, type, lagDays }) => [
            predecessorKey,
            successorKey,
            type,
            lagDays,
          ]),
        ).toEqual(tasks.slice(1).map(({ type, lag }, at) => [String(at), String(at + 1), TYPES[type], lag]));
      },
    ),
    { numRuns: 60, seed: 14 },
  );
});
