import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Words of an organisation for its projects and tasks. A tag has one spelling in an organisation, whatever its letters' case, and is
 * renamed in one place; what carries it is of its project, and goes on with the task where that is moved.
 */
export class Tags1700000131000 implements MigrationInterface {
  name = 'Tags1700000131000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${TAG_SQL}${LINK_SQL}
      ${wall(TAG)}${visibleWhere(TAG, 'true')}
      ${wall(LINK)}${visibleWhere(LINK, through('pit.project', LINK, 'project_id'))}
      GRANT SELECT ON ${LINK} TO pit_definer;
      ${LIMITS}${TOUCH}${COUNT}
      ${ownedByDefiner([TOUCH_SIGNATURE], 'pit_owner')}
      ${ownedByDefiner([COUNT_SIGNATURE], 'pit_app, pit_foreman')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${[LINK, TAG].map((table) => `${dropVisibility(table, VISIBILITY_POLICIES)}${dropWall(table)} DROP TABLE ${table};`).join('')}
      DROP FUNCTION pit_ops.keep_few_tags(); DROP FUNCTION pit_ops.keep_few_tag_links();
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${TOUCH_SIGNATURE}, ${COUNT_SIGNATURE}; SET LOCAL ROLE pit_owner`);
  }
}

const TAG = 'pit_ops.tag';
const LINK = 'pit_ops.tag_link';
const TOUCH_SIGNATURE = 'pit_ops.touch_tagged()';
const COUNT_SIGNATURE = 'pit_ops.count_tag_links(uuid, integer)';

const TAG_SQL = `
  CREATE TABLE ${TAG} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    name text NOT NULL,
    CONSTRAINT tag_org_id_id_key UNIQUE (org_id, id),
    CONSTRAINT tag_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation (id),
    CONSTRAINT tag_name_check CHECK (length(name) BETWEEN 1 AND 60 AND name = btrim(name))
  );
  CREATE UNIQUE INDEX tag_name_key ON ${TAG} (org_id, lower(name));
  CREATE INDEX tag_name_idx ON ${TAG} (org_id, name, id);
  COMMENT ON TABLE ${TAG} IS 'Words of an organisation for its projects and tasks; 1,000 at most.';
  COMMENT ON COLUMN ${TAG}.name IS 'As it is shown; letters that differ by case alone make no other tag.';
  GRANT SELECT, INSERT (name), UPDATE (name), DELETE ON ${TAG} TO pit_app, pit_foreman;`;

const LINK_SQL = `
  CREATE TABLE ${LINK} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    tag_id uuid NOT NULL,
    project_id uuid NOT NULL,
    task_id uuid,
    CONSTRAINT tag_link_tag_id_key UNIQUE NULLS NOT DISTINCT (tag_id, project_id, task_id),
    CONSTRAINT tag_link_tag_id_fkey FOREIGN KEY (org_id, tag_id) REFERENCES ${TAG} (org_id, id) ON DELETE CASCADE,
    CONSTRAINT tag_link_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT tag_link_task_id_fkey FOREIGN KEY (project_id, task_id)
      REFERENCES pit.task (project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  );
  CREATE INDEX tag_link_task_id_idx ON ${LINK} (task_id) WHERE task_id IS NOT NULL;
  CREATE INDEX tag_link_project_id_idx ON ${LINK} (project_id, task_id);
  CREATE INDEX tag_link_org_id_idx ON ${LINK} (org_id, tag_id);
  COMMENT ON TABLE ${LINK} IS 'Which project, or which task of it, carries a tag; 20 tags at most.';
  COMMENT ON COLUMN ${LINK}.task_id IS 'The task that carries it; null where the project itself does.';
  GRANT SELECT, INSERT (tag_id, project_id, task_id), DELETE ON ${LINK} TO pit_app, pit_foreman;`;

/** With the rights of who writes: all tags of one's organisation are seen, and all of a project that is. */
const LIMITS = `
  CREATE FUNCTION pit_ops.keep_few_tags() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('tags ' || org_id::text, 0)) FROM (SELECT DISTINCT org_id FROM new_rows) AS made;
    IF EXISTS (SELECT FROM (SELECT DISTINCT org_id FROM new_rows) AS made
      WHERE (SELECT count(*) FROM ${TAG} AS own WHERE own.org_id = made.org_id) > 1000) THEN
      RAISE EXCEPTION 'an organisation has 1,000 tags at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'tag', CONSTRAINT = 'tag_most';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_few_tags() IS 'Refuses the 1,001st tag of an organisation; one transaction after another makes tags.';
  CREATE FUNCTION pit_ops.keep_few_tag_links() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT project_id, task_id FROM new_rows) AS made
      WHERE (SELECT count(*) FROM ${LINK} AS own WHERE own.project_id = made.project_id
        AND own.task_id IS NOT DISTINCT FROM made.task_id) > 20) THEN
      RAISE EXCEPTION 'a project or task has 20 tags at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'tag_link', CONSTRAINT = 'tag_link_most';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_few_tag_links() IS 'Refuses the 21st tag of a project or task.';`;

/** What carries a tag has a new version when it gets one or loses it: for who writes by the version that they have seen. */
const TOUCH = `
  CREATE FUNCTION ${TOUCH_SIGNATURE} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    here xid := pg_current_xact_id()::xid;
    link ${LINK};
  BEGIN
    IF TG_OP = 'DELETE' THEN link := OLD; ELSE link := NEW; END IF;
    IF link.task_id IS NULL THEN
      UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = link.project_id AND own.xmin <> here;
    ELSE
      UPDATE pit.task AS own SET status = own.status WHERE own.id = link.task_id AND own.xmin <> here;
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${TOUCH_SIGNATURE} IS 'Gives a project or task a new version when it gets a tag or loses one.';`;

/** Whoever deletes a tag takes it from all that carries it, seen or not: how much that is, they have to know. */
const COUNT = `
  CREATE FUNCTION ${COUNT_SIGNATURE.replace('uuid, integer', 'asked uuid, most integer')} RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*)::integer FROM (SELECT FROM ${LINK} AS link
      WHERE link.org_id = pit_ops.ctx_org() AND link.tag_id = asked LIMIT most) AS carried $$;
  COMMENT ON FUNCTION ${COUNT_SIGNATURE} IS 'How many projects and tasks carry a tag, in sight or not; counted up to a bound.';`;

const TRIGGERS = `
  CREATE TRIGGER keep_few_tags AFTER INSERT ON ${TAG} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_few_tags();
  CREATE TRIGGER keep_few_tag_links AFTER INSERT ON ${LINK} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_few_tag_links();
  CREATE CONSTRAINT TRIGGER touch_tagged AFTER INSERT OR DELETE ON ${LINK} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ${TOUCH_SIGNATURE};
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${TAG}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('tag');
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${LINK}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('tag_link');
  ${[TAG, LINK].map((table) => `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row;`).join('\n  ')}
  ALTER TABLE ${TAG} ENABLE ALWAYS TRIGGER keep_few_tags;
  ALTER TABLE ${LINK} ENABLE ALWAYS TRIGGER keep_few_tag_links;
  ALTER TABLE ${LINK} ENABLE ALWAYS TRIGGER touch_tagged;`;
