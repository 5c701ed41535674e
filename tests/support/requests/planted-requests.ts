import type { Plan } from '../worlds/plan-database.ts';

/** A user, or an organisation, has twenty at most, and as many scenes as a walk needs. */
export async function keepFew(plan: Plan, table: string, since = 'created_at'): Promise<void> {
  await plan.rows(
    `DELETE FROM pit_ops.${table} WHERE org_id = $1
     AND id NOT IN (SELECT id FROM pit_ops.${table} WHERE org_id = $1 ORDER BY ${since} DESC LIMIT 5)`,
    [plan.orgId],
  );
}

/** An import into the project that its owner has asked for, and that no job does. */
export async function plantImport(plan: Plan, project: string): Promise<string> {
  for (const job of ['import_job', 'export_job']) await keepFew(plan, job, 'requested_at');
  return plan.insertBeside('import_job', {
    project_id: project,
    requested_by: plan.owner,
    rights: {},
    request: { format: 'mspdi' },
    is_dry_run: true,
  });
}

/** A calendar of the project that its owner subscribes to. */
export async function plantCalendar(plan: Plan, project: string): Promise<string> {
  await keepFew(plan, 'calendar_feed');
  const calendar = await plan.insertBeside('calendar_feed', {
    project_id: project,
    user_id: plan.owner,
    expires_at: '2099-01-01',
  });
  const secret = { feed_id: calendar, sha256: Buffer.alloc(32) };
  await plan.insertBeside('calendar_feed_secret', secret, 'feed_id');
  return calendar;
}
