import { boolean, integer, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Organisations with alerts whose next step is due, `$1` seconds ahead. */
export const ESCALATING_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_due_escalations(make_interval(secs => $1)) AS org_id',
  { orgId: uuid },
);

/**
 * Begins with the open alerts of the project `$1` that have the codes `$2`, subjects `$3` and levels `$4`: the next step of
 * each is due after the hours of `$5`. One that has risen begins again.
 */
export const START_ESCALATION = statement(`
  INSERT INTO pit_ops.escalation AS kept (alert_id, project_id, level, step, due_at)
  SELECT DISTINCT ON (a.id) a.id, a.project_id, given.level, 1, now() + make_interval(hours => given.hours)
  FROM unnest($2::text[], $3::text[], $4::int[], $5::int[]) AS given (code, subject, level, hours)
  JOIN pit.watchdog_alert a ON a.project_id = $1 AND a.resolved_at IS NULL AND a.code = given.code
    AND a.data ->> 'subject' = given.subject
  ORDER BY a.id, given.level
  ON CONFLICT (alert_id) DO UPDATE SET level = excluded.level, step = 1, due_at = excluded.due_at`);

/** Up to `$1` alerts whose next step is due, `$2` seconds ahead, with those who may have to hear of it. */
export const DUE_ESCALATIONS = statement(
  `
  SELECT e.alert_id, e.project_id, e.level, e.step, a.message, p.name AS project_name, p.owner_id, p.sponsor_id,
    a.resolved_at IS NOT NULL OR p.deleted_at IS NOT NULL
      OR EXISTS (SELECT FROM pit_ops.alert_ack k WHERE k.alert_id = e.alert_id) AS is_over
  FROM pit_ops.escalation e
  JOIN pit.watchdog_alert a ON a.id = e.alert_id
  JOIN pit.project p ON p.id = e.project_id
  WHERE e.due_at <= now() + make_interval(secs => $2)
  ORDER BY e.due_at LIMIT $1 FOR UPDATE OF e SKIP LOCKED`,
  {
    alertId: uuid,
    projectId: uuid,
    level: integer,
    step: integer,
    message: text,
    projectName: text,
    ownerId: uuid,
    sponsorId: nullable(uuid),
    isOver: boolean,
  },
);

export const END_ESCALATIONS = statement('DELETE FROM pit_ops.escalation WHERE alert_id = ANY ($1::uuid[])');

/** The alerts `$1` come to their next steps, which are followed by others after the hours of `$2`. */
export const NEXT_STEPS = statement(`
  UPDATE pit_ops.escalation e SET step = e.step + 1, due_at = e.due_at + make_interval(hours => given.hours)
  FROM unnest($1::uuid[], $2::int[]) AS given (alert_id, hours) WHERE e.alert_id = given.alert_id`);
