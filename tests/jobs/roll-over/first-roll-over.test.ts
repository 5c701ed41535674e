import { BEGIN_ROLL_OVER } from '../../../src/db/queries/maintenance/day-roll-over-query.ts';
import { createProject, updateProject } from '../../../src/services/plan/projects/project-plan.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.open();
});
afterAll(() => plan?.close());

test('a project that is made during the first roll-over of its organisation takes dates, and has figures as of today', async () => {
  await plan.run((tx) => tx.run(BEGIN_ROLL_OVER, [tx.today, '{}']).then(() => ({})), {
    actor: { ...plan.actor(), role: 'service' },
  });
  const [{ day } = { day: '' }] = await plan.rows<{ day: string }>(
    'SELECT day::text FROM pit_ops.settled_day WHERE org_id = $1',
    [plan.orgId],
  );
  expect(day).toBe('-infinity');
  const { projectId } = await plan.run((tx) => createProject(tx, { name: 'New', code: 'NEW' }));
  await plan.run((tx) =>
    updateProject(tx, { id: projectId, startDate: '2026-11-02', endDate: '2026-11-20' }),
  );
  const rows = await plan.rows(
    `SELECT figures.start_date::text, figures.day = (now() AT TIME ZONE organisation.time_zone)::date AS is_today
     FROM pit_ops.project_figures AS figures JOIN pit.organisation ON organisation.id = figures.org_id
     WHERE figures.project_id = $1`,
    [projectId],
  );
  expect(rows).toEqual([{ start_date: '2026-11-02', is_today: true }]);
});
