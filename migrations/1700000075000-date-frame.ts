import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TYPED_BOUNDS } from './sql/typed-bounds.ts';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/** Which bounds of projects, phases and work packages are typed; all others follow from the dates of the children. */
export class DateFrame1700000075000 implements MigrationInterface {
  name = 'DateFrame1700000075000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${FRAME}${CHILD_DATES}${FIT}${RIGHTS}
      ${ownedByDefiner([DOOR], 'pit_app, pit_foreman')}
      ${wall('pit_ops.date_frame')}
      ${visibleWhere('pit_ops.date_frame', throughGathered('pit.project', 'pit_ops.date_frame', 'project_id'))}`);
    await runner.query(TYPED_BOUNDS);
  }

  /** The dates stay as they are shown: they were all that was kept before. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOOR};
      REVOKE UPDATE (start_date, end_date) ON pit.project, pit.phase, pit.work_package FROM pit_definer;
      DROP INDEX pit.task_parent_start_idx, pit.task_parent_end_idx;
      ${dropVisibility('pit_ops.date_frame', VISIBILITY_POLICIES)}
      ${dropWall('pit_ops.date_frame')}
      DROP TABLE pit_ops.date_frame`);
  }
}

const FRAME = `
  CREATE TABLE pit_ops.date_frame (
    node_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    start_typed date,
    end_typed date,
    CONSTRAINT date_frame_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT date_frame_order_check CHECK (start_typed <= end_typed),
    CONSTRAINT date_frame_typed_check CHECK (start_typed IS NOT NULL OR end_typed IS NOT NULL)
  );
  CREATE INDEX ON pit_ops.date_frame (project_id);
  COMMENT ON TABLE pit_ops.date_frame IS
    'Bounds of a project, phase or work package that a person or an import gave it. A bound that is null, or has no row, is derived from the children.';`;

// The first start and the last end under a parent are one step into an index each, however many tasks it has.
const CHILD_DATES = `
  CREATE INDEX task_parent_start_idx ON pit.task (coalesce(work_package_id, phase_id), start_date)
    WHERE deleted_at IS NULL;
  CREATE INDEX task_parent_end_idx ON pit.task (coalesce(work_package_id, phase_id), end_date)
    WHERE deleted_at IS NULL;`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (node_id, project_id, start_typed, end_typed), UPDATE (start_typed, end_typed)
    ON pit_ops.date_frame TO pit_app, pit_foreman;
  GRANT SELECT, INSERT ON pit_ops.date_frame TO pit_definer;
  GRANT UPDATE (start_date, end_date) ON pit.project, pit.phase, pit.work_package TO pit_definer;`;

const DOOR = 'pit_ops.fit_dates(uuid, uuid[])';

const boundOfTasks = (bound: 'max(task.end_date)' | 'min(task.start_date)', parent: string): string =>
  `(SELECT ${bound} FROM pit.task AS task
          WHERE coalesce(task.work_package_id, task.phase_id) = ${parent} AND task.deleted_at IS NULL)`;

/**
 * Updates the dates of a table's rows to the wider of frame and children. Where a child knows only a start and another
 * only an earlier end, the two change places, so that both days lie inside.
 */
const fit = (table: string, rows: string, bounds: { first: string; last: string }): string => `
    UPDATE ${table} AS parent SET start_date = fitted.first, end_date = fitted.last
      FROM (
        SELECT span.id, CASE WHEN span.first > span.last THEN span.last ELSE span.first END AS first,
          CASE WHEN span.first > span.last THEN span.first ELSE span.last END AS last
        FROM (
          SELECT node.id, least(frame.start_typed, ${bounds.first}) AS first,
            greatest(frame.end_typed, ${bounds.last}) AS last
          FROM ${table} AS node LEFT JOIN pit_ops.date_frame AS frame ON frame.node_id = node.id
          WHERE ${rows} AND node.deleted_at IS NULL) AS span) AS fitted
      WHERE parent.id = fitted.id
        AND (parent.start_date, parent.end_date) IS DISTINCT FROM (fitted.first, fitted.last);`;

// Rows that would not change are not touched, so that they leave no audit record. From below upwards: what a phase
// shows hangs on what its work packages show.
const FIT = `
  CREATE FUNCTION pit_ops.fit_dates(project uuid, nodes uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF nodes IS NULL THEN
      nodes := ARRAY(SELECT each.id FROM pit.work_package AS each WHERE each.project_id = project
        UNION ALL SELECT each.id FROM pit.phase AS each WHERE each.project_id = project);
    ELSE
      nodes := nodes || ARRAY(SELECT each.phase_id FROM pit.work_package AS each WHERE each.id = ANY (nodes));
    END IF;
    ${fit('pit.work_package', 'node.id = ANY (nodes) AND node.project_id = project', {
      first: boundOfTasks('min(task.start_date)', 'node.id'),
      last: boundOfTasks('max(task.end_date)', 'node.id'),
    })}
    ${fit('pit.phase', 'node.id = ANY (nodes) AND node.project_id = project', {
      first: `${boundOfTasks('min(task.start_date)', 'node.id')},
            (SELECT min(package.start_date) FROM pit.work_package AS package
              WHERE package.phase_id = node.id AND package.deleted_at IS NULL)`,
      last: `${boundOfTasks('max(task.end_date)', 'node.id')},
            (SELECT max(package.end_date) FROM pit.work_package AS package
              WHERE package.phase_id = node.id AND package.deleted_at IS NULL)`,
    })}
    ${fit('pit.project', 'node.id = project', {
      first: `(SELECT min(phase.start_date) FROM pit.phase AS phase
              WHERE phase.project_id = node.id AND phase.deleted_at IS NULL)`,
      last: `(SELECT max(phase.end_date) FROM pit.phase AS phase
              WHERE phase.project_id = node.id AND phase.deleted_at IS NULL)`,
    })}
  END $$;
  COMMENT ON FUNCTION ${DOOR} IS
    'Brings the shown dates of work packages and phases of a project, of what they lie in, and of the project to the wider of what was typed and what their live children have. Null: all of its branches.';`;
