import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { clock } from '../../../src/clock.ts';
import { LOAD_PLANS } from '../../../src/db/queries/schedule/plan-load-query.ts';
import { PROJECT_SCHEDULES, TASK_SCHEDULES } from '../../../src/db/queries/schedule/schedule-store-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { DependencyType } from '../../../src/domain/enums.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { syncDirectory } from '../../../src/services/directory/directory.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import {
  addDependency,
  removeDependency,
  updateDependency,
} from '../../../src/services/plan/tasks/dependencies.ts';
import { createTask } from '../../../src/services/plan/tasks/task-create.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { setScheduleSettings } from '../../../src/services/schedule/project-rule.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { loadPlans, planReads, plansWithin } from '../../../src/services/schedule/resident-plans.ts';
import { projectRow, taskRows } from '../../../src/services/schedule/schedule-rows.ts';
import {
  computePlan,
  PLAN_TOPICS,
  rulesHashOf,
  storedPlan,
} from '../../../src/services/schedule/stored-plan.ts';
import { setTaskRule } from '../../../src/services/schedule/task-rule.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { seededNumbers } from '../../support/worlds/seeded-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const REPLICA = fileURLToPath(new URL('../../support/processes/schedule-replica.ts', import.meta.url));
const CHANGES = 1_000;
let plan: Plan;
let replica: ChildProcess;
const real = { ...clock };
let today = '2026-11-18';

beforeAll(async () => {
  clock.today = () => today;
  plan = await Plan.open();
  const execArgv = ['--import', 'tsx'];
  replica = fork(REPLICA, [plan.database.appUrl, plan.orgId], { execArgv });
  await once(replica, 'message');
});

afterAll(async () => {
  Object.assign(clock, real);
  replica?.disconnect();
  await plan?.close();
});

const asSystem = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: systemActor(plan.orgId) });
const asOwner = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: plan.actor(plan.owner, 'admin') });

const here = () => asSystem(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 100 })));

interface Answer {
  readonly error?: string;
  readonly reads: { readonly whole: number; readonly patched: number };
}

async function there(): Promise<Answer> {
  const answered = once(replica, 'message') as Promise<[Answer]>;
  replica.send(today);
  const [answer] = await answered;
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** What is stored of a project, what a cold computation gives, and the plans as read whole and as this process has it. */
async function compared(projectId: string) {
  return asSystem(async (tx) => {
    const [row] = (await tx.run(LOAD_PLANS, [[projectId], 1_000])).rows;
    const whole = storedPlan(row!, 1_000)!;
    const atHand = (await loadPlans(plansWithin(tx), [{ projectId }], 1_000)).get(projectId)!.plan;
    const computed = computePlan(whole, tx);
    const [stored] = (await tx.run(PROJECT_SCHEDULES, [[projectId], PLAN_TOPICS])).rows;
    const ids = await plan.rows<{ id: string }>(
      'SELECT task_id AS id FROM pit_ops.task_schedule WHERE project_id = $1',
      [projectId],
    );
    const { rows } = await tx.run(TASK_SCHEDULES, [ids.map(({ id }) => id)]);
    const cold = projectRow(computed, { today: tx.today, rulesHash: rulesHashOf(tx) });
    const { computedAt: _at, newerSeq, ...whatIs } = stored!;
    const { origin: _origin, planSeq: _seq, ...whatShouldBe } = cold;
    return {
      isBehind: newerSeq !== null,
      plans: [atHand, whole] as const,
      wholes: [
        { ...whatIs, planSeq: undefined },
        { ...whatShouldBe, planSeq: undefined },
      ] as const,
      tasks: [byTask(rows), byTask(taskRows(computed))] as const,
    };
  });
}

const byTask = <T extends { taskId: string }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (a.taskId < b.taskId ? -1 : 1));

async function expectCold(projectIds: readonly string[]): Promise<void> {
  for (const id of projectIds) {
    const { isBehind, plans, wholes, tasks } = await compared(id);
    expect(isBehind).toBe(false);
    expect(plans[0]).toEqual(plans[1]);
    expect(wholes[0]).toEqual(wholes[1]);
    expect(tasks[0]).toEqual(tasks[1]);
  }
}

interface World {
  readonly projects: readonly string[];
  readonly phases: readonly string[];
  readonly tasks: string[];
}

async function world(): Promise<World> {
  const projects = [await plan.project({ start_date: '2026-10-01' }), await plan.project()];
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, '2026-10-01')`,
    [projects[0], plan.orgId],
  );
  const phases = [await plan.phase(projects[0]!), await plan.phase(projects[1]!)];
  const tasks: string[] = [];
  for (let n = 0; n < 24; n += 1)
    tasks.push(await plan.task(projects[n % 2]!, phases[n % 2]!, { name: `t${n}`, duration_days: n % 5 }));
  return { projects, phases, tasks };
}

const TYPES = Object.values(DependencyType);
const HOLIDAYS = [[], ['2026-11-23'], ['2026-11-25', '2026-12-01']];

/** All that people do to a plan, each with what is drawn for it. */
function changesOf({ projects, phases, tasks }: World, next: (below: number) => number) {
  const pick = <T>(of: readonly T[]): T => of[next(of.length)]!;
  const [id, other] = [pick(tasks), pick(tasks)];
  const past = `2026-11-${String(1 + next(17)).padStart(2, '0')}`;
  const day = `2026-${pick(['11', '12'])}-${String(1 + next(28)).padStart(2, '0')}`;
  const link = async (): Promise<string> => {
    const rows = await plan.rows<{ id: string }>(
      'SELECT id FROM pit.task_dependency WHERE org_id = $1 ORDER BY id',
      [plan.orgId],
    );
    return rows.length === 0 ? id : pick(rows).id;
  };
  const settings = { holidays: pick(HOLIDAYS), schedule: { criticalSlackDays: next(3) } };
  const organisation = { id: plan.orgId, name: 'Organisation', settings };
  return {
    start: () => asOwner((tx) => updateTask(tx, { id, startDate: next(4) === 0 ? null : day })),
    end: () => asOwner((tx) => updateTask(tx, { id, startDate: day, endDate: day })),
    duration: () => asOwner((tx) => updateTask(tx, { id, durationDays: next(12) })),
    progress: () =>
      asOwner((tx) => updateProgress(tx, { taskId: id, percent: next(5) * 25, occurredOn: past })),
    remaining: () =>
      asOwner((tx) => updateProgress(tx, { taskId: id, percent: 1 + next(99), remainingDays: next(9) })),
    begin: () => asOwner((tx) => moveStatus(tx, 'startTask', { id, occurredOn: past })),
    complete: () => asOwner((tx) => moveStatus(tx, 'completeTask', { id, occurredOn: past })),
    reopen: () => asOwner((tx) => moveStatus(tx, 'reopenTask', { id, comment: 'again' })),
    rule: () =>
      asOwner((tx) =>
        setTaskRule(tx, {
          taskId: id,
          mode: pick(['auto', 'manual']),
          constraintKind: pick(['asap', 'snet', 'fnlt', 'mso']),
          constraintDate: day,
          deadline: next(2) === 0 ? null : day,
        }),
      ),
    delete: () => asOwner((tx) => deleteTask(tx, { id })),
    restore: () => asOwner((tx) => restoreTask(tx, { id })),
    link: () =>
      asOwner((tx) =>
        addDependency(tx, { predecessorId: id, successorId: other, type: pick(TYPES), lagDays: next(4) - 1 }),
      ),
    relink: async () => {
      const dependency = await link();
      return asOwner((tx) => updateDependency(tx, { id: dependency, type: pick(TYPES), lagDays: next(4) }));
    },
    unlink: async () => {
      const dependency = await link();
      return asOwner((tx) => removeDependency(tx, { id: dependency }));
    },
    transfer: () => asOwner((tx) => moveTask(tx, { id, projectId: pick(projects), dropDependencies: true })),
    create: async () => {
      const made = await asOwner((tx) =>
        createTask(tx, { phaseId: pick(phases), name: 'new', durationDays: next(9) }),
      );
      tasks.push(made.taskId);
    },
    rename: () => asOwner((tx) => updateTask(tx, { id, name: `n${next(99)}` })),
    settings: () =>
      asOwner((tx) =>
        setScheduleSettings(tx, {
          projectId: pick(projects),
          schedule: { outOfSequence: pick(['retained_logic', 'progress_override', null]) },
        }),
      ),
    organisation: () => asSystem((tx) => syncDirectory(tx, { organisation })),
  };
}

test('after 1,000 random changes, scheduled by two processes in turn, what is stored is what a cold computation gives', async () => {
  const made = await world();
  const next = seededNumbers(20_261_130);
  const done = new Map<string, number>();
  const read = planReads();
  let other: Answer['reads'] = { whole: 0, patched: 0 };
  for (let at = 0; at < CHANGES; at += 1) {
    const changes = Object.entries(changesOf(made, next));
    // Settings touch everything: one in a hundred is enough.
    const [name, change] = changes[next(changes.length - (next(5) === 0 ? 0 : 2))]!;
    await change().then(
      () => done.set(name, (done.get(name) ?? 0) + 1),
      (error: unknown) => {
        if (!(error instanceof PitError)) throw error;
      },
    );
    if (at === CHANGES / 2) today = '2026-11-19';
    if (next(3) > 0) continue;
    if (next(2) === 0) await here();
    else other = (await there()).reads;
    if (next(4) === 0) await expectCold(made.projects);
  }
  await here();
  await expectCold(made.projects);
  // Each kind of change was made, and each process has patched what it had at hand.
  expect([...done.keys()].sort()).toEqual(Object.keys(changesOf(made, next)).sort());
  expect(planReads().patched - read.patched).toBeGreaterThan(50);
  expect(other.patched).toBeGreaterThan(50);
}, 500_000);

test('two processes that compute the same changes at once agree with a cold computation', async () => {
  const made = await world();
  const next = seededNumbers(11);
  for (let round = 0; round < 30; round += 1) {
    const changes = Object.values(changesOf(made, next));
    await Promise.all([
      changes[next(changes.length)]!().catch((error: unknown) => {
        if (!(error instanceof PitError)) throw error;
      }),
      here(),
      there(),
    ]);
  }
  await Promise.all([here(), there()]);
  // What the other had leased just then is left to the next look.
  await here();
  await expectCold(made.projects);
}, 300_000);
