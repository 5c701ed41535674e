import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';

/**
 * Work is at most 99 % until it is complete. A mark keeps what somebody said of completion, and from which progress.
 * Roll-ups are deleted with the day that organisations are settled for: the day roll-over makes all of them anew.
 */
export class Completion1700000070000 implements MigrationInterface {
  name = 'Completion1700000070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MARK);
    await runner.query(
      rewriting(REWRITTEN, `${PROOF}${PROGRESS_BEFORE}${WORK}${PARENTS}${PROJECTS}`, PLUMBING),
    );
    await runner.query(`${PROVEN_WITHOUT}${ownedByDefiner([DOOR], 'pit_app, pit_foreman')}`);
    await runner.query(`
      ALTER POLICY own_hand ON pit.task_progress_log
        WITH CHECK (user_id IN ((SELECT pit_ops.ctx_user()), '${SYSTEM_USER}'))`);
    await runner.query(VIEW);
    await runner.query(REFUSE_ARCHIVED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${PARTS.map((table) => `DROP TRIGGER refuse_archived ON ${table};`).join('\n')}
      DROP FUNCTION pit_ops.refuse_archived(), ${DOOR};
      DROP VIEW pit_ops.project_risk_mitigation;
      ${FORMER_VIEW}
      GRANT SELECT ON pit_ops.project_risk_mitigation TO pit_app, pit_foreman;
      ALTER POLICY own_hand ON pit.task_progress_log WITH CHECK (user_id = (SELECT pit_ops.ctx_user()));
      ALTER TABLE pit_ops.work_mark DROP COLUMN progress_before`);
  }
}

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';
const DOOR = 'pit_ops.is_task_proven_without(uuid, uuid)';
export const PARTS = ['pit.phase', 'pit.work_package', 'pit.task', 'pit.task_dependency', 'pit.task_cluster'];
const REWRITTEN = ['task', 'subtask', 'project', 'evidence', 'evidence_review', 'task_progress_log'].map(
  (table) => `pit.${table}`,
);
const PLUMBING = ['pit_ops.work_mark', 'pit_ops.rollup', 'pit_ops.settled_day'];

const MARK = `
  ALTER TABLE pit_ops.work_mark ADD COLUMN progress_before integer CHECK (progress_before BETWEEN 0 AND 99);
  GRANT INSERT (progress_before), UPDATE (progress_before) ON pit_ops.work_mark TO pit_app, pit_foreman;
  COMMENT ON COLUMN pit_ops.work_mark.completion IS
    'completed: somebody said so; it counts once the evidence gate is met and no subtask is open. reopened: not by its subtasks alone.';
  COMMENT ON COLUMN pit_ops.work_mark.progress_before IS
    'Progress in percent when it was last said to be complete, to which reopening goes back; null when that is not known.'`;

const PROOF = `
  CREATE TEMP TABLE proof ON COMMIT DROP AS
    SELECT piece.task_id, piece.subtask_id FROM pit.evidence AS piece
    WHERE piece.deleted_at IS NULL
      AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = piece.id
           ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer
        WHERE (newer.task_id = piece.task_id OR newer.subtask_id = piece.subtask_id) AND newer.deleted_at IS NULL
          AND newer.metadata ->> 'supersedes' = piece.id::text);`;

// An import completes without a mark, so that a later file may take that back.
const PROGRESS_BEFORE = `
  INSERT INTO pit_ops.work_mark AS mark (node_id, org_id, task_id, completion, progress_before)
    SELECT DISTINCT ON (work.id) work.id, work.org_id, work.task_id, 'completed', log.old_progress_percent
    FROM (SELECT id, org_id, id AS task_id, progress_percent FROM pit.task
      UNION ALL SELECT id, org_id, task_id, progress_percent FROM pit.subtask) AS work
    JOIN pit.task_progress_log AS log ON log.task_id = work.task_id AND coalesce(log.subtask_id, log.task_id) = work.id
    WHERE work.progress_percent = 100 AND log.new_progress_percent = 100 AND log.old_progress_percent < 100
      AND log.source <> 'import'
    ORDER BY work.id, log.created_at DESC, log.id DESC
    ON CONFLICT (node_id) DO UPDATE SET progress_before = excluded.progress_before,
      completion = CASE WHEN mark.completion = 'open' THEN excluded.completion ELSE mark.completion END;`;

/** Brings the work of one table to at most 99 % where it is not complete, and opens what is unproven. */
const normalise = (table: string, taskId: string, gate: string): string => `
  CREATE TEMP TABLE changed ON COMMIT DROP AS
    SELECT work.id, work.org_id, work.${taskId} AS task_id, work.status = 'completed' AS is_opened,
      CASE WHEN work.status = 'completed' OR mark.completion = 'reopened' THEN coalesce(mark.progress_before, 99) ELSE 99
        END AS percent
    FROM ${table} AS work LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = work.id
    WHERE work.progress_percent = 100 AND (work.status <> 'completed' OR work.requires_evidence AND NOT ${gate});
  INSERT INTO pit_ops.work_mark AS mark (node_id, org_id, task_id, is_started, completion)
    SELECT id, org_id, task_id, is_opened, CASE WHEN is_opened THEN 'open' ELSE 'completed' END FROM changed
    ON CONFLICT (node_id) DO UPDATE SET is_started = mark.is_started OR excluded.is_started,
      completion = CASE WHEN excluded.completion = 'completed' AND mark.completion = 'reopened'
        THEN mark.completion ELSE excluded.completion END;
  UPDATE ${table} AS work SET progress_percent = changed.percent,
      status = CASE WHEN changed.is_opened THEN 'active' ELSE work.status END
    FROM changed WHERE changed.id = work.id;
  INSERT INTO unproven SELECT id FROM changed WHERE is_opened;
  INSERT INTO claimed SELECT id FROM changed WHERE NOT is_opened;
  DROP TABLE changed;`;

const WORK = `
  CREATE TEMP TABLE unproven (id uuid) ON COMMIT DROP;
  CREATE TEMP TABLE claimed (id uuid) ON COMMIT DROP;
  ${normalise('pit.subtask', 'task_id', 'EXISTS (SELECT FROM proof WHERE proof.subtask_id = work.id)')}
  ${normalise(
    'pit.task',
    'id',
    `EXISTS (SELECT FROM proof LEFT JOIN pit.subtask AS step ON step.id = proof.subtask_id AND step.deleted_at IS NULL
      WHERE proof.task_id = work.id OR step.task_id = work.id)`,
  )}`;

const PARENTS = `
  UPDATE pit.task SET progress_percent = least(99, steps.mean),
      status = CASE WHEN task.status = 'completed' THEN 'active' ELSE task.status END
    FROM (SELECT task_id, round(avg(progress_percent)) AS mean, bool_and(progress_percent = 100) AS are_complete
      FROM pit.subtask WHERE deleted_at IS NULL GROUP BY task_id) AS steps
    WHERE steps.task_id = task.id AND NOT (task.status = 'completed' AND steps.are_complete)
      AND (task.status = 'completed' OR task.progress_percent <> least(99, steps.mean));`;

const PROJECTS = `
  CREATE TEMP TABLE opened ON COMMIT DROP AS
    SELECT project.id FROM pit.project WHERE status = 'completed' AND EXISTS (SELECT FROM pit.task
      WHERE task.project_id = project.id AND task.deleted_at IS NULL AND task.status <> 'completed');
  UPDATE pit.project SET status = 'active' FROM opened WHERE opened.id = project.id;
  DELETE FROM pit_ops.rollup;
  DELETE FROM pit_ops.settled_day;
  DO $$ BEGIN
    RAISE NOTICE '% tasks and subtasks were complete without the evidence that they require and are open again',
      (SELECT count(*) FROM unproven);
    RAISE NOTICE '% tasks and subtasks that were open at 100 %% are at 99 %%', (SELECT count(*) FROM claimed);
    RAISE NOTICE '% completed projects with open tasks are active', (SELECT count(*) FROM opened);
  END $$;
  DROP TABLE proof, unproven, claimed, opened;`;

const PROVEN_WITHOUT = `
  CREATE FUNCTION pit_ops.is_task_proven_without(task uuid, subtask uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN EXISTS (SELECT FROM pit.subtask AS step WHERE step.task_id = task AND step.deleted_at IS NULL
        AND step.id <> subtask AND pit_ops.is_subtask_proven(step.id))
      OR EXISTS (SELECT FROM pit.evidence AS piece
        WHERE piece.task_id = task AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
          AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = piece.id
               ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'
          AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.task_id = piece.task_id
            AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text));
  COMMENT ON FUNCTION pit_ops.is_task_proven_without(uuid, uuid) IS
    'Whether a task of the caller''s organisation would still be proven if this subtask were deleted.';`;

// The stored number is made of exact sums; one made of rounded progress would differ from it.
const VIEW = `
  DROP VIEW pit_ops.project_risk_mitigation;
  CREATE VIEW pit_ops.project_risk_mitigation WITH (security_invoker = true) AS
    SELECT project.org_id, project.id AS project_id, project.name, project.risk_impact_score,
      count(task.id)::integer AS mitigating_tasks,
      sum(task.linked_risk_mitigation_pct) AS planned_percent_points,
      project.risk_mitigation_percent AS mitigation_percent
    FROM pit.project JOIN pit.task ON task.project_id = project.id
      AND task.deleted_at IS NULL AND task.linked_risk_mitigation_pct > 0
    WHERE project.deleted_at IS NULL
    GROUP BY project.id;
  COMMENT ON VIEW pit_ops.project_risk_mitigation IS
    'How much of the planned mitigation each project has achieved, in percent; projects that mitigate nothing are absent.';
  GRANT SELECT ON pit_ops.project_risk_mitigation TO pit_app, pit_foreman`;

const FORMER_VIEW = `
  CREATE VIEW pit_ops.project_risk_mitigation WITH (security_invoker = true) AS
    SELECT project.org_id, project.id AS project_id, project.name, project.risk_impact_score,
      count(task.id)::integer AS mitigating_tasks,
      sum(task.linked_risk_mitigation_pct) AS planned_percent_points,
      round(coalesce(sum(task.linked_risk_mitigation_pct * task.progress_percent) FILTER (WHERE NOT task.requires_evidence OR EXISTS (
          SELECT FROM pit.evidence
          WHERE (evidence.task_id = task.id
              OR evidence.subtask_id IN (SELECT subtask.id FROM pit.subtask WHERE subtask.task_id = task.id))
            AND evidence.deleted_at IS NULL
            AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = evidence.id
              ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted')), 0)
        / sum(task.linked_risk_mitigation_pct), 2) AS mitigation_percent
    FROM pit.project JOIN pit.task ON task.project_id = project.id
      AND task.deleted_at IS NULL AND task.linked_risk_mitigation_pct > 0
    WHERE project.deleted_at IS NULL
    GROUP BY project.id;
  COMMENT ON VIEW pit_ops.project_risk_mitigation IS
    'How much of the planned mitigation each project has achieved, in percent; projects that mitigate nothing are absent.';`;

/** The trigger that refuses new parts of archived projects, with its function. */
export const REFUSE_ARCHIVED = `
  CREATE FUNCTION pit_ops.refuse_archived() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM inserted JOIN pit.project ON project.id = inserted.project_id
      WHERE project.status = 'archived') THEN
      RAISE EXCEPTION 'an archived project takes no %', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_archived';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.refuse_archived() IS 'Refuses new parts of archived projects, one look-up for each statement.';
  ${PARTS.map(
    (table) => `
  CREATE TRIGGER refuse_archived AFTER INSERT ON ${table} REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();`,
  ).join('')}`;
