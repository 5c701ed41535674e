import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { makeOccurrences } from '../../../src/services/recurrence/make-occurrences.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
const FIRST = '2026-01-12';
let today = FIRST;
let api: PlanGraph;
let projectId: string;
let phaseId: string;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open({ holidays: ['2026-04-30'] });
});
beforeEach(async () => {
  today = FIRST;
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const turn = async (day: string): Promise<void> => {
  today = day;
  await rollOverDays(api.plan.pool);
};

/** A task of three days that ends on the last of January, and comes again on the last of each month. */
async function monthly(
  input: object = {},
  values: object = {},
): Promise<{ taskId: string; seriesId: string }> {
  const taskId = await api.plan.task(projectId, phaseId, {
    name: 'Test the alarms',
    start_date: '2026-01-28',
    end_date: '2026-01-30',
    duration_days: 3,
    priority: 'high',
    assignees: JSON.stringify([api.plan.helper]),
    ...values,
  });
  const rule = {
    rule: 'freq=monthly;bymonthday=-1',
    startsOn: '2026-01-31',
    dateShift: 'PREVIOUS_WORKING_DAY',
  };
  const { series } = await api.done<{ series: { id: string } }>(
    'createSeries',
    { taskId, ...rule, ...input },
    'series { id }',
  );
  return { taskId, seriesId: series.id };
}

interface Shown {
  nominalOn: string;
  dueOn: string;
  outcome: string;
  reason: string | null;
  task: { id: string; startDate: string; endDate: string } | null;
}
const SERIES = `series(first: 9) { nodes { id name rule startsOn ruleRevision state nextDates
  occurrences(first: 100) { nodes { nominalOn dueOn outcome reason task { id startDate endDate } } } } }`;
async function shown(): Promise<
  { state: string; rule: string; nextDates: string[]; occurrences: { nodes: Shown[] } }[]
> {
  const query = `query ($id: ID!) { project(id: $id) { ${SERIES} } }`;
  const { data, errors } = await api.graph.ask(api.plan.actor(), query, { id: projectId });
  expect(errors).toBeUndefined();
  return (data?.['project'] as { series: { nodes: never[] } }).series.nodes;
}
/** Nominal date, due date and outcome of the only series, oldest first. */
async function rows(): Promise<string[]> {
  const [series] = await shown();
  return [...(series?.occurrences.nodes ?? [])]
    .reverse()
    .map(({ nominalOn, dueOn, outcome }) => `${nominalOn} ${dueOn} ${outcome}`);
}
const newest = async (): Promise<Shown> => (await shown())[0]!.occurrences.nodes[0]!;

test('monthly work over two years with a holiday, a missed month and a changed rule is made once for each date', async () => {
  const { taskId } = await monthly();
  await turn('2026-01-13');
  expect(await rows()).toEqual(['2026-01-31 2026-01-30 OPEN']);
  await api.done('completeTask', { id: taskId }, 'task { id }');
  expect(await rows()).toEqual(['2026-01-31 2026-01-30 COMPLETED']);
  await turn('2026-01-14');
  expect(await rows()).toEqual(['2026-01-31 2026-01-30 COMPLETED', '2026-02-28 2026-02-27 OPEN']);
  // The day itself makes the next; 30 April is a holiday.
  for (const day of ['2026-02-27', '2026-03-31']) await turn(day);
  expect((await rows()).slice(1)).toEqual([
    '2026-02-28 2026-02-27 OPEN',
    '2026-03-31 2026-03-31 OPEN',
    '2026-04-30 2026-04-29 OPEN',
  ]);
  expect((await newest()).task).toMatchObject({ startDate: '2026-04-27', endDate: '2026-04-29' });
  // No process ran from May to the middle of July.
  await turn('2026-07-15');
  expect((await rows()).slice(4)).toEqual([
    '2026-05-31 2026-05-29 MISSED',
    '2026-06-30 2026-06-30 OPEN',
    '2026-07-31 2026-07-31 OPEN',
  ]);
  const told = await api.plan.rows<{ title: string }>(
    `SELECT DISTINCT title FROM pit.notification WHERE title LIKE '%missed%'`,
  );
  expect(told).toEqual([{ title: '“Test the alarms” was missed on 2026-05-31' }]);
  // From 2027 on quarterly, on the fifteenth.
  const [{ id }] = (await shown()) as unknown as [{ id: string }];
  const change = { id, rule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', startsOn: '2027-01-15' };
  const past = await rows();
  await api.done('updateSeries', change, 'series { ruleRevision }');
  expect(await rows()).toEqual(past);
  await turn('2026-08-01');
  await turn('2027-02-01');
  await turn('2027-12-31');
  expect((await rows()).slice(past.length)).toEqual([
    '2027-01-15 2027-01-15 OPEN',
    '2027-04-15 2027-04-15 OPEN',
    '2027-07-15 2027-07-15 MISSED',
    '2027-10-15 2027-10-15 OPEN',
    '2028-01-15 2028-01-14 OPEN',
  ]);
});

test('each occurrence has what the first one has, and is told by its task', async () => {
  const risk = randomUUID();
  const taskId = await api.plan.task(projectId, phaseId, {
    name: 'Drill',
    end_date: '2026-01-30',
    duration_days: 1,
  });
  await api.done('createSubtask', { taskId, name: 'Sound the alarm' }, '__typename');
  await api.done('linkRisk', { taskId, riskId: risk, linkType: 'RESIDUAL' }, '__typename');
  await api.done('setEvidencePolicy', { taskId, validMonths: 13 }, '__typename');
  await api.done('createSeries', { taskId, rule: 'FREQ=YEARLY' }, 'series { id }');
  await api.done(
    'completeSubtask',
    {
      id: (await api.plan.rows<{ id: string }>('SELECT id FROM pit.subtask WHERE task_id = $1', [taskId]))[0]!
        .id,
    },
    '__typename',
  );
  await turn('2026-01-30');
  const { task, nominalOn } = await newest();
  expect([nominalOn, task?.id === taskId]).toEqual(['2027-01-30', false]);
  const query = `query ($id: ID!) { task(id: $id) { name progressPercent evidenceValidMonths subtasks { nodes { name progressPercent } }
    risks: riskLinks { nodes { risk { id } } } occurrence { nominalOn outcome series { name } } } }`;
  const { data, errors } = await api.graph.ask(api.plan.actor(), query, { id: task?.id });
  expect(errors).toBeUndefined();
  expect(data?.['task']).toEqual({
    name: 'Drill',
    progressPercent: 0,
    evidenceValidMonths: 13,
    subtasks: { nodes: [{ name: 'Sound the alarm', progressPercent: 0 }] },
    risks: { nodes: [{ risk: { id: risk } }] },
    occurrence: { nominalOn: '2027-01-30', outcome: 'OPEN', series: { name: 'Drill' } },
  });
});

test('two processes at once make each occurrence once, and a second run none', async () => {
  const { seriesId } = await monthly();
  today = '2026-03-10';
  const run = () => api.plan.run((tx) => makeOccurrences(tx, projectId, [seriesId]));
  await Promise.all([run(), run(), rollOverDays(api.plan.pool), rollOverDays(api.plan.pool)]);
  const made = ['2026-01-31 2026-01-30 OPEN', '2026-02-28 2026-02-27 OPEN', '2026-03-31 2026-03-31 OPEN'];
  expect(await rows()).toEqual(made);
  expect(await run()).toEqual({ tasks: 0, missed: 0 });
  const tasks = await api.plan.rows(`SELECT id FROM pit.task WHERE project_id = $1`, [projectId]);
  expect(tasks).toHaveLength(3);
});

test('a date that is skipped, or whose task is deleted, does not come back, and a restored one is open again', async () => {
  const { taskId, seriesId } = await monthly();
  const skip = (nominalOn: string, reason = 'The site is closed') =>
    api.done('skipOccurrence', { seriesId, nominalOn, reason }, 'series { id }');
  await skip('2026-01-31');
  await turn('2026-01-14');
  expect(await rows()).toEqual(['2026-01-31 2026-01-30 SKIPPED', '2026-02-28 2026-02-27 OPEN']);
  expect((await shown())[0]?.occurrences.nodes[1]).toMatchObject({
    reason: 'The site is closed',
    task: null,
  });
  await skip('2026-03-31');
  const other = { seriesId, nominalOn: '2026-12-31', reason: 'Later' };
  expect(await api.refused('skipOccurrence', other)).toMatchObject({
    pit: 'PIT006',
    field: 'input.nominalOn',
  });
  expect(await api.refused('skipOccurrence', { ...other, nominalOn: '2026-01-31' })).toMatchObject({
    code: 'CONFLICT',
    actual: 'skipped',
  });
  await turn('2026-03-01');
  await turn('2026-04-01');
  expect((await rows()).slice(1)).toEqual([
    '2026-02-28 2026-02-27 OPEN',
    '2026-03-31 2026-03-31 SKIPPED',
    '2026-04-30 2026-04-29 OPEN',
  ]);
  await api.done('restoreTask', { id: taskId }, 'task { id }');
  expect((await rows())[0]).toBe('2026-01-31 2026-01-30 OPEN');
  await api.done('deleteTask', { id: taskId }, '__typename');
  expect((await rows())[0]).toBe('2026-01-31 2026-01-30 SKIPPED');
});

test('a series ends with its rule, by a verb, or with what its tasks lay in', async () => {
  const { seriesId } = await monthly({ rule: 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2' });
  await turn('2026-01-31');
  expect(await shown()).toMatchObject([{ state: 'ACTIVE', nextDates: ['2026-01-31', '2026-02-28'] }]);
  await turn('2026-02-28');
  expect(await shown()).toMatchObject([{ state: 'ENDED', nextDates: [] }]);
  expect(await rows()).toHaveLength(2);
  await api.done(
    'updateSeries',
    { id: seriesId, rule: 'FREQ=MONTHLY', startsOn: '2026-03-15' },
    'series { id }',
  );
  expect(await shown()).toMatchObject([{ state: 'ACTIVE' }]);
  expect((await shown())[0]?.nextDates.slice(0, 2)).toEqual(['2026-03-15', '2026-04-15']);
  await api.done('endSeries', { id: seriesId }, 'series { state }');
  await turn('2026-06-01');
  expect(await rows()).toHaveLength(2);
  expect(await api.refused('endSeries', { id: seriesId })).toMatchObject({ code: 'CONFLICT' });

  await api.done('updateSeries', { id: seriesId }, 'series { state }');
  await api.done('deletePhase', { id: phaseId, cascade: true }, '__typename');
  await turn('2026-06-02');
  expect(await shown()).toMatchObject([{ state: 'BROKEN' }]);
});

test('a project that rests makes no occurrences', async () => {
  await monthly();
  await api.done('updateProject', { id: projectId, status: 'ON_HOLD' }, '__typename');
  await turn('2026-02-15');
  expect(await rows()).toEqual(['2026-01-31 2026-01-30 OPEN']);
});

test('what does not fit is refused by name, by services and by the database', async () => {
  const { taskId, seriesId } = await monthly();
  const again = { taskId, rule: 'FREQ=MONTHLY' };
  expect(await api.refused('createSeries', again)).toMatchObject({ code: 'CONFLICT', field: 'input.taskId' });
  const undated = await api.plan.task(projectId, phaseId);
  expect(await api.refused('createSeries', { ...again, taskId: undated })).toMatchObject({
    pit: 'PIT006',
    field: 'input.startsOn',
  });
  const timed = { taskId: undated, rule: 'FREQ=DAILY;BYHOUR=9', startsOn: '2026-02-01' };
  expect(await api.refused('createSeries', timed)).toMatchObject({ pit: 'PIT006', part: 'BYHOUR' });
  const early = { id: seriesId, rule: 'FREQ=DAILY', startsOn: '2026-01-31' };
  expect(await api.refused('updateSeries', early)).toMatchObject({ pit: 'PIT006', field: 'input.startsOn' });
  const elsewhere = await api.plan.project();
  const place = { projectId: elsewhere, phaseId: await api.plan.phase(elsewhere) };
  expect(await api.refused('moveTask', { id: taskId, ...place })).toMatchObject({
    code: 'CONFLICT',
    seriesId,
  });

  const twice = `INSERT INTO pit_ops.occurrence (org_id, project_id, series_id, nominal_on, rule_revision, due_on, outcome)
    SELECT org_id, project_id, series_id, nominal_on, 1, due_on, 'missed' FROM pit_ops.occurrence WHERE task_id = $1`;
  await expect(api.plan.rows(twice, [taskId])).rejects.toThrow('occurrence_series_id_nominal_on_key');
  const said = `UPDATE pit_ops.occurrence SET outcome = 'completed' WHERE task_id = $1`;
  await expect(api.plan.rows(said, [taskId])).rejects.toThrow('what became of its task');
});

test('days that no civil calendar had, and the 29th of February, come when they can', async () => {
  await monthly({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', startsOn: '2026-02-28' });
  for (const day of ['2026-02-28', '2027-02-28', '2028-02-29']) await turn(addDays(day, 1));
  expect((await rows()).map((row) => row.slice(0, 10))).toEqual([
    '2026-02-28',
    '2027-02-28',
    '2028-02-29',
    '2029-02-28',
  ]);
});
