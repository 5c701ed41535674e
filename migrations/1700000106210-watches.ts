import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Who wants to hear of which task or project, besides the people whose work it is. What a watcher was last told stands in a
 * row beside it that is not audited, and so does how far the events of each watched project have been looked through.
 */
export class Watches1700000106210 implements MigrationInterface {
  name = 'Watches1700000106210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${WATCH}${STATE}${PLACE}`);
    for (const table of TABLES) await runner.query(wall(table));
    await runner.query(`${RIGHTS}${BEGIN}${LIST}${TRIGGERS}`);
    await runner.query(ownedByDefiner([BEGIN_SIGNATURE]));
    await runner.query(ownedByDefiner([LIST_SIGNATURE], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${LIST_SIGNATURE}; DROP TRIGGER begin_watch ON pit_ops.watch;
      DROP FUNCTION ${BEGIN_SIGNATURE}; DROP POLICY own ON pit_ops.watch;`);
    for (const table of [...TABLES].reverse()) {
      await runner.query(`DROP POLICY service ON ${table}; ${dropWall(table)} DROP TABLE ${table}`);
    }
  }
}

const TABLES = ['pit_ops.watch', 'pit_ops.watch_state', 'pit_ops.watched_project'];
const BEGIN_SIGNATURE = 'pit_ops.begin_watch()';
const LIST_SIGNATURE = 'pit_ops.list_watching_organisations()';

const WATCH = `
  CREATE TABLE pit_ops.watch (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    project_id uuid,
    task_id uuid,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT watch_org_id_id_key UNIQUE (org_id, id),
    CONSTRAINT watch_project_id_key UNIQUE (org_id, user_id, project_id),
    CONSTRAINT watch_task_id_key UNIQUE (org_id, user_id, task_id),
    CONSTRAINT watch_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT watch_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT watch_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id),
    CONSTRAINT watch_subject_check CHECK ((project_id IS NULL) <> (task_id IS NULL))
  );
  CREATE INDEX watch_user_id_idx ON pit_ops.watch (user_id);
  CREATE INDEX watch_project_id_idx ON pit_ops.watch (project_id) WHERE project_id IS NOT NULL;
  CREATE INDEX watch_task_id_idx ON pit_ops.watch (task_id) WHERE task_id IS NOT NULL;
  COMMENT ON TABLE pit_ops.watch IS 'Tasks and projects of which a user wants to hear although they are not theirs.';`;

const STATE = `
  CREATE TABLE pit_ops.watch_state (
    watch_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    told_status text NOT NULL,
    told_start date,
    told_end date,
    CONSTRAINT watch_state_watch_id_fkey FOREIGN KEY (org_id, watch_id) REFERENCES pit_ops.watch (org_id, id) ON DELETE CASCADE,
    CONSTRAINT watch_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
  ) WITH (fillfactor = 50);
  CREATE INDEX watch_state_project_id_idx ON pit_ops.watch_state (project_id);
  COMMENT ON TABLE pit_ops.watch_state IS 'What was so when the watcher was last told, and the project in whose stream changes are announced.';`;

const PLACE = `
  CREATE TABLE pit_ops.watched_project (
    project_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    seen_seq bigint NOT NULL,
    CONSTRAINT watched_project_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
  ) WITH (fillfactor = 50);
  COMMENT ON TABLE pit_ops.watched_project IS
    'Up to which event of its stream a project was looked at for those who watch it or one of its tasks.';`;

const RIGHTS = `
  CREATE POLICY own ON pit_ops.watch FOR ALL TO pit_app, pit_foreman USING (user_id = (SELECT pit_ops.ctx_user()));
  ${TABLES.map(
    (table) => `
  CREATE POLICY service ON ${table} FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');`,
  ).join('')}
  GRANT SELECT, DELETE, INSERT (project_id, task_id) ON pit_ops.watch TO pit_app, pit_foreman;
  GRANT SELECT, UPDATE (project_id, told_status, told_start, told_end) ON pit_ops.watch_state TO pit_app;
  GRANT SELECT, DELETE, INSERT (project_id, seen_seq), UPDATE (seen_seq) ON pit_ops.watched_project TO pit_app;
  GRANT SELECT, INSERT ON pit_ops.watch_state, pit_ops.watched_project TO pit_definer;`;

// The lock is the one under which watched projects are looked at and forgotten: a project is not forgotten just as
// somebody begins to watch it, and what changes from now on is news.
const BEGIN = `
  CREATE FUNCTION ${BEGIN_SIGNATURE} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('watches ' || NEW.org_id::text, 0));
    INSERT INTO pit_ops.watch_state (watch_id, org_id, project_id, told_status, told_start, told_end)
      SELECT NEW.id, NEW.org_id, each.project_id, each.status, each.start_date, each.end_date FROM (
        SELECT task.project_id, task.status::text, task.start_date, task.end_date FROM pit.task
        WHERE task.id = NEW.task_id AND task.org_id = NEW.org_id
        UNION ALL
        SELECT project.id, project.status::text, project.start_date, project.end_date FROM pit.project
        WHERE project.id = NEW.project_id AND project.org_id = NEW.org_id) AS each;
    INSERT INTO pit_ops.watched_project (project_id, org_id, seen_seq)
      SELECT state.project_id, state.org_id, coalesce(stream.last_seq, 0) FROM pit_ops.watch_state AS state
      LEFT JOIN pit_ops.event_stream AS stream ON stream.org_id = state.org_id AND stream.stream_id = state.project_id
      WHERE state.watch_id = NEW.id
      ON CONFLICT (project_id) DO NOTHING;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${BEGIN_SIGNATURE} IS 'Notes what is so when somebody begins to watch.';`;

const TRIGGERS = `
  CREATE TRIGGER begin_watch AFTER INSERT ON pit_ops.watch FOR EACH ROW EXECUTE FUNCTION ${BEGIN_SIGNATURE};
  ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER begin_watch;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.watch
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('watch');
  ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER audit_row;`;

const LIST = `
  CREATE FUNCTION ${LIST_SIGNATURE} RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists watched projects' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.watched_project AS each
      JOIN pit_ops.event_stream AS stream ON stream.org_id = each.org_id AND stream.stream_id = each.project_id
        AND stream.last_seq > each.seen_seq;
  END $$;
  COMMENT ON FUNCTION ${LIST_SIGNATURE} IS 'Organisations with watched projects in which something has happened.';`;
