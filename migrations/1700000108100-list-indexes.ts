import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * An index for each order that lists are offered in, and for what is rare among the rows of a log. Sums of projects are
 * kept as whole hundredths beside them, since comparisons of `numeric` are no conditions of an index under row-level security.
 */
export class ListIndexes1700000108100 implements MigrationInterface {
  name = 'ListIndexes1700000108100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${INDEXES}${TABLE_SQL}${wall(TABLE)}
      CREATE POLICY beside ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (true);`);
    await runner.query(rewriting(['pit.project'], FILL, [TABLE]));
    await runner.query(`${TABLE_INDEXES}${BEGIN}${KEEP}${END}${COUNT_WRONG}
      ${ownedByDefiner([...TRIGGER_FUNCTIONS, COUNT_FUNCTION], 'pit_owner')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...TRIGGER_FUNCTIONS, COUNT_FUNCTION].join(', ')} CASCADE;
      DROP POLICY beside ON ${TABLE};
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      ${DROP_INDEXES}`);
  }
}

const TABLE = 'pit_ops.project_rank';
const COUNT_FUNCTION = 'pit_ops.count_wrong_project_orders()';
const TRIGGER_FUNCTIONS = [
  'pit_ops.begin_project_orders()',
  'pit_ops.keep_project_orders()',
  'pit_ops.end_project_orders()',
];

/** By names; each replaces the one behind it, whose order it has as far as that was of use. */
const NEW_INDEXES: Readonly<Record<string, string>> = {
  task_org_id_start_date_id_idx: 'pit.task (org_id, start_date, id)',
  task_org_id_progress_percent_id_idx: 'pit.task (org_id, progress_percent, id)',
  task_org_id_order_index_id_idx: 'pit.task (org_id, order_index, id)',
  project_org_id_start_date_id_idx: 'pit.project (org_id, start_date, id)',
  project_org_id_progress_percent_id_idx: 'pit.project (org_id, progress_percent, id)',
  project_org_id_created_at_id_idx: 'pit.project (org_id, created_at, id)',
  audit_log_org_id_table_name_created_at_id_idx: 'pit.audit_log (org_id, table_name, created_at, id)',
  watchdog_alert_org_id_code_detected_at_id_idx: 'pit.watchdog_alert (org_id, code, detected_at, id)',
  watchdog_alert_open_detected_at_idx:
    'pit.watchdog_alert (org_id, detected_at, id) WHERE resolved_at IS NULL',
};

const INDEXES = `${Object.entries(NEW_INDEXES)
  .map(([name, on]) => `CREATE INDEX ${name} ON ${on};`)
  .join('\n')}
  DROP INDEX pit.task_org_id_start_date_end_date_idx, pit.project_org_id_start_date_end_date_idx;`;

const DROP_INDEXES = `
  CREATE INDEX task_org_id_start_date_end_date_idx ON pit.task (org_id, start_date, end_date);
  CREATE INDEX project_org_id_start_date_end_date_idx ON pit.project (org_id, start_date, end_date);
  DROP INDEX ${Object.keys(NEW_INDEXES)
    .map((name) => `pit.${name}`)
    .join(', ')};`;

/** Hundredths of what the project has, by the names of the columns. */
const SUMS = {
  capex: 'capex_total',
  opex: 'opex_total',
  risk_impact: 'risk_impact_score',
  risk_mitigation: 'risk_mitigation_percent',
};
const NAMES = Object.keys(SUMS).join(', ');
const sumsOf = (row: string): string =>
  Object.values(SUMS)
    .map((column) => `(${row}.${column} * 100)::bigint`)
    .join(', ');
const rowOf = (row: string): string =>
  Object.values(SUMS)
    .map((column) => `${row}.${column}`)
    .join(', ');

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    project_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    ${Object.keys(SUMS)
      .map((name) => `${name} bigint NOT NULL`)
      .join(',\n    ')}
  );
  COMMENT ON TABLE ${TABLE} IS 'Sums of each project in hundredths, which indexes compare under row-level security.';
  GRANT SELECT ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${TABLE} TO pit_definer;`;

const TABLE_INDEXES = Object.keys(SUMS)
  .map((name) => `CREATE INDEX project_rank_${name}_idx ON ${TABLE} (org_id, ${name}, project_id);`)
  .join('\n');

const FILL = `
  INSERT INTO ${TABLE} (project_id, org_id, ${NAMES})
  SELECT project.id, project.org_id, ${sumsOf('project')} FROM pit.project;`;

const trigger = (name: string, about: string, body: string): string => `
  CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    ${body}
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${name} IS '${about}';`;

const BEGIN = trigger(
  'pit_ops.begin_project_orders()',
  'Begins what a new project is ordered by.',
  `INSERT INTO ${TABLE} (project_id, org_id, ${NAMES}) VALUES (NEW.id, NEW.org_id, ${sumsOf('NEW')});`,
);
const KEEP = trigger(
  'pit_ops.keep_project_orders()',
  'Stores sums of a project in hundredths.',
  `UPDATE ${TABLE} SET (${NAMES}) = ROW(${sumsOf('NEW')}) WHERE project_id = NEW.id;`,
);
const END = trigger(
  'pit_ops.end_project_orders()',
  'Forgets what a project was ordered by that is there no more.',
  `DELETE FROM ${TABLE} WHERE project_id = OLD.id;`,
);

const COUNT_WRONG = `
  CREATE FUNCTION ${COUNT_FUNCTION} RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM pit.project FULL JOIN ${TABLE} AS kept ON kept.project_id = project.id
    WHERE (kept.org_id, ${Object.keys(SUMS)
      .map((name) => `kept.${name}`)
      .join(', ')}) IS DISTINCT FROM (project.org_id, ${sumsOf('project')}) $$;
  COMMENT ON FUNCTION ${COUNT_FUNCTION} IS
    'How many projects are ordered by other sums than theirs, counted in all organisations.';`;

const TRIGGERS = `
  CREATE TRIGGER begin_project_orders AFTER INSERT ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.begin_project_orders();
  CREATE TRIGGER keep_project_orders AFTER UPDATE ON pit.project FOR EACH ROW
    WHEN ((${rowOf('OLD')}) IS DISTINCT FROM (${rowOf('NEW')})) EXECUTE FUNCTION pit_ops.keep_project_orders();
  CREATE TRIGGER end_project_orders AFTER DELETE ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.end_project_orders();`;
