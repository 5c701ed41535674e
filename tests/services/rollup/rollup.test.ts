import { statement } from '../../../src/db/connection/statement.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { PitError } from '../../../src/domain/errors.ts';
import type { ProgressWeighting } from '../../../src/domain/rollup/progress.ts';
import { addDependency, removeDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { supersedeEvidence } from '../../../src/services/evidence/evidence.ts';
import type { EvidenceFiles } from '../../../src/services/evidence/evidence-files.ts';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { createPhase, deletePhase, restorePhase } from '../../../src/services/plan/wbs/phases.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { createSubtask, moveSubtask, updateSubtask } from '../../../src/services/plan/tasks/subtask-plan.ts';
import { createTask } from '../../../src/services/plan/tasks/task-create.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import * as removal from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import * as packages from '../../../src/services/plan/wbs/work-packages.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { openFiles } from '../../../src/server/files/open-files.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const TODAY = '2026-11-18';
const WEIGHTINGS: ProgressWeighting[] = ['equal', 'duration', 'cost'];
const plans = new Map<ProgressWeighting, Plan>();
const real = { ...clock };
beforeAll(async () => {
  clock.today = () => TODAY;
  directory = await mkdtemp(join(tmpdir(), 'pit-settle-'));
  const place = { kind: 'directory', path: directory } as const;
  const settings = { files: place, fileMaxBytes: 1, fileQuotaBytes: 1, publicUrl: null };
  files = await openFiles(settings, Buffer.alloc(32), () => 'http://127.0.0.1');
  for (const progressWeight of WEIGHTINGS) plans.set(progressWeight, await Plan.open({ progressWeight }));
});

afterAll(async () => {
  Object.assign(clock, real);
  await rm(directory, { recursive: true });
  for (const plan of plans.values()) await plan.close();
});

/** One request: a verb, which rows it is about, and a number for whatever it wants one for. */
type Command = { verb: keyof typeof VERBS } & Record<'a' | 'b' | 'n', number>;

/** What there is to choose from. */
interface World {
  projectId: string;
  task(pick: number): string;
  step(pick: number): string;
  phase(pick: number): string;
  pack(pick: number): string;
  gone(pick: number): string;
  goneStep(pick: number): string;
  gonePhase(pick: number): string;
  arc(pick: number): string;
  evidence(pick: number): string;
}

type Run = (tx: Tx, world: World, command: Command) => Promise<object>;

let directory: string;
let files: EvidenceFiles;
/** A file that is kept elsewhere, so that no store is asked for it. */
const FILE = {
  fileUrl: 'https://files.test/better',
  fileType: 'document',
  sha256: 'a'.repeat(64),
  size: 1,
  mediaType: 'text/plain',
  source: 'scanner',
} as const;

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
  dropStep: (tx, world, { a }) => removal.deleteSubtask(tx, { id: world.step(a) }),
  moveTask: (tx, world, { a, b, n }) =>
    moveTask(tx, {
      id: world.task(a),
      ...(n % 2 === 0 ? { phaseId: world.phase(b) } : { workPackageId: world.pack(b) }),
    }),
  restoreStep: (tx, world, { a }) => removal.restoreSubtask(tx, { id: world.goneStep(a) }),
  gateStep: (tx, world, { a, n }) => updateSubtask(tx, { id: world.step(a), requiresEvidence: n % 2 === 0 }),
  supersede: (tx, world, { a }) => supersedeEvidence(tx, files, { evidenceId: world.evidence(a), ...FILE }),
  dropTask: (tx, world, { a }) => removal.deleteTask(tx, { id: world.task(a), cascade: true }),
  restoreTask: (tx, world, { a }) => removal.restoreTask(tx, { id: world.gone(a) }),
  addPhase: (tx, world) => createPhase(tx, { projectId: world.projectId, name: 'phase' }),
  dropPhase: (tx, world, { a, n }) => deletePhase(tx, { id: world.phase(a), cascade: n > 50 }),
  restorePhase: (tx, world, { a }) => restorePhase(tx, { id: world.gonePhase(a) }),
  addPackage: (tx, world, { a }) =>
    packages.createWorkPackage(tx, { phaseId: world.phase(a), name: 'package' }),
  movePackage: (tx, world, { a, b }) =>
    packages.moveWorkPackage(tx, { id: world.pack(a), phaseId: world.phase(b) }),
  dropPackage: (tx, world, { a }) => packages.deleteWorkPackage(tx, { id: world.pack(a), cascade: true }),
  link: (tx, world, { a, b, n }) =>
    addDependency(tx, { predecessorId: world.task(a), successorId: world.task(b), lagDays: n % 3 }),
  unlink: (tx, world, { a }) => removeDependency(tx, { id: world.arc(a) }),
  review: (tx, world, { a, n }) =>
    reviewEvidence(tx, {
      evidenceId: world.evidence(a),
      decision: n % 3 === 0 ? 'rejected' : 'accepted',
      comment: 'seen',
    }),
  forgetSums: async (tx) => tx.run(statement('DELETE FROM pit_ops.rollup')),
  startOver: async (tx, world) => ({ settled: (await rebuildRollups(tx, world.projectId)).size }),
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
    goneStep: await pick(
      `SELECT s.id FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id
       WHERE t.project_id = $1 AND s.deleted_at IS NOT NULL ORDER BY s.id`,
    ),
    gonePhase: await pick(
      'SELECT id FROM pit.phase WHERE project_id = $1 AND deleted_at IS NOT NULL ORDER BY id',
    ),
    arc: await pick('SELECT id FROM pit.task_dependency WHERE project_id = $1 ORDER BY created_at, id'),
    evidence: await pick(
      `SELECT e.id FROM pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
       JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE t.project_id = $1 ORDER BY e.created_at, e.id`,
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
  const step = await plan.subtask(tasks[2] ?? '', { requires_evidence: true });
  await plan.evidence({ subtask_id: step }, 'rejected');
  for (const task_id of tasks) {
    await plan.evidence({ task_id }, 'pending');
    // The project's id stands for that of a risk.
    await plan.insert('risk_link', { task_id, risk_id: project, link_type: 'residual' });
  }
  return project;
}

const HAS_PROOF = (owned: string): string => `EXISTS (
  SELECT FROM pit.evidence e WHERE (${owned}) AND e.deleted_at IS NULL AND 'accepted' = (
    SELECT decision FROM pit.evidence_review r WHERE r.evidence_id = e.id ORDER BY r.created_at DESC, r.id DESC LIMIT 1)
    AND NOT EXISTS (SELECT FROM pit.evidence n WHERE n.metadata ->> 'supersedes' = e.id::text))`;
/** What must never be stored, whatever led to it; deliberately without a word of the code that it watches. */
const BROKEN_LAWS = `
  WITH step AS (
    SELECT s.*, t.project_id, NOT s.requires_evidence OR ${HAS_PROOF('e.subtask_id = s.id')} AS is_proven
    FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id WHERE s.deleted_at IS NULL AND t.deleted_at IS NULL
  ), task AS (
    SELECT t.*, NOT t.requires_evidence OR ${HAS_PROOF(`e.task_id = t.id OR e.subtask_id IN (
      SELECT id FROM pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL)`)} AS is_proven
    FROM pit.task t JOIN pit.phase p ON p.id = t.phase_id AND p.deleted_at IS NULL
    LEFT JOIN pit.work_package w ON w.id = t.work_package_id
    WHERE t.deleted_at IS NULL AND w.deleted_at IS NULL
  ), work AS (
    SELECT id, project_id, status, progress_percent, is_proven FROM step
    UNION ALL SELECT id, project_id, status, progress_percent, is_proven FROM task
  ), linked AS (
    SELECT task.*, coalesce(parts, 1) AS parts, coalesce(percents, progress_percent) AS percents
    FROM task JOIN pit.risk_link l ON l.task_id = task.id AND l.risk_id = $1
    LEFT JOIN LATERAL (SELECT count(*) AS parts, sum(progress_percent) AS percents FROM step
      WHERE step.task_id = task.id HAVING count(*) > 0) AS steps ON true
  ), verdict AS (
    SELECT (SELECT ROW(sum(tasks), sum(completed), sum(closable), round(sum(mitigated::numeric / parts), 6))::text
        FROM pit_ops.linked_work('risk', ARRAY[$1]::uuid[])) AS said,
      (SELECT ROW(nullif(count(*), 0), CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE status = 'completed') END,
        CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE status = 'completed') END,
        round(sum(CASE WHEN is_proven THEN coalesce(linked_risk_mitigation_pct, 0) * 100 * percents / parts ELSE 0 END), 6))::text
        FROM linked) AS stored
  ), broken AS (
    SELECT 'open at 100, or complete below' AS law, id, project_id FROM work
      WHERE (status = 'completed') <> (progress_percent = 100)
    UNION ALL SELECT 'complete without proof', id, project_id FROM work WHERE status = 'completed' AND NOT is_proven
    UNION ALL SELECT 'complete over an open subtask', id, project_id FROM task WHERE status = 'completed'
      AND EXISTS (SELECT FROM step WHERE step.task_id = task.id AND step.status <> 'completed')
    UNION ALL SELECT 'package at 100 over open work', id, project_id FROM pit.work_package w WHERE progress_percent = 100
      AND deleted_at IS NULL AND EXISTS (SELECT FROM task WHERE work_package_id = w.id AND status <> 'completed')
    UNION ALL SELECT 'phase at 100 over open work', id, project_id FROM pit.phase p WHERE progress_percent = 100
      AND deleted_at IS NULL AND EXISTS (SELECT FROM task WHERE phase_id = p.id AND status <> 'completed')
    UNION ALL SELECT 'project at 100 over open work', id, id FROM pit.project p WHERE progress_percent = 100
      AND EXISTS (SELECT FROM task WHERE project_id = p.id AND status <> 'completed')
    UNION ALL SELECT 'unproven work mitigates', id, id FROM pit.project p WHERE risk_mitigation_percent > 0
      AND NOT EXISTS (SELECT FROM task WHERE project_id = p.id AND linked_risk_mitigation_pct > 0 AND is_proven)
    UNION ALL SELECT 'the report differs', project_id, project_id FROM pit_ops.project_risk_mitigation r
      WHERE mitigation_percent <> (SELECT risk_mitigation_percent FROM pit.project p WHERE p.id = r.project_id)
    UNION ALL SELECT 'the verdict on a risk differs: ' || said || stored, $1, $1 FROM verdict WHERE said <> stored
  )
  SELECT law, id FROM broken WHERE project_id = $1`;

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
        await plan.run(async (tx) => ({ settled: (await rebuildRollups(tx, projectId)).size }));
        for (const each of commands) {
          const world = await look(plan, projectId);
          const run: Run = VERBS[each.verb];
          const actor = each.verb === 'review' ? plan.actor(plan.sponsor) : plan.actor();
          await plan.run((tx) => run(tx, world, each), { actor }).catch(refused);
        }
        const { stored, fresh } = await storedAndFresh(plan, projectId, { today: TODAY, weighting });
        expect(stored).toEqual(fresh);
        expect(await plan.rows(BROKEN_LAWS, [projectId])).toEqual([]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  240_000,
);
