import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { DIRECTORY_TABLES, PROJECT_TABLES, TASK_TABLES } from './sql/tables.ts';
import {
  IS_OVERRIDING,
  IS_WRITER,
  SEES_ALL_IN_LINE,
  VISIBILITY_POLICIES,
  dropVisibility,
  throughGathered,
  visibleWhere,
} from './sql/visibility.ts';

/**
 * Who sees what inside the wall. The rule stands on `project`; everything of a project is seen through it.
 * Beside it: the directory is everyone's, messages and views are their user's own, logs are for those who govern.
 */
export class Visibility1700000018000 implements MigrationInterface {
  name = 'Visibility1700000018000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GRANTS_TO_DEFINER + ASSIGNED);
    await runner.query(PLAN);
    await runner.query(DIRECTORY);
    await runner.query(OWN_THINGS);
    await runner.query(LOGS);
    await runner.query(PLUMBING);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of RULED) await runner.query(dropVisibility(table, VISIBILITY_POLICIES));
    for (const [table, policies] of Object.entries(OTHER_POLICIES)) {
      await runner.query(dropVisibility(table, policies));
    }
    await runner.query(`
      DROP FUNCTION pit_ops.ctx_assigned_projects(), pit_ops.assigned_task_ids(uuid);
      REVOKE SELECT ON pit.task FROM pit_definer;
      REVOKE USAGE ON SCHEMA pit, pit_ops FROM pit_definer`);
  }
}

const GRANTS_TO_DEFINER = `
  GRANT USAGE ON SCHEMA pit, pit_ops TO pit_definer;
  GRANT SELECT ON pit.task TO pit_definer;`;

// Definer functions: a policy on project that read task would read project again, and so on. Neither tells anything
// that the wall hides: both look into the caller's organisation only. A GIN index answers through bitmaps alone.
const ASSIGNED = `
  CREATE FUNCTION pit_ops.assigned_task_ids(assignee uuid) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on
    RETURN ARRAY(SELECT id FROM pit.task
      WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL AND assignees @> jsonb_build_array(assignee));
  COMMENT ON FUNCTION pit_ops.assigned_task_ids(uuid) IS
    'Ids of the tasks of the caller''s organisation that a user is assigned to, by the index that policies cannot use.';
  CREATE FUNCTION pit_ops.ctx_assigned_projects() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
    ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on
    BEGIN ATOMIC
      SELECT project_id FROM pit.task WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL
        AND assignees @> jsonb_build_array(pit_ops.ctx_user())
      UNION
      SELECT project_id FROM pit.task WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL
        AND owner_id = pit_ops.ctx_user();
    END;
  COMMENT ON FUNCTION pit_ops.ctx_assigned_projects() IS
    'Projects in which the actor owns a task or is assigned to one.';
  ${ownedByDefiner(['pit_ops.assigned_task_ids(uuid)', 'pit_ops.ctx_assigned_projects()'], 'pit_app, pit_foreman')}`;

// Cheapest first: the subselect at the end is run only for a project that nothing before it shows, and then once.
export const PROJECT_RULE = `
  ${SEES_ALL_IN_LINE}
  OR division_id IS NULL
  OR division_id = ANY ((SELECT pit_ops.ctx_divs())::uuid[])
  OR owner_id = (SELECT pit_ops.ctx_user())
  OR sponsor_id = (SELECT pit_ops.ctx_user())
  OR id IN (SELECT pit_ops.ctx_assigned_projects())`;

const EVIDENCE_RULE = `
  ${throughGathered('pit.task', 'pit.evidence', 'task_id')}
  OR EXISTS (SELECT FROM pit.subtask parent WHERE parent.id = pit.evidence.subtask_id)`;

const RULED = [
  'pit.project',
  ...PROJECT_TABLES,
  ...TASK_TABLES,
  'pit.evidence',
  'pit.evidence_review',
  'pit.task_cluster_template',
];

const PLAN = [
  visibleWhere('pit.project', PROJECT_RULE),
  ...PROJECT_TABLES.map((table) => visibleWhere(table, throughGathered('pit.project', table, 'project_id'))),
  ...TASK_TABLES.map((table) => visibleWhere(table, throughGathered('pit.task', table, 'task_id'))),
  visibleWhere('pit.evidence', EVIDENCE_RULE),
  visibleWhere('pit.evidence_review', throughGathered('pit.evidence', 'pit.evidence_review', 'evidence_id')),
  visibleWhere('pit.task_cluster_template', 'true'),
  `CREATE POLICY own_hand ON pit.task_progress_log AS RESTRICTIVE FOR INSERT TO PUBLIC
     WITH CHECK (user_id = (SELECT pit_ops.ctx_user()));`,
].join('\n');

const DIRECTORY = DIRECTORY_TABLES.map(
  (table) => `CREATE POLICY visible ON ${table} FOR SELECT TO pit_app, pit_foreman USING (true);`,
).join('\n');

// A message is read by whom it is for, and put there by whoever writes. An override opens nobody's letters.
const OWN_THINGS = `
  CREATE POLICY own ON pit.notification FOR ALL TO pit_app, pit_foreman
    USING (user_id = (SELECT pit_ops.ctx_user())) WITH CHECK (user_id = (SELECT pit_ops.ctx_user()));
  CREATE POLICY deliver ON pit.notification FOR INSERT TO pit_app, pit_foreman WITH CHECK (${IS_WRITER});
  CREATE POLICY own ON pit.gantt_state FOR ALL TO pit_app, pit_foreman
    USING (user_id = (SELECT pit_ops.ctx_user()) AND (${throughGathered('pit.project', 'pit.gantt_state', 'project_id')}));`;

const LOGS = `
  CREATE POLICY visible ON pit.audit_log FOR SELECT TO pit_app, pit_foreman
    USING ((SELECT pit_ops.ctx_role()) IN ('admin', 'foreman'));
  CREATE POLICY visible ON pit.watchdog_scan_log FOR SELECT TO pit_app, pit_foreman
    USING ((SELECT pit_ops.ctx_role()) IN ('foreman', 'service'));
  CREATE POLICY scanner_insert ON pit.watchdog_scan_log FOR INSERT TO pit_app
    WITH CHECK ((SELECT pit_ops.ctx_role()) = 'service');
  CREATE POLICY scanner_update ON pit.watchdog_scan_log FOR UPDATE TO pit_app
    USING ((SELECT pit_ops.ctx_role()) = 'service');`;

// Events are read as what they are about is; an answer that was given once is its user's; the service prunes both.
const PLUMBING = `
  CREATE POLICY numbered ON pit_ops.event_stream FOR ALL TO pit_app, pit_foreman USING (true);
  CREATE POLICY visible ON pit_ops.outbox FOR SELECT TO pit_app, pit_foreman
    USING (stream_id = (SELECT pit_ops.ctx_user())
      OR ${throughGathered('pit.project', 'pit_ops.outbox', 'stream_id')});
  CREATE POLICY emit ON pit_ops.outbox FOR INSERT TO pit_app WITH CHECK (true);
  CREATE POLICY emit_overriding ON pit_ops.outbox FOR INSERT TO pit_foreman WITH CHECK (${IS_OVERRIDING});
  CREATE POLICY prune ON pit_ops.outbox FOR DELETE TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
  CREATE POLICY own ON pit_ops.idempotency_key FOR ALL TO pit_app, pit_foreman
    USING (user_id = (SELECT pit_ops.ctx_user()));
  CREATE POLICY prune ON pit_ops.idempotency_key FOR ALL TO pit_app
    USING ((SELECT pit_ops.ctx_role()) = 'service');`;

const OTHER_POLICIES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(DIRECTORY_TABLES.map((table) => [table, ['visible']])),
  'pit.task_progress_log': ['own_hand'],
  'pit.notification': ['own', 'deliver'],
  'pit.gantt_state': ['own'],
  'pit.audit_log': ['visible'],
  'pit.watchdog_scan_log': ['visible', 'scanner_insert', 'scanner_update'],
  'pit_ops.event_stream': ['numbered'],
  'pit_ops.outbox': ['visible', 'emit', 'emit_overriding', 'prune'],
  'pit_ops.idempotency_key': ['own', 'prune'],
};
