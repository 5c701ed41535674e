import { clock } from '../../src/clock.ts';
import { runQualityChecks } from '../../src/jobs/quality.ts';
import { generateFromTemplate } from '../../src/services/templates/template-generation.ts';
import { QualityWorld } from '../services/quality/quality-world.ts';
import { TEST_SEALER } from '../support/processes/graph.ts';
import { TEMPLATE_DOCUMENT } from '../support/worlds/scene.ts';

let world: QualityWorld;
const real = { ...clock };

beforeEach(async () => {
  world = await QualityWorld.open();
});

afterEach(async () => {
  Object.assign(clock, real);
  await world?.close();
});

/** It is this time where the organisation is, and the statuses are those of the day. */
async function at(time: string, settled = time.slice(0, 10)): Promise<void> {
  clock.now = () => new Date(`${time}:00Z`);
  clock.today = () => time.slice(0, 10);
  await world.plan.rows('UPDATE pit_ops.settled_day SET day = $1', [settled]);
}

/** One turn of the job, in one process; it may be told to stop after so many looks at its signal. */
async function turn(looks = Infinity): Promise<void> {
  let looked = 0;
  const signal = {
    get aborted() {
      return ++looked > looks;
    },
  };
  await runQualityChecks({ store: world.store, sealer: TEST_SEALER })(world.plan.pool, signal);
}

const results = () =>
  world.plan.rows<{ project: string; status: string }>(
    'SELECT project_id AS project, overall_status AS status FROM pit.qa_result ORDER BY run_at, id',
  );
const nights = () =>
  world.plan.rows<{ project: string; night: string | null; wanted: boolean }>(
    `SELECT project_id AS project, night::text, wanted_at IS NOT NULL AS wanted FROM pit_ops.quality_state ORDER BY project_id`,
  );

test('from one o’clock on each project is checked once a night, and a result is stored where it is another', async () => {
  const { project, open } = await world.soundProject();
  const archived = await world.plan.project({ status: 'archived' });
  await at('2026-11-18T00:59');
  await turn();
  expect(await results()).toEqual([]);
  await at('2026-11-18T01:00');
  await turn();
  expect(await results()).toEqual([{ project, status: 'green' }]);
  expect(await nights()).toEqual([{ project, night: '2026-11-18', wanted: false }]);

  await world.breaking('UPDATE pit.task SET duration_days = 4 WHERE id = $1', [open]);
  await turn();
  expect(await results()).toHaveLength(1);
  await at('2026-11-19T01:00');
  await turn();
  expect((await results()).map(({ status }) => status)).toEqual(['green', 'amber']);
  await at('2026-11-20T01:00');
  await turn();
  expect(await results()).toHaveLength(2);
  expect(await nights()).toEqual([{ project, night: '2026-11-20', wanted: false }]);
  expect(archived).not.toBe(project);
});

test('a night waits for the day roll-over, but not for ever: that it did not come is then what is found', async () => {
  await world.soundProject();
  await at('2026-11-18T01:30', '2026-11-17');
  await turn();
  expect(await results()).toEqual([]);
  await at('2026-11-18T03:00', '2026-11-17');
  await turn();
  expect(await results()).toMatchObject([{ status: 'amber' }]);
});

test('processes that run at once check each project once, and one goes on where another was stopped', async () => {
  await world.soundProject();
  await world.soundProject();
  await world.soundProject();
  await at('2026-11-18T01:00');
  // Looks at the signal: for the organisation, while the trail is verified, and before each project.
  await turn(3);
  const first = await results();
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(3);
  await Promise.all([turn(), turn()]);
  await turn();
  const all = await results();
  expect(all).toHaveLength(3);
  expect(new Set(all.map(({ project }) => project)).size).toBe(3);
});

test('a project that cannot be checked is passed by, and tried again after a while; the night does not begin anew', async () => {
  const { plan } = world;
  const { project } = await world.soundProject();
  const { project: other } = await world.soundProject();
  await plan.rows(
    `CREATE FUNCTION pit_ops.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON pit.qa_result FOR EACH ROW WHEN (NEW.project_id = '${project}') EXECUTE FUNCTION pit_ops.refuse()`,
  );
  await at('2026-11-18T01:00');
  await turn();
  expect((await results()).map((row) => row.project)).toEqual([other]);
  expect(await nights()).toContainEqual({ project, night: null, wanted: true });
  const [place] = await plan.rows(
    'SELECT checked_night::text AS night, night_is_over FROM pit_ops.settled_day',
  );
  expect(place).toEqual({ night: '2026-11-18', night_is_over: true });
  await plan.rows('DROP TRIGGER refuse ON pit.qa_result');
  const before = await nights();
  await turn();
  expect(await nights()).toEqual(before);
  const [wait] = await plan.rows<{ seconds: number }>(
    `SELECT extract(epoch FROM wanted_at - now())::int AS seconds FROM pit_ops.quality_state WHERE wanted_at IS NOT NULL`,
  );
  expect(wait?.seconds).toBeGreaterThan(600);
  expect(wait?.seconds).toBeLessThanOrEqual(900);
  await plan.rows(`UPDATE pit_ops.quality_state SET wanted_at = now() WHERE wanted_at IS NOT NULL`);
  // Nobody made it for this night, so that what is new in it waits for the next.
  await world.soundProject();
  await turn();
  expect((await results()).map((row) => row.project)).toEqual([other, project]);
  expect(await nights()).toContainEqual({ project, night: '2026-11-18', wanted: false });
});

test('a project is checked soon after something was generated in it, whatever the time', async () => {
  const { plan } = world;
  const { project } = await world.soundProject();
  const templateId = await plan.insert('task_cluster_template', {
    name: 'One',
    template_json: TEMPLATE_DOCUMENT,
  });
  await at('2026-11-18T00:10');
  await turn();
  expect(await results()).toEqual([]);
  await plan.run((tx) =>
    generateFromTemplate(tx, { templateId, projectId: project, startDate: '2026-11-30' }),
  );
  expect(await nights()).toEqual([{ project, night: null, wanted: true }]);
  await turn();
  expect(await results()).toMatchObject([{ project }]);
  expect(await nights()).toEqual([{ project, night: null, wanted: false }]);
});

test('a trail that does not hold is found in every project of its organisation', async () => {
  await world.soundProject();
  const [{ id } = { id: '' }] = await world.plan.rows<{ id: string }>(
    `INSERT INTO pit.audit_log (org_id, user_id, action, table_name, record_id)
     VALUES ($1, '00000000-0000-0000-0000-0000000000ff', 'INSERT', 'team', 'none') RETURNING id`,
    [world.plan.orgId],
  );
  await at('2026-11-18T01:00');
  await turn();
  const [row] = await world.plan.rows<{ failed_tests: object[] }>('SELECT failed_tests FROM pit.qa_result');
  expect(row?.failed_tests).toMatchObject([{ id: 'SEC.5', sample: [id], severity: 'red' }]);
});
