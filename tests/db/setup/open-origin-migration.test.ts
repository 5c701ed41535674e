import { OpenOrigin1700000050000 } from '../../../migrations/1700000050000-open-origin.ts';
import { migrate, revertLast } from '../../../src/db/setup/migrate.ts';
import { cloneDatabase } from '../../support/postgres/database.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const NAME = new OpenOrigin1700000050000().name;

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.within(await cloneDatabase());
});
afterAll(() => plan.close());

test('the migration keeps one open task for an origin, the older, and all words of the others', async () => {
  const { database } = plan;
  const target = { migrationUrl: database.ownerUrl, appUrl: database.appUrl };
  while ((await revertLast(target)) !== NAME);
  const project = await plan.project();
  const phase = await plan.phase(project);
  let day = 0;
  const task = (reference: string, values: object = {}) =>
    plan.task(project, phase, {
      source_module: 'audit',
      source_reference_id: reference,
      created_at: `2025-01-0${(day += 1)}`,
      ...values,
    });
  const older = await task('Pru\u0308fung');
  const younger = await task('Pr\u00fcfung', { description: 'Corridor B.' });
  const full = await task('Pr\u00fcfung', { description: 'x'.repeat(9_950) });
  const done = await task('Pr\u00fcfung', { status: 'completed', progress_percent: 100 });
  const long = await task('\u0958'.repeat(150));
  const [audited] = await plan.rows('SELECT count(*) FROM pit.audit_log');
  await migrate(target);
  const rows = await plan.rows<{ id: string; reference: string | null; description: string | null }>(
    'SELECT id, source_reference_id AS reference, description FROM pit.task',
  );
  const stored = (id: string) => rows.find((row) => row.id === id);
  expect([older, done].map((id) => stored(id)?.reference)).toEqual(['Pr\u00fcfung', 'Pr\u00fcfung']);
  expect([younger, full, long].map((id) => stored(id)?.reference)).toEqual([null, null, null]);
  const note = `Raised by audit from "Pr\u00fcfung", which is the origin of the open task ${older}.`;
  expect(stored(younger)?.description).toBe(`Corridor B.\n\n${note}`);
  expect(stored(full)?.description).toBe('x'.repeat(9_950));
  expect(await plan.rows('SELECT task_id, comment FROM pit.task_progress_log')).toEqual([
    { task_id: full, comment: note },
  ]);
  expect(stored(long)?.description).toContain('\u0958'.repeat(150).slice(0, 40));
  expect(await plan.rows('SELECT count(*) FROM pit.audit_log')).toEqual([audited]);
  await expect(task('Pr\u00fcfung')).rejects.toMatchObject({ constraint: 'task_open_origin_key' });
  await expect(task('Pru\u0308fung 2')).rejects.toMatchObject({
    constraint: 'task_source_reference_id_nfc_check',
  });
});
