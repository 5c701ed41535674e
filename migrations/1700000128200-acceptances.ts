import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Risks that are accepted, and controls, findings and criteria of which somebody is excepted: each for a reason, with a day on which it
 * ends, and decided by another person than who proposed it or does the work. Rows stay; what was proposed is never edited, so that a
 * longer one is another row that is decided anew.
 */
export class Acceptances1700000128200 implements MigrationInterface {
  name = 'Acceptances1700000128200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${TABLE_SQL}
      ${APPROVES}${TASKS}${WORKS}${PROJECTS}${UNTIL}${ENDED}${KEEP}
      GRANT SELECT, UPDATE (state) ON ${TABLE} TO pit_definer;
      ${ownedByDefiner(CALLED, 'pit_app, pit_foreman')}
      ${ownedByDefiner(INNER)}
      ${ownedByDefiner(TRIGGERS, 'pit_owner')}
      ${wall(TABLE)}${visibleWhere(TABLE, SEEN)}
      CREATE TRIGGER keep_acceptance BEFORE INSERT OR UPDATE ON ${TABLE}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_acceptance();
      ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER keep_acceptance;
      CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${TABLE}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('acceptance');
      ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER audit_row`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}${dropWall(TABLE)} DROP TABLE ${TABLE};
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${[...CALLED, ...INNER, ...TRIGGERS].join(', ')}; SET LOCAL ROLE pit_owner`);
  }
}

const TABLE = 'pit_ops.acceptance';
const CALLED = [
  'pit_ops.approves_acceptances()',
  'pit_ops.works_on_origin(text, uuid, text, text, uuid)',
  'pit_ops.projects_of_origin(text, uuid, text, text)',
  'pit_ops.accepted_until(text, uuid, text, text, date)',
  'pit_ops.ended_acceptances(uuid, date)',
];
const INNER = ['pit_ops.tasks_of_origin(text, uuid, text, text)'];
const TRIGGERS = ['pit_ops.keep_acceptance()'];

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    kind text NOT NULL,
    origin_id uuid,
    criteria_code text,
    criteria_version text,
    reason text NOT NULL,
    compensating text,
    residual text,
    state text NOT NULL DEFAULT 'proposed',
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    proposed_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    decided_by uuid,
    decided_at timestamptz(3),
    comment text,
    ended_by uuid,
    ended_at timestamptz(3),
    end_reason text,
    renews_id uuid,
    CONSTRAINT acceptance_org_id_key UNIQUE (org_id, id),
    CONSTRAINT acceptance_renews_id_fkey FOREIGN KEY (org_id, renews_id) REFERENCES ${TABLE} (org_id, id),
    CONSTRAINT acceptance_kind_check CHECK (kind IN ('risk_acceptance', 'control_exception', 'finding_exception', 'criterion_exception')),
    CONSTRAINT acceptance_origin_id_check CHECK (CASE WHEN kind = 'criterion_exception' THEN origin_id IS NULL AND criteria_code IS NOT NULL
      ELSE origin_id IS NOT NULL AND criteria_code IS NULL AND criteria_version IS NULL END),
    CONSTRAINT acceptance_criteria_check CHECK (length(criteria_code) BETWEEN 1 AND 200 AND length(criteria_version) BETWEEN 1 AND 100),
    CONSTRAINT acceptance_reason_check CHECK (length(reason) BETWEEN 10 AND 2000),
    CONSTRAINT acceptance_compensating_check CHECK (length(compensating) <= 5000),
    CONSTRAINT acceptance_residual_check CHECK (length(residual) <= 5000),
    CONSTRAINT acceptance_comment_check CHECK (length(comment) <= 5000),
    CONSTRAINT acceptance_end_reason_check CHECK (length(end_reason) <= 5000),
    CONSTRAINT acceptance_state_check
      CHECK (state IN ('proposed', 'active', 'rejected', 'withdrawn', 'revoked', 'expired', 'renewed')),
    CONSTRAINT acceptance_ends_on_check CHECK (isfinite(starts_on) AND isfinite(ends_on) AND ends_on > starts_on AND ends_on <= starts_on + 3650),
    CONSTRAINT acceptance_decided_by_check CHECK (decided_by <> proposed_by
      AND (state NOT IN ('active', 'rejected', 'revoked', 'renewed') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)))
  );
  CREATE UNIQUE INDEX acceptance_active_key ON ${TABLE} (org_id, kind, origin_id, criteria_code, criteria_version) NULLS NOT DISTINCT
    WHERE state = 'active';
  CREATE UNIQUE INDEX acceptance_proposed_key ON ${TABLE} (org_id, kind, origin_id, criteria_code, criteria_version) NULLS NOT DISTINCT
    WHERE state = 'proposed';
  CREATE INDEX acceptance_org_id_created_at_idx ON ${TABLE} (org_id, created_at, id);
  CREATE INDEX acceptance_origin_id_idx ON ${TABLE} (org_id, origin_id, kind) WHERE origin_id IS NOT NULL;
  CREATE INDEX acceptance_criteria_code_idx ON ${TABLE} (org_id, criteria_code) WHERE criteria_code IS NOT NULL;
  CREATE INDEX acceptance_ends_on_idx ON ${TABLE} (org_id, ends_on) WHERE state IN ('proposed', 'active');
  CREATE INDEX acceptance_renews_id_idx ON ${TABLE} (renews_id) WHERE renews_id IS NOT NULL;
  COMMENT ON TABLE ${TABLE} IS 'Risks that are accepted, and exceptions of controls, findings and criteria, until a day. Rows stay.';
  COMMENT ON COLUMN ${TABLE}.origin_id IS 'Id of the risk, control or finding in the module that owns it; null for a criterion.';
  COMMENT ON COLUMN ${TABLE}.ends_on IS 'The last civil day on which it holds.';
  COMMENT ON COLUMN ${TABLE}.renews_id IS 'The acceptance that it takes the place of once it is decided.';
  GRANT SELECT, INSERT (kind, origin_id, criteria_code, criteria_version, reason, compensating, residual, starts_on, ends_on, renews_id),
    UPDATE (state, decided_by, decided_at, comment, ended_by, ended_at, end_reason) ON ${TABLE} TO pit_app, pit_foreman;`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const APPROVES = `
  CREATE FUNCTION pit_ops.approves_acceptances() RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT pit_ops.ctx_role() = 'admin' OR (pit_ops.ctx_role() = 'foreman' AND pit_ops.ctx_reason() IS NOT NULL)
      OR (pit_ops.ctx_role() IN ('member', 'foreman') AND EXISTS (SELECT FROM pit.organisation AS home WHERE home.id = pit_ops.ctx_org()
        AND home.settings #> '{acceptance,approverIds}' ? pit_ops.ctx_user()::text)) $$;
  COMMENT ON FUNCTION pit_ops.approves_acceptances() IS
    'Whether the actor may decide on acceptances: by role, or because the settings of the organisation name them.';`;

const TASKS = `
  CREATE FUNCTION pit_ops.tasks_of_origin(kind text, origin uuid, code text, version text) RETURNS TABLE (task_id uuid)
    LANGUAGE sql STABLE ROWS 10 ${DEFINER} AS $$
    SELECT link.task_id FROM pit.risk_link AS link
      WHERE kind = 'risk_acceptance' AND link.org_id = pit_ops.ctx_org() AND link.risk_id = origin
    UNION SELECT link.task_id FROM pit.control_link AS link
      WHERE kind = 'control_exception' AND link.org_id = pit_ops.ctx_org() AND link.control_id = origin
    UNION SELECT link.task_id FROM pit.audit_link AS link
      WHERE kind = 'finding_exception' AND link.org_id = pit_ops.ctx_org() AND link.audit_finding_id = origin
    UNION SELECT link.task_id FROM pit.isms_link AS link
      WHERE kind = 'criterion_exception' AND link.org_id = pit_ops.ctx_org() AND link.criteria_code = code
      AND coalesce(link.criteria_version, '') = coalesce(version, '') $$;
  COMMENT ON FUNCTION pit_ops.tasks_of_origin(text, uuid, text, text) IS
    'The tasks of the organisation that are linked to what an acceptance is about, deleted ones too.';`;

const OF_ORIGIN = `FROM pit_ops.tasks_of_origin(kind, origin, code, version) AS linked
      JOIN pit.task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL`;

const WORKS = `
  CREATE FUNCTION pit_ops.works_on_origin(kind text, origin uuid, code text, version text, person uuid) RETURNS boolean
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT ${OF_ORIGIN}
      WHERE task.status <> 'completed' AND (task.owner_id = person OR task.assignees ? person::text)) $$;
  COMMENT ON FUNCTION pit_ops.works_on_origin(text, uuid, text, text, uuid) IS
    'Whether a person owns open work that is linked to what an acceptance is about, or is assigned to it.';`;

const PROJECTS = `
  CREATE FUNCTION pit_ops.projects_of_origin(kind text, origin uuid, code text, version text) RETURNS SETOF uuid
    LANGUAGE sql STABLE ROWS 10 ${DEFINER} AS $$
    SELECT DISTINCT task.project_id ${OF_ORIGIN} ORDER BY task.project_id LIMIT 1000 $$;
  COMMENT ON FUNCTION pit_ops.projects_of_origin(text, uuid, text, text) IS
    'The first 1,000 projects with live work that is linked to what an acceptance is about, whoever asks.';`;

const SAME_ORIGIN = (a: string): string =>
  `${a}.org_id = pit_ops.ctx_org() AND ${a}.kind = $1 AND ${a}.origin_id IS NOT DISTINCT FROM $2
      AND ${a}.criteria_code IS NOT DISTINCT FROM $3 AND coalesce(${a}.criteria_version, '') = coalesce($4, '')`;

const UNTIL = `
  CREATE FUNCTION pit_ops.accepted_until(kind text, origin uuid, code text, version text, today date) RETURNS date
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT held.ends_on FROM ${TABLE} AS held WHERE held.state = 'active' AND ${SAME_ORIGIN('held')} AND held.ends_on >= $5 $$;
  COMMENT ON FUNCTION pit_ops.accepted_until(text, uuid, text, text, date) IS
    'The last day of the acceptance that holds on a day; null without one.';`;

/** An acceptance that came to its end, nothing in its place, and the oldest open task of what it is about. */
const ENDED = `
  CREATE FUNCTION pit_ops.ended_acceptances(project uuid, today date)
    RETURNS TABLE (acceptance_id uuid, kind text, ended_on date, task_id uuid)
    LANGUAGE plpgsql STABLE ROWS 5 ${DEFINER} AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ${TABLE} AS past WHERE past.org_id = pit_ops.ctx_org() AND past.ends_on < today
      AND past.decided_at IS NOT NULL AND past.state IN ('active', 'expired')) THEN RETURN; END IF;
    RETURN QUERY
    WITH work AS MATERIALIZED (
      SELECT task.id FROM pit.task WHERE task.project_id = project AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.status <> 'completed'
    ), origin AS (
      SELECT 'risk_acceptance' AS kind, link.risk_id AS id, NULL::text AS code, '' AS version
        FROM work JOIN pit.risk_link AS link ON link.task_id = work.id
      UNION SELECT 'control_exception', link.control_id, NULL, '' FROM work JOIN pit.control_link AS link ON link.task_id = work.id
      UNION SELECT 'finding_exception', link.audit_finding_id, NULL, '' FROM work JOIN pit.audit_link AS link ON link.task_id = work.id
      UNION SELECT 'criterion_exception', NULL, link.criteria_code, coalesce(link.criteria_version, '')
        FROM work JOIN pit.isms_link AS link ON link.task_id = work.id
    ), newest AS (
      SELECT DISTINCT ON (origin.kind, origin.id, origin.code, origin.version) held.*
      FROM origin JOIN ${TABLE} AS held ON held.org_id = pit_ops.ctx_org() AND held.kind = origin.kind
        AND held.origin_id IS NOT DISTINCT FROM origin.id AND held.criteria_code IS NOT DISTINCT FROM origin.code
        AND coalesce(held.criteria_version, '') = origin.version
      WHERE held.decided_at IS NOT NULL AND held.state <> 'rejected'
      ORDER BY origin.kind, origin.id, origin.code, origin.version, held.decided_at DESC, held.id DESC
    )
    SELECT newest.id, newest.kind, newest.ends_on, oldest.id FROM newest CROSS JOIN LATERAL (
      SELECT task.id, task.project_id
      FROM pit_ops.tasks_of_origin(newest.kind, newest.origin_id, newest.criteria_code, newest.criteria_version) AS linked
      JOIN pit.task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.status <> 'completed'
      ORDER BY task.created_at, task.id LIMIT 1) AS oldest
    WHERE newest.state IN ('active', 'expired') AND newest.ends_on < today AND oldest.project_id = project;
  END $$;
  COMMENT ON FUNCTION pit_ops.ended_acceptances(uuid, date) IS
    'Acceptances that have come to their end, where the oldest open task of what they are about lies in the project.';`;

const refuse = (words: string, constraint: string): string => `RAISE EXCEPTION '${words}'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = '${constraint}';`;

const PROPOSED =
  'kind, origin_id, criteria_code, criteria_version, reason, compensating, residual, starts_on, ends_on, proposed_by, renews_id, org_id';
const each = (row: string): string =>
  PROPOSED.split(', ')
    .map((column) => `${row}.${column}`)
    .join(', ');
const ORIGIN = 'NEW.kind, NEW.origin_id, NEW.criteria_code, NEW.criteria_version';

/** Whoever proposes is the actor, and so is whoever decides or revokes; what was decided is final. */
const KEEP = `
  CREATE FUNCTION pit_ops.keep_acceptance() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'proposed' OR NEW.proposed_by IS DISTINCT FROM pit_ops.ctx_user() OR NEW.decided_by IS NOT NULL THEN
        ${refuse('an acceptance begins as a proposal of who makes it', 'acceptance_begins_proposed')}
      END IF;
      RETURN NEW;
    END IF;
    IF (${each('NEW')}) IS DISTINCT FROM (${each('OLD')}) THEN
      ${refuse('what was proposed stays as it is: propose another', 'acceptance_stays_as_proposed')}
    END IF;
    IF NOT (OLD.state = 'proposed' AND NEW.state IN ('active', 'rejected', 'withdrawn', 'expired')
      OR OLD.state = 'active' AND NEW.state IN ('revoked', 'expired', 'renewed')) THEN
      ${refuse('what became of an acceptance is final', 'acceptance_decided_is_final')}
    END IF;
    IF NEW.state IN ('active', 'rejected') THEN
      IF NEW.decided_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT pit_ops.approves_acceptances()
        OR pit_ops.works_on_origin(${ORIGIN}, NEW.decided_by) THEN
        ${refuse('who does the work, or is not named, does not decide', 'acceptance_decided_by_others')}
      END IF;
    ELSIF (NEW.decided_by, NEW.decided_at, NEW.comment) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.comment) THEN
      ${refuse('what was decided is final', 'acceptance_decided_is_final')}
    END IF;
    IF NEW.state = 'withdrawn' AND NEW.proposed_by IS DISTINCT FROM pit_ops.ctx_user() AND NOT pit_ops.approves_acceptances() THEN
      ${refuse('others than who proposed it do not take it back', 'acceptance_withdrawn_by_others')}
    END IF;
    IF NEW.state = 'revoked' AND (NEW.ended_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT pit_ops.approves_acceptances()) THEN
      ${refuse('whoever revokes may decide, and is named', 'acceptance_revoked_by_others')}
    END IF;
    IF NEW.state = 'active' AND NEW.renews_id IS NOT NULL THEN
      UPDATE ${TABLE} AS former SET state = 'renewed' WHERE former.id = NEW.renews_id AND former.org_id = NEW.org_id
        AND former.state = 'active';
    END IF;
    RETURN NEW;
  END $$;`;

/** By role, by what one did or may decide, and by a link of work that one sees. */
const SEEN = `(SELECT pit_ops.ctx_role() IN ('admin', 'foreman', 'service')) OR proposed_by = (SELECT pit_ops.ctx_user())
    OR decided_by = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.approves_acceptances())
    OR CASE kind
      WHEN 'risk_acceptance' THEN EXISTS (SELECT FROM pit.risk_link AS link WHERE link.risk_id = acceptance.origin_id)
      WHEN 'control_exception' THEN EXISTS (SELECT FROM pit.control_link AS link WHERE link.control_id = acceptance.origin_id)
      WHEN 'finding_exception' THEN EXISTS (SELECT FROM pit.audit_link AS link WHERE link.audit_finding_id = acceptance.origin_id)
      ELSE EXISTS (SELECT FROM pit.isms_link AS link WHERE link.criteria_code = acceptance.criteria_code
        AND coalesce(link.criteria_version, '') = coalesce(acceptance.criteria_version, '')) END`;
