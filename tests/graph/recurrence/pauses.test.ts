import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
const FIRST = '2026-01-12';
let today = FIRST;
let api: PlanGraph;
let projectId: string;
let phaseId: string;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
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

/** The process runs on another day. */
const turn = async (day: string): Promise<void> => {
  today = day;
  await rollOverDays(api.plan.pool);
};

/** A task of the 15th of January that comes again every month, unless the input says otherwise. */
async function monthly(input: object = {}, values: object = {}): Promise<{ taskId: string; id: string }> {
  const taskId = await api.plan.task(projectId, phaseId, {
    name: 'Test the pumps',
    start_date: '2026-01-15',
    end_date: '2026-01-15',
    duration_days: 1,
    assignees: JSON.stringify([api.plan.helper]),
    ...values,
  });
  const { series } = await api.done<{ series: { id: string } }>(
    'createSeries',
    { taskId, rule: 'FREQ=MONTHLY', ...input },
    'series { id }',
  );
  return { taskId, id: series.id };
}

/** Nominal date and outcome of each occurrence of the project, the oldest first. */
async function rows(): Promise<string[]> {
  const found = await api.plan.rows<{ nominal: string; outcome: string }>(
    `SELECT nominal_on::text AS nominal, outcome FROM pit_ops.occurrence WHERE project_id = $1 ORDER BY nominal_on`,
    [projectId],
  );
  return found.map(({ nominal, outcome }) => `${nominal} ${outcome}`);
}
const stateOf = (id: string) => api.plan.rows('SELECT state FROM pit_ops.series WHERE id = $1', [id]);

test('a series that pauses makes none, and goes on after the day on which it is resumed', async () => {
  const { id } = await monthly();
  await api.done('pauseSeries', { id }, 'series { state }');
  await turn('2026-04-01');
  expect(await rows()).toEqual(['2026-01-15 open']);
  expect(await api.refused('pauseSeries', { id })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.id',
    expected: 'active',
    actual: 'paused',
  });
  // A change of what is to come ends no pause.
  await api.done('updateSeries', { id, name: 'Test all pumps' }, 'series { state }');
  expect(await stateOf(id)).toEqual([{ state: 'paused' }]);
  await api.done('resumeSeries', { id }, 'series { state }');
  await turn('2026-04-02');
  expect(await rows()).toEqual(['2026-01-15 open', '2026-04-15 open']);
  expect(await api.refused('resumeSeries', { id })).toMatchObject({ code: 'CONFLICT', actual: 'active' });
  // From here on what passes is missed again.
  await turn('2026-08-01');
  expect((await rows()).slice(2)).toEqual([
    '2026-05-15 missed',
    '2026-06-15 missed',
    '2026-07-15 open',
    '2026-08-15 open',
  ]);
});

test('a project that rests has no missed dates when it goes on, by whatever door', async () => {
  await monthly();
  await api.done('updateProject', { id: projectId, status: 'ON_HOLD' }, '__typename');
  await turn('2026-05-01');
  expect(await rows()).toEqual(['2026-01-15 open']);
  await api.done('updateProject', { id: projectId, status: 'ACTIVE' }, '__typename');
  await turn('2026-05-02');
  expect(await rows()).toEqual(['2026-01-15 open', '2026-05-15 open']);
  await api.plan.rows(`UPDATE pit.project SET deleted_at = now() WHERE id = $1`, [projectId]);
  await turn('2026-09-01');
  await api.plan.rows(`UPDATE pit.project SET deleted_at = NULL WHERE id = $1`, [projectId]);
  await turn('2026-09-02');
  expect((await rows()).slice(2)).toEqual(['2026-09-15 open']);
});

test('a date that was skipped is done after all: its task is restored, or made', async () => {
  const { taskId, id: seriesId } = await monthly();
  const skip = (nominalOn: string) =>
    api.done('skipOccurrence', { seriesId, nominalOn, reason: 'The site is closed' }, '__typename');
  const unskip = (nominalOn: string) => api.done('unskipOccurrence', { seriesId, nominalOn }, '__typename');
  await skip('2026-01-15');
  await turn('2026-01-13');
  await skip('2026-03-15');
  expect(await rows()).toEqual(['2026-01-15 skipped', '2026-02-15 open', '2026-03-15 skipped']);
  await unskip('2026-01-15');
  await unskip('2026-03-15');
  expect(await rows()).toEqual(['2026-01-15 open', '2026-02-15 open', '2026-03-15 open']);
  const tasks = await api.plan.rows(
    `SELECT t.id, t.end_date::text AS "end" FROM pit.task t JOIN pit_ops.occurrence o ON o.task_id = t.id
     WHERE o.series_id = $1 AND t.deleted_at IS NULL ORDER BY t.end_date`,
    [seriesId],
  );
  expect(tasks).toMatchObject([
    { id: taskId, end: '2026-01-15' },
    { end: '2026-02-15' },
    { end: '2026-03-15' },
  ]);
  const again = { seriesId, nominalOn: '2026-03-15' };
  expect(await api.refused('unskipOccurrence', again)).toMatchObject({ code: 'CONFLICT', actual: 'open' });
  expect(await api.refused('unskipOccurrence', { ...again, nominalOn: '2026-07-15' })).toMatchObject({
    pit: 'PIT006',
    field: 'input.nominalOn',
  });
  // Once it has a task it is never another's.
  await expect(
    api.plan.rows(`UPDATE pit_ops.occurrence SET task_id = NULL WHERE task_id = $1`, [taskId]),
  ).rejects.toThrow('an occurrence keeps its task');
});

test('with a lead the next occurrence is there before the newest is due', async () => {
  const { id } = await monthly({ leadDays: 7 });
  await turn('2026-02-01');
  expect(await rows()).toEqual(['2026-01-15 open', '2026-02-15 open']);
  await turn('2026-02-07');
  expect(await rows()).toHaveLength(2);
  await turn('2026-02-08');
  expect((await rows()).slice(2)).toEqual(['2026-03-15 open']);
  const refused = await api.refused('updateSeries', { id, leadDays: 28 });
  expect(refused).toMatchObject({ pit: 'PIT006', field: 'input.leadDays', expected: '0 to 27 days' });
  // A denser rule has no room for that lead.
  const weekly = { id, rule: 'FREQ=WEEKLY', startsOn: '2026-04-01' };
  expect(await api.refused('updateSeries', weekly)).toMatchObject({ field: 'input.leadDays' });
});

test('after completion the next is due the interval after it, and one is open at most', async () => {
  const mode = 'AFTER_COMPLETION';
  const { taskId } = await monthly({ mode, rule: 'FREQ=WEEKLY;INTERVAL=2' });
  await turn('2026-03-01');
  expect(await rows()).toEqual(['2026-01-15 open']);
  await api.done('completeTask', { id: taskId }, '__typename');
  await turn('2026-03-02');
  expect(await rows()).toEqual(['2026-01-15 completed', '2026-03-15 open']);
  const other = await api.plan.task(projectId, phaseId, { end_date: '2026-03-20' });
  const fixed = { taskId: other, mode, rule: 'FREQ=MONTHLY;BYMONTHDAY=20' };
  expect(await api.refused('createSeries', fixed)).toMatchObject({ pit: 'PIT006', part: 'BYMONTHDAY' });
});

test('proof holds until the next occurrence is due, and the days of grace beyond it', async () => {
  const { taskId, id } = await monthly({ graceDays: 14 }, { requires_evidence: true });
  await api.done('setEvidencePolicy', { taskId, validMonths: 1 }, '__typename');
  const handIn = async (values: object = {}): Promise<unknown> => {
    const file = {
      fileUrl: `https://files.test/${randomUUID()}`,
      fileType: 'DOCUMENT',
      sha256: 'a'.repeat(64),
    };
    const input = { taskId, ...file, size: 10, mediaType: 'application/pdf', source: 'scanner', ...values };
    const actor = api.plan.actor(api.plan.helper);
    const { evidence } = await api.done<{ evidence: { validUntil: string } }>(
      'submitEvidence',
      input,
      'evidence { validUntil }',
      actor,
    );
    return evidence.validUntil;
  };
  // The next one is not made yet: its day follows from the rule. What the uploader says comes first.
  expect(await handIn()).toBe('2026-03-01');
  expect(await handIn({ validUntil: '2026-01-31' })).toBe('2026-01-31');
  await turn('2026-01-15');
  expect(await handIn()).toBe('2026-03-01');
  // So late that it would have ended.
  today = '2026-06-01';
  expect(await handIn()).toBe('2026-06-01');
  await api.done('updateSeries', { id, graceDays: 366 }, 'series { graceDays }');
  expect(await handIn()).toBe('2027-02-16');
});

test('the tasks of a series are found by it', async () => {
  const { id } = await monthly();
  await api.plan.task(projectId, phaseId);
  await turn('2026-01-15');
  const query = `query ($id: ID!) { tasks(filter: { seriesId: [$id] }, first: 10) { nodes { endDate } totalCount } }`;
  const { data, errors } = await api.graph.ask(api.plan.actor(), query, { id });
  expect(errors).toBeUndefined();
  expect(data?.['tasks']).toEqual({
    nodes: [{ endDate: '2026-01-15' }, { endDate: '2026-02-15' }],
    totalCount: 2,
  });
});
