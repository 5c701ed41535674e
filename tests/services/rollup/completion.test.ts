import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { moveSubtask, updateSubtask } from '../../../src/services/plan/tasks/subtask-plan.ts';
import { deleteSubtask, restoreSubtask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { EvidenceWorld, elsewhere, SUPERSEDE } from '../evidence/evidence-world.ts';

/*
 * Work that was complete and is not proven any more is open again, by one path: whatever took the proof away, and
 * however it had been completed.
 */

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

let world: EvidenceWorld;

beforeAll(async () => {
  world = await EvidenceWorld.open();
});

afterAll(() => world.close());

interface Case {
  projectId: string;
  taskId: string;
  phaseId: string;
}

/** A task at 40 % that is completed one of the two ways; its proof lies with `owner`. */
async function completed(way: 'hand' | 'claim', values: object, prove: (work: Case) => Promise<unknown>) {
  const work = await world.provenTask(values);
  const { taskId } = work;
  const { plan } = world;
  await plan.run((tx) => updateProgress(tx, { taskId, percent: 40 }));
  if (way === 'claim') await plan.run((tx) => updateProgress(tx, { taskId, percent: 100 }));
  await prove(work);
  if (way === 'hand') await plan.run((tx) => moveStatus(tx, 'completeTask', { id: taskId }));
  expect(await stand(taskId)).toEqual({ status: 'completed', percent: 100 });
  await plan.rows(`UPDATE pit.project SET status = 'completed' WHERE id = $1`, [work.projectId]);
  return work;
}

async function stand(id: string) {
  const sql = `SELECT status, progress_percent AS percent FROM pit.task WHERE id = $1
    UNION ALL SELECT status, progress_percent FROM pit.subtask WHERE id = $1`;
  return (await world.plan.rows<{ status: string; percent: number }>(sql, [id]))[0];
}

/** Accepted through the service, as the claim waits for it. */
async function accepted(taskId: string): Promise<string> {
  const evidenceId = await world.submit(world.worker, { taskId });
  const actor = world.sponsor;
  await world.plan.run((tx) => reviewEvidence(tx, { evidenceId, decision: 'accepted' }), { actor });
  return evidenceId;
}

describe.each(['hand', 'claim'] as const)('completed by %s, a task is open again', (way) => {
  test('when its evidence is superseded: at its former progress, by the system, and its project with it', async () => {
    let evidenceId = '';
    const work = await completed(way, { linked_risk_mitigation_pct: 40 }, async ({ taskId }) => {
      evidenceId = await accepted(taskId);
    });
    expect(await world.mitigationOf(work.projectId)).toBe('100.00');
    const { plan } = world;
    const events = (await world.topicsOf(work.projectId)).length;
    await world.done(world.worker, SUPERSEDE, { input: { evidenceId, ...elsewhere() } });
    expect(await stand(work.taskId)).toEqual({ status: 'active', percent: 40 });
    expect(await world.mitigationOf(work.projectId)).toBe('0.00');
    const [log] = await plan.rows(
      `SELECT user_id, source, old_progress_percent AS old, new_progress_percent AS new, comment
       FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at DESC LIMIT 1`,
      [work.taskId],
    );
    expect(log).toEqual({
      user_id: SYSTEM_USER,
      source: 'auto_from_evidence',
      old: 100,
      new: 40,
      comment: 'Reopened: the evidence that it requires is not accepted any more.',
    });
    expect(await plan.rows('SELECT status FROM pit.project WHERE id = $1', [work.projectId])).toEqual([
      { status: 'active' },
    ]);
    const topics = (await world.topicsOf(work.projectId)).slice(events);
    expect(topics.filter((topic) => topic === 'pit.project.updated')).toHaveLength(1);
    expect(topics).toContain('pit.task.updated');
    expect(await world.titlesFor(world.owner)).toContain('Project “Project” is active again');
    await accepted(work.taskId);
    expect(await stand(work.taskId)).toEqual({ status: 'active', percent: 40 });
  });

  test('when evidence is required of it afterwards', async () => {
    const values = { requires_evidence: false };
    const { taskId, projectId } = await completed(way, values, async ({ taskId: id }) => {
      if (way === 'claim') expect(await stand(id)).toEqual({ status: 'completed', percent: 100 });
    });
    await world.plan.rows(`UPDATE pit.project SET status = 'active' WHERE id = $1`, [projectId]);
    await world.plan.run((tx) => updateTask(tx, { id: taskId, requiresEvidence: true }));
    expect(await stand(taskId)).toEqual({ status: 'active', percent: 40 });
  });
});

describe('a task whose proof lies with a subtask', () => {
  /** A completed task with two completed steps, the first of which carries the only proof of both. */
  async function proven() {
    const { plan } = world;
    const { taskId, projectId, phaseId } = await world.provenTask();
    const done = { requires_evidence: true, status: 'completed', progress_percent: 100 };
    const proof = await plan.subtask(taskId, done);
    const other = await plan.subtask(taskId);
    await plan.evidence({ subtask_id: proof }, 'accepted');
    await plan.run((tx) => moveStatus(tx, 'completeSubtask', { id: other }));
    expect(await stand(taskId)).toEqual({ status: 'completed', percent: 100 });
    return { taskId, proof, other, target: await plan.task(projectId, phaseId) };
  }
  type Steps = Awaited<ReturnType<typeof proven>>;

  test.each<[string, (tx: Tx, steps: Steps) => Promise<object>]>([
    ['is deleted', (tx, { proof }) => deleteSubtask(tx, { id: proof })],
    ['is reopened', (tx, { proof }) => moveStatus(tx, 'reopenSubtask', { id: proof })],
    ['moves away', (tx, { proof, target }) => moveSubtask(tx, { id: proof, taskId: target })],
    ['must prove itself', (tx, { other }) => updateSubtask(tx, { id: other, requiresEvidence: true })],
  ])('is open again when one of them %s', async (_, take) => {
    const steps = await proven();
    await world.plan.run((tx) => take(tx, steps));
    const after = await stand(steps.taskId);
    expect(after?.status).toBe('active');
    expect(after?.percent).toBeLessThan(100);
  });

  test('is open again when an open subtask comes back, and complete with it', async () => {
    const { plan } = world;
    const { taskId } = await proven();
    const gone = await plan.subtask(taskId, { deleted_at: '2026-01-02T03:04:05.678Z' });
    await plan.run((tx) => restoreSubtask(tx, { id: gone }));
    expect(await stand(taskId)).toEqual({ status: 'active', percent: 67 });
    await plan.run((tx) => moveStatus(tx, 'completeSubtask', { id: gone }));
    expect(await stand(taskId)).toEqual({ status: 'completed', percent: 100 });
  });
});

test('a claim waits at 99, completes with the acceptance, and is taken back by a lower report', async () => {
  const { plan } = world;
  const { taskId, projectId } = await world.provenTask();
  const report = (percent: number) => plan.run((tx) => updateProgress(tx, { taskId, percent }));
  await report(60);
  await report(100);
  await report(100);
  expect(await stand(taskId)).toEqual({ status: 'active', percent: 99 });
  const [project] = await plan.rows('SELECT progress_percent AS percent FROM pit.project WHERE id = $1', [
    projectId,
  ]);
  expect(project).toEqual({ percent: 99 });
  await report(70);
  await accepted(taskId);
  expect(await stand(taskId)).toEqual({ status: 'active', percent: 70 });
  await report(100);
  await plan.run((tx) => moveStatus(tx, 'reopenTask', { id: taskId }));
  expect(await stand(taskId)).toEqual({ status: 'active', percent: 70 });
});

test('completing what is complete changes nothing and is answered, by hand or by progress', async () => {
  const { plan } = world;
  const { taskId, projectId } = await world.provenTask({ requires_evidence: false });
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: taskId }));
  const rows = () =>
    plan.rows(
      `SELECT xmin, (SELECT count(*) FROM pit_ops.outbox WHERE stream_id = project_id),
         (SELECT count(*) FROM pit.task_progress_log l WHERE l.task_id = task.id) FROM pit.task WHERE project_id = $1`,
      [projectId],
    );
  const before = await rows();
  expect(await plan.run((tx) => moveStatus(tx, 'completeTask', { id: taskId }))).toMatchObject({ taskId });
  expect(await plan.run((tx) => updateProgress(tx, { taskId, percent: 100 }))).toMatchObject({ taskId });
  expect(await rows()).toEqual(before);
  const stranger = { actor: plan.actor(plan.helper, 'viewer') };
  await expect(
    plan.run((tx) => moveStatus(tx, 'completeTask', { id: taskId }), stranger),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
