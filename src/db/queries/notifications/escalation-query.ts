import {
  boolean,
  double,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Organisations with alerts whose next step is due, `$1` seconds ahead. */
export const ESCALATING_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_due_escalations(make_interval(secs => $1)) AS org_id',
  { orgId: uuid },
);

/**
 * Begins with the open alerts of the project `$1` that have the codes `$2`, subjects `$3` and levels `$4`: the next step of
 * each is due after the hours of `$5`. One that has risen begins again. Subjects are taken out of the alerts once: behind
 * row security they lead to no index, and are else taken out again for each that is looked for.
 */
export const START_ESCALATION = statement(`
  WITH open AS MATERIALIZED (
    SELECT a.id, a.project_id, a.code, a.data ->> 'subject' AS subject FROM pit.watchdog_alert a
    WHERE a.project_id = $1 AND a.resolved_at IS NULL AND a.code = ANY ($2::text[])
  )
  INSERT INTO pit_ops.escalation AS kept (alert_id, project_id, level, step, raised_at, due_at)
  SELECT DISTINCT ON (open.id) open.id, open.project_id, given.level, 1, now(), now() + make_interval(hours => given.hours)
  FROM unnest($2::text[], $3::text[], $4::int[], $5::int[]) AS given (code, subject, level, hours)
  JOIN open ON open.code = given.code AND open.subject = given.subject
  ORDER BY open.id, given.level
  ON CONFLICT (alert_id) DO UPDATE SET level = excluded.level, step = 1, taken = '{}',
    raised_at = excluded.raised_at, due_at = excluded.due_at`);

/** Up to `$1` alerts whose next step is due, `$2` seconds ahead, with those who may have to hear of it. */
export const DUE_ESCALATIONS = statement(
  `
  SELECT e.alert_id, e.project_id, e.level, to_jsonb(e.taken) AS taken, a.message, a.code,
    coalesce(a.data ->> 'subject', '') AS subject,
    extract(epoch FROM now() + make_interval(secs => $2) - e.raised_at)::float8 AS under_way_for, p.name AS project_name, p.owner_id, p.sponsor_id,
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
    taken: neverNull(json<string[]>(), 'taken, which is never null'),
    message: text,
    code: text,
    subject: neverNull(text, 'coalesce'),
    underWayFor: neverNull(double, 'raised_at, which is never null'),
    projectName: text,
    ownerId: uuid,
    sponsorId: nullable(uuid),
    isOver: boolean,
  },
);

export const END_ESCALATIONS = statement('DELETE FROM pit_ops.escalation WHERE alert_id = ANY ($1::uuid[])');

/** Of the alerts `$1` the steps `$2` are taken, where they are not empty, and the next are due `$3` hours after each was raised. */
export const NEXT_STEPS = statement(`
  UPDATE pit_ops.escalation e SET due_at = e.raised_at + make_interval(hours => given.hours),
    step = e.step + (given.taken <> '')::int,
    taken = CASE WHEN given.taken = '' THEN e.taken ELSE e.taken || given.taken END
  FROM unnest($1::uuid[], $2::text[], $3::int[]) AS given (alert_id, taken, hours) WHERE e.alert_id = given.alert_id`);

/** Those of the users `$1::uuid[]` who have not left, and administrators who have not: each once. */
export const ACTIVE_PEOPLE = statement(
  `
  SELECT u.id, u.role = 'admin' AS is_administrator FROM pit."user" u
  WHERE (u.id = ANY ($1::uuid[]) OR u.role = 'admin')
    AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user gone WHERE gone.id = u.id)
  ORDER BY u.id`,
  { id: uuid, isAdministrator: boolean },
);
