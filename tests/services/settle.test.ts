import fc from 'fast-check';
import { clock } from '../../src/clock.ts';
import { PitError } from '../../src/domain/errors.ts';
import type { ProgressWeighting } from '../../src/domain/progress.ts';
import { addDependency, removeDependency } from '../../src/services/dependencies.ts';
import { reviewEvidence } from '../../src/services/evidence-review.ts';
import { createPhase, deletePhase, restorePhase } from '../../src/services/phases.ts';
import { resettle } from '../../src/services/settle.ts';
import { createSubtask, moveSubtask } from '../../src/services/subtask-plan.ts';
import { createTask } from '../../src/services/task-create.ts';
import { moveTask } from '../../src/services/task-move.ts';
import { deleteSubtask, deleteTask, restoreTask } from '../../src/services/task-removal.ts';
import { updateTask } from '../../src/services/task-update.ts';
import { createWorkPackage, deleteWorkPackage, moveWorkPackage } from '../../src/services/work-packages.ts';
import { moveStatus, updateProgress } from '../../src/services/work.ts';
import type { Tx } from '../../src/services/write.ts';
import { storedAndFresh } from '../support/fresh-numbers.ts';
import { Plan } from '../support/plan-database.ts';

const TODAY = '2026-11-18';
const WEIGHTINGS: ProgressWeighting[] = ['equal', 'duration', 'cost'];
const plans = new Map<ProgressWeighting, Plan>();
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => TODAY;
  for (const progressWeight of WEIGHTINGS) plans.set(progressWeight, await Plan.open({ progressWeight }));
});

afterAll(async () => {
  Object.assign(clock, real);
  for (const plan of plans.values()) await plan.close();
});

/** One request: a verb, which rows it is about, and a number for whatever it wants one for. */
interface Command {
  verb: keyof typeof VERBS;
  a: number;
  b: number;
  n: number;
}

/** What there is to choose from. */
interface World {
  projectId: string;
  task(pick: number): string;
  step(pick: number): string;
  phase(pick: number): string;
  pack(pick: number): string;
  gone(pick: number): string;
  gonePhase(pick: number): string;
  arc(pick: number): string;
  evidence(pick: number): string;
}

type Run = (tx: Tx, world: World, command: Command) => Promise<object>;

const DATES = ['2026-11-02', '2026-11-13', '2026-11-18', '2026-11-20', '2026-12-11', null];
const date = (n: number) => DATES[n % DATES.length] ?? null;
const money = (n: number) => `${(n * 7) % 90}.${String((n * 13) % 100).padStart(2, '0')}`;

const VERBS = {
  progress: (tx, world, { a, n }) => updateProgress(tx, { taskId: world.task(a), percent: n }),
  stepProgress: (tx, world, { a, n }) => updateProgress(tx, { subtaskId: world.step(a), percent: n }),
  start: (tx, world, { a }) => moveStatus(tx, 'startTask', { id: world.task(a) }),
  block: (tx, world, { a }) => moveStatus(tx, 'blockTask', { id: world.task(a), reason: 'rain' }),
  unblock: (tx, world, { a }) => moveStatus(tx, 'unblockTask', { id: world.task(a) }),
  complete: (tx, world, { a }) => moveStatus(tx, 'completeTask', { id: world.task(a) }),
  reopen: (tx, world, { a }) => moveStatus(tx, 'reopenTask', { id: world.task(a) }),
  completeStep: (tx, world, { a }) => moveStatus(tx, 'completeSubtask', { id: world.step(a) }),
  reopenStep: (tx, world, { a }) => moveStatus(tx, 'reopenSubtask', { id: world.step(a) }),
  addTask: (tx, world, { a, n }) =>
    createTask(tx, {
      name: 'new',
      ...(n % 2 === 0 ? { phaseId: world.phase(a) } : { workPackageId: world.pack(a) }),
      capexCost: money(n),
      opexCost: money(n + 1),
      linkedRiskMitigationPct: n % 3 === 0 ? String(n) : null,
      requiresEvidence: n % 5 === 0,
    }),
  replan: (tx, world, { a, n }) =>
    updateTask(tx, { id: world.task(a), startDate: date(n), endDate: null, durationDays: null }).then(() =>
      updateTask(tx, {
        id: world.task(a),
        startDate: date(n),
        durationDays: date(n) === null ? null : n % 9,
      }),
    ),
  recost: (tx, world, { a, n }) =>
    updateTask(tx, { id: world.task(a), capexCost: money(n), opexCost: '0.01' }),
  mitigate: (tx, world, { a, n }) =>
    updateTask(tx, { id: world.task(a), linkedRiskMitigationPct: String(n), requiresEvidence: n % 2 === 0 }),
  addStep: (tx, world, { a, n }) =>
    createSubtask(tx, { taskId: world.task(a), name: 'step', requiresEvidence: n % 4 === 0 }),
  moveStep: (tx, world, { a, b }) => moveSubtask(tx, { id: world.step(a), taskId: world.task(b) }),
  dropStep: (tx, world, { a }) => deleteSubtask(tx, { id: world.step(a) }),
  moveTask: (tx, world, { a, b, n }) =>
    moveTask(tx, {
      id: world.task(a),
      ...(n % 2 === 0 ? { phaseId: world.phase(b) } : { workPackageId: world.pack(b) }),
    }),
  dropTask: (tx, world, { a }) => deleteTask(tx, { id: world.task(a), cascade: true }),
  restoreTask: (tx, world, { a }) => restoreTask(tx, { id: world.gone(a) }),
  addPhase: (tx, world) => createPhase(tx, { projectId: world.projectId, name: 'phase' }),
  dropPhase: (tx, world, { a, n }) => deletePhase(tx, { id: world.phase(a), cascade: n > 50 }),
  restorePhase: (tx, world, { a }) => restorePhase(tx, { id: world.gonePhase(a) }),
  addPackage: (tx, world, { a }) => createWorkPackage(tx, { phaseId: world.phase(a), name: 'package' }),
  movePackage: (tx, world, { a, b }) => moveWorkPackage(tx, { id: world.pack(a), phaseId: world.phase(b) }),
  dropPackage: (tx, world, { a }) => deleteWorkPackage(tx, { id: world.pack(a), cascade: true }),
  link: (tx, world, { a, b, n }) =>
    addDependency(tx, { predecessorId: world.task(a), successorId: world.task(b), lagDays: n % 3 }),
  unlink: (tx, world, { a }) => removeDependency(tx, { id: world.arc(a) }),
  review: (tx, world, { a, n }) =>
    reviewEvidence(tx, {
      evidenceId: world.evidence(a),
      decision: n % 3 === 0 ? 'rejected' : 'accepted',
      comment: 'seen',
    }),
  forgetSums: async (tx) => tx.query('DELETE FROM pit_ops.rollup'),
  startOver: async (tx, world) => ({ settled: (await resettle(tx, world.projectId)).size }),
} satisfies Record<string, Run>;

const command = fc.record<Command>({
  verb: fc.constantFrom(...(Object.keys(VERBS) as (keyof typeof VERBS)[])),
  a: fc.nat(9),
  b: fc.nat(9),
  n: fc.oneof(fc.nat(100), fc.constantFrom(0, 33, 67, 100)),
});

const NOBODY = '12345678-1234-4123-8123-123456789abc';

async function look(plan: Plan, projectId: string): Promise<World> {
  const pick = async (text: string) => {
    const rows = await plan.rows<{ id: string }>(text, [projectId]);
    return (n: number) => rows[n % Math.max(rows.length, 1)]?.id ?? NOBODY;
  };
  return {
    projectId,
    task: await pick(
      'SELECT id FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL ORDER BY created_at, id',
    ),
    step: await pick(
      `SELECT s.id FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id AND t.deleted_at IS NULL
       WHERE t.project_id = $1 AND s.deleted_at IS NULL ORDER BY s.created_at, s.id`,
    ),
    phase: await pick(
      'SELECT id FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL ORDER BY created_at, id',
    ),
    pack: await pick(
      'SELECT id FROM pit.work_package WHERE project_id = $1 AND deleted_at IS NULL ORDER BY created_at, id',
    ),
    gone: await pick('SELECT id FROM pit.task WHERE project_id = $1 AND deleted_at IS NOT NULL ORDER BY id'),
    gonePhase: await pick(
      'SELECT id FROM pit.phase WHERE project_id = $1 AND deleted_at IS NOT NULL ORDER BY id',
    ),
    arc: await pick('SELECT id FROM pit.task_dependency WHERE project_id = $1 ORDER BY created_at, id'),
    evidence: await pick(
      `SELECT e.id FROM pit.evidence e JOIN pit.task t ON t.id = e.task_id WHERE t.project_id = $1 ORDER BY e.id`,
    ),
  };
}

/** A small plan with something of everything in it. */
async function plant(plan: Plan): Promise<string> {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const pack = await plan.workPackage(project, phase);
  const dates = { start_date: '2026-11-16', end_date: '2026-11-20', duration_days: 5 };
  const tasks = [
    await plan.task(project, phase, { ...dates, capex_cost: '10.10' }),
    await plan.task(project, phase, {
      work_package_id: pack,
      linked_risk_mitigation_pct: '30',
      opex_cost: '0.33',
    }),
    await plan.task(project, phase, { work_package_id: pack, requires_evidence: true, ...dates }),
  ];
  await plan.subtask(tasks[1] ?? '');
  await plan.subtask(tasks[1] ?? '');
  for (const task_id of tasks) await plan.evidence({ task_id }, 'pending');
  return project;
}

/** Refusals are answers; anything else is a fault. */
function refused(error: unknown): void {
  if (!(error instanceof PitError)) throw error;
}

test.each(WEIGHTINGS)(
  'after any requests the stored numbers are those computed afresh, by %s',
  async (weighting) => {
    const plan = plans.get(weighting) as Plan;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
        const projectId = await plant(plan);
        await plan.run(async (tx) => ({ settled: (await resettle(tx, projectId)).size }));
        for (const each of commands) {
          const world = await look(plan, projectId);
          const run: Run = VERBS[each.verb];
          const actor = each.verb === 'review' ? plan.actor(plan.sponsor) : plan.actor();
          await plan.run((tx) => run(tx, world, each), { actor }).catch(refused);
        }
        const { stored, fresh } = await storedAndFresh(plan, projectId, { today: TODAY, weighting });
        expect(stored).toEqual(fresh);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  240_000,
);
