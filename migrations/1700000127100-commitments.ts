import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * The day that work answers for, beside its plan: of what other modules raise, and what is linked to an incident or a finding. The plan
 * moves freely up to it, and past it at no door; an extension that was granted moves it, which neither who asked nor who does the work
 * decides.
 */
export class Commitments1700000127100 implements MigrationInterface {
  name = 'Commitments1700000127100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${COMMITMENT_SQL}${EXTENSION_SQL}
      ${[COMMITMENT, EXTENSION].map((table) => `${wall(table)}${visibleWhere(table, through('pit.project', table, 'project_id'))}`).join('')}
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${COMMITMENT} TO pit_definer;
      GRANT SELECT, UPDATE (state) ON ${EXTENSION} TO pit_definer;
      ${COMMIT}${KEEP_END}${KEEP_EXTENSION}${CLOSE}${MOVES}
      ${ownedByDefiner(FUNCTIONS, 'pit_app, pit_foreman')}
      ${ownedByDefiner(TRIGGERS, 'pit_owner')}
      ${TRIGGERS_SQL}`);
    await runner.query(EXISTING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${[...TASK_TRIGGERS].map((name) => `DROP TRIGGER ${name} ON pit.task;`).join(' ')}
      DROP TRIGGER commit_linked ON pit.audit_link; DROP TRIGGER commit_linked ON pit.incident_link;
      ${[COMMITMENT, EXTENSION].map((table) => `${dropVisibility(table, VISIBILITY_POLICIES)}${dropWall(table)}`).join('')}
      DROP TABLE ${EXTENSION}, ${COMMITMENT};
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${[...FUNCTIONS, ...TRIGGERS].join(', ')}; SET LOCAL ROLE pit_owner`);
  }
}

const COMMITMENT = 'pit_ops.due_commitment';
const EXTENSION = 'pit_ops.extension';
const FUNCTIONS = [
  'pit_ops.commit_work(uuid[])',
  'pit_ops.advance_commitments(uuid[])',
  'pit_ops.release_commitment(uuid)',
];
const TRIGGERS = [
  'pit_ops.commit_raised()',
  'pit_ops.commit_linked()',
  'pit_ops.commit_dated()',
  'pit_ops.keep_committed_end()',
  'pit_ops.keep_extension()',
  'pit_ops.close_extensions()',
];
const TASK_TRIGGERS = ['commit_raised', 'commit_dated', 'keep_committed_end', 'close_extensions'];

const ofTask = (table: string): string => `
    CONSTRAINT ${table}_task_id_fkey FOREIGN KEY (project_id, task_id)
      REFERENCES pit.task (project_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT ${table}_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)`;

const COMMITMENT_SQL = `
  CREATE TABLE ${COMMITMENT} (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    due_on date NOT NULL,
    original_due_on date NOT NULL,
    extensions integer NOT NULL DEFAULT 0,${ofTask('due_commitment')},
    CONSTRAINT due_commitment_days_check CHECK (isfinite(due_on) AND isfinite(original_due_on)),
    CONSTRAINT due_commitment_extensions_check CHECK (extensions >= 0)
  );
  CREATE INDEX due_commitment_project_id_idx ON ${COMMITMENT} (project_id);
  COMMENT ON TABLE ${COMMITMENT} IS 'The day that work answers for: its plan never ends behind it. Only functions write here.';
  COMMENT ON COLUMN ${COMMITMENT}.due_on IS 'The last civil day for the work as of now.';
  COMMENT ON COLUMN ${COMMITMENT}.original_due_on IS 'The day that it was committed to first.';
  COMMENT ON COLUMN ${COMMITMENT}.extensions IS 'How many extensions were granted.';
  GRANT SELECT ON ${COMMITMENT} TO pit_app, pit_foreman;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${COMMITMENT}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('due_commitment');
  ALTER TABLE ${COMMITMENT} ENABLE ALWAYS TRIGGER audit_row;`;

const EXTENSION_SQL = `
  CREATE TABLE ${EXTENSION} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    task_id uuid NOT NULL,
    current_due date NOT NULL,
    requested_due date NOT NULL,
    reason text NOT NULL,
    state text NOT NULL DEFAULT 'requested',
    requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    lapses_on date NOT NULL,
    decided_by uuid,
    decided_at timestamptz(3),
    comment text,${ofTask('extension')},
    CONSTRAINT extension_requested_due_check CHECK (requested_due > current_due AND isfinite(requested_due)),
    CONSTRAINT extension_reason_check CHECK (length(reason) BETWEEN 10 AND 2000),
    CONSTRAINT extension_comment_check CHECK (length(comment) <= 5000),
    CONSTRAINT extension_state_check CHECK (state IN ('requested', 'granted', 'refused', 'withdrawn', 'lapsed', 'closed')),
    CONSTRAINT extension_lapses_on_check CHECK (isfinite(lapses_on)),
    CONSTRAINT extension_decided_by_check CHECK (state NOT IN ('granted', 'refused')
      OR (decided_at IS NOT NULL AND decided_by IS NOT NULL AND decided_by <> requested_by))
  );
  CREATE UNIQUE INDEX extension_requested_key ON ${EXTENSION} (task_id) WHERE state = 'requested';
  CREATE INDEX extension_task_id_idx ON ${EXTENSION} (task_id, created_at, id);
  CREATE INDEX extension_project_id_idx ON ${EXTENSION} (project_id);
  CREATE INDEX extension_lapses_on_idx ON ${EXTENSION} (org_id, lapses_on) WHERE state = 'requested';
  COMMENT ON TABLE ${EXTENSION} IS 'Who asked for a later day, why, and what was decided. Rows stay.';
  COMMENT ON COLUMN ${EXTENSION}.current_due IS 'The day that the work was committed to when it was asked.';
  COMMENT ON COLUMN ${EXTENSION}.requested_due IS 'The day that is asked for.';
  COMMENT ON COLUMN ${EXTENSION}.lapses_on IS 'The last day on which it can be decided.';
  GRANT SELECT, INSERT (project_id, task_id, current_due, requested_due, reason, lapses_on),
    UPDATE (state, decided_by, decided_at, comment) ON ${EXTENSION} TO pit_app, pit_foreman;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${EXTENSION}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('extension');
  ALTER TABLE ${EXTENSION} ENABLE ALWAYS TRIGGER audit_row;`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

/** What a plan of its own brings along, such as the capital projects of a city, is of this module, and promises nothing. */
const RAISED = `NOT IN ('manual', 'data_analytics')`;

/** Open work that ends on a day, and that another module raised or an incident or a finding led to. */
const COMMITTED = `task.end_date IS NOT NULL AND task.deleted_at IS NULL AND task.status <> 'completed'
        AND (task.source_module ${RAISED} AND task.source_reference_id IS NOT NULL
          OR EXISTS (SELECT FROM pit.audit_link AS finding WHERE finding.task_id = task.id)
          OR EXISTS (SELECT FROM pit.incident_link AS incident WHERE incident.task_id = task.id))`;

const COMMIT = `
  CREATE FUNCTION pit_ops.commit_work(tasks uuid[]) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    INSERT INTO ${COMMITMENT} (task_id, org_id, project_id, due_on, original_due_on)
      SELECT task.id, task.org_id, task.project_id, task.end_date, task.end_date FROM pit.task
      JOIN pit.organisation AS home ON home.id = task.org_id
      WHERE task.id = ANY (tasks) AND task.org_id = pit_ops.ctx_org()
        AND home.settings #> '{dueDates,guard}' IS DISTINCT FROM 'false'::jsonb
        AND ${COMMITTED}
      ON CONFLICT (task_id) DO NOTHING $$;
  COMMENT ON FUNCTION pit_ops.commit_work(uuid[]) IS
    'Commits those of the tasks to their ends that have to answer for a day, unless they are or the organisation does without.';
  CREATE FUNCTION pit_ops.commit_raised() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE source_module ${RAISED}) THEN
      PERFORM pit_ops.commit_work(array_agg(id)) FROM new_rows WHERE source_module ${RAISED};
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION pit_ops.commit_linked() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM pit_ops.commit_work(array_agg(DISTINCT task_id)) FROM new_rows;
    RETURN NULL;
  END $$;
  CREATE FUNCTION pit_ops.commit_dated() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM pit_ops.commit_work(ARRAY[NEW.id]);
    RETURN NULL;
  END $$;`;

const KEEP_END = `
  CREATE FUNCTION pit_ops.keep_committed_end() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE
    due date := (SELECT commitment.due_on FROM ${COMMITMENT} AS commitment WHERE commitment.task_id = NEW.id);
  BEGIN
    IF due IS NOT NULL AND (NEW.end_date IS NULL OR NEW.end_date > due) THEN
      RAISE EXCEPTION 'the work is committed to a day that its plan does not pass'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'task', CONSTRAINT = 'task_committed_end',
          DETAIL = concat_ws(' ', NEW.id, due, coalesce(NEW.end_date::text, 'none'));
    END IF;
    RETURN NEW;
  END $$;`;

const refuse = (words: string, constraint: string): string => `RAISE EXCEPTION '${words}'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'extension', CONSTRAINT = '${constraint}';`;

/** Whoever asks is the actor, and so is whoever decides; a decision is final, and moves the day that it is about. */
const KEEP_EXTENSION = `
  CREATE FUNCTION pit_ops.keep_extension() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'requested' OR NEW.requested_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT EXISTS (SELECT FROM ${COMMITMENT} AS kept
        WHERE kept.task_id = NEW.task_id AND kept.due_on = NEW.current_due) THEN
        ${refuse('an extension begins as a request for another day than the one that holds', 'extension_begins_requested')}
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'requested' THEN
      ${refuse('what became of a request is final', 'extension_decided_is_final')}
    END IF;
    IF NEW.state IN ('granted', 'refused') AND (NEW.decided_by IS DISTINCT FROM pit_ops.ctx_user() OR EXISTS (SELECT FROM pit.task
      WHERE task.id = NEW.task_id AND (task.owner_id = NEW.decided_by OR task.assignees ? NEW.decided_by::text))) THEN
      ${refuse('who does the work does not decide on its day', 'extension_decided_by_others')}
    END IF;
    IF NEW.state = 'granted' THEN
      UPDATE ${COMMITMENT} AS kept SET due_on = NEW.requested_due, extensions = kept.extensions + 1
        WHERE kept.task_id = NEW.task_id AND kept.due_on = NEW.current_due;
      IF NOT FOUND THEN
        ${refuse('the day that holds is another by now', 'extension_current_due')}
      END IF;
    END IF;
    RETURN NEW;
  END $$;`;

const CLOSE = `
  CREATE FUNCTION pit_ops.close_extensions() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE ${EXTENSION} SET state = 'closed' WHERE task_id = NEW.id AND state = 'requested';
    RETURN NULL;
  END $$;`;

const MOVES = `
  CREATE FUNCTION pit_ops.advance_commitments(tasks uuid[]) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    UPDATE ${COMMITMENT} AS kept SET due_on = task.end_date FROM pit.task
    WHERE task.id = kept.task_id AND task.id = ANY (tasks) AND kept.org_id = pit_ops.ctx_org() AND task.end_date < kept.due_on $$;
  COMMENT ON FUNCTION pit_ops.advance_commitments(uuid[]) IS
    'Brings the days of tasks that were raised again as near as their ends now are; never further away.';
  CREATE FUNCTION pit_ops.release_commitment(task uuid) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF NOT (pit_ops.ctx_role() = 'admin' OR pit_ops.ctx_role() = 'foreman' AND pit_ops.ctx_reason() IS NOT NULL) THEN
      RAISE EXCEPTION 'a commitment is not the caller''s to release' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE ${EXTENSION} SET state = 'closed' WHERE task_id = task AND org_id = pit_ops.ctx_org() AND state = 'requested';
    DELETE FROM ${COMMITMENT} WHERE task_id = task AND org_id = pit_ops.ctx_org();
    RETURN FOUND;
  END $$;
  COMMENT ON FUNCTION pit_ops.release_commitment(uuid) IS 'Releases a task from the day that it answers for; for administrators and foremen.';`;

const TRIGGERS_SQL = `
  CREATE TRIGGER commit_raised AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_raised();
  CREATE TRIGGER commit_dated AFTER UPDATE OF end_date ON pit.task FOR EACH ROW
    WHEN (OLD.end_date IS NULL AND NEW.end_date IS NOT NULL) EXECUTE FUNCTION pit_ops.commit_dated();
  CREATE TRIGGER keep_committed_end BEFORE UPDATE OF end_date ON pit.task FOR EACH ROW
    WHEN (NEW.end_date IS DISTINCT FROM OLD.end_date) EXECUTE FUNCTION pit_ops.keep_committed_end();
  CREATE TRIGGER close_extensions AFTER UPDATE OF status, deleted_at ON pit.task FOR EACH ROW
    WHEN (NEW.status = 'completed' AND OLD.status <> 'completed' OR NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)
    EXECUTE FUNCTION pit_ops.close_extensions();
  CREATE TRIGGER commit_linked AFTER INSERT ON pit.audit_link REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_linked();
  CREATE TRIGGER commit_linked AFTER INSERT ON pit.incident_link REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_linked();
  CREATE TRIGGER keep_extension BEFORE INSERT OR UPDATE ON ${EXTENSION}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_extension();
  ALTER TABLE ${EXTENSION} ENABLE ALWAYS TRIGGER keep_extension;`;

/** What was raised or linked before is committed to its present end, where an organisation does not do without; a notice says how many. */
const EXISTING = `
  ALTER TABLE ${COMMITMENT} NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE ${COMMITMENT} DISABLE TRIGGER audit_row;
  SET LOCAL ROLE pit_definer;
  DO $$
  DECLARE
    committed bigint;
  BEGIN
    INSERT INTO ${COMMITMENT} (task_id, org_id, project_id, due_on, original_due_on)
      SELECT task.id, task.org_id, task.project_id, task.end_date, task.end_date FROM pit.task
      JOIN pit.organisation AS home ON home.id = task.org_id
      WHERE home.settings #> '{dueDates,guard}' IS DISTINCT FROM 'false'::jsonb AND ${COMMITTED};
    GET DIAGNOSTICS committed = ROW_COUNT;
    RAISE NOTICE '% open tasks of other modules, incidents and findings are committed to their present ends', committed;
  END $$;
  SET LOCAL ROLE pit_owner;
  ALTER TABLE ${COMMITMENT} ENABLE ALWAYS TRIGGER audit_row;
  ALTER TABLE ${COMMITMENT} FORCE ROW LEVEL SECURITY`;
