import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;
let projectId: string;

beforeAll(async () => {
  world = await PlanGraph.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  projectId = await world.make('Project', {});
});

interface Raised {
  items: { taskId: string; outcome: string; task: Record<string, unknown> }[];
  projects: { id: string }[];
}

const SELECTION = `items { taskId outcome task { id name description priority startDate endDate requiresEvidence
  sourceModule sourceReferenceId phase { name } workPackage { name } owner { id } } } projects { id }`;
const finding = (values: object = {}) => ({
  sourceModule: 'AUDIT',
  sourceReferenceId: randomUUID(),
  name: 'Fit the fire door',
  ...values,
});
const raise = (tasks: object[], project = projectId, actor = world.plan.actor()) =>
  world.done<Raised>('raiseTasks', { projectId: project, tasks }, SELECTION, actor);
const expectFreshNumbers = async () => {
  const day = { today: clock.today('UTC'), weighting: 'equal' as const };
  const { stored, fresh } = await storedAndFresh(world.plan, projectId, day);
  expect(stored).toEqual(fresh);
};
describe('a description that is full', () => {
  const logged = (taskId = '') =>
    world.plan.rows<{ comment: string }>(
      'SELECT comment FROM pit.task_progress_log WHERE task_id = $1 AND comment IS NOT NULL ORDER BY created_at',
      [taskId],
    );

  test('does not stop intake: more text goes to the progress log, once, and the rest of the batch lands', async () => {
    const text = `Corridor ${'B'.repeat(9_900)}`;
    const item = finding({ severity: 'LOW', description: text });
    const { taskId } = (await raise([item])).items[0] ?? {};
    const more = { ...item, description: `Shift 2: ${'C'.repeat(900)}`, severity: 'CRITICAL' };
    const both = await raise([more, finding({ severity: 'CRITICAL' })]);
    expect(both.items.map(({ outcome }) => outcome)).toEqual(['UPDATED', 'CREATED']);
    expect(both.items[0]?.task).toMatchObject({ description: text, priority: 'CRITICAL' });
    expect(await logged(taskId)).toEqual([{ comment: more.description }]);
    expect((await raise([more])).items[0]?.outcome).toBe('UNCHANGED');
    const third = await raise([{ ...more, description: `Shift 3: ${'D'.repeat(10_000 - 9)}` }]);
    expect(third.items[0]?.outcome).toBe('UPDATED');
    expect((await logged(taskId)).map(({ comment }) => comment.length)).toEqual([909, 10_000]);
    const events = await world.plan.rows<{ topic: string }>(
      `SELECT topic FROM pit_ops.outbox WHERE payload ->> 'taskId' = $1 ORDER BY seq DESC LIMIT 2`,
      [taskId],
    );
    expect(events.map(({ topic }) => topic).sort()).toEqual(['pit.integration.update', 'pit.task.updated']);
  });

  test('of a new task leaves the completed one to be named in the progress log', async () => {
    const item = finding({ description: 'x'.repeat(10_000) });
    const first = (await raise([item])).items[0]?.taskId ?? '';
    await world.done('completeTask', { id: first }, 'task { id }');
    const second = (await raise([item])).items[0];
    expect(second?.outcome).toBe('CREATED');
    const [entry] = await logged(second?.taskId);
    expect(entry?.comment).toContain(first);
  });
});

test('an answer that was stored for its key without errors and indexes is given again with both', async () => {
  const input = { projectId, tasks: [finding(), finding()], idempotencyKey: randomUUID() };
  const selection = 'items { index taskId outcome } errors { index } projects { id }';
  const answer = await world.done('raiseTasks', input, selection);
  await world.plan.rows(
    `UPDATE pit_ops.idempotency_key SET response = (response::jsonb - 'errors') || jsonb_build_object('items',
       (SELECT jsonb_agg(item - 'index' ORDER BY place)
        FROM jsonb_array_elements(response::jsonb -> 'items') WITH ORDINALITY AS each (item, place)))
     WHERE key = $1`,
    [input.idempotencyKey],
  );
  expect(await world.done('raiseTasks', input, selection)).toEqual(answer);
});

describe('a batch with refused items', () => {
  const SELECTION_OF_PARTS = 'items { index taskId outcome } errors { index code pit field } projects { id }';
  const good = () => finding({ severity: 'CRITICAL' });
  /** Items that are refused, each for another reason. */
  const broken = (): [object, object][] => [
    [finding({ name: '  ' }), { code: 'BAD_USER_INPUT', field: 'name' }],
    [finding({ name: 'a\0b' }), { code: 'BAD_USER_INPUT', field: 'name' }],
    [finding({ sourceReferenceId: 'x'.repeat(201) }), { code: 'BAD_USER_INPUT', field: 'sourceReferenceId' }],
    [finding({ links: { riskId: 'none' } }), { code: 'BAD_USER_INPUT', field: 'links.riskId' }],
    [finding({ description: 'x'.repeat(10_001) }), { code: 'BAD_USER_INPUT', field: 'description' }],
    [finding({ linkedRiskMitigationPct: 101 }), { code: 'BAD_USER_INPUT', field: 'linkedRiskMitigationPct' }],
    [finding({ phaseId: randomUUID() }), { code: 'NOT_FOUND', field: 'phaseId' }],
    [finding({ ownerId: randomUUID() }), { code: 'NOT_FOUND', pit: 'PIT002' }],
  ];

  test('lands without them when it is partial, in order, and each refusal has its index', async () => {
    const known = finding({ severity: 'LOW' });
    const knownTask = (await raise([known])).items[0]?.taskId;
    const refused = broken();
    const tasks = [good(), ...refused.map(([item]) => item), { ...known, severity: 'HIGH' }, good()];
    const input = { projectId, tasks, mode: 'PARTIAL', idempotencyKey: randomUUID() };
    const answer = await world.done<{ items: object[]; errors: object[] }>(
      'raiseTasks',
      input,
      SELECTION_OF_PARTS,
    );
    expect(answer.items).toMatchObject([
      { index: 0, outcome: 'CREATED' },
      { index: 9, taskId: knownTask, outcome: 'UPDATED' },
      { index: 10, outcome: 'CREATED' },
    ]);
    expect(answer.errors).toMatchObject(
      refused.map(([, said], at) => {
        const { field, ...rest } = said as { field?: string };
        return {
          ...rest,
          index: at + 1,
          ...(field !== undefined && { field: `input.tasks.${at + 1}.${field}` }),
        };
      }),
    );
    expect(await world.done('raiseTasks', input, SELECTION_OF_PARTS)).toEqual(answer);
    await expectFreshNumbers();
  });

  test('is refused as a whole when it is all or nothing, and the error lists each with its index', async () => {
    const refused = broken();
    const tasks = [good(), ...refused.map(([item]) => item)];
    const error = await world.refused('raiseTasks', { projectId, tasks });
    expect((error['errors'] as { index: number }[]).map(({ index }) => index)).toEqual(
      refused.map((_, at) => at + 1),
    );
    expect(await world.plan.rows('SELECT FROM pit.task WHERE project_id = $1', [projectId])).toEqual([]);
  });

  test('of somebody who may not raise names every item, and makes nothing where it is partial', async () => {
    const worker = world.plan.actor(world.plan.worker);
    const bare = await world.plan.project();
    const { errors, items } = await world.done<{ errors: object[]; items: object[] }>(
      'raiseTasks',
      { projectId: bare, tasks: [good(), good()], mode: 'PARTIAL' },
      SELECTION_OF_PARTS,
      worker,
    );
    expect(items).toEqual([]);
    expect(errors).toMatchObject([0, 1].map((index) => ({ index, code: 'FORBIDDEN', pit: 'PIT001' })));
    expect(await world.plan.rows('SELECT FROM pit.phase WHERE project_id = $1', [bare])).toEqual([]);
    const input = { projectId: bare, tasks: [good()] };
    expect(await world.refused('raiseTasks', input, worker)).toMatchObject({ errors: [{ index: 0 }] });
  });
});
