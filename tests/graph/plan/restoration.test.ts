import fc from 'fast-check';
import { findCycle } from '../../../src/domain/graph.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
});

const task = (name: string, more: object = {}) => api.make('Task', { phaseId, name, ...more });
const remove = (id: string) => api.done('deleteTask', { id }, '__typename');
const link = async (predecessorId: string, successorId: string) => {
  const input = { predecessorId, successorId };
  const { dependency } = await api.done<{ dependency: { id: string } }>(
    'addDependency',
    input,
    'dependency { id }',
  );
  return dependency.id;
};
const links = async () => {
  const sql = 'SELECT id FROM pit.task_dependency WHERE project_id = $1';
  return new Set((await api.plan.rows<{ id: string }>(sql, [projectId])).map(({ id }) => id));
};

/** X -> A -> B, of which A is deleted and the rest turned round: B -> X. A -> C stays out of it. */
async function turnedRound() {
  const [x, b, c] = [await task('X'), await task('B'), await task('C')];
  const elsewhere = await api.plan.phase(projectId, { name: 'Elsewhere' });
  const a = await api.make('Task', { phaseId: elsewhere, name: 'A' });
  const [xa, ab, ac] = [await link(x, a), await link(a, b), await link(a, c)];
  return { x, a, b, c, xa, ab, ac, elsewhere };
}

describe('dependencies of a deleted task', () => {
  test('bind nobody, and restoring it is refused with the circle that they would close', async () => {
    const { x, a, b, xa, ab } = await turnedRound();
    await remove(a);
    await link(b, x);
    const refused = await api.refused('restoreTask', { id: a });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', pit: 'PIT003', field: 'input.dropDependencies' });
    const cycle = (refused['cycle'] as { id: string; name: string }[]).map(({ id }) => id);
    expect(cycle).toHaveLength(4);
    expect(cycle[0]).toBe(cycle.at(-1));
    expect(new Set(cycle)).toEqual(new Set([x, a, b]));
    expect(new Set(refused['dependencyIds'] as string[])).toEqual(new Set([xa, ab]));
    expect(await api.plan.rows('SELECT FROM pit.task WHERE id = $1 AND deleted_at IS NULL', [a])).toEqual([]);
  });

  test('can be removed by whoever plans, which lets it be restored', async () => {
    const { x, a, b, xa } = await turnedRound();
    await remove(a);
    await link(b, x);
    const worker = api.plan.actor(api.plan.worker);
    expect(await api.refused('removeDependency', { id: xa }, worker)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await api.refused('updateDependency', { id: xa, lagDays: 1 })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const removed = await api.done(
      'removeDependency',
      { id: xa },
      'deletedId predecessor { id } successor { id } project { id }',
    );
    expect(removed).toEqual({
      deletedId: xa,
      predecessor: { id: x },
      successor: null,
      project: { id: projectId },
    });
    await api.done('restoreTask', { id: a }, '__typename');
  });

  test.each([
    ['restoreTask', 'deleteTask', ({ a }: { a: string }) => a],
    ['restorePhase', 'deletePhase', ({ elsewhere }: { elsewhere: string }) => elsewhere],
  ] as const)(
    'are dropped by %s when asked, where they lie on a circle and nowhere else',
    async (verb, deletion, idOf) => {
      const scene = await turnedRound();
      const { x, b, xa, ab, ac } = scene;
      const id = idOf(scene);
      await api.done(deletion, { id, cascade: true }, '__typename');
      const bx = await link(b, x);
      expect(await api.refused(verb, { id })).toMatchObject({ pit: 'PIT003' });
      await api.done(verb, { id, dropDependencies: true }, '__typename');
      expect(await links()).toEqual(new Set([ac, bx]));
      const events = await api.plan.rows<{ id: string }>(
        `SELECT payload ->> 'dependencyId' AS id FROM pit_ops.outbox WHERE topic = 'pit.dependency.updated'
       AND payload ->> 'projectId' = $1 ORDER BY seq DESC LIMIT 2`,
        [projectId],
      );
      expect(new Set(events.map((event) => event.id))).toEqual(new Set([xa, ab]));
    },
  );

  test('never close a circle of live tasks, whatever is linked, deleted and restored', async () => {
    const step = fc.record({
      verb: fc.constantFrom('link', 'delete', 'restore', 'restore and drop'),
      from: fc.nat(4),
      to: fc.nat(4),
    });
    const take = (ids: readonly string[], { verb, from, to }: { verb: string; from: number; to: number }) => {
      const id = ids[from];
      const requests: Record<string, [string, object]> = {
        link: ['addDependency', { predecessorId: id, successorId: ids[to] }],
        delete: ['deleteTask', { id }],
        restore: ['restoreTask', { id }],
        'restore and drop': ['restoreTask', { id, dropDependencies: true }],
      };
      const [name, input] = requests[verb] ?? ['', {}];
      return api.ask(name, input, '__typename', api.plan.actor());
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
        const ids = [];
        for (const name of ['A', 'B', 'C', 'D', 'E']) ids.push(await task(name));
        for (const each of steps) {
          const { errors = [] } = await take(ids, each);
          const codes = errors.map(({ extensions }) => String(extensions['code']));
          expect(['', 'BAD_USER_INPUT', 'CONFLICT', 'NOT_FOUND']).toContain(codes.join());
          if (each.verb === 'restore and drop') expect(codes).not.toContain('BAD_USER_INPUT');
          expect(await liveCycle(ids)).toBeNull();
        }
      }),
      { numRuns: 8 },
    );
  });

  async function liveCycle(ids: readonly string[]) {
    const arcs = await api.plan.rows<{ from: string; to: string }>(
      `SELECT d.predecessor_task_id AS "from", d.successor_task_id AS "to" FROM pit.task_dependency d
       JOIN pit.task p ON p.id = d.predecessor_task_id JOIN pit.task s ON s.id = d.successor_task_id
       WHERE d.project_id = $1 AND p.deleted_at IS NULL AND s.deleted_at IS NULL`,
      [projectId],
    );
    const numbers = (end: 'from' | 'to') => Int32Array.from(arcs, (arc) => ids.indexOf(arc[end]));
    return findCycle({ nodeCount: ids.length, from: numbers('from'), to: numbers('to') });
  }
});

describe('what was deleted', () => {
  const QUERY = `query ($project: ID!) {
    tasks(filter: { projectId: [$project], deleted: ONLY }) { totalCount edges { node {
      id deletedAt subtasks(deleted: ONLY) { nodes { id deletedAt } } subtasksLeft: subtasks { nodes { id } } } } }
    live: tasks(filter: { projectId: [$project], deleted: EXCLUDE }) { edges { node { id deletedAt } } }
    project(id: $project) {
      gone: phases(deleted: ONLY) { id } phases { id } workPackages(deleted: ONLY) { nodes { id } }
      tasks(filter: { deleted: ONLY }) { totalCount } } }`;

  test('is listed for those who may restore: tasks, phases, work packages and subtasks', async () => {
    const kept = await task('kept');
    const second = await api.make('Phase', { projectId });
    const workPackageId = await api.make('WorkPackage', { phaseId: second });
    const gone = await api.make('Task', { workPackageId });
    const step = await api.make('Subtask', { taskId: gone });
    await api.done('deletePhase', { id: second, cascade: true }, '__typename');
    const { data, errors } = await api.graph.ask(api.plan.actor(), QUERY, { project: projectId });
    expect(errors).toBeUndefined();
    const deletedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(data).toEqual({
      tasks: {
        totalCount: 1,
        edges: [
          {
            node: {
              id: gone,
              deletedAt,
              subtasks: { nodes: [{ id: step, deletedAt }] },
              subtasksLeft: { nodes: [] },
            },
          },
        ],
      },
      live: { edges: [{ node: { id: kept, deletedAt: null } }] },
      project: {
        gone: [{ id: second }],
        phases: [{ id: phaseId }],
        workPackages: { nodes: [{ id: workPackageId }] },
        tasks: { totalCount: 1 },
      },
    });
  });

  test.each(['viewer', 'service'] as const)(
    'is not for the role %s, which may restore nothing',
    async (role) => {
      const actor = api.plan.actor(api.plan.owner, role);
      for (const query of [
        '{ tasks(filter: { deleted: ONLY }) { edges { node { id } } } }',
        '{ projects(filter: { deleted: ONLY }) { totalCount } }',
        '{ projects { edges { node { phases(deleted: ONLY) { id } } } } }',
      ]) {
        const { errors } = await api.graph.ask(actor, query);
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
      }
    },
  );
});

describe('the code of a deleted project', () => {
  const project = (code: string) => api.make('Project', { code });
  const gone = (id: string) => api.done('deleteProject', { id, cascade: true }, '__typename');
  const RESTORE = `mutation ($input: RestoreInput!, $code: String) {
    restoreProject(input: $input, code: $code) { project { id code } } }`;
  const restore = (id: string, code?: string, more: object = {}) =>
    api.graph.ask(api.plan.actor(), RESTORE, { input: { id, ...more }, code });

  test('is free, and restoring the project then needs a new one', async () => {
    const first = await project('FREE-1');
    await gone(first);
    const second = await project('FREE-1');
    const query = `{ projectByCode(code: "FREE-1") { id }
      projects(filter: { code: ["FREE-1"], deleted: ONLY }) { edges { node { id } } } }`;
    const { data } = await api.graph.ask(api.plan.actor(), query);
    expect(data).toEqual({ projectByCode: { id: second }, projects: { edges: [{ node: { id: first } }] } });
    expect((await restore(first)).errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', field: 'code' });
    expect((await restore(first, 'x'.repeat(101))).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'code',
    });
    const idempotencyKey = 'restore-FREE-1';
    const restored = { restoreProject: { project: { id: first, code: 'FREE-2' } } };
    expect((await restore(first, 'FREE-2', { idempotencyKey })).data).toEqual(restored);
    expect((await restore(first, 'FREE-2', { idempotencyKey })).data).toEqual(restored);
    expect((await restore(first, 'FREE-3', { idempotencyKey })).errors?.[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('comes back with it where nobody has taken it, and several deleted ones may have had it', async () => {
    const first = await project('AGAIN-1');
    await gone(first);
    const second = await project('AGAIN-1');
    await gone(second);
    expect((await restore(first)).data).toMatchObject({ restoreProject: { project: { code: 'AGAIN-1' } } });
  });

  test('goes to one of two that are restored at once', async () => {
    const ids = [];
    for (let each = 0; each < 2; each += 1) {
      ids.push(await project('RACE-1'));
      await gone(ids[each] ?? '');
    }
    const answers = await Promise.all(ids.map((id) => restore(id)));
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions['code']) ?? []);
    expect(codes).toEqual(['CONFLICT']);
  });
});
