import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;
/** A division that the owner of the plan is not in: what lies there is out of sight. */
let elsewhere: string;
let stranger: string;

beforeAll(async () => {
  world = await PlanGraph.open();
  elsewhere = await world.plan.insert('division', { name: 'Elsewhere' });
  stranger = await world.plan.insert('user', { name: 'Stranger', email: 's@example.test', role: 'member' });
});
afterAll(() => world.close());

const service = () => world.plan.actor(world.plan.helper, 'service');
const insider = () => ({ ...world.plan.actor(stranger), divisionIds: [elsewhere] });
const finding = (sourceReferenceId: string, values: object = {}) => ({
  sourceModule: 'AUDIT',
  sourceReferenceId,
  name: 'Fit the fire door',
  ...values,
});

async function raise(reference: string, projectId: string, actor = world.plan.actor(), values: object = {}) {
  const input = { projectId, tasks: [finding(reference, values)] };
  const { items } = await world.done<{ items: { taskId: string; outcome: string }[] }>(
    'raiseTasks',
    input,
    'items { taskId outcome }',
    actor,
  );
  return items[0] ?? { taskId: '', outcome: '' };
}

const complete = (id: string) => world.done('completeTask', { id }, '__typename');
const hiddenProject = () =>
  world.plan.project({ name: 'Secret works', owner_id: stranger, sponsor_id: null, division_id: elsewhere });

/** An origin whose first task is closed in this way while a second one is open. */
async function twice(close: (id: string) => Promise<unknown>) {
  const reference = randomUUID();
  const projectId = await world.make('Project', {});
  const first = await raise(reference, projectId);
  await close(first.taskId);
  const second = await raise(reference, projectId);
  expect(second.outcome).toBe('CREATED');
  return { reference, projectId, first: first.taskId, second: second.taskId };
}

describe('an origin whose open task lies out of sight', () => {
  test('is a conflict for a person, that says neither which task nor where', async () => {
    const reference = randomUUID();
    const hidden = await raise(reference, await hiddenProject(), insider());
    const input = { projectId: await world.make('Project', {}), tasks: [finding(reference)] };
    const refused = await world.refused('raiseTasks', input);
    expect(refused).toMatchObject({ code: 'CONFLICT', field: 'input.tasks.0.sourceReferenceId' });
    expect(JSON.stringify(refused)).not.toContain(hidden.taskId);
    expect(JSON.stringify(refused)).not.toContain('Secret');
    await world.done('completeTask', { id: hidden.taskId }, '__typename', insider());
    expect((await raise(reference, input.projectId)).outcome).toBe('CREATED');
  });

  test('is brought up to date by a service', async () => {
    const reference = randomUUID();
    const hidden = await raise(reference, await hiddenProject(), insider());
    const again = await raise(reference, await world.make('Project', {}), service(), {
      severity: 'CRITICAL',
    });
    expect(again).toEqual({ taskId: hidden.taskId, outcome: 'UPDATED' });
  });
});

describe('a task of an origin that has another open task', () => {
  test('is not reopened, and the other is named', async () => {
    const { first, second } = await twice(complete);
    expect(await world.refused('reopenTask', { id: first })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.id',
      actual: second,
    });
    await complete(second);
    await world.done('reopenTask', { id: first }, '__typename');
  });

  test('is not opened by requiring evidence of it', async () => {
    const { first, second } = await twice((taskId) =>
      world.done('updateProgress', { taskId, percent: 100 }, '__typename'),
    );
    const refused = await world.refused('updateTask', { id: first, requiresEvidence: true });
    expect(refused).toMatchObject({ code: 'CONFLICT', actual: second });
  });

  test('is left out of a partial change of many that would open it, and the others are changed', async () => {
    const [one, other] = [await twice(complete), await twice(complete)];
    const free = await raise(randomUUID(), other.projectId);
    await complete(free.taskId);
    const ids = [one.first, free.taskId, other.first, other.second];
    const input = { ids, change: { requiresEvidence: true }, mode: 'PARTIAL' };
    const selection = 'tasks { id } errors { index code field }';
    const { tasks, errors } = await world.done<{ tasks: unknown[]; errors: unknown[] }>(
      'updateTasks',
      input,
      selection,
    );
    const refusal = { code: 'CONFLICT', field: 'input.change.requiresEvidence' };
    expect(errors).toEqual([
      { index: 0, ...refusal },
      { index: 2, ...refusal },
    ]);
    expect(tasks).toEqual([null, { id: free.taskId }, null, { id: other.second }]);
    const refused = await world.refused('updateTasks', { ...input, mode: 'ALL_OR_NOTHING' });
    expect(refused).toMatchObject({ ...refusal, errors: [{ index: 0 }, { index: 2 }] });
  });

  test('is not opened by a subtask of it that is reopened', async () => {
    let step = '';
    const { first, second, reference } = await twice(async (taskId) => {
      step = await world.make('Subtask', { taskId });
      await world.done('completeSubtask', { id: step }, '__typename');
    });
    const refused = await world.refused('reopenSubtask', { id: step });
    expect(refused).toMatchObject({ code: 'CONFLICT', actual: second });
    await complete(second);
    await world.done('reopenSubtask', { id: step }, '__typename');
    expect(await openTasks(reference)).toEqual([first]);
  });

  test('is not restored: by itself, with its phase or with its project', async () => {
    const restored = [
      ['Task', ({ task }: Place) => task],
      ['Phase', ({ phase }: Place) => phase],
      ['Project', ({ project }: Place) => project],
    ] as const;
    for (const [what, idOf] of restored) {
      const place = await placeOfRaised();
      await world.done(`delete${what}`, { id: idOf(place), cascade: true }, '__typename');
      const second = await raise(place.reference, await world.make('Project', {}));
      const refused = await world.refused(`restore${what}`, { id: idOf(place) });
      expect(refused).toMatchObject({ code: 'CONFLICT', field: 'input.id', actual: second.taskId });
      await world.done('deleteTask', { id: second.taskId }, '__typename');
      await world.done(`restore${what}`, { id: idOf(place) }, '__typename');
    }
  });

  test('is opened when its proof is lost, and gives the origin up to the other', async () => {
    const { plan } = world;
    const { first, second, reference } = await twice(async (taskId) => {
      await world.done('updateTask', { id: taskId, requiresEvidence: true }, '__typename');
      await plan.evidence({ task_id: taskId }, 'accepted');
      await world.done('updateProgress', { taskId, percent: 100 }, '__typename');
    });
    const [old] = await plan.rows<{ id: string }>('SELECT id FROM pit.evidence WHERE task_id = $1', [first]);
    const file = { sha256: 'a'.repeat(64), size: 10, mediaType: 'application/pdf', source: 'camera' };
    const superseding = {
      ...file,
      evidenceId: old?.id,
      fileUrl: 'https://files.test/newer',
      fileType: 'DOCUMENT',
    };
    const { evidence: newer } = await world.done<{ evidence: { id: string } }>(
      'supersedeEvidence',
      superseding,
      'evidence { id }',
    );
    const review = { evidenceId: newer.id, decision: 'REJECTED', comment: 'Another door.' };
    await world.done('reviewEvidence', review, '__typename', plan.actor(plan.sponsor));
    const [task] = await plan.rows(
      'SELECT status, source_reference_id, description FROM pit.task WHERE id = $1',
      [first],
    );
    expect(task).toMatchObject({ status: 'active', source_reference_id: null });
    expect(task?.['description']).toContain(reference);
    expect(task?.['description']).toContain(second);
  });
});

const openTasks = async (reference: string) => {
  const sql = `SELECT id FROM pit.task WHERE source_reference_id = $1 AND status <> 'completed' AND deleted_at IS NULL`;
  return (await world.plan.rows<{ id: string }>(sql, [reference])).map(({ id }) => id);
};

interface Place {
  readonly reference: string;
  readonly task: string;
  readonly phase: string;
  readonly project: string;
}

async function placeOfRaised(): Promise<Place> {
  const reference = randomUUID();
  const project = await world.make('Project', {});
  const { taskId: task } = await raise(reference, project);
  const [row] = await world.plan.rows<{ phase_id: string }>('SELECT phase_id FROM pit.task WHERE id = $1', [
    task,
  ]);
  return { reference, task, phase: row?.phase_id ?? '', project };
}

describe('references', () => {
  test('that differ in their Unicode form alone name one origin', async () => {
    const [composed, decomposed] = ['Prüfung Ångström 7', 'Pru\u0308fung A\u030angstro\u0308m 7'];
    const projectId = await world.make('Project', {});
    const first = await raise(decomposed, projectId);
    expect(await raise(composed, projectId)).toEqual({ ...first, outcome: 'UNCHANGED' });
    const tasks = [finding(composed), finding(decomposed)];
    expect(await world.refused('raiseTasks', { projectId, tasks })).toMatchObject({
      field: 'input.tasks.1.sourceReferenceId',
    });
    const query = `query ($r: String!) { originSummary(sourceModule: AUDIT, sourceReferenceId: $r) { open }
      tasks(filter: { sourceReferenceId: [$r] }) { edges { node { id } } } }`;
    for (const r of [composed, decomposed]) {
      const { data } = await world.graph.ask(world.plan.actor(), query, { r });
      expect(data).toMatchObject({
        originSummary: { open: 1 },
        tasks: { edges: [{ node: { id: first.taskId } }] },
      });
    }
  });

  test.each([
    ['that outgrow their bound in Unicode NFC', '\u0958'.repeat(150)],
    ['with a NUL', 'a\0b'],
    ['with half a surrogate pair', 'a\ud800b'],
  ])('%s are refused', async (_, reference) => {
    const input = { projectId: await world.make('Project', {}), tasks: [finding(reference)] };
    expect(await world.refused('raiseTasks', input)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.tasks.0.sourceReferenceId',
    });
  });
});
