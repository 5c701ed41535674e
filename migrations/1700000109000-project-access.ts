import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  CHANGE,
  COUNT_SUBTASKS,
  COUNT_WRONG,
  KEEP_ROWS,
  NOTE,
  REBUILD,
  REFILL,
} from './sql/access-counting.ts';
import { ownedByDefiner } from './sql/definer.ts';
import { SUBTASK_TABLE, TABLE, WORK_TABLES } from './sql/project-access.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Who has work in which project, counted by triggers, whoever writes: a task to own or to do, a subtask, a work package or a
 * phase. The policies of projects look it up by its key, where they had to collect all work of the actor before.
 * Nothing of it is audited, since all of it follows from rows that are.
 */
export class ProjectAccess1700000109000 implements MigrationInterface {
  name = 'ProjectAccess1700000109000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE_SQL}${wall(TABLE)}${SUBTASKS_SQL}${wall(SUBTASK_TABLE)}
      CREATE POLICY own ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (user_id = (SELECT pit_ops.ctx_user()))`);
    await runner.query(`${CHANGE}${COUNT_SUBTASKS}${KEEP_ROWS}${NOTE}${COUNT_WRONG}${REFILL}${REBUILD}
      ${ownedByDefiner(INNER_FUNCTIONS)}
      ${ownedByDefiner([...TRIGGER_FUNCTIONS, ...OWNERS_FUNCTIONS], 'pit_owner')}
      ${TRIGGERS}
      SELECT ${REFILL_FUNCTION}`);
    await runner.query(`ANALYZE ${TABLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${WORK_TABLES.map(dropTriggers).join('\n')}
      DROP FUNCTION ${[...INNER_FUNCTIONS, ...TRIGGER_FUNCTIONS, ...OWNERS_FUNCTIONS].join(', ')};
      DROP FUNCTION pit_ops.rebuild_project_access(), pit_ops.refuse_emptying();
      DROP POLICY own ON ${TABLE};
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      ${dropWall(SUBTASK_TABLE)}
      DROP TABLE ${SUBTASK_TABLE}`);
  }
}

const INNER_FUNCTIONS = [
  'pit_ops.change_access(uuid[], uuid[], uuid[], integer[])',
  'pit_ops.count_subtasks(uuid[])',
];
const TRIGGER_FUNCTIONS = ['pit_ops.keep_access()', 'pit_ops.note_access()'];
const REFILL_FUNCTION = 'pit_ops.refill_project_access()';
const OWNERS_FUNCTIONS = ['pit_ops.count_wrong_access()', REFILL_FUNCTION];

// The one index finds a pair and lists a user's projects; with the organisation in it, the wall needs no look at the row.
// None on `pieces`: counting then leaves the index alone.
const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    user_id uuid NOT NULL,
    project_id uuid NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    pieces integer NOT NULL CONSTRAINT project_access_pieces_check CHECK (pieces >= 0),
    CONSTRAINT project_access_pkey PRIMARY KEY (user_id, project_id) INCLUDE (org_id),
    CONSTRAINT project_access_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT project_access_project_id_fkey FOREIGN KEY (org_id, project_id)
      REFERENCES pit.project (org_id, id) ON DELETE CASCADE
  ) WITH (fillfactor = 85);
  COMMENT ON TABLE ${TABLE} IS 'Who has work in which project; follows from tasks, subtasks, work packages and phases.';
  COMMENT ON COLUMN ${TABLE}.pieces IS
    'Live tasks, subtasks, work packages and phases of the project that the user owns, and their places among assignees.';
  GRANT SELECT ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE (pieces), DELETE ON ${TABLE} TO pit_definer;`;

const SUBTASKS_SQL = `
  CREATE TABLE ${SUBTASK_TABLE} (
    subtask_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL,
    project_id uuid NOT NULL
  );
  COMMENT ON TABLE ${SUBTASK_TABLE} IS 'The subtasks that are counted in project_access, for whom and in which project.';
  GRANT SELECT, INSERT, DELETE ON ${SUBTASK_TABLE} TO pit_definer;`;

/** Columns whose change changes who has work where; whether a row is deleted does too. */
const COLUMNS = {
  'pit.task': ['owner_id', 'assignees', 'project_id'],
  'pit.subtask': ['owner_id', 'task_id'],
  'pit.phase': ['owner_id', 'project_id'],
  'pit.work_package': ['owner_id', 'project_id'],
} as const;

const NAMES = [
  'keep_access_insert',
  'keep_access_delete',
  'keep_access_update',
  'note_access',
  'refuse_emptying',
];

function dropTriggers(table: string): string {
  return NAMES.map((name) => `DROP TRIGGER ${name} ON ${table};`).join('\n');
}

// What changed is noted by rows, since transition tables cannot have a list of columns. WHEN alone, without OF, so that what a
// trigger BEFORE sets counts too. Triggers of rows run before those of their statement.
function triggers(table: keyof typeof COLUMNS): string {
  const values = (row: string): string =>
    [...COLUMNS[table].map((column) => `${row}.${column}`), `${row}.deleted_at IS NULL`].join(', ');
  const keep = (event: string, rows: string): string => `
  CREATE TRIGGER keep_access_${event.toLowerCase()} AFTER ${event} ON ${table} REFERENCING ${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();`;
  return `
  ${keep('INSERT', 'NEW TABLE AS new_rows')}
  ${keep('DELETE', 'OLD TABLE AS old_rows')}
  ${keep('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows')}
  CREATE TRIGGER note_access AFTER UPDATE ON ${table} FOR EACH ROW
    WHEN ((${values('OLD')}) IS DISTINCT FROM (${values('NEW')})) EXECUTE FUNCTION pit_ops.note_access();
  CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
  ${NAMES.map((name) => `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name};`).join('\n  ')}`;
}

const TRIGGERS = `
  CREATE FUNCTION pit_ops.refuse_emptying() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RAISE EXCEPTION '% is not emptied: who has work in which project is counted row by row', TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END $$;
  COMMENT ON FUNCTION pit_ops.refuse_emptying() IS 'Refuses TRUNCATE of a table whose rows are counted.';
  ${WORK_TABLES.map(triggers).join('\n')}`;
