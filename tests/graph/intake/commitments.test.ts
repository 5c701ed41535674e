import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf } from '../../support/requests/previewed-plan.ts';

const real = { ...clock };
const FIRST = '2027-03-01';
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

const REASON = 'The supplier delivers late';
const who = (name: 'owner' | 'sponsor' | 'worker' | 'helper', role: Actor['role'] = 'member'): Actor =>
  api.plan.actor(api.plan[name], role);

/** Raises work of `worker` that is due on the day; @returns its id. */
async function raised(dueDate = '2027-03-31', values: object = {}): Promise<string> {
  const item = { sourceModule: 'AUDIT', sourceReferenceId: randomUUID(), name: 'Fit the fire door', dueDate };
  const tasks = [{ ...item, ownerId: api.plan.worker, phaseId, ...values }];
  const { items } = await api.done<{ items: { taskId: string }[] }>(
    'raiseTasks',
    { projectId, tasks },
    'items { taskId }',
  );
  return String(items[0]?.taskId);
}

const SHOWN =
  'endDate commitment { dueOn originalDueOn extensions } extensions(first: 9) { nodes { state } }';
async function shown(id: string): Promise<Record<string, unknown>> {
  const query = `query ($id: ID!) { task(id: $id) { ${SHOWN} } }`;
  const { data, errors } = await api.graph.ask(who('owner'), query, { id });
  expect(errors).toBeUndefined();
  return data?.['task'] as Record<string, unknown>;
}

const request = async (taskId: string, dueOn = '2027-04-30', actor = who('worker')): Promise<string> => {
  const input = { taskId, dueOn, reason: REASON };
  const { extension } = await api.done<{ extension: { id: string } }>(
    'requestExtension',
    input,
    'extension { id }',
    actor,
  );
  return extension.id;
};
const decide = (extensionId: string, decision: string, actor = who('owner')) =>
  api.done('decideExtension', { extensionId, decision, comment: 'Seen' }, 'task { id }', actor);

test('the plan moves freely up to the day that raised work is committed to, and past it at no door', async () => {
  const id = await raised();
  const day = { dueOn: '2027-03-31', originalDueOn: '2027-03-31', extensions: 0 };
  expect(await shown(id)).toEqual({ endDate: '2027-03-31', commitment: day, extensions: { nodes: [] } });
  const late = { code: 'BAD_USER_INPUT', pit: 'PIT006', expected: 'a day up to 2027-03-31' };

  await api.done('updateTask', { id, endDate: '2027-03-19' }, 'task { id }');
  expect(await shown(id)).toMatchObject({ endDate: '2027-03-19', commitment: day });
  expect(await api.refused('updateTask', { id, endDate: '2027-04-01' })).toMatchObject({
    ...late,
    field: 'input.endDate',
    actual: '2027-04-01',
    taskId: id,
  });
  expect(await api.refused('updateTask', { id, endDate: null })).toMatchObject(late);
  const free = await api.plan.task(projectId, phaseId, { end_date: '2027-03-10' });
  const both = { ids: [free, id], change: { startDate: '2027-04-05', endDate: '2027-04-09' } };
  expect(await api.refused('updateTasks', both)).toMatchObject({ pit: 'PIT006' });
  const some = await api.done<{ tasks: ({ id: string } | null)[]; errors: { index: number }[] }>(
    'updateTasks',
    { ...both, mode: 'PARTIAL' },
    'tasks { id } errors { index }',
  );
  expect(some).toMatchObject({ tasks: [{ id: free }, null], errors: [{ index: 1 }] });
  // A subtask that would widen it.
  const step = { taskId: id, name: 'Hang it', startDate: '2027-04-01', endDate: '2027-04-02' };
  expect(await api.refused('createSubtask', step)).toMatchObject({ ...late, taskId: id });

  const [preview, preview2] = ['2027-03-20', '2027-04-12'].map((startDate) => ({
    projectId,
    tasks: [{ taskId: id, startDate, durationDays: 5 }],
  }));
  const { token } = await previewOf(api, preview2!);
  expect(await api.refused('applySchedule', { preview: preview2, token })).toMatchObject({
    pit: 'PIT006',
    field: 'input.exceptTaskIds',
    actual: [{ taskId: id, dueOn: '2027-03-31' }],
  });
  const near = await previewOf(api, preview!);
  await api.done('applySchedule', { preview, token: near.token }, 'changedTaskCount');
  expect(await shown(id)).toMatchObject({ endDate: '2027-03-26', commitment: day });

  // The database itself, whoever writes.
  const move = (end: string | null) =>
    api.plan.rows('UPDATE pit.task SET end_date = $2 WHERE id = $1', [id, end]);
  for (const end of ['2027-04-01', null])
    await expect(move(end)).rejects.toMatchObject({ constraint: 'task_committed_end' });
  await move('2027-03-31');
});

test('what is linked to an incident or a finding is committed, unlinking releases it not, and raising again brings the day nearer alone', async () => {
  const linked = await api.plan.task(projectId, phaseId, { end_date: '2027-05-31' });
  const open = await api.plan.task(projectId, phaseId);
  const done = await api.plan.task(projectId, phaseId, {
    end_date: '2027-05-31',
    status: 'completed',
    progress_percent: 100,
  });
  const incidentId = randomUUID();
  for (const taskId of [linked, open, done])
    await api.done('linkIncident', { taskId, incidentId }, 'task { id }');
  expect(await shown(linked)).toMatchObject({ commitment: { dueOn: '2027-05-31' } });
  expect(await shown(done)).toMatchObject({ commitment: null });
  expect(await shown(open)).toMatchObject({ commitment: null });
  await api.done('updateTask', { id: open, endDate: '2027-06-30' }, 'task { id }');
  expect(await shown(open)).toMatchObject({ commitment: { dueOn: '2027-06-30' } });
  await api.done('unlinkIncident', { taskId: linked, incidentId }, 'task { id }');
  expect(await api.refused('updateTask', { id: linked, endDate: '2027-06-01' })).toMatchObject({
    pit: 'PIT006',
  });

  const sourceReferenceId = randomUUID();
  const id = await raised('2027-03-31', { sourceReferenceId });
  await raised('2027-04-30', { sourceReferenceId });
  expect(await shown(id)).toMatchObject({ endDate: '2027-03-31', commitment: { dueOn: '2027-03-31' } });
  await raised('2027-03-12', { sourceReferenceId });
  expect(await shown(id)).toMatchObject({
    endDate: '2027-03-12',
    commitment: { dueOn: '2027-03-12', originalDueOn: '2027-03-31' },
  });

  // Of the module of imported lists what a service raises is committed, and what a list says is its publisher's to plan.
  const analysis = await raised('2027-03-31', { sourceModule: 'DATA_ANALYTICS' });
  expect(await shown(analysis)).toMatchObject({ commitment: { dueOn: '2027-03-31' } });
  const listed = await api.plan.task(projectId, phaseId, {
    source_module: 'data_analytics',
    source_reference_id: 'DSF0001008800+1|M019|Construction|7c0f6b0d1a2e3f44',
  });
  await api.done('updateTask', { id: listed, endDate: '2027-05-31' }, 'task { id }');
  expect(await shown(listed)).toMatchObject({ endDate: '2027-05-31', commitment: null });

  await api.plan.rows(
    `UPDATE pit.organisation SET settings = '{"dueDates": {"guard": false}}' WHERE id = $1`,
    [api.plan.orgId],
  );
  const unguarded = await raised();
  await api.plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [api.plan.orgId]);
  expect(await shown(unguarded)).toMatchObject({ commitment: null });
});

test('a later day is granted by neither who asks nor who does the work, and the end follows where it was the old day', async () => {
  const id = await raised();
  const plain = await api.plan.task(projectId, phaseId, { end_date: '2027-03-10' });
  const ask = { taskId: id, dueOn: '2027-04-30', reason: REASON };
  expect(await api.refused('requestExtension', { ...ask, taskId: plain }, who('worker'))).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await api.refused('requestExtension', { ...ask, dueOn: '2027-03-31' })).toMatchObject({
    pit: 'PIT006',
    field: 'input.dueOn',
  });
  expect(await api.refused('requestExtension', { ...ask, reason: 'Late' })).toMatchObject({
    field: 'input.reason',
  });
  const first = await request(id);
  expect(await api.refused('requestExtension', ask, who('owner'))).toMatchObject({ code: 'CONFLICT' });
  expect(await shown(id)).toMatchObject({ endDate: '2027-03-31', commitment: { dueOn: '2027-03-31' } });

  const verdict = { extensionId: first, decision: 'GRANTED' };
  const refusals: [Actor, string][] = [
    [who('worker'), 'PIT001'],
    [who('worker', 'admin'), 'PIT006'],
    [who('sponsor'), 'PIT001'],
  ];
  for (const [actor, pit] of refusals)
    expect(await api.refused('decideExtension', verdict, actor)).toMatchObject({ code: 'FORBIDDEN', pit });
  expect(await api.refused('decideExtension', { ...verdict, decision: 'REFUSED' })).toMatchObject({
    field: 'input.comment',
  });
  await decide(first, 'GRANTED');
  expect(await shown(id)).toEqual({
    endDate: '2027-04-30',
    commitment: { dueOn: '2027-04-30', originalDueOn: '2027-03-31', extensions: 1 },
    extensions: { nodes: [{ state: 'GRANTED' }] },
  });
  expect(await api.refused('decideExtension', verdict)).toMatchObject({ code: 'CONFLICT' });

  // An owner who asks decides on nothing; what was planned earlier stays there.
  await api.done('updateTask', { id, endDate: '2027-04-16' }, 'task { id }');
  const own = await request(id, '2027-05-31', who('owner'));
  expect(await api.refused('decideExtension', { ...verdict, extensionId: own })).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT006',
  });
  await decide(own, 'GRANTED', who('sponsor', 'admin'));
  expect(await shown(id)).toMatchObject({ endDate: '2027-04-16', commitment: { dueOn: '2027-05-31' } });
  await decide(await request(id, '2027-06-30'), 'REFUSED');
  const third = await request(id, '2027-06-30');
  await decide(third, 'GRANTED');
  const beyond = { ...verdict, extensionId: await request(id, '2027-07-30') };
  expect(await api.refused('decideExtension', beyond)).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT006' });
  await decide(beyond.extensionId, 'GRANTED', who('sponsor', 'admin'));
  expect(await shown(id)).toMatchObject({ commitment: { dueOn: '2027-07-30', extensions: 4 } });

  const topics = await api.plan.rows<{ topic: string }>(
    `SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 AND topic LIKE 'pit.extension.%' ORDER BY seq LIMIT 2`,
    [projectId],
  );
  expect(topics.map(({ topic }) => topic)).toEqual(['pit.extension.requested', 'pit.extension.decided']);
  // It takes all of that along to another project.
  const elsewhere = await api.plan.project();
  const place = { projectId: elsewhere, phaseId: await api.plan.phase(elsewhere) };
  await api.done('moveTask', { id, ...place }, 'task { id }');
  expect(await shown(id)).toMatchObject({ commitment: { dueOn: '2027-07-30', extensions: 4 } });
  const notes = `SELECT comment FROM pit.task_progress_log WHERE task_id = $1 AND comment LIKE 'Due on %' ORDER BY created_at`;
  expect((await api.plan.rows(notes, [id]))[0]).toEqual({
    comment: 'Due on 2027-04-30 instead of 2027-03-31: Seen',
  });
});

test('a request ends with its work, in time, by who asked and by release; the database takes no other way', async () => {
  const id = await raised();
  const withdrawn = await request(id);
  expect(await api.refused('withdrawExtension', { extensionId: withdrawn }, who('owner'))).toMatchObject({
    code: 'FORBIDDEN',
  });
  await api.done('withdrawExtension', { extensionId: withdrawn }, 'task { id }', who('worker'));
  const lapsing = await request(id);
  today = '2027-03-15';
  await rollOverDays(api.plan.pool);
  expect(await shown(id)).toMatchObject({
    extensions: { nodes: [{ state: 'REQUESTED' }, { state: 'WITHDRAWN' }] },
  });
  today = '2027-03-16';
  await rollOverDays(api.plan.pool);
  expect(await api.refused('decideExtension', { extensionId: lapsing, decision: 'GRANTED' })).toMatchObject({
    code: 'CONFLICT',
    actual: 'lapsed',
  });
  const closed = await request(id);
  await api.done('completeTask', { id }, 'task { id }', who('worker'));
  expect(await shown(id)).toMatchObject({ extensions: { nodes: [{ state: 'CLOSED' }, {}, {}] } });

  const forced = (sql: string, ...values: unknown[]) => api.plan.rows(sql, values);
  await expect(
    forced(`UPDATE pit_ops.extension SET state = 'requested' WHERE id = $1`, closed),
  ).rejects.toMatchObject({ constraint: 'extension_decided_is_final' });
  const other = await raised();
  const open = await request(other);
  for (const decider of [api.plan.worker, api.plan.owner]) {
    const grant = `UPDATE pit_ops.extension SET state = 'granted', decided_by = $2, decided_at = now() WHERE id = $1`;
    await expect(forced(grant, open, decider)).rejects.toMatchObject({ code: '23514' });
  }
  const begin = `INSERT INTO pit_ops.extension (project_id, task_id, current_due, requested_due, reason, lapses_on, state)
    VALUES ($1, $2, '2027-03-31', '2028-01-01', $3, '2027-12-31', 'granted')`;
  await expect(forced(begin, projectId, id, REASON)).rejects.toMatchObject({
    constraint: 'extension_begins_requested',
  });

  const release = { taskId: other, reason: 'The finding was closed' };
  expect(await api.refused('releaseCommitment', release)).toMatchObject({ code: 'FORBIDDEN' });
  await api.done('releaseCommitment', release, 'task { id }', who('owner', 'admin'));
  expect(await shown(other)).toMatchObject({
    commitment: null,
    extensions: { nodes: [{ state: 'CLOSED' }] },
  });
  expect(await api.refused('releaseCommitment', release, who('owner', 'admin'))).toMatchObject({
    code: 'CONFLICT',
  });
  await api.done('updateTask', { id: other, endDate: '2028-01-31' }, 'task { id }');
});
