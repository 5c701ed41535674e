import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { inspectProject } from '../../../src/services/quality/project-checks.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  api = await PlanGraph.open();
  await api.plan.rows(`INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, '2026-11-18')`, [
    api.plan.orgId,
  ]);
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const VERBS = [
  ...([
    'task',
    'step',
    'dates',
    'duration',
    'progress',
    'complete',
    'reopen',
    'block',
    'link',
    'prove',
  ] as const),
  ...([
    'demand',
    'move',
    'movePackage',
    'delete',
    'restore',
    'deletePhase',
    'restorePhase',
    'bound',
  ] as const),
];

const step = fc.record({
  verb: fc.constantFrom(...VERBS),
  one: fc.nat({ max: 2 }),
  two: fc.nat({ max: 3 }),
  number: fc.integer({ min: 0, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly project: string;
  readonly phases: readonly string[];
  readonly packages: readonly string[];
  readonly tasks: string[];
}

async function begin(): Promise<World> {
  const project = await api.make('Project', {});
  const phases = [
    await api.make('Phase', { projectId: project }),
    await api.make('Phase', { projectId: project }),
  ];
  const packages = [];
  for (const phaseId of phases) packages.push(await api.make('WorkPackage', { phaseId }));
  const { worker } = api.plan;
  const first = { workPackageId: packages[0], ownerId: worker, startDate: '2026-11-23', durationDays: 5 };
  const tasks = [
    await api.make('Task', first),
    await api.make('Task', { phaseId: phases[1], ownerId: worker }),
  ];
  return { project, phases, packages, tasks };
}

const day = (number: number): string => `2026-11-${String(10 + 2 * number).padStart(2, '0')}`;

/** Steps that were done at least once. */
const done = new Set<string>();

/** Does a step, if the service lets it be done; what it refuses leaves nothing. */
async function apply(world: World, { verb, one, two, number }: Step): Promise<void> {
  const at = <T>(of: readonly T[], n: number): T => of[n % of.length]!;
  const [id, other] = [at(world.tasks, one), at(world.tasks, two)];
  const file = { fileUrl: `https://files.test/${one}`, fileType: 'DOCUMENT', source: 'camera' };
  const evidence = { ...file, sha256: 'a'.repeat(64), size: 10, mediaType: 'image/png' };
  const inputs: Record<Step['verb'], [string, object]> = {
    task: [
      'createTask',
      { workPackageId: at(world.packages, one), name: 'New', startDate: day(number), durationDays: 3 },
    ],
    step: ['createSubtask', { taskId: id, name: 'New', startDate: day(number) }],
    dates: ['updateTask', { id, startDate: day(number) }],
    duration: ['updateTask', { id, durationDays: number }],
    progress: ['updateProgress', { taskId: id, percent: number * 10 }],
    complete: ['completeTask', { id }],
    reopen: ['reopenTask', { id }],
    block: ['blockTask', { id, reason: 'No permit' }],
    link: ['addDependency', { predecessorId: id, successorId: other, lagDays: (number % 4) - 1 }],
    prove: ['submitEvidence', { taskId: id, ...evidence }],
    demand: ['updateTask', { id, requiresEvidence: number > 4 }],
    move: ['moveTask', { id, workPackageId: at(world.packages, two) }],
    movePackage: ['moveWorkPackage', { id: at(world.packages, one), phaseId: at(world.phases, two) }],
    delete: ['deleteTask', { id, cascade: true }],
    restore: ['restoreTask', { id }],
    deletePhase: ['deletePhase', { id: at(world.phases, one), cascade: true }],
    restorePhase: ['restorePhase', { id: at(world.phases, one) }],
    bound: ['updatePhase', { id: at(world.phases, one), endDate: number > 4 ? day(number) : null }],
  };
  const [name, input] = inputs[verb];
  const { owner, worker, sponsor } = api.plan;
  const who = api.plan.actor(['progress', 'complete', 'duration', 'prove'].includes(verb) ? worker : owner);
  const selection = { task: 'task { id }', prove: 'evidence { id }' }[verb as string] ?? '__typename';
  const { data, errors } = await api.ask(name, input, selection, who);
  if (errors === undefined) done.add(verb);
  const payload = data?.[name] as { task?: { id: string }; evidence?: { id: string } } | null | undefined;
  if (payload?.task !== undefined) world.tasks.push(payload.task.id);
  if (payload?.evidence === undefined) return;
  const review = { evidenceId: payload.evidence.id, decision: number > 4 ? 'ACCEPTED' : 'REJECTED' };
  await api.ask('reviewEvidence', review, '__typename', api.plan.actor(sponsor, 'admin'));
}

/** What says something of the people and not of the service: how long a class of work is to be. */
const OF_PEOPLE = ['TIME.8'];

test('whatever people do through the service, no check of the quality of a plan fails', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25, size: 'max' }), async (steps) => {
      const world = await begin();
      for (const each of steps) await apply(world, each);
      const outside = { files: [], trail: { holds: true, records: 0, isWhole: true, faulty: [] } };
      const { outcomes, fixes } = await api.plan.run((tx) => inspectProject(tx, world.project, outside), {
        actor: systemActor(api.plan.orgId),
      });
      const failed = outcomes.filter(({ id, outcome }) => outcome === 'fail' && !OF_PEOPLE.includes(id));
      expect({ steps, failed, fixes }).toEqual({ steps, failed: [], fixes: [] });
    }),
    { numRuns: 20, seed: 20261130 },
  );
  expect([...done].sort()).toEqual([...VERBS].sort());
});
