import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;

beforeAll(async () => {
  world = await PlanGraph.open();
});
afterAll(() => world.close());

const service = () => world.plan.actor(world.plan.helper, 'service');
const finding = (sourceReferenceId: string, values: object = {}) => ({
  sourceModule: 'AUDIT',
  sourceReferenceId,
  name: 'Fit the fire door',
  ...values,
});

test('raising and reopening at once leave one open task', async () => {
  for (let round = 0; round < 5; round += 1) {
    const reference = randomUUID();
    const [projectId, other] = [await world.make('Project', {}), await world.make('Project', {})];
    const [first, second] = [
      await raiseAndComplete(reference, projectId),
      await raiseAndComplete(reference, projectId),
    ];
    const answers = await Promise.all([
      world.ask('reopenTask', { id: first }, '__typename', world.plan.actor()),
      world.ask('reopenTask', { id: second }, '__typename', world.plan.actor()),
      ...[projectId, other].map((id) =>
        world.ask(
          'raiseTasks',
          { projectId: id, tasks: [finding(reference)] },
          '__typename',
          world.plan.actor(),
        ),
      ),
    ]);
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions['code']) ?? []);
    expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
    expect(await doubles()).toEqual([]);
  }
});

async function raiseAndComplete(reference: string, projectId: string): Promise<string> {
  const raised = { projectId, tasks: [finding(reference)] };
  const { items } = await world.done<{ items: { taskId: string }[] }>(
    'raiseTasks',
    raised,
    'items { taskId }',
  );
  const id = items[0]?.taskId ?? '';
  await world.done('completeTask', { id }, '__typename');
  return id;
}

/** Origins with several open tasks, as the table has them. */
const doubles = () =>
  world.plan.rows(`SELECT source_reference_id FROM pit.task WHERE source_reference_id IS NOT NULL
    AND deleted_at IS NULL AND status <> 'completed' GROUP BY org_id, source_module, source_reference_id HAVING count(*) > 1`);

describe('any sequence of changes', () => {
  const VERBS = ['completeTask', 'reopenTask', 'deleteTask', 'restoreTask', 'moveTask'] as const;
  const BRANCHES = ['deletePhase', 'restorePhase', 'deleteProject', 'restoreProject'] as const;
  const REFUSALS = ['BAD_USER_INPUT', 'CONFLICT', 'NOT_FOUND'];

  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ raise: fc.nat(1), into: fc.nat(1), by: fc.boolean() }) },
    { weight: 5, arbitrary: fc.record({ verb: fc.constantFrom(...VERBS), at: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ branch: fc.constantFrom(...BRANCHES), at: fc.nat(1) }) },
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  interface Scene {
    readonly references: readonly string[];
    readonly projects: readonly { readonly id: string; readonly phases: readonly string[] }[];
    /** Ids of all tasks ever raised, in order. */
    readonly tasks: string[];
  }

  async function scene(): Promise<Scene> {
    const projects = await Promise.all(
      [0, 1].map(async () => {
        const id = await world.make('Project', {});
        const phases = [
          await world.make('Phase', { projectId: id }),
          await world.make('Phase', { projectId: id }),
        ];
        return { id, phases };
      }),
    );
    return { references: [randomUUID(), randomUUID()], projects, tasks: [] };
  }

  /** A mutation to be sent. */
  interface Request {
    readonly name: string;
    readonly input: object;
    readonly isByService?: boolean;
  }

  /** The mutation of a step; undefined while no task has been raised that it could be about. */
  function requestOf({ references, projects, tasks }: Scene, each: Step): Request | undefined {
    if ('raise' in each) {
      const { id: projectId = '', phases = [] } = projects[each.into] ?? {};
      const place = each.by ? { phaseId: phases[0] } : {};
      const raised = [finding(references[each.raise] ?? '', place)];
      return { name: 'raiseTasks', input: { projectId, tasks: raised }, isByService: each.by };
    }
    if ('branch' in each) {
      const id = idOf(projects[each.at], each.branch);
      return { name: each.branch, input: { id, ...cascade(each.branch) } };
    }
    if (tasks.length === 0) return undefined;
    const id = tasks[each.at % tasks.length];
    const target = each.verb === 'moveTask' ? { phaseId: projects[each.at % 2]?.phases[1] } : {};
    return { name: each.verb, input: { id, ...target, ...cascade(each.verb) } };
  }

  const cascade = (verb: string) => (verb.startsWith('delete') ? { cascade: true } : {});

  /** Takes a step; answers the codes of its refusals. */
  async function take(here: Scene, each: Step): Promise<string[]> {
    const request = requestOf(here, each);
    if (request === undefined) return [];
    const { name, input, isByService = false } = request;
    const selection = name === 'raiseTasks' ? 'items { taskId }' : '__typename';
    const actor = isByService ? service() : world.plan.actor();
    const { data, errors = [] } = await world.ask(name, input, selection, actor);
    const { items = [] } = (data?.[name] ?? {}) as { items?: { taskId: string }[] };
    for (const { taskId } of items) if (!here.tasks.includes(taskId)) here.tasks.push(taskId);
    return errors.map(({ extensions }) => String(extensions['code']));
  }

  const idOf = (project: Scene['projects'][number] | undefined, verb: string) =>
    verb.endsWith('Phase') ? project?.phases[0] : project?.id;

  test('one after another or two at once never gives an origin two open tasks, nor a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 2 }), { minLength: 8, maxLength: 20 }),
        async (steps) => {
          const here = await scene();
          for (const together of steps) {
            const codes = (await Promise.all(together.map((each) => take(here, each)))).flat();
            expect(codes.filter((code) => !REFUSALS.includes(code))).toEqual([]);
            expect(await doubles()).toEqual([]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
