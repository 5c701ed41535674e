import {
  boolean,
  date,
  decimal,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** An open alert about a person or a risk: where it was raised, and which projects it named. */
export interface SharedAlert {
  readonly projectId: string;
  readonly projects: readonly string[] | null;
}

/** The open alerts of the code `code` about the subject `subject`, as `SharedAlert`; null without any. */
const alertsOf = (code: string, subject: string): string =>
  `(SELECT jsonb_agg(jsonb_build_object('projectId', a.project_id, 'projects', a.data -> 'projects'))
    FROM pit.watchdog_alert a
    WHERE a.resolved_at IS NULL AND a.code = '${code}' AND a.data ->> 'subject' = ${subject}::text)`;

/** The subjects of open alerts of the code `code` that the project `$1` has, or that name it. */
const alertedIn = (code: string): string =>
  `SELECT (a.data ->> 'subject')::uuid FROM pit.watchdog_alert a WHERE a.resolved_at IS NULL AND a.code = '${code}'
    AND (a.project_id = $1 OR a.data -> 'projects' ? $1::text)`;

/**
 * Those who own live tasks of the project `$1`, or are the subject of an alert that has to do with it: how many tasks each
 * has under way in each active project, blocked ones left out, and the open alerts about them.
 */
export const WATCHED_OWNERS = statement(
  `WITH owner AS MATERIALIZED (
    SELECT owner_id AS id FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL
    UNION ${alertedIn('owner_overload')}
  ), work AS (
    SELECT t.owner_id, t.project_id, count(*) AS tasks
    FROM owner JOIN pit.task t ON t.owner_id = owner.id AND t.deleted_at IS NULL AND t.status NOT IN ('completed', 'blocked')
    JOIN pit.project p ON p.id = t.project_id AND p.deleted_at IS NULL AND p.status = 'active'
    LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id
    WHERE t.progress_percent > 0 OR m.is_started GROUP BY t.owner_id, t.project_id
  )
  SELECT u.id, u.name, coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.project_id, 'tasks', w.tasks)
      ORDER BY w.tasks DESC, w.project_id) FROM work w WHERE w.owner_id = u.id), '[]') AS projects,
    ${alertsOf('owner_overload', 'u.id')} AS alerts
  FROM owner JOIN pit."user" u ON u.id = owner.id`,
  {
    id: uuid,
    name: text,
    projects: neverNull(json<readonly { id: string; tasks: number }[]>(), 'coalesce'),
    alerts: nullable(json<readonly SharedAlert[]>()),
  },
);

/** The risks that live tasks of the project `$1` mitigate, or that an alert that has to do with it is about. */
const RISKS = `risk AS MATERIALIZED (
    SELECT l.risk_id AS id FROM pit.task t JOIN pit.risk_link l ON l.task_id = t.id WHERE t.project_id = $1 AND t.deleted_at IS NULL
    UNION ${alertedIn('risk_not_mitigating')}
  )`;

/** These risks, with the open alerts about them, and whether somebody has accepted each as of the day `$2`. */
export const WATCHED_RISKS = statement(
  `WITH ${RISKS} SELECT risk.id, ${alertsOf('risk_not_mitigating', 'risk.id')} AS alerts,
    pit_ops.accepted_until('risk_acceptance', risk.id, NULL, NULL, $2::date) IS NOT NULL AS is_accepted FROM risk`,
  {
    id: neverNull(uuid, 'neither subject is'),
    alerts: nullable(json<readonly SharedAlert[]>()),
    isAccepted: neverNull(boolean, 'IS NOT NULL is true or false'),
  },
);

/** All live tasks of the organisation that mitigate one of these risks, a task once for each risk, and a series by the occurrence that counts. */
export const WATCHED_RISK_WORK = statement(
  `WITH ${RISKS}, linked AS (
    SELECT DISTINCT l.risk_id, l.task_id FROM risk JOIN pit.risk_link l ON l.risk_id = risk.id
  )
  SELECT linked.risk_id, t.project_id, p.status = 'active' AS is_project_active, t.start_date, t.end_date,
    t.linked_risk_mitigation_pct AS mitigation_pct, t.requires_evidence,
    t.requires_evidence AND pit_ops.is_task_proven(t.id) AND coalesce(c.is_proof_current, true) AS is_proof_current,
    coalesce(steps.percents, t.progress_percent)::int AS percents, coalesce(steps.parts, 1)::int AS parts
  FROM linked JOIN pit.task t ON t.id = linked.task_id AND t.deleted_at IS NULL AND t.linked_risk_mitigation_pct > 0
  JOIN pit.project p ON p.id = t.project_id AND p.deleted_at IS NULL
  LEFT JOIN pit_ops.task_counting c ON c.task_id = t.id
  LEFT JOIN LATERAL (
    SELECT sum(s.progress_percent) AS percents, count(*) AS parts FROM pit.subtask s
    WHERE s.task_id = t.id AND s.deleted_at IS NULL HAVING count(*) > 0
  ) steps ON true
  WHERE NOT EXISTS (SELECT FROM pit_ops.occurrence one_of WHERE one_of.task_id = t.id AND NOT one_of.is_counted)
  ORDER BY linked.risk_id, t.id`,
  {
    riskId: uuid,
    projectId: uuid,
    isProjectActive: boolean,
    startDate: nullable(date),
    endDate: nullable(date),
    mitigationPct: neverNull(decimal, 'the condition'),
    requiresEvidence: boolean,
    isProofCurrent: neverNull(boolean, 'none is null'),
    percents: neverNull(integer, 'coalesce'),
    parts: neverNull(integer, 'coalesce'),
  },
);
