import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/** What lies behind the derived columns of the plan: exact sums under each parent, and what was set by hand. */
export class Settlement1700000030000 implements MigrationInterface {
  name = 'Settlement1700000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLLUP);
    await runner.query(MARK);
    await runner.query(`${PROVEN}${FACTS}${CONTRIBUTIONS}${SUMS}${STORE}
      GRANT SELECT ON pit.phase, pit.work_package, pit.subtask, pit.task_dependency, pit.evidence, pit.evidence_review,
        pit.risk_link, pit.control_link, pit.incident_link, pit.audit_link, pit.isms_link, pit_ops.work_mark,
        pit_ops.rollup TO pit_definer;
      GRANT UPDATE (progress_percent, status) ON pit.task, pit.subtask TO pit_definer;
      GRANT UPDATE (progress_percent, capex_total, opex_total) ON pit.work_package, pit.phase, pit.project TO pit_definer;
      GRANT UPDATE (risk_mitigation_percent) ON pit.project TO pit_definer;
      GRANT SELECT ON pit.project TO pit_definer;
      GRANT INSERT (node_id, project_id, state), UPDATE (state) ON pit_ops.rollup TO pit_definer;
      ${ownedByDefiner(DOORS, 'pit_app, pit_foreman')}`);
    await runner.query(`${wall('pit_ops.rollup')}${wall('pit_ops.work_mark')}${RIGHTS}`);
    await runner.query(`
      ${visibleWhere('pit_ops.rollup', throughGathered('pit.project', 'pit_ops.rollup', 'project_id'))}
      ${visibleWhere('pit_ops.work_mark', throughGathered('pit.task', 'pit_ops.work_mark', 'task_id'))}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOORS.join(', ')};
      REVOKE UPDATE (progress_percent, status) ON pit.task, pit.subtask FROM pit_definer;
      REVOKE UPDATE (progress_percent, capex_total, opex_total) ON pit.work_package, pit.phase, pit.project
        FROM pit_definer;
      REVOKE UPDATE (risk_mitigation_percent) ON pit.project FROM pit_definer;
      REVOKE SELECT ON pit.project, pit.phase, pit.work_package, pit.subtask, pit.task_dependency, pit.evidence, pit.evidence_review,
        pit.risk_link, pit.control_link, pit.incident_link, pit.audit_link, pit.isms_link FROM pit_definer;
      ${dropVisibility('pit_ops.rollup', VISIBILITY_POLICIES)}
      ${dropVisibility('pit_ops.work_mark', VISIBILITY_POLICIES)}
      ${dropWall('pit_ops.rollup')}${dropWall('pit_ops.work_mark')}
      DROP TABLE pit_ops.work_mark, pit_ops.rollup`);
  }
}

// The stored percentages are rounded; a mean of rounded means would drift. Hence the exact sums, which also make a
// change cost as many rows as the plan is deep. A project without rows here is summed up afresh at its next change.
const ROLLUP = `
  CREATE TABLE pit_ops.rollup (
    node_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT rollup_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
  ) WITH (fillfactor = 50);
  CREATE INDEX ON pit_ops.rollup (project_id);
  COMMENT ON TABLE pit_ops.rollup IS 'Exact sums under a work package, phase or project; rebuilt when its rows are deleted.'`;

const MARK = `
  CREATE TABLE pit_ops.work_mark (
    node_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    is_started boolean NOT NULL DEFAULT false,
    is_blocked boolean NOT NULL DEFAULT false,
    blocked_reason text CHECK (length(blocked_reason) <= 2000),
    completion text NOT NULL DEFAULT 'open' CHECK (completion IN ('open', 'completed', 'reopened')),
    CONSTRAINT work_mark_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit_ops.work_mark (task_id);
  COMMENT ON TABLE pit_ops.work_mark IS 'What was set by hand on a task or subtask; its status is derived from this and the dates.'`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (node_id, project_id, state), UPDATE (state) ON pit_ops.rollup TO pit_app, pit_foreman;
  GRANT SELECT, DELETE, INSERT (node_id, task_id, is_started, is_blocked, blocked_reason, completion),
    UPDATE (is_started, is_blocked, blocked_reason, completion) ON pit_ops.work_mark TO pit_app, pit_foreman`;

const DOORS = [
  'pit_ops.task_facts(uuid[], uuid)',
  'pit_ops.contributions(uuid)',
  'pit_ops.is_task_proven(uuid)',
  'pit_ops.is_subtask_proven(uuid)',
  'pit_ops.sums_above(uuid, uuid)',
  `pit_ops.store_settlement(uuid, numeric, uuid[], integer[], pit.task_status_enum[],
    uuid[], integer[], numeric[], numeric[], text[])`,
];

const newerWhere = (owner: string): string => `SELECT FROM pit.evidence AS newer
          WHERE newer.${owner} = piece.${owner} AND newer.deleted_at IS NULL
            AND newer.metadata ->> 'supersedes' = piece.id::text`;

// A piece of evidence proves something while its latest review accepts it and no other piece has taken its place. Task
// and subtask are asked one by one: PostgreSQL would answer an OR of both by reading all evidence there is.
const acceptedWhere = (ownership: string): string => `
    EXISTS (SELECT FROM pit.evidence AS piece
      WHERE ${ownership} AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
        AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = piece.id
             ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'
        AND NOT EXISTS (${newerWhere('task_id')})
        AND NOT EXISTS (${newerWhere('subtask_id')}))`;

const PROVEN = `
  CREATE FUNCTION pit_ops.is_task_proven(task uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN ${acceptedWhere('piece.task_id = task')} OR ${acceptedWhere(`piece.subtask_id = ANY (ARRAY(
      SELECT step.id FROM pit.subtask AS step WHERE step.task_id = task AND step.deleted_at IS NULL))`)};
  COMMENT ON FUNCTION pit_ops.is_task_proven(uuid) IS
    'Whether some evidence of a task of the caller''s organisation, or of its live subtasks, stands accepted.';
  CREATE FUNCTION pit_ops.is_subtask_proven(subtask uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN ${acceptedWhere('piece.subtask_id = subtask')};
  COMMENT ON FUNCTION pit_ops.is_subtask_proven(uuid) IS
    'Whether some evidence of a subtask of the caller''s organisation itself stands accepted.';`;

const hand = (node: string): string => `(
      SELECT jsonb_build_object('isStarted', coalesce(mark.is_started, false),
        'isBlocked', coalesce(mark.is_blocked, false), 'completion', coalesce(mark.completion, 'open'))
      FROM (SELECT) AS one LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = ${node})`;

const SUBTASK_FACTS = `(
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'name', step.name, 'ownerId', step.owner_id,
        'status', step.status, 'progressPercent', step.progress_percent, 'startDate', step.start_date,
        'endDate', step.end_date, 'updatedAt', step.updated_at, 'hand', ${hand('step.id')},
        'isEvidenceGateMet', NOT step.requires_evidence OR pit_ops.is_subtask_proven(step.id))
        ORDER BY step.ordered_index, step.id), '[]')
      FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL)`;

const PREDECESSOR_FACTS = `(
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', earlier.id, 'type', arc.dependency_type,
        'lagDays', arc.lag_days, 'start', earlier.start_date, 'end', earlier.end_date,
        'progressPercent', earlier.progress_percent, 'hand', ${hand('earlier.id')},
        'isEvidenceGateMet', NOT earlier.requires_evidence OR pit_ops.is_task_proven(earlier.id))), '[]')
      FROM pit.task_dependency AS arc
      JOIN pit.task AS earlier ON earlier.id = arc.predecessor_task_id AND earlier.deleted_at IS NULL
      WHERE arc.successor_task_id = task.id)`;

const LINKED = ['risk_link', 'control_link', 'incident_link', 'audit_link', 'isms_link']
  .map((table) => `EXISTS (SELECT FROM pit.${table} AS link WHERE link.task_id = task.id)`)
  .join(' OR ');

// Every write reads these facts, of a dozen tables. Under their policies that would be more planning and checking than
// work; so this door looks at the organisation alone, and who opens it joins the visible projects to what comes out.
export const FACTS = `
  CREATE FUNCTION pit_ops.task_facts(tasks uuid[], subtask uuid) RETURNS TABLE (
      id uuid, project_id uuid, phase_id uuid, work_package_id uuid, name text, status pit.task_status_enum,
      progress_percent integer, start_date date, end_date date, duration_days integer, capex_cost numeric,
      opex_cost numeric, requires_evidence boolean, has_accepted_evidence boolean, mitigation_pct numeric,
      owner_id uuid, assignees jsonb, phase_owner_id uuid, work_package_owner_id uuid, is_linked boolean,
      updated_at timestamptz, hand jsonb, subtasks jsonb, predecessors jsonb)
    LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    wanted uuid[] := coalesce(tasks, ARRAY(
      SELECT step.task_id FROM pit.subtask AS step WHERE step.id = subtask AND step.deleted_at IS NULL));
  BEGIN
    wanted := wanted || ARRAY(
      SELECT arc.successor_task_id FROM pit.task_dependency AS arc WHERE arc.predecessor_task_id = ANY (wanted));
    RETURN QUERY SELECT task.id, task.project_id, task.phase_id, task.work_package_id, task.name, task.status,
      task.progress_percent, task.start_date, task.end_date, task.duration_days, task.capex_cost,
      task.opex_cost, task.requires_evidence, task.requires_evidence AND pit_ops.is_task_proven(task.id),
      task.linked_risk_mitigation_pct, task.owner_id, task.assignees, phase.owner_id, package.owner_id,
      task.source_module <> 'manual' OR ${LINKED}, task.updated_at::timestamptz,
      ${hand('task.id')}, ${SUBTASK_FACTS}, ${PREDECESSOR_FACTS}
    FROM pit.task AS task
    JOIN pit.phase AS phase ON phase.id = task.phase_id AND phase.deleted_at IS NULL
    LEFT JOIN pit.work_package AS package ON package.id = task.work_package_id
    WHERE task.id = ANY (wanted) AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      AND package.deleted_at IS NULL
    ORDER BY task.order_index, task.id;
  END $$;
  COMMENT ON FUNCTION pit_ops.task_facts(uuid[], uuid) IS
    'What settling needs to know of live tasks of the caller''s organisation: these tasks, or a subtask''s, each with its direct successors.';`;

// What a whole project's sums are made of, and no more: a fraction of the facts.
const CONTRIBUTIONS = `
  CREATE FUNCTION pit_ops.contributions(project uuid) RETURNS TABLE (id uuid, project_id uuid, phase_id uuid,
      work_package_id uuid, progress_percent integer, duration_days integer, capex_cost numeric, opex_cost numeric,
      mitigation_pct numeric, requires_evidence boolean, has_accepted_evidence boolean, subtasks jsonb)
    LANGUAGE plpgsql STABLE ROWS 500 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    RETURN QUERY SELECT task.id, task.project_id, task.phase_id, task.work_package_id, task.progress_percent,
      task.duration_days, task.capex_cost, task.opex_cost, task.linked_risk_mitigation_pct, task.requires_evidence,
      task.requires_evidence AND pit_ops.is_task_proven(task.id),
      (SELECT coalesce(jsonb_agg(jsonb_build_object('progressPercent', step.progress_percent)), '[]')
        FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL)
    FROM pit.task AS task
    JOIN pit.phase AS phase ON phase.id = task.phase_id AND phase.deleted_at IS NULL
    LEFT JOIN pit.work_package AS package ON package.id = task.work_package_id
    WHERE task.project_id = project AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      AND package.deleted_at IS NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.contributions(uuid) IS
    'What each live task of a project of the caller''s organisation puts into the sums above it.';`;

const SUMS = `
  CREATE FUNCTION pit_ops.sums_above(task uuid, subtask uuid) RETURNS TABLE (node_id uuid, state jsonb)
    LANGUAGE plpgsql STABLE ROWS 3 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    place pit.task;
  BEGIN
    SELECT * INTO place FROM pit.task AS each
      WHERE each.id = coalesce(task, (SELECT step.task_id FROM pit.subtask AS step WHERE step.id = subtask));
    RETURN QUERY SELECT rollup.node_id, rollup.state FROM pit_ops.rollup AS rollup
      WHERE rollup.node_id = ANY (ARRAY[place.project_id, place.phase_id, place.work_package_id])
        AND rollup.org_id = pit_ops.ctx_org();
  END $$;
  COMMENT ON FUNCTION pit_ops.sums_above(uuid, uuid) IS
    'The kept sums of what a task, or a subtask''s, lies in: work package, phase and project.';`;

// Rows that would not change are not touched, so that they leave no audit record.
export const STORE = `
  CREATE FUNCTION pit_ops.store_settlement(project uuid, mitigation numeric,
      work uuid[], work_percents integer[], work_statuses pit.task_status_enum[],
      nodes uuid[], node_percents integer[], capex numeric[], opex numeric[], states text[])
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    root integer := array_position(nodes, project);
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit.task AS task SET progress_percent = new.percent, status = new.status
      FROM unnest(work, work_percents, work_statuses) AS new (id, percent, status)
      WHERE task.id = new.id AND task.project_id = project
        AND (task.progress_percent <> new.percent OR task.status <> new.status);
    UPDATE pit.subtask AS step SET progress_percent = new.percent, status = new.status
      FROM unnest(work, work_percents, work_statuses) AS new (id, percent, status)
      WHERE step.id = new.id AND (step.progress_percent <> new.percent OR step.status <> new.status)
        AND EXISTS (SELECT FROM pit.task AS task WHERE task.id = step.task_id AND task.project_id = project);
    UPDATE pit.work_package AS package
      SET progress_percent = new.percent, capex_total = new.capex, opex_total = new.opex
      FROM unnest(nodes, node_percents, capex, opex) AS new (id, percent, capex, opex)
      WHERE package.id = new.id AND package.project_id = project AND (package.progress_percent <> new.percent
        OR package.capex_total <> new.capex OR package.opex_total <> new.opex);
    UPDATE pit.phase AS phase SET progress_percent = new.percent, capex_total = new.capex, opex_total = new.opex
      FROM unnest(nodes, node_percents, capex, opex) AS new (id, percent, capex, opex)
      WHERE phase.id = new.id AND phase.project_id = project AND (phase.progress_percent <> new.percent
        OR phase.capex_total <> new.capex OR phase.opex_total <> new.opex);
    UPDATE pit.project AS plan SET progress_percent = node_percents[root], capex_total = capex[root],
        opex_total = opex[root], risk_mitigation_percent = mitigation
      WHERE plan.id = project AND root IS NOT NULL AND (plan.progress_percent <> node_percents[root] OR plan.capex_total <> capex[root]
        OR plan.opex_total <> opex[root] OR plan.risk_mitigation_percent <> mitigation);
    INSERT INTO pit_ops.rollup AS kept (node_id, project_id, state)
      SELECT new.id, project, new.state::jsonb FROM unnest(nodes, states) AS new (id, state)
      ON CONFLICT (node_id) DO UPDATE SET state = excluded.state WHERE kept.project_id = project;
  END $$;
  COMMENT ON FUNCTION pit_ops.store_settlement(uuid, numeric, uuid[], integer[], pit.task_status_enum[],
    uuid[], integer[], numeric[], numeric[], text[]) IS
    'Stores what settling found in a project: progress and status of work, numbers and sums of what it lies in.';`;
