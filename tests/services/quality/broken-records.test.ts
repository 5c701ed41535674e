import { clock } from '../../../src/clock.ts';
import { GONE, QualityWorld, type Sound } from './quality-world.ts';

let world: QualityWorld;
let other: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open();
  other = await world.neighbour();
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

test('in a sound project every check that applies passes, whoever looks', async () => {
  const { project } = await world.soundProject();
  const outcomes = await world.outcomes(project);
  expect(outcomes.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  const applying = outcomes.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id);
  for (const id of ['STR.7', 'STR.8', 'EV.5', 'EV.6', 'PR.7', 'SEC.1', 'SEC.3', 'SEC.4', 'SEC.5'])
    expect(applying).toContain(id);
  const { plan } = world;
  for (const actor of [plan.actor(plan.sponsor), plan.actor(plan.helper, 'admin')])
    expect(await world.outcomes(project, actor)).toEqual(outcomes);
});

/** One statement that goes round the service, and what it is about. */
type Break = [id: string, statement: string, values: (sound: Sound) => unknown[]];

const evidenceOf = (metadata: string): string =>
  `UPDATE pit.evidence SET metadata = metadata || '${metadata}' WHERE id = $1`;

// The database refuses these by foreign keys and triggers, which a superuser can switch off. The audit trail goes on.
test.each<Break>([
  ['STR.1', 'UPDATE pit.task SET phase_id = $2 WHERE id = $1', ({ open }) => [open, GONE]],
  [
    'STR.2',
    `INSERT INTO pit.work_package (org_id, project_id, phase_id, name, owner_id)
     SELECT org_id, project_id, $2::uuid, 'Lost', owner_id FROM pit.work_package WHERE id = $1`,
    ({ roof }) => [roof, GONE],
  ],
  ['STR.3', 'UPDATE pit.phase SET project_id = $2 WHERE id = $1', ({ spare }) => [spare, GONE]],
  ['STR.4', 'UPDATE pit.phase SET deleted_at = now() WHERE id = $1', ({ spare }) => [spare]],
  [
    'STR.6',
    `INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
     SELECT org_id, project_id, id, $2::uuid FROM pit.task WHERE id = $1
     UNION ALL SELECT org_id, project_id, $2::uuid, id FROM pit.task WHERE id = $1`,
    ({ done, open }) => [done, open],
  ],
  [
    'STR.7',
    'UPDATE pit.task SET cluster_id = NULL WHERE id IN ($1, $2)',
    ({ open, dropped }) => [open, dropped],
  ],
  ['TIME.1', 'UPDATE pit.task SET duration_days = 4 WHERE id = $1', ({ open }) => [open]],
  ['TIME.2', `UPDATE pit.work_package SET end_date = '2026-12-11' WHERE id = $1`, ({ roof }) => [roof]],
  ['TIME.3', `UPDATE pit.phase SET end_date = '2026-12-11' WHERE id = $1`, ({ phase }) => [phase]],
  ['TIME.4', `UPDATE pit.project SET end_date = '2026-12-11' WHERE id = $1`, ({ project }) => [project]],
  [
    'TIME.5',
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed)
     SELECT $2::uuid, org_id, id, '2026-11-02' FROM pit.project WHERE id = $1`,
    ({ project }) => [project, GONE],
  ],
  ['TIME.7', `UPDATE pit.task SET status = 'blocked' WHERE id = $1`, ({ open }) => [open]],
  ['TIME.8', `UPDATE pit.task SET quick_class = 'long_term' WHERE id = $1`, ({ open }) => [open]],
  ['PR.2', 'UPDATE pit.work_package SET progress_percent = 51 WHERE id = $1', ({ roof }) => [roof]],
  ['PR.3', 'UPDATE pit.phase SET progress_percent = 51 WHERE id = $1', ({ phase }) => [phase]],
  ['PR.4', 'UPDATE pit.project SET progress_percent = 51 WHERE id = $1', ({ project }) => [project]],
  ['PR.6', `UPDATE pit.evidence_review SET decision = 'rejected' WHERE id = $1`, ({ review }) => [review]],
  ['PR.7', 'UPDATE pit.notification SET link = NULL WHERE id = $1', ({ message }) => [message]],
  ['EV.1', 'UPDATE pit.evidence SET deleted_at = now() WHERE id = $1', ({ accepted }) => [accepted]],
  ['EV.2', `UPDATE pit.evidence SET metadata = metadata - 'size' WHERE id = $1`, ({ waiting }) => [waiting]],
  ['EV.3', 'UPDATE pit.evidence_review SET reviewer_id = $2 WHERE id = $1', ({ review }) => [review, GONE]],
  ['EV.5', evidenceOf('{"note": "another"}'), ({ accepted }) => [accepted]],
  [
    'EV.7',
    `UPDATE pit.evidence SET created_at = now() + interval '1 hour' WHERE task_id = $1`,
    ({ dropped }) => [dropped],
  ],
  [
    'PERM.5',
    `UPDATE pit.evidence_review r SET reviewer_id = e.uploaded_by FROM pit.evidence e WHERE e.id = r.evidence_id AND r.id = $1`,
    ({ review }) => [review],
  ],
  ['SEC.1', evidenceOf('{"mediaType": "image/png"}'), ({ waiting }) => [waiting]],
  [
    'SEC.2',
    `UPDATE pit.evidence SET metadata = metadata || '{"mediaType": "application/x-msdownload"}' WHERE task_id = $1`,
    ({ dropped }) => [dropped],
  ],
  [
    'SEC.3',
    `UPDATE pit.evidence SET file_url = 's3://pit-local/' || org_id || '/' || $2::uuid WHERE id = $1`,
    ({ waiting }) => [waiting, GONE],
  ],
  [
    'SEC.3',
    `UPDATE pit.evidence SET file_url = 'https://files.test/proof?X-Amz-Signature=00' WHERE task_id = $1`,
    ({ dropped }) => [dropped],
  ],
])('%s alone fails after one change that goes round the service', async (id, statement, values) => {
  const sound = await world.soundProject();
  await world.breaking(statement, values(sound));
  expect(await world.failures(sound.project)).toEqual([id]);
});

test('STR.5 alone fails where a record says it is of another organisation', async () => {
  const { project, spare, sparePackage } = await world.soundProject();
  await world.breaking('DELETE FROM pit.work_package WHERE id = $1', [sparePackage]);
  await world.breaking('UPDATE pit.phase SET org_id = $2 WHERE id = $1', [spare, other.plan.orgId]);
  expect(await world.failures(project)).toEqual(['STR.5']);
});

test('STR.8 alone fails where the trail does not say when something went', async () => {
  const { project, dropped } = await world.soundProject();
  const later = `UPDATE pit.task SET deleted_at = deleted_at + interval '1 minute' WHERE id = $1`;
  await world.unaudited('pit.task', later, [dropped]);
  expect(await world.failures(project)).toEqual(['STR.8']);
});

test('STR.8 alone fails where a part went after its whole', async () => {
  const { project, dropped } = await world.soundProject();
  const step = await world.plan.subtask(dropped, { deleted_at: '2026-11-12T10:00:00Z' });
  expect(await world.failures(project)).toEqual([]);
  await world.plan.rows(`UPDATE pit.subtask SET deleted_at = now() + interval '1 hour' WHERE id = $1`, [
    step,
  ]);
  expect(await world.failures(project)).toEqual(['STR.8']);
});

test('PR.1 alone fails where the database holds a percentage that is none', async () => {
  const { project, open } = await world.soundProject();
  // Its check is the one thing that no role switches off: it has to be taken away.
  await world.plan.rows('ALTER TABLE pit.task DROP CONSTRAINT task_progress_percent_check');
  await world.breaking('UPDATE pit.task SET progress_percent = -1 WHERE id = $1', [open]);
  expect(await world.failures(project)).toEqual(['PR.1']);
});

test('EV.6 alone fails where evidence came in beside the audit trail', async () => {
  const { project, open } = await world.soundProject();
  await world.unaudited(
    'pit.evidence',
    `INSERT INTO pit.evidence (org_id, task_id, uploaded_by, file_url, metadata)
     SELECT org_id, id, owner_id, 'https://files.test/quiet', $2::jsonb FROM pit.task WHERE id = $1`,
    [open, { sha256: 'b'.repeat(64), size: 1, mediaType: 'image/png', source: 'nobody' }],
  );
  expect(await world.failures(project)).toEqual(['EV.6']);
});

test('EV.5 also sees what was changed beside the audit trail', async () => {
  const { project, accepted } = await world.soundProject();
  await world.plan.rows('ALTER TABLE pit.evidence DISABLE TRIGGER keep_accepted_evidence');
  await world.unaudited('pit.evidence', evidenceOf('{"note": "another"}'), [accepted]);
  await world.plan.rows('ALTER TABLE pit.evidence ENABLE TRIGGER keep_accepted_evidence');
  expect(await world.failures(project)).toEqual(['EV.5']);
});

test('EV.5 looks at accepted evidence behind which a score of a model stands', async () => {
  const { project, accepted } = await world.soundProject();
  const ofAccepted = async () => (await world.outcomes(project)).find(({ id }) => id === 'EV.5')?.of;
  const before = await ofAccepted();
  await world.plan.insert('evidence_review', {
    evidence_id: accepted,
    reviewer_id: world.plan.helper,
    ai_score: 20,
    ai_feedback: 'This is a cat.',
  });
  expect(await ofAccepted()).toBe(before);
  await world.breaking(evidenceOf('{"note": "another"}'), [accepted]);
  expect(await world.failures(project)).toContain('EV.5');
});

test('EV.2 alone fails where the bytes of a file are others, or gone', async () => {
  const { project, waiting, file } = await world.soundProject();
  const [stored] = await world.plan.rows<{ sha256: string }>(
    'SELECT sha256 FROM pit_ops.stored_file WHERE id = $1',
    [file],
  );
  await world.overwrite(
    { orgId: world.plan.orgId, id: file, sha256: stored?.sha256 ?? '' },
    '%PDF-1.7 another',
  );
  const outcomes = await world.outcomes(project);
  expect(outcomes.filter(({ outcome }) => outcome === 'fail')).toMatchObject([
    { id: 'EV.2', count: 1, of: 3, sample: [waiting] },
  ]);
  await world.store.remove({ orgId: world.plan.orgId, id: file, sha256: stored?.sha256 ?? '' });
  expect(await world.failures(project)).toEqual(['EV.2']);
});

test('SEC.4 alone fails where a role was changed beside the audit trail', async () => {
  const { project } = await world.soundProject();
  const role = `UPDATE pit."user" SET role = 'viewer' WHERE id = $1`;
  await world.unaudited('pit."user"', role, [world.plan.helper]);
  expect(await world.failures(project)).toEqual(['SEC.4']);
  await world.plan.rows(role.replace('viewer', 'member'), [world.plan.helper]);
  expect(await world.failures(project)).toEqual([]);
});

test('SEC.5 alone fails where the audit trail has a record that its trigger did not write', async () => {
  const { project } = await other.soundProject();
  await other.plan.rows(
    `INSERT INTO pit.audit_log (org_id, user_id, action, table_name, record_id)
     VALUES ($1, '00000000-0000-0000-0000-0000000000ff', 'INSERT', 'team', 'none')`,
    [other.plan.orgId],
  );
  expect(await other.failures(project)).toEqual(['SEC.5']);
});

test('PR.5 alone fails before the day roll-over, and no status is then judged', async () => {
  const { project, open } = await world.soundProject();
  await world.breaking(`UPDATE pit.task SET status = 'blocked' WHERE id = $1`, [open]);
  await world.plan.rows(`UPDATE pit_ops.settled_day SET day = '2026-11-17' WHERE org_id = $1`, [
    world.plan.orgId,
  ]);
  expect(await world.failures(project)).toEqual(['PR.5']);
  await world.plan.rows(`UPDATE pit_ops.settled_day SET day = '2026-11-18' WHERE org_id = $1`, [
    world.plan.orgId,
  ]);
  expect(await world.failures(project)).toEqual(['TIME.7']);
});

test('TIME.6 alone fails where the organisation refuses dates outside of typed bounds', async () => {
  const { plan } = world;
  const { project, phase } = await world.soundProject();
  await plan.insertBeside(
    'date_frame',
    { node_id: phase, project_id: project, end_typed: '2026-12-04' },
    'node_id',
  );
  await plan.rows(
    `UPDATE pit.organisation SET settings = settings || '{"childDates": "refuse"}' WHERE id = $1`,
    [plan.orgId],
  );
  expect(await world.failures(project)).toEqual([]);
  await world.breaking(`UPDATE pit_ops.date_frame SET end_typed = '2026-12-01' WHERE node_id = $1`, [phase]);
  expect(await world.failures(project)).toEqual(['TIME.6']);
  await plan.rows(`UPDATE pit.organisation SET settings = settings - 'childDates' WHERE id = $1`, [
    plan.orgId,
  ]);
  expect(await world.failures(project)).toEqual([]);
});

test('TIME.6 takes a task as it is that somebody put outside of typed bounds beyond their rights, with a reason', async () => {
  const { plan } = world;
  const { project, phase, open } = await world.soundProject();
  await plan.insertBeside(
    'date_frame',
    { node_id: phase, project_id: project, end_typed: '2026-12-31' },
    'node_id',
  );
  await plan.rows(
    `UPDATE pit.organisation SET settings = settings || '{"childDates": "refuse"}' WHERE id = $1`,
    [plan.orgId],
  );
  const isShort = async () => (await world.failures(project)).includes('TIME.6');
  const move = `UPDATE pit.task SET start_date = start_date + 60, end_date = end_date + 60 WHERE id = $1`;
  await world.writingAs(plan.owner, move, [open]);
  expect(await isShort()).toBe(true);
  await world.writingAs(
    plan.owner,
    `UPDATE pit.task SET start_date = start_date + 1, end_date = end_date + 1 WHERE id = $1`,
    [open],
    'Agreed',
  );
  expect(await isShort()).toBe(false);
  // Another name leaves the decision, other dates do not.
  await world.writingAs(plan.owner, `UPDATE pit.task SET name = 'Renamed' WHERE id = $1`, [open]);
  expect(await isShort()).toBe(false);
  await world.writingAs(plan.owner, `UPDATE pit.task SET end_date = end_date + 1 WHERE id = $1`, [open]);
  expect(await isShort()).toBe(true);
  await plan.rows(`UPDATE pit.organisation SET settings = settings - 'childDates' WHERE id = $1`, [
    plan.orgId,
  ]);
});
