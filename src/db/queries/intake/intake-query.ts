import {
  boolean,
  date,
  integer,
  neverNull,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { SourceModule } from '../../../domain/enums.ts';
/** Work that other modules raise. An origin is the module with its own reference. */

/**
 * Whoever raises work from the origins `$1::text[]` of this organisation waits for others who do, until their
 * transaction ends; always in the same order, so that two never wait for each other.
 */
export const LOCK_ORIGINS = statement(`
  SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
  FROM (SELECT DISTINCT concat_ws(':', 'origin', pit_ops.ctx_org(), origin) AS key
    FROM unnest($1::text[]) AS origin ORDER BY 1) AS keys`);

/**
 * The live tasks of the origins with the modules `$1::text[]` and the references `$2::text[]`, oldest first. An open
 * one that the actor may not see is a row without an id: that it exists, and nothing else of it.
 */
export const TASKS_OF_ORIGINS = statement(
  `
  SELECT t.id, t.project_id AS "projectId", t.name, t.source_module AS "sourceModule",
    t.source_reference_id AS "sourceReferenceId", t.status = 'completed' AS "isCompleted"
  FROM (
    SELECT t.id, t.project_id, t.name, t.source_module::text, t.source_reference_id, t.status::text, t.created_at
    FROM unnest($1::text[], $2::text[]) AS origin (module, reference)
    JOIN pit.task t ON t.source_reference_id = origin.reference AND t.source_module::text = origin.module
    WHERE t.org_id = pit_ops.ctx_org() AND t.deleted_at IS NULL
    UNION ALL
    SELECT NULL, NULL, NULL, o.source_module, o.source_reference_id, NULL, NULL
    FROM pit_ops.open_origins($1, $2) AS o
    WHERE NOT EXISTS (SELECT FROM pit.task seen WHERE seen.id = o.task_id)) AS t
  ORDER BY t.created_at, t.id`,
  {
    id: nullable(uuid),
    projectId: nullable(uuid),
    name: nullable(text),
    sourceModule: word<SourceModule>(),
    sourceReferenceId: text,
    isCompleted: nullable(boolean),
  },
);

/** The origins with the modules `$1::text[]` and the references `$2::text[]` that have an open task, whoever may see it. */
export const OPEN_ORIGINS = statement(
  `SELECT o.source_reference_id AS "sourceReferenceId" FROM pit_ops.open_origins($1, $2) AS o`,
  { sourceReferenceId: neverNull(text, 'open_origins finds by it') },
);

/** The civil day in the zone `$2` on which each of the tasks `$1::uuid[]` was raised first. */
export const RAISED_DAYS = statement(
  `SELECT id, (created_at AT TIME ZONE $2)::date AS day FROM pit.task WHERE id = ANY ($1::uuid[])`,
  { id: uuid, day: neverNull(date, 'created_at is not') },
);

/**
 * Of the tasks `$1::uuid[]`, which are about to be open: each whose origin has another open task, or an older one among
 * them. The other one is named only where the actor may see it.
 */
export const ORIGIN_RIVALS = statement(
  `
  WITH mine AS (
    SELECT id, name, description, source_module::text AS module, source_reference_id AS reference,
      nullif(first_value(id) OVER (PARTITION BY source_module, source_reference_id ORDER BY created_at, id), id) AS older
    FROM pit.task WHERE id = ANY ($1::uuid[]) AND source_reference_id IS NOT NULL)
  SELECT mine.id, mine.name, mine.description, mine.module AS "sourceModule", mine.reference AS "sourceReferenceId",
    rival.id AS "rivalId", rival.name AS "rivalName"
  FROM mine
  LEFT JOIN pit_ops.open_origins((SELECT array_agg(module) FROM mine), (SELECT array_agg(reference) FROM mine)) AS o
    ON o.source_module = mine.module AND o.source_reference_id = mine.reference AND o.task_id <> mine.id
  LEFT JOIN pit.task rival ON rival.id = coalesce(o.task_id, mine.older)
  WHERE coalesce(o.task_id, mine.older) IS NOT NULL
  ORDER BY mine.id`,
  {
    id: uuid,
    name: text,
    description: nullable(text),
    sourceModule: word<SourceModule>(),
    sourceReferenceId: neverNull(text, 'the condition'),
    rivalId: nullable(uuid),
    rivalName: nullable(text),
  },
);

/** Takes its origin from the task `$1`, whose description becomes `$2`. */
export const GIVE_UP_ORIGIN = statement(
  `UPDATE pit.task SET source_reference_id = NULL, description = $2 WHERE id = $1`,
);

/** The places, from 1, of those of the texts `$2::text[]` that stand in the progress log of the tasks `$1::uuid[]`. */
export const LOGGED_TEXTS = statement(
  `
  SELECT said.place::int FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS said (task_id, text, place)
  WHERE EXISTS (SELECT FROM pit.task_progress_log l WHERE l.task_id = said.task_id AND l.comment = said.text)`,
  { place: integer },
);

/** In the project `$1`: its phase `$2`, or else its first, and in that the work package `$3`, if it is there. */
export const GENERAL_PLACE = statement(
  `
  SELECT p.id AS "phaseId", (
    SELECT w.id FROM pit.work_package w WHERE w.phase_id = p.id AND w.name = $3 AND w.deleted_at IS NULL
    ORDER BY w.order_index, w.id LIMIT 1) AS "workPackageId"
  FROM pit.phase p WHERE p.project_id = $1 AND p.deleted_at IS NULL
  ORDER BY p.name = $2 DESC, p.order_index, p.id LIMIT 1`,
  { phaseId: uuid, workPackageId: nullable(uuid) },
);

/** Links tasks to what they were raised from (`$1`: JSON); answers the tasks that got a link which they lacked. */
export const LINK_ORIGINS = statement(
  `
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
  UNION SELECT task_id FROM incident UNION SELECT task_id FROM finding`,
  { id: uuid },
);
