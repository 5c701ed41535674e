import fc from 'fast-check';
import { clock } from '../../src/clock.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { PLAN_TOPICS } from '../../src/services/schedule/stored-plan.ts';
import { PlanGraph } from '../support/mutations/mutations.ts';
import { previewOf } from '../support/requests/previewed-plan.ts';

let api: PlanGraph;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const step = fc.record({
  verb: fc.constantFrom('duration', 'link', 'unlink', 'dates', 'progress', 'add', 'delete'),
  one: fc.nat(),
  two: fc.nat(),
  number: fc.integer({ min: 0, max: 9 }),
  /** How long, in ms, the next change is waited for: the job works meanwhile, or has the next one come in between. */
  pause: fc.constantFrom(0, 0, 30, 130),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly project: string;
  readonly phase: string;
  readonly tasks: string[];
}

/** Carries out a step, as far as the plan allows it. */
async function apply({ project, phase, tasks }: World, { verb, one, two, number }: Step): Promise<void> {
  const id = tasks[one % tasks.length]!;
  const other = tasks[two % tasks.length]!;
  const [link] = await api.plan.rows<{ id: string }>(
    'SELECT id FROM pit.task_dependency WHERE project_id = $1 ORDER BY id OFFSET $2 LIMIT 1',
    [project, two % 3],
  );
  const inputs: Record<Step['verb'], [string, object]> = {
    duration: ['updateTask', { id, durationDays: number }],
    link: ['addDependency', { predecessorId: id, successorId: other, lagDays: (number % 4) - 1 }],
    unlink: ['removeDependency', { id: link?.id ?? project }],
    dates: ['updateTask', { id, startDate: `2026-12-0${(number % 5) + 1}` }],
    progress: ['updateProgress', { taskId: id, percent: number * 10 }],
    add: ['createTask', { phaseId: phase, name: `t${tasks.length}`, durationDays: number }],
    delete: ['deleteTask', { id }],
  };
  const [name, input] = inputs[verb];
  const selection = verb === 'add' ? 'task { id }' : '__typename';
  const { data } = await api.ask(name, input, selection, api.plan.actor());
  const made = (data?.[name] as { task?: { id: string } } | null | undefined)?.task;
  if (made !== undefined) tasks.push(made.id);
}

/** Whether the stored schedule takes in all that has happened to the plan. */
async function isTakenIn(project: string): Promise<boolean> {
  const rows = await api.plan.rows(
    `SELECT FROM pit_ops.project_schedule s WHERE s.project_id = $1 AND NOT EXISTS (SELECT FROM pit_ops.outbox o
       WHERE o.stream_id = s.project_id AND o.seq > s.plan_seq AND o.topic = ANY ($2))`,
    [project, PLAN_TOPICS],
  );
  return rows.length === 1;
}

test('whatever changes while dates are being applied, the plan comes to rest at the dates of its schedule', async () => {
  const jobs = [new ScheduleJob(api.plan.pool), new ScheduleJob(api.plan.pool)];
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const project = await api.make('Project', {});
      const phase = await api.make('Phase', { projectId: project });
      const tasks: string[] = [];
      for (const n of [1, 2, 3])
        tasks.push(await api.make('Task', { phaseId: phase, name: `t${n}`, durationDays: n }));
      await api.done(
        'setScheduleSettings',
        { projectId: project, schedule: { auto: 'APPLY' } },
        '__typename',
      );
      for (const [at, each] of steps.entries()) {
        await apply({ project, phase, tasks }, each);
        jobs[at % 2]!.wake(api.plan.orgId, project, 0);
        await new Promise((resolve) => setTimeout(resolve, each.pause));
      }
      for (let tries = 0; !(await isTakenIn(project)); tries += 1) {
        if (tries > 400) throw new Error('the plan does not come to rest');
        jobs[tries % 2]!.wake(api.plan.orgId, project, 0);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const rest = await previewOf(api, { projectId: project, base: 'STORED_DATES' });
      expect(rest.moved.nodes.filter(({ task }) => task !== null)).toEqual([]);
      const [{ n } = { n: 0 }] = await api.plan.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM pit_ops.task_rule WHERE project_id = $1 AND start_origin = 'engine'`,
        [project],
      );
      moved += n;
    }),
    { numRuns: 15 },
  );
  await Promise.all(jobs.map((job) => job.stop()));
  expect(moved).toBeGreaterThan(15);
}, 400_000);
