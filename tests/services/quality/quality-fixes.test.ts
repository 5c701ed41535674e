import { clock } from '../../../src/clock.ts';
import {
  applyQaFixes,
  previewQaFixes,
  type FixRequest,
} from '../../../src/services/quality/quality-fixes.ts';
import { runProjectChecks } from '../../../src/services/quality/quality.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { QualityWorld, type Sound } from './quality-world.ts';

let world: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

/** A project with everything wrong that can be put right, and the result that says so. */
async function broken(): Promise<Sound & { resultId: string }> {
  const sound = await world.soundProject();
  const { open, phase, project } = sound;
  await world.breaking(`UPDATE pit.task SET duration_days = 4, status = 'blocked' WHERE id = $1`, [open]);
  await world.breaking(`UPDATE pit.phase SET end_date = '2026-12-11', progress_percent = 51 WHERE id = $1`, [
    phase,
  ]);
  return { ...sound, resultId: await run(project) };
}

async function run(project: string): Promise<string> {
  const outside = await world.outside(project);
  return (await world.plan.run((tx) => runProjectChecks(tx, { projectId: project }, outside))).resultId;
}

async function apply(project: string, request: FixRequest, actor = world.plan.actor()): Promise<string> {
  const outside = await world.outside(project);
  const input = { ...request, reason: 'Agreed in the review' };
  return (await world.plan.run((tx) => applyQaFixes(tx, input, outside), { actor })).resultId;
}

const preview = (request: FixRequest, actor = world.plan.actor()) =>
  previewQaFixes((verb) => world.plan.run(verb, { actor }), request);

const ALL = ['recomputeDates', 'fitParent', 'rebuildRollups'];

test('a preview is what the fixes then do, and changes nothing by itself', async () => {
  const { project, resultId, open, phase } = await broken();
  expect(await world.failures(project)).toEqual(['TIME.1', 'TIME.3', 'TIME.7', 'PR.3']);
  const { changes, changeCount } = await preview({ resultId, ids: ALL });
  expect(changeCount).toBe(4);
  const ordered = [...changes].sort((a, b) => (a.field < b.field ? -1 : 1));
  expect(ordered).toEqual([
    { kind: 'task', recordId: open, field: 'durationDays', before: '4', after: '5' },
    { kind: 'phase', recordId: phase, field: 'endDate', before: '2026-12-11', after: '2026-12-04' },
    { kind: 'phase', recordId: phase, field: 'progressPercent', before: '51', after: '50' },
    { kind: 'task', recordId: open, field: 'status', before: 'blocked', after: 'not_started' },
  ]);
  expect(await world.failures(project)).toEqual(['TIME.1', 'TIME.3', 'TIME.7', 'PR.3']);

  const next = await apply(project, { resultId, ids: ALL });
  expect(await world.failures(project)).toEqual([]);
  const rows = await world.plan.rows<{ id: string; overall_status: string; autofix_actions: object[] }>(
    'SELECT id, overall_status, autofix_actions FROM pit.qa_result WHERE project_id = $1',
    [project],
  );
  expect(rows.find(({ id }) => id === next)).toMatchObject({ overall_status: 'green', autofix_actions: [] });
  const done = { reason: 'Agreed in the review', appliedBy: world.plan.owner };
  expect(rows.find(({ id }) => id === resultId)?.autofix_actions).toMatchObject(
    ALL.map((id) => ({ id, ...done })),
  );
});

test.each([
  ['recomputeDates', ['TIME.3', 'TIME.7', 'PR.3']],
  ['fitParent', ['TIME.1', 'TIME.7', 'PR.3']],
  ['rebuildRollups', ['TIME.1', 'TIME.3']],
])('%s puts its own checks right and leaves the others', async (id, left) => {
  const { project, resultId } = await broken();
  await apply(project, { resultId, ids: [id] });
  expect(await world.failures(project)).toEqual(left);
});

test('what people said stays: dates, progress, evidence, reviews and reasons', async () => {
  const { project, resultId } = await broken();
  const said = () =>
    world.plan.rows(
      `SELECT t.id, t.start_date, t.end_date, t.progress_percent, t.owner_id, e.metadata, r.decision
       FROM pit.task t LEFT JOIN pit.evidence e ON e.task_id = t.id LEFT JOIN pit.evidence_review r ON r.evidence_id = e.id
       WHERE t.project_id = $1 ORDER BY t.id, e.id`,
      [project],
    );
  const before = await said();
  await apply(project, { resultId, ids: ALL });
  expect(await said()).toEqual(before);
});

test('a fix is refused once it would change something else, and is not done twice', async () => {
  const { project, open, resultId } = await broken();
  const stale = { code: 'CONFLICT', detail: { field: 'input.ids', actual: 'recomputeDates' } };
  await world.plan.run((tx) => updateTask(tx, { id: open, startDate: '2026-12-07', durationDays: 3 }));
  await expect(apply(project, { resultId, ids: ['recomputeDates'] })).rejects.toMatchObject(stale);
  await expect(preview({ resultId, ids: ['recomputeDates'] })).rejects.toMatchObject({ code: 'CONFLICT' });
  const again = await broken();
  await apply(again.project, { resultId: again.resultId, ids: ['recomputeDates'] });
  await expect(
    apply(again.project, { resultId: again.resultId, ids: ['recomputeDates'] }),
  ).rejects.toMatchObject(stale);
});

test('all of the fixes are done or none', async () => {
  const { project, resultId } = await broken();
  const failing = await world.failures(project);
  const ids = ['fitParent', 'rebuildRollups'];
  await world.breaking('UPDATE pit.project SET progress_percent = 52 WHERE id = $1', [project]);
  await expect(apply(project, { resultId, ids })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await world.failures(project)).toEqual([...failing, 'PR.4']);
});

test.each<[string, string[]]>([
  ['none', []],
  ['one that the result does not have', ['repaint']],
  ['one twice', ['fitParent', 'fitParent']],
])('%s is refused', async (_, ids) => {
  const { project, resultId } = await broken();
  const refused = { code: 'BAD_USER_INPUT', detail: { field: 'input.ids' } };
  await expect(apply(project, { resultId, ids })).rejects.toMatchObject(refused);
});

test('who may not plan the project neither tries nor does them, and a result that is not theirs to see is not there', async () => {
  const { project, resultId } = await broken();
  const request = { resultId, ids: ALL };
  const helper = world.plan.actor(world.plan.helper);
  await expect(apply(project, request, helper)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(preview(request, helper)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const viewer = world.plan.actor(world.plan.owner, 'viewer');
  await expect(preview(request, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const other = await world.neighbour();
  const theirs = previewQaFixes((verb) => other.plan.run(verb), request);
  await expect(theirs).rejects.toMatchObject({ code: 'NOT_FOUND', detail: { field: 'resultId' } });
});
