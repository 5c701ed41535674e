import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { BaselineScene, SHOWN } from './baseline-scene.ts';

let api: PlanGraph;
let scene: BaselineScene;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  scene = await BaselineScene.plant(api);
});

const COMPARE = `query ($projectId: ID!, $a: ID) { compareBaselines(projectId: $projectId, a: $a) { movedCount } }`;

test('what is asked for wrongly is refused with what would have been taken', async () => {
  await scene.task('Only');
  const refused = (kind: string, more: object = {}) =>
    api.refused('setBaseline', { projectId: scene.projectId, name: 'Plan', kind, ...more });
  const input = (field: string) => ({ code: 'BAD_USER_INPUT', field: `input.${field}` });
  expect(await refused('ORIGINAL', { asOf: '2199-01-01T00:00:00Z' })).toMatchObject(input('asOf'));
  expect(await refused('ORIGINAL', { asOf: '1999-01-01T00:00:00Z' })).toMatchObject(input('asOf'));
  expect(await refused('ORIGINAL', { name: ' ' })).toMatchObject(input('name'));
  expect(await refused('WHAT_IF', { makeCurrent: true })).toMatchObject(input('makeCurrent'));
  expect(await refused('ORIGINAL', { approvedById: randomUUID() })).toMatchObject({
    code: 'NOT_FOUND',
    pit: 'PIT002',
  });
  expect(await refused('ORIGINAL', { projectId: randomUUID() })).toMatchObject({ code: 'NOT_FOUND' });
  const original = await scene.set('ORIGINAL');
  expect(await refused('REVISED')).toMatchObject(input('reason'));
  expect(await refused('ORIGINAL', { reason: 'Again' })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.kind',
  });
  const whatIf = await scene.set('WHAT_IF', { reason: 'A thought' });
  expect(whatIf.isCurrent).toBe(false);
  expect(await api.refused('useBaseline', { id: whatIf.id })).toMatchObject(input('id'));
  expect(await api.refused('deleteBaseline', { id: original.id })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.id',
  });
  expect(await api.refused('updateBaseline', { id: whatIf.id, name: null })).toMatchObject(input('name'));
  const stale = { id: whatIf.id, name: 'New', ifUpdatedAt: '2020-01-01T00:00:00Z' };
  expect(await api.refused('updateBaseline', stale)).toMatchObject({
    code: 'CONFLICT',
    field: 'input.ifUpdatedAt',
  });
  const worker = api.plan.actor(api.plan.worker);
  const asWorker = { projectId: scene.projectId, name: 'Plan', kind: 'REVISED', reason: 'Mine' };
  expect(await api.refused('setBaseline', asWorker, worker)).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT001',
  });
});

test('the current one can be chosen anew, renamed, and deleted when it is neither original nor current', async () => {
  await scene.task('Only');
  const original = await scene.set('ORIGINAL');
  const revised = await scene.set('REVISED', { reason: 'Late' });
  expect(await api.refused('deleteBaseline', { id: revised.id })).toMatchObject({ code: 'CONFLICT' });
  const selection = `baseline { ${SHOWN} } project { baseline { id } baselines { id isCurrent } }`;
  expect(await api.done('useBaseline', { id: original.id }, selection)).toMatchObject({
    baseline: { isCurrent: true },
    project: { baseline: { id: original.id } },
  });
  const renamed = { id: revised.id, name: 'Of spring' };
  expect(await api.done('updateBaseline', renamed, 'baseline { name isCurrent }')).toEqual({
    baseline: { name: 'Of spring', isCurrent: false },
  });
  const deleted = await api.done(
    'deleteBaseline',
    { id: revised.id },
    'deletedId project { baselines { id } }',
  );
  expect(deleted).toEqual({ deletedId: revised.id, project: { baselines: [{ id: original.id }] } });
  const audit = await api.plan.rows<{ action: string; name: string }>(
    `SELECT action, coalesce(after_state, before_state) ->> 'name' AS name FROM pit.audit_log
     WHERE table_name = 'baseline' AND record_id = $1 ORDER BY created_at`,
    [revised.id],
  );
  expect(audit.map(({ action }) => action)).toEqual(['INSERT', 'UPDATE', 'UPDATE', 'DELETE']);
  const events = await api.plan.rows<{ payload: object }>(
    `SELECT payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.baseline.updated' ORDER BY seq`,
    [scene.projectId],
  );
  expect(events).toHaveLength(5);
  expect(events.at(-1)?.payload).toEqual({ projectId: scene.projectId, baselineId: revised.id });
});

test('the same request under the same key keeps one plan', async () => {
  await scene.task('Only');
  const key = { idempotencyKey: randomUUID() };
  const [first, second] = [await scene.set('ORIGINAL', key), await scene.set('ORIGINAL', key)];
  expect(second.id).toBe(first.id);
});

test('whoever does not see the project sees nothing of its baselines', async () => {
  const division = await api.plan.insert('division', { id: randomUUID(), name: randomUUID() });
  await scene.task('Only');
  const baseline = await scene.set('ORIGINAL');
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [scene.projectId, division]);
  const neighbour = await api.plan.neighbour();
  for (const stranger of [api.plan.actor(api.plan.helper), neighbour.actor()]) {
    const BASELINE = 'query ($id: ID!) { baseline(id: $id) { id } }';
    expect(await scene.read(BASELINE, { id: baseline.id }, stranger)).toEqual({ baseline: null });
    const VERIFY = 'query ($id: ID!) { verifyBaseline(baselineId: $id) { holds } }';
    expect(await scene.refusal(VERIFY, { id: baseline.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await scene.refusal(COMPARE, { a: baseline.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    for (const verb of ['useBaseline', 'updateBaseline', 'deleteBaseline']) {
      expect(await api.refused(verb, { id: baseline.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    }
  }
});

test('the database keeps to the rules by itself', async () => {
  await scene.task('Only');
  const original = await scene.set('ORIGINAL');
  const whatIf = await scene.set('WHAT_IF', { reason: 'A thought' });
  const broken = (sql: string) =>
    api.plan.rows(sql, [whatIf.id, original.id, scene.projectId]).then(
      () => 'was taken',
      (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
    );
  const used = '$1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND $3::uuid IS NOT NULL';
  const copy = (columns: string) =>
    `INSERT INTO pit_ops.baseline (org_id, project_id, name, kind, is_current, reason, as_of, as_of_seq, task_count, capex_cost,
       opex_cost, sha256) SELECT org_id, project_id, name, ${columns}, as_of, as_of_seq, task_count, capex_cost, opex_cost, sha256
     FROM pit_ops.baseline WHERE id = $1 AND ${used}`;
  expect(await broken(copy(`'original', false, 'Again'`))).toBe('baseline_original_key');
  expect(await broken(copy(`'revised', true, 'Again'`))).toBe('baseline_current_key');
  expect(await broken(copy(`'what_if', true, 'Again'`))).toBe('baseline_current_check');
  expect(await broken(copy(`'revised', false, NULL`))).toBe('baseline_further_reason_check');
  expect(await broken(`DELETE FROM pit_ops.baseline WHERE id = $2 AND ${used}`)).toBe('baseline_kept_check');
  const set2 = (assignment: string) => `UPDATE pit_ops.baseline SET ${assignment} WHERE id = $1 AND ${used}`;
  expect(await broken(set2(`as_of = as_of - interval '1 day'`))).toBe('baseline_fixed_check');
  expect(await broken(set2(`sha256 = sha256('')`))).toBe('baseline_fixed_check');
  expect(
    await broken(`UPDATE pit_ops.baseline_plan SET plan = '{}' WHERE baseline_id = $1 AND ${used}`),
  ).toContain('refused');
  expect(
    await broken(`UPDATE pit_ops.baseline_task SET end_date = NULL WHERE baseline_id = $1 AND ${used}`),
  ).toContain('refused');
  const many = copy(`'what_if', false, 'Again'`).replace(
    ' FROM pit_ops.baseline WHERE',
    ' FROM pit_ops.baseline, generate_series(1, 99) WHERE',
  );
  expect(await broken(many)).toBe('baseline_number_check');
});
