import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf, shiftsOf } from '../../support/requests/previewed-plan.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const APPLIED = 'changedTaskCount project { id }';
const MONDAY = '2031-11-03';
const LATER = '2031-12-15';

interface Chain {
  readonly project: string;
  readonly phase: string;
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

/** Tasks of five days, each behind the one before it, from a Monday on. */
async function chain(...names: string[]): Promise<Chain> {
  const project = await api.plan.project();
  const phase = await api.plan.phase(project);
  const ids: string[] = [];
  const links: string[] = [];
  for (const [n, name] of names.entries()) {
    const dates = { start_date: weekday(n, 0), end_date: weekday(n, 4), duration_days: 5 };
    const id = await api.plan.task(project, phase, { name, ...dates });
    const before = ids.at(-1);
    if (before !== undefined) links.push(await link(project, before, id));
    ids.push(id);
  }
  return { project, phase, ids, links };
}

function weekday(week: number, day: number): string {
  return new Date(Date.parse(MONDAY) + (week * 7 + day) * 86_400_000).toISOString().slice(0, 10);
}

function link(project: string, from: string, to: string): Promise<string> {
  const ends = { predecessor_task_id: from, successor_task_id: to };
  return api.plan.insert('task_dependency', {
    project_id: project,
    ...ends,
    dependency_type: 'finish_to_start',
  });
}

const stored = (project: string) =>
  api.plan.rows(
    `SELECT t.name, t.start_date::text AS start, t.end_date::text AS end, t.duration_days AS days, r.start_origin AS origin
     FROM pit.task t LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
     WHERE t.project_id = $1 AND t.deleted_at IS NULL ORDER BY t.name`,
    [project],
  );

test('applying makes exactly what was previewed, once, and the next preview is empty', async () => {
  const { project, ids } = await chain('a', 'b', 'c');
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token, moved } = await previewOf(api, preview);
  const input = { preview, token, reason: 'The ground is frozen.', idempotencyKey: `apply-${project}` };
  const applied = { changedTaskCount: 3, project: { id: project } };
  expect(await api.done('applySchedule', input, APPLIED)).toEqual(applied);
  const rows = await stored(project);
  expect(rows).toEqual([
    { name: 'a', start: LATER, end: '2031-12-19', days: 5, origin: null },
    { name: 'b', start: '2031-12-22', end: '2031-12-26', days: 5, origin: 'engine' },
    { name: 'c', start: '2031-12-29', end: '2032-01-02', days: 5, origin: 'engine' },
  ]);
  expect(moved.nodes.map(({ startAfter, endAfter }) => [startAfter, endAfter])).toEqual(
    rows.map(({ start, end }) => [start, end]),
  );
  const logged = await api.plan.rows(
    `SELECT count(*)::int AS n FROM pit.task_progress_log WHERE task_id = ANY ($1) AND comment = $2`,
    [ids, input.reason],
  );
  const announced = `SELECT payload ->> 'taskId' AS id FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.task.updated'`;
  const events = await api.plan.rows(announced, [project]);
  expect([logged[0]?.['n'], events.map(({ id }) => id).sort()]).toEqual([3, [...ids].sort()]);

  expect(await api.done('applySchedule', input, APPLIED)).toEqual(applied);
  expect(await api.plan.rows(announced, [project])).toHaveLength(3);
  for (const base of ['SCHEDULE', 'STORED_DATES']) {
    expect(await previewOf(api, { projectId: project, base })).toMatchObject({ isEmpty: true });
  }
  // What the engine put there moves earlier again.
  const back = await previewOf(api, { projectId: project, tasks: [{ taskId: ids[0], startDate: MONDAY }] });
  expect(shiftsOf(back)).toEqual({ a: -30, b: -30, c: -30 });
});

test("applying again writes no rule of a start that stays the engine's, and a person who types one takes it", async () => {
  const { project, ids } = await chain('a', 'b', 'c');
  const apply = async (startDate: string) => {
    const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate }] };
    const { token } = await previewOf(api, preview);
    expect(await api.done('applySchedule', { preview, token }, APPLIED)).toMatchObject({
      changedTaskCount: 3,
    });
    return (await stored(project)).map(({ origin }) => origin);
  };
  const records = () =>
    api.plan.rows(`SELECT 1 FROM pit.audit_log WHERE table_name = 'task_rule' AND record_id = ANY ($1)`, [
      ids,
    ]);
  expect(await apply(LATER)).toEqual([null, 'engine', 'engine']);
  const before = (await records()).length;
  expect(await apply('2032-03-01')).toEqual([null, 'engine', 'engine']);
  expect((await records()).length).toBe(before);
  await api.done('updateTask', { id: ids[1], startDate: '2032-05-03' }, 'task { id }');
  expect((await stored(project)).map(({ origin }) => origin)).toEqual([null, 'person', 'engine']);
  // The day that the engine gave it, too.
  const same = (await stored(project))[2]!['start'];
  await api.done('updateTask', { id: ids[2], startDate: same }, 'task { id }');
  expect((await stored(project)).map(({ origin }) => origin)).toEqual([null, 'person', 'person']);
});

test('dates beyond those of a plan are not stored, and one such plan leaves the schedules of others alone', async () => {
  const [other, { project, ids }] = [await chain('o'), await chain('a', 'b', 'c', 'd')];
  const tasks = ids.map((taskId) => ({ taskId, durationDays: 40_000 }));
  const preview = { projectId: project, tasks };
  const { token } = await previewOf(api, preview);
  expect(await api.refused('applySchedule', { preview, token })).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT006',
    expected: 'a day from 1900-01-01 to 2200-12-31',
  });
  const far = await chain('e', 'f');
  await api.plan.rows(`UPDATE pit.task SET duration_days = 3000000 WHERE id = ANY ($1)`, [far.ids]);
  const asked = `query ($a: ID!, $b: ID!) { a: project(id: $a) { schedule { forecastFinish } } b: project(id: $b) { schedule { forecastFinish } } }`;
  const { data } = await api.graph.ask(api.plan.actor(), asked, { a: far.project, b: other.project });
  expect(data).toEqual({
    a: { schedule: { forecastFinish: '9999-12-31' } },
    b: { schedule: { forecastFinish: '2031-11-07' } },
  });
});

test('a plan that has changed since is a CONFLICT with a fresh token, which then holds', async () => {
  const { project, ids } = await chain('a', 'b');
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token } = await previewOf(api, preview);
  await api.done('updateTask', { id: ids[1], name: 'renamed' }, 'task { id }');
  await api.done('updateTask', { id: ids[1], durationDays: 8 }, 'task { id }');
  const refusal = await api.refused('applySchedule', { preview, token });
  expect(refusal).toMatchObject({
    code: 'CONFLICT',
    field: 'input.token',
    movedTasks: 2,
    before: { finish: '2031-11-19' },
    after: { finish: '2031-12-31' },
  });
  const again = { preview, token: refusal['token'] };
  expect(await api.done('applySchedule', again, APPLIED)).toMatchObject({ changedTaskCount: 2 });
});

test('a new name of a task outdates no preview', async () => {
  const { project, ids } = await chain('a');
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token } = await previewOf(api, preview);
  await api.done('updateTask', { id: ids[0], name: 'renamed' }, 'task { id }');
  expect(await api.done('applySchedule', { preview, token }, APPLIED)).toMatchObject({ changedTaskCount: 1 });
});

test('a token of another plan, input or person is refused', async () => {
  const [here, there] = [await chain('a'), await chain('b')];
  const preview = { projectId: here.project, tasks: [{ taskId: here.ids[0], startDate: LATER }] };
  const { token } = await previewOf(api, preview);
  const refusal = { code: 'BAD_USER_INPUT', field: 'input.token', expected: expect.any(String) };
  const other = { projectId: there.project, tasks: [{ taskId: there.ids[0], startDate: LATER }] };
  expect(await api.refused('applySchedule', { preview: other, token })).toMatchObject(refusal);
  const later = { ...preview, tasks: [{ taskId: here.ids[0], startDate: '2031-12-16' }] };
  expect(await api.refused('applySchedule', { preview: later, token })).toMatchObject(refusal);
  const sponsor = api.plan.actor(api.plan.sponsor);
  expect(await api.refused('applySchedule', { preview, token }, sponsor)).toMatchObject(refusal);
  expect(await api.refused('applySchedule', { preview, token: 'made up' })).toMatchObject(refusal);
  const neighbour = await api.plan.neighbour();
  expect(await api.refused('applySchedule', { preview, token }, neighbour.actor())).toMatchObject({
    code: 'NOT_FOUND',
  });
  const worker = api.plan.actor(api.plan.worker);
  const { token: theirs } = await previewOf(api, preview, worker);
  expect(await api.refused('applySchedule', { preview, token: theirs }, worker)).toMatchObject({
    code: 'FORBIDDEN',
  });
  // The same input in another order and spelling is the same preview.
  const same = { ...preview, tasks: [{ taskId: here.ids[0]?.toUpperCase(), startDate: LATER, mode: null }] };
  expect(await api.done('applySchedule', { preview: same, token }, APPLIED)).toMatchObject({
    changedTaskCount: 1,
  });
});

test('tasks that are excepted keep their dates, and what the preview changes cannot be', async () => {
  const { project, ids } = await chain('a', 'b', 'c');
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token } = await previewOf(api, preview);
  expect(await api.refused('applySchedule', { preview, token, exceptTaskIds: [ids[0]] })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.exceptTaskIds.0',
  });
  await api.done('applySchedule', { preview, token, exceptTaskIds: [ids[1]] }, APPLIED);
  expect((await stored(project)).map(({ start }) => start)).toEqual([LATER, '2031-11-10', '2031-12-29']);
});

test('links, deletions, modes and what is left come true together', async () => {
  const { project, ids, links } = await chain('a', 'b', 'c', 'd');
  const [a = '', b = '', c = '', d = ''] = ids;
  await api.done('startTask', { id: a }, 'task { id }');
  const preview = {
    projectId: project,
    tasks: [
      { taskId: a, remainingDays: 9 },
      { taskId: b, mode: 'MANUAL' },
      { taskId: c, delete: true },
    ],
    addDependencies: [{ predecessorId: b, successorId: d, type: 'START_TO_START', lagDays: 2 }],
    removeDependencyIds: [links[0]],
  };
  const { token } = await previewOf(api, preview);
  await api.done('applySchedule', { preview, token }, APPLIED);
  expect((await stored(project)).map(({ name }) => name)).toEqual(['a', 'b', 'd']);
  const known = await api.plan.rows(
    `SELECT predecessor_task_id AS "from", successor_task_id AS "to", dependency_type AS type, lag_days AS lag
     FROM pit.task_dependency WHERE project_id = $1 AND successor_task_id = $2 AND predecessor_task_id = $3`,
    [project, d, b],
  );
  expect(known).toEqual([{ from: b, to: d, type: 'start_to_start', lag: 2 }]);
  expect(await api.plan.rows('SELECT id FROM pit.task_dependency WHERE id = $1', [links[0]])).toEqual([]);
  const rule = await api.plan.rows('SELECT mode FROM pit_ops.task_rule WHERE task_id = $1', [b]);
  const left = await api.plan.rows(
    'SELECT remaining_days AS days, remaining_origin AS origin FROM pit_ops.task_actual WHERE task_id = $1',
    [a],
  );
  expect([rule, left]).toEqual([[{ mode: 'manual' }], [{ days: 9, origin: 'person' }]]);
  expect(await previewOf(api, { projectId: project, base: 'STORED_DATES' })).toMatchObject({ isEmpty: true });
});

test('every rule of the plan holds: subtasks, typed bounds, the state of the project', async () => {
  const { project, phase, ids } = await chain('a', 'b');
  await api.make('Subtask', { taskId: ids[1] });
  const deletion = { projectId: project, tasks: [{ taskId: ids[1], delete: true }] };
  const { token } = await previewOf(api, deletion);
  expect(await api.refused('applySchedule', { preview: deletion, token })).toMatchObject({
    pit: 'PIT004',
    field: 'input.preview.tasks.0.delete',
  });
  await api.plan.rows(`UPDATE pit.organisation SET settings = '{"childDates": "refuse"}' WHERE id = $1`, [
    api.plan.orgId,
  ]);
  await api.done('updatePhase', { id: phase, endDate: '2031-12-31' }, 'phase { id }');
  const late = { projectId: project, tasks: [{ taskId: ids[0], startDate: '2031-12-29' }] };
  const refused = await api.refused('applySchedule', {
    preview: late,
    token: (await previewOf(api, late)).token,
  });
  expect(refused).toMatchObject({ pit: 'PIT006', actual: expect.anything(), expected: expect.anything() });
  await api.plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [api.plan.orgId]);
  await api.plan.rows(`UPDATE pit.project SET status = 'completed' WHERE id = $1`, [project]);
  const { token: again } = await previewOf(api, late);
  expect(await api.refused('applySchedule', { preview: late, token: again })).toMatchObject({
    code: 'CONFLICT',
  });
});

test('of two applications of one preview at once, one is done', async () => {
  const { project, ids } = await chain('a', 'b');
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token } = await previewOf(api, preview);
  const apply = () => api.ask('applySchedule', { preview, token }, APPLIED, api.plan.actor());
  const answers = await Promise.all([apply(), apply()]);
  const codes = answers.map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'done');
  expect(codes.sort()).toEqual(['CONFLICT', 'done']);
});

test('a plan of 300 tasks with all link types and 1,500 beside it comes true in pieces of a thousand', async () => {
  const { project, phase, ids } = await chain('first');
  await api.plan.rows(
    `WITH made AS (INSERT INTO pit.task (org_id, project_id, phase_id, owner_id, name, start_date, end_date, duration_days)
       SELECT $1, $2, $3, $4, 'task ' || n, date '2031-11-10', date '2031-11-10' + 4, 5 FROM generate_series(1, 1800) n
       RETURNING id, name),
     numbered AS (SELECT id, split_part(name, ' ', 2)::int AS n FROM made)
     INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
     SELECT $1, $2, coalesce(i.id, $5), j.id,
       (ARRAY['finish_to_start', 'start_to_start', 'finish_to_finish', 'start_to_finish'])[CASE WHEN j.n > 300 THEN 1 ELSE j.n % 4 + 1 END]::pit.dependency_type_enum,
       CASE WHEN j.n > 300 THEN 0 ELSE j.n % 3 END
     FROM numbered j LEFT JOIN numbered i ON i.n = CASE WHEN j.n > 300 THEN j.n % 300 ELSE j.n / 2 END`,
    [api.plan.orgId, project, phase, api.plan.worker, ids[0]],
  );
  await api.plan.rows('ANALYZE pit.task, pit.task_dependency');
  const preview = { projectId: project, base: 'STORED_DATES', tasks: [{ taskId: ids[0], startDate: LATER }] };
  const { token, moved } = await previewOf(api, preview);
  expect(moved.totalCount).toBeGreaterThan(1_500);
  const { changedTaskCount } = await api.done<{ changedTaskCount: number }>(
    'applySchedule',
    { preview, token },
    'changedTaskCount',
  );
  expect(changedTaskCount).toBe(moved.totalCount);
  const after = await previewOf(api, { projectId: project, base: 'STORED_DATES' });
  expect(after).toMatchObject({ isEmpty: true, moved: { totalCount: 0 } });
});
