import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What the tasks of an organisation are ordered by beside their own columns: status and priority as numbers, since
 * row-level security keeps comparisons of enums from being conditions of an index, and slack and early start for tasks that have
 * no schedule too. Kept by triggers, whoever writes. Nothing of it is audited, since all of it follows from tasks and schedules.
 */
export class TaskOrders1700000108000 implements MigrationInterface {
  name = 'TaskOrders1700000108000';

  async up(runner: QueryRunner): Promise<void> {
    const beside = TABLES.map(
      (table) => `${wall(table)}
      CREATE POLICY beside ON ${table} FOR SELECT TO pit_app, pit_foreman USING (true);`,
    );
    // Read beside the task that it is about, whose own policies say who sees it.
    await runner.query(`${TABLES_SQL}${beside.join('')}`);
    await runner.query(rewriting(['pit.task'], FILL, [...TABLES, 'pit_ops.task_schedule']));
    await runner.query(`${INDEXES}${BEGIN}${KEEP_RANK}${KEEP_SLACK}${END}${COUNT_WRONG}
      ${ownedByDefiner([...TRIGGER_FUNCTIONS, COUNT_FUNCTION], 'pit_owner')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...TRIGGER_FUNCTIONS, COUNT_FUNCTION].join(', ')} CASCADE;
      ${TABLES.map((table) => `DROP POLICY beside ON ${table}; ${dropWall(table)} DROP TABLE ${table};`).join('')}`);
  }
}

const RANKS = 'pit_ops.task_rank';
const SLACKS = 'pit_ops.task_slack';
const TABLES = [RANKS, SLACKS];
const COUNT_FUNCTION = 'pit_ops.count_wrong_task_orders()';
const TRIGGER_FUNCTIONS = [
  'pit_ops.begin_task_orders()',
  'pit_ops.keep_task_rank()',
  'pit_ops.keep_task_slack()',
  'pit_ops.end_task_orders()',
];

/** The place of a value among those of its enum, from 1. */
const rank = (type: string, value: string): string =>
  `array_position(enum_range(NULL::pit.${type}), ${value})::smallint`;
const ranksOf = (row: string): string =>
  `${rank('task_status_enum', `${row}.status`)}, ${rank('task_priority_enum', `${row}.priority`)}`;

const TABLES_SQL = `
  CREATE TABLE ${RANKS} (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    status smallint NOT NULL,
    priority smallint NOT NULL
  );
  CREATE TABLE ${SLACKS} (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    total_slack integer,
    early_start date,
    is_critical boolean
  );
  COMMENT ON TABLE ${RANKS} IS 'Status and priority of each task as numbers, which indexes compare under row-level security.';
  COMMENT ON COLUMN ${RANKS}.status IS 'The place of the status among the values of its type, from 1.';
  COMMENT ON COLUMN ${RANKS}.priority IS 'The place of the priority among the values of its type, from 1.';
  COMMENT ON TABLE ${SLACKS} IS 'What tasks are ordered by of their stored schedule; a row for each task, empty without a schedule.';
  GRANT SELECT ON ${RANKS}, ${SLACKS} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${RANKS}, ${SLACKS} TO pit_definer;`;

const INDEXES = `
  CREATE INDEX task_rank_status_idx ON ${RANKS} (org_id, status, task_id);
  CREATE INDEX task_rank_priority_idx ON ${RANKS} (org_id, priority, task_id);
  CREATE INDEX task_slack_total_slack_idx ON ${SLACKS} (org_id, total_slack, task_id);
  CREATE INDEX task_slack_early_start_idx ON ${SLACKS} (org_id, early_start, task_id);
  CREATE INDEX task_slack_critical_idx ON ${SLACKS} (org_id, total_slack, task_id) WHERE is_critical;
  CREATE INDEX task_slack_critical_start_idx ON ${SLACKS} (org_id, early_start, task_id) WHERE is_critical;`;

const OF_SCHEDULE = ['total_slack', 'early_start', 'is_critical'];
const ofSchedule = (row: string): string => OF_SCHEDULE.map((name) => `${row}.${name}`).join(', ');

const FILL = `
  INSERT INTO ${RANKS} (task_id, org_id, status, priority) SELECT task.id, task.org_id, ${ranksOf('task')} FROM pit.task;
  INSERT INTO ${SLACKS} (task_id, org_id, ${OF_SCHEDULE.join(', ')})
    SELECT task.id, task.org_id, ${ofSchedule('stored')}
    FROM pit.task LEFT JOIN pit_ops.task_schedule AS stored ON stored.task_id = task.id;`;

const trigger = (name: string, about: string, body: string): string => `
  CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    ${body}
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${name} IS '${about}';`;

const BEGIN = trigger(
  'pit_ops.begin_task_orders()',
  'Begins what new tasks are ordered by.',
  `INSERT INTO ${RANKS} (task_id, org_id, status, priority) SELECT task.id, task.org_id, ${ranksOf('task')} FROM new_rows AS task;
    INSERT INTO ${SLACKS} (task_id, org_id) SELECT task.id, task.org_id FROM new_rows AS task;`,
);

const KEEP_RANK = trigger(
  'pit_ops.keep_task_rank()',
  'Stores status and priority of a task as numbers.',
  `UPDATE ${RANKS} SET (status, priority) = (SELECT ${ranksOf('NEW')}) WHERE task_id = NEW.id;`,
);

/** A row that stays as it is is not written. */
const KEEP_SLACK = trigger(
  'pit_ops.keep_task_slack()',
  'Stores of schedules what tasks are ordered by.',
  `IF TG_OP = 'DELETE' THEN
      UPDATE ${SLACKS} AS kept SET total_slack = NULL, early_start = NULL, is_critical = NULL
        FROM old_rows AS gone WHERE kept.task_id = gone.task_id;
    ELSE
      UPDATE ${SLACKS} AS kept SET (${OF_SCHEDULE.join(', ')}) = (SELECT ${ofSchedule('stored')})
        FROM new_rows AS stored
        WHERE kept.task_id = stored.task_id AND (${ofSchedule('kept')}) IS DISTINCT FROM (${ofSchedule('stored')});
    END IF;`,
);

const END = trigger(
  'pit_ops.end_task_orders()',
  'Forgets what tasks were ordered by that are there no more.',
  TABLES.map(
    (table) => `DELETE FROM ${table} AS kept USING old_rows AS gone WHERE kept.task_id = gone.id;`,
  ).join('\n    '),
);

const COUNT_WRONG = `
  CREATE FUNCTION ${COUNT_FUNCTION} RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM pit.task
    FULL JOIN ${RANKS} AS ranked ON ranked.task_id = task.id
    FULL JOIN ${SLACKS} AS kept ON kept.task_id = task.id
    LEFT JOIN pit_ops.task_schedule AS stored ON stored.task_id = task.id
    WHERE (ranked.org_id, ranked.status, ranked.priority, kept.org_id, ${ofSchedule('kept')})
      IS DISTINCT FROM (task.org_id, ${ranksOf('task')}, task.org_id, ${ofSchedule('stored')}) $$;
  COMMENT ON FUNCTION ${COUNT_FUNCTION} IS
    'How many tasks are ordered by something else than they and their schedules say, counted in all organisations.';`;

const statementTrigger = (table: string, name: string, event: string, rows: string): string => `
  CREATE TRIGGER ${name}_${event.toLowerCase()} AFTER ${event} ON ${table} REFERENCING ${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.${name}();`;

const TRIGGERS = [
  statementTrigger('pit.task', 'begin_task_orders', 'INSERT', 'NEW TABLE AS new_rows'),
  statementTrigger('pit.task', 'end_task_orders', 'DELETE', 'OLD TABLE AS old_rows'),
  `
  CREATE TRIGGER keep_task_rank AFTER UPDATE ON pit.task FOR EACH ROW
    WHEN ((OLD.status, OLD.priority) IS DISTINCT FROM (NEW.status, NEW.priority)) EXECUTE FUNCTION pit_ops.keep_task_rank();`,
  statementTrigger('pit_ops.task_schedule', 'keep_task_slack', 'INSERT', 'NEW TABLE AS new_rows'),
  statementTrigger('pit_ops.task_schedule', 'keep_task_slack', 'UPDATE', 'NEW TABLE AS new_rows'),
  statementTrigger('pit_ops.task_schedule', 'keep_task_slack', 'DELETE', 'OLD TABLE AS old_rows'),
].join('');
