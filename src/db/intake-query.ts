/** Work that other modules raise. An origin is the module with its own reference. */

/**
 * Whoever raises work from the origins `$1::text[]` of this organisation waits for others who do, until their
 * transaction ends; always in the same order, so that two never wait for each other.
 */
export const LOCK_ORIGINS = `
  SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
  FROM (SELECT DISTINCT concat_ws(':', 'origin', pit_ops.ctx_org(), origin) AS key
    FROM unnest($1::text[]) AS origin ORDER BY 1) AS keys`;

/** The live tasks of the origins with the modules `$1::text[]` and the references `$2::text[]`, oldest first. */
export const TASKS_OF_ORIGINS = `
  SELECT t.id, t.project_id AS "projectId", t.name, t.source_module AS "sourceModule",
    t.source_reference_id AS "sourceReferenceId", t.status = 'completed' AS "isCompleted"
  FROM unnest($1::text[], $2::text[]) AS origin (module, reference)
  JOIN pit.task t ON t.source_reference_id = origin.reference AND t.source_module::text = origin.module
  WHERE t.org_id = pit_ops.ctx_org() AND t.deleted_at IS NULL
  ORDER BY t.created_at, t.id`;

/** In the project `$1`: its phase `$2`, or else its first, and in that the work package `$3`, if it is there. */
export const GENERAL_PLACE = `
  SELECT p.id AS "phaseId", (
    SELECT w.id FROM pit.work_package w WHERE w.phase_id = p.id AND w.name = $3 AND w.deleted_at IS NULL
    ORDER BY w.order_index, w.id LIMIT 1) AS "workPackageId"
  FROM pit.phase p WHERE p.project_id = $1 AND p.deleted_at IS NULL
  ORDER BY p.name = $2 DESC, p.order_index, p.id LIMIT 1`;

/** Links tasks to what they were raised from (`$1`: JSON); answers the tasks that got a link which they lacked. */
export const LINK_ORIGINS = `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, "riskId" uuid, "riskLinkType" text,
      "controlId" uuid, "incidentId" uuid, "auditFindingId" uuid)
  ), risk AS (
    INSERT INTO pit.risk_link (task_id, risk_id, link_type)
    SELECT "taskId", "riskId", "riskLinkType" FROM wanted WHERE "riskId" IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING task_id
  ), control AS (
    INSERT INTO pit.control_link (task_id, control_id)
    SELECT "taskId", "controlId" FROM wanted WHERE "controlId" IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING task_id
  ), incident AS (
    INSERT INTO pit.incident_link (task_id, incident_id)
    SELECT "taskId", "incidentId" FROM wanted WHERE "incidentId" IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING task_id
  ), finding AS (
    INSERT INTO pit.audit_link (task_id, audit_finding_id)
    SELECT "taskId", "auditFindingId" FROM wanted WHERE "auditFindingId" IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING task_id
  )
  SELECT task_id AS id FROM risk UNION SELECT task_id FROM control
  UNION SELECT task_id FROM incident UNION SELECT task_id FROM finding`;
