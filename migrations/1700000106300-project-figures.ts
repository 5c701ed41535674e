import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * How each project stands: its overdue tasks, its open alerts and its health, so that projects are ordered by them through
 * an index. Kept by triggers, whoever writes, as differences: a change costs what it changes, however large the project is.
 * Nothing of it is audited, since all of it follows from tasks, alerts and the project, which are.
 */
export class ProjectFigures1700000106300 implements MigrationInterface {
  name = 'ProjectFigures1700000106300';

  async up(runner: QueryRunner): Promise<void> {
    // Read beside the project that it is about, whose own policies say who sees it.
    await runner.query(`${TABLE_SQL}${wall(TABLE)}
      CREATE POLICY beside ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (true)`);
    const read = ['pit.organisation', 'pit.project', 'pit.task', 'pit.watchdog_alert'];
    await runner.query(rewriting(read, FILL, [TABLE, 'pit_ops.settled_day']));
    await runner.query(`${BEGIN}${KEEP_PROJECT}${KEEP_TASKS}${KEEP_ALERTS}${TURN}${COUNT_WRONG}
      ${ownedByDefiner(TRIGGER_FUNCTIONS, 'pit_owner')}
      ${ownedByDefiner([TURN_FUNCTION], 'pit_app')}
      ${ownedByDefiner([COUNT_FUNCTION], 'pit_owner')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...TRIGGER_FUNCTIONS, TURN_FUNCTION, COUNT_FUNCTION].join(', ')} CASCADE;
      DROP POLICY beside ON ${TABLE};
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      REVOKE SELECT ON pit.watchdog_alert, pit_ops.settled_day FROM pit_definer`);
  }
}

const TABLE = 'pit_ops.project_figures';
const TURN_FUNCTION = 'pit_ops.turn_figures(uuid, date)';
const COUNT_FUNCTION = 'pit_ops.count_wrong_figures()';
const TRIGGER_FUNCTIONS = [
  'pit_ops.begin_figures()',
  'pit_ops.keep_figures_of_project()',
  'pit_ops.keep_figures_of_tasks()',
  'pit_ops.keep_figures_of_alerts()',
];

/** What is counted of live tasks, by the names of the columns. A task that is blocked or under way may be late too. */
const OF_TASKS = {
  task_count: 'true',
  overdue_task_count: `each.status = 'overdue'`,
  late_task_count: `each.status <> 'completed' AND each.end_date < each.day`,
  long_late_task_count: `each.status <> 'completed' AND each.end_date < each.day - 7`,
};

/** What is counted of open alerts. */
const OF_ALERTS = {
  red_alert_count: `each.severity = 'red'`,
  yellow_alert_count: `each.severity = 'yellow'`,
  green_alert_count: `each.severity = 'green'`,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map((level) => [`level_${level}_alert_count`, `each.level = '${level}'`]),
  ),
};

type Counts = Readonly<Record<string, string>>;
const names = (counts: Counts, prefix = ''): string =>
  Object.keys(counts)
    .map((name) => prefix + name)
    .join(', ');
const counted = (counts: Counts): string =>
  Object.entries(counts)
    .map(([name, condition]) => `(count(*) FILTER (WHERE ${condition}))::integer AS ${name}`)
    .join(', ');

/** Where `deriveHealth` has amber and red begin: points of lag, percent of tasks late, days that the latest one is late. */
const HEALTH = `greatest(
      CASE WHEN 100 * least(end_date - start_date + 1, greatest(0, day - start_date))
          > (25 + progress_percent) * (end_date - start_date + 1) THEN 2
        WHEN 100 * least(end_date - start_date + 1, greatest(0, day - start_date))
          > (15 + progress_percent) * (end_date - start_date + 1) THEN 1 ELSE 0 END,
      CASE WHEN 100 * late_task_count > 10 * task_count OR long_late_task_count > 0 THEN 2
        WHEN late_task_count > 0 THEN 1 ELSE 0 END,
      CASE WHEN red_alert_count > 0 THEN 2 WHEN yellow_alert_count > 0 THEN 1 ELSE 0 END)::smallint`;

const columns = (counts: Counts): string =>
  Object.keys(counts)
    .map((name) => `${name} integer NOT NULL DEFAULT 0,`)
    .join('\n    ');

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    project_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    day date NOT NULL,
    start_date date,
    end_date date,
    progress_percent integer NOT NULL,
    ${columns(OF_TASKS)}
    ${columns(OF_ALERTS)}
    open_alert_count integer NOT NULL GENERATED ALWAYS AS (red_alert_count + yellow_alert_count + green_alert_count) STORED,
    health smallint NOT NULL GENERATED ALWAYS AS (${HEALTH}) STORED,
    CONSTRAINT project_figures_project_id_fkey FOREIGN KEY (org_id, project_id)
      REFERENCES pit.project (org_id, id) ON DELETE CASCADE
  ) WITH (fillfactor = 70);
  CREATE INDEX project_figures_health_idx ON ${TABLE} (org_id, health, project_id);
  CREATE INDEX project_figures_overdue_idx ON ${TABLE} (org_id, overdue_task_count, project_id);
  CREATE INDEX project_figures_alerts_idx ON ${TABLE} (org_id, open_alert_count, project_id);
  COMMENT ON TABLE ${TABLE} IS 'How each project stands; follows from its tasks, its alerts and the day.';
  COMMENT ON COLUMN ${TABLE}.day IS 'The day as of which tasks are late and the health holds: the last roll-over''s.';
  COMMENT ON COLUMN ${TABLE}.overdue_task_count IS 'Live tasks whose status is overdue.';
  COMMENT ON COLUMN ${TABLE}.late_task_count IS
    'Live tasks that should have ended before the day and are not completed, blocked ones too.';
  COMMENT ON COLUMN ${TABLE}.long_late_task_count IS 'Those that should have ended more than seven days before it.';
  COMMENT ON COLUMN ${TABLE}.health IS '0 green, 1 amber, 2 red, as src/domain/rollup/health.ts derives it.';
  GRANT SELECT ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE ON ${TABLE} TO pit_definer;
  GRANT SELECT ON pit.watchdog_alert, pit_ops.settled_day TO pit_definer;`;

/** The day as of which a project's organisation is settled; the calendar's where it never was. */
const dayOf = (project: string): string => `coalesce(
      (SELECT settled.day FROM pit_ops.settled_day settled WHERE settled.org_id = ${project}.org_id),
      (SELECT (now() AT TIME ZONE o.time_zone)::date FROM pit.organisation o WHERE o.id = ${project}.org_id))`;

/** The counts of a project's tasks and alerts, from scratch. */
const tasksOf = (project: string, day: string): string => `SELECT ${counted(OF_TASKS)}
      FROM (SELECT task.status, task.end_date, ${day} AS day FROM pit.task task
        WHERE task.project_id = ${project} AND task.deleted_at IS NULL) each`;
const alertsOf = (project: string): string => `SELECT ${counted(OF_ALERTS)}
      FROM (SELECT alert.severity, alert.data ->> 'level' AS level FROM pit.watchdog_alert alert
        WHERE alert.project_id = ${project} AND alert.resolved_at IS NULL) each`;

const FILL = `
    INSERT INTO ${TABLE} (project_id, org_id, day, start_date, end_date, progress_percent, ${names(OF_TASKS)}, ${names(OF_ALERTS)})
    SELECT project.id, project.org_id, settled.day, project.start_date, project.end_date, project.progress_percent,
      ${names(OF_TASKS, 'work.')}, ${names(OF_ALERTS, 'found.')}
    FROM pit.project
    CROSS JOIN LATERAL (SELECT ${dayOf('project')} AS day) settled
    CROSS JOIN LATERAL (${tasksOf('project.id', 'settled.day')}) work
    CROSS JOIN LATERAL (${alertsOf('project.id')}) found;`;

const trigger = (name: string, body: string): string => `
  CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  ${body} $$;`;

const BEGIN = `${trigger(
  'pit_ops.begin_figures()',
  `BEGIN
    INSERT INTO ${TABLE} (project_id, org_id, day, start_date, end_date, progress_percent)
      VALUES (NEW.id, NEW.org_id, ${dayOf('NEW')}, NEW.start_date, NEW.end_date, NEW.progress_percent);
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.begin_figures() IS 'Begins the figures of a new project.';`;

const KEEP_PROJECT = `${trigger(
  'pit_ops.keep_figures_of_project()',
  `BEGIN
    UPDATE ${TABLE} SET start_date = NEW.start_date, end_date = NEW.end_date, progress_percent = NEW.progress_percent
      WHERE project_id = NEW.id;
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.keep_figures_of_project() IS 'Stores of a project what its health follows from.';`;

/**
 * Adds what a statement has changed of the rows that count: what it made of them, less what they were.
 *
 * @param rows what counts of the rows of a transition table.
 */
function keep(name: string, counts: Counts, rows: (sign: 1 | -1, table: string) => string): string {
  const sums = Object.entries(counts)
    .map(
      ([column, condition]) =>
        `coalesce(sum(each.sign) FILTER (WHERE ${condition}), 0)::integer AS ${column}`,
    )
    .join(', ');
  const zeros = Object.keys(counts)
    .map(() => '0')
    .join(', ');
  const add = (from: string): string => `
      FOR change IN
        SELECT * FROM (SELECT each.project_id, ${sums} FROM (${from}) each GROUP BY each.project_id) summed
        WHERE (${names(counts, 'summed.')}) <> (${zeros}) ORDER BY summed.project_id
      LOOP
        UPDATE ${TABLE} AS kept SET ${Object.keys(counts)
          .map((column) => `${column} = kept.${column} + change.${column}`)
          .join(', ')}
          WHERE kept.project_id = change.project_id;
      END LOOP;`;
  return `${trigger(
    name,
    `DECLARE
    change record;
  BEGIN
    IF TG_OP = 'UPDATE' THEN ${add(`${rows(1, 'new_rows')} UNION ALL ${rows(-1, 'old_rows')}`)}
    ELSIF TG_OP = 'INSERT' THEN ${add(rows(1, 'new_rows'))}
    ELSE ${add(rows(-1, 'old_rows'))}
    END IF;
    RETURN NULL;
  END`,
  )}
  COMMENT ON FUNCTION ${name} IS 'Adds to the figures of projects what a statement has changed of their rows.';`;
}

const KEEP_TASKS = keep(
  'pit_ops.keep_figures_of_tasks()',
  OF_TASKS,
  (sign, table) => `SELECT ${sign} AS sign, task.project_id, task.status, task.end_date,
          (SELECT day FROM ${TABLE} WHERE project_id = task.project_id) AS day
          FROM ${table} task WHERE task.deleted_at IS NULL`,
);

const KEEP_ALERTS = keep(
  'pit_ops.keep_figures_of_alerts()',
  OF_ALERTS,
  (sign, table) => `SELECT ${sign} AS sign, alert.project_id, alert.severity, alert.data ->> 'level' AS level
          FROM ${table} alert WHERE alert.resolved_at IS NULL`,
);

/** The caller has locked the project, so that nobody changes its tasks meanwhile. */
const TURN = `
  CREATE FUNCTION pit_ops.turn_figures(project uuid, today date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service turns the day' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF project IS NULL THEN
      UPDATE ${TABLE} AS kept SET day = today
        WHERE kept.org_id = pit_ops.ctx_org() AND kept.day <> today AND EXISTS (SELECT FROM pit.project AS idle
          WHERE idle.id = kept.project_id AND (idle.deleted_at IS NOT NULL OR idle.status = 'archived'));
    ELSE
      UPDATE ${TABLE} AS kept SET (day, ${names(OF_TASKS)}) = (SELECT today, ${names(OF_TASKS, 'work.')})
        FROM (${tasksOf('turn_figures.project', 'turn_figures.today')}) AS work
        WHERE kept.project_id = turn_figures.project AND kept.org_id = pit_ops.ctx_org()
          AND (kept.day, ${names(OF_TASKS, 'kept.')}) IS DISTINCT FROM (turn_figures.today, ${names(OF_TASKS, 'work.')});
    END IF;
  END $$;
  COMMENT ON FUNCTION pit_ops.turn_figures(uuid, date) IS
    'Counts the tasks of a locked project as of a day; without a project notes the day for those without open work.';`;

const COUNT_WRONG = `
  CREATE FUNCTION pit_ops.count_wrong_figures() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM pit.project LEFT JOIN ${TABLE} AS kept ON kept.project_id = project.id
    CROSS JOIN LATERAL (${tasksOf('project.id', 'kept.day')}) AS work
    CROSS JOIN LATERAL (${alertsOf('project.id')}) AS found
    WHERE (kept.org_id, kept.start_date, kept.end_date, kept.progress_percent, ${names(OF_TASKS, 'kept.')}, ${names(OF_ALERTS, 'kept.')})
      IS DISTINCT FROM (project.org_id, project.start_date, project.end_date, project.progress_percent,
        ${names(OF_TASKS, 'work.')}, ${names(OF_ALERTS, 'found.')}) $$;
  COMMENT ON FUNCTION pit_ops.count_wrong_figures() IS
    'How many projects stand otherwise than their rows say, counted from scratch in all organisations.';`;

function statementTriggers(table: string, name: string): string {
  const on = (event: string, transition: string): string => `
    CREATE TRIGGER ${name}_${event.toLowerCase()} AFTER ${event} ON ${table} REFERENCING ${transition}
      FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.${name}();`;
  return `${on('INSERT', 'NEW TABLE AS new_rows')}${on('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows')}${on(
    'DELETE',
    'OLD TABLE AS old_rows',
  )}`;
}

const TRIGGERS = `
  CREATE TRIGGER begin_figures AFTER INSERT ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.begin_figures();
  CREATE TRIGGER keep_figures AFTER UPDATE OF start_date, end_date, progress_percent ON pit.project FOR EACH ROW
    WHEN ((OLD.start_date, OLD.end_date, OLD.progress_percent) IS DISTINCT FROM (NEW.start_date, NEW.end_date, NEW.progress_percent))
    EXECUTE FUNCTION pit_ops.keep_figures_of_project();
  ${statementTriggers('pit.task', 'keep_figures_of_tasks')}
  ${statementTriggers('pit.watchdog_alert', 'keep_figures_of_alerts')}`;
