import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { pageStatement } from '../../../src/db/read/keyset-statement.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { asActor } from '../tenancy/as-actor.ts';

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.open();
  const projectId = await plan.project();
  const phaseId = await plan.phase(projectId);
  const of = [plan.orgId, plan.owner];
  await plan.rows(
    `INSERT INTO pit.project (org_id, name, owner_id) SELECT $1, 'P' || n, $2 FROM generate_series(1, 1500) n`,
    of,
  );
  await plan.rows(
    `INSERT INTO pit.task (org_id, name, owner_id, project_id, phase_id)
     SELECT $1, 'T' || n, $2, $3, $4 FROM generate_series(1, 1500) n`,
    [...of, projectId, phaseId],
  );
  await plan.rows('ANALYZE pit.task, pit.project');
});
afterAll(() => plan?.close());

test.each([
  [Task, 'task_org_id_updated_at_id_idx'],
  [Project, 'project_org_id_updated_at_id_idx'],
])('what has changed since is read from an index, in its order: %p', async (entity, index) => {
  const { statement, values } = pageStatement(
    {
      entity,
      where: [{ op: 'from', property: 'updatedAt', value: '2020-01-01T00:00:00.000Z' }],
      order: [{ property: 'updatedAt', descending: false }],
      size: 100,
      backwards: false,
    },
    ['name'],
  );
  const admin = { org: plan.orgId, user: plan.owner, role: 'admin' } as const;
  const shown = await asActor(plan.database.appUrl, admin, async (client) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement.text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(shown).toContain(`using ${index}`);
  expect(shown).not.toContain('Sort Key');
});
