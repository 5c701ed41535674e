import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/** What lies behind the derived columns of the plan: exact sums under each parent, and what was set by hand. */
export class Settlement1700000030000 implements MigrationInterface {
  name = 'Settlement1700000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLLUP);
    await runner.query(MARK);
    await runner.query(`${wall('pit_ops.rollup')}${wall('pit_ops.work_mark')}${RIGHTS}`);
    await runner.query(`
      ${visibleWhere('pit_ops.rollup', through('pit.project', 'pit_ops.rollup', 'project_id'))}
      ${visibleWhere('pit_ops.work_mark', through('pit.task', 'pit_ops.work_mark', 'task_id'))}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility('pit_ops.rollup', VISIBILITY_POLICIES)}
      ${dropVisibility('pit_ops.work_mark', VISIBILITY_POLICIES)}
      ${dropWall('pit_ops.rollup')}${dropWall('pit_ops.work_mark')}
      DROP TABLE pit_ops.work_mark, pit_ops.rollup`);
  }
}

// The stored percentages are rounded; a mean of rounded means would drift. Hence the exact sums, which also make a
// change cost as many rows as the plan is deep. A project without rows here is summed up afresh at its next change.
const ROLLUP = `
  CREATE TABLE pit_ops.rollup (
    node_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT rollup_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
  ) WITH (fillfactor = 50);
  CREATE INDEX ON pit_ops.rollup (project_id);
  COMMENT ON TABLE pit_ops.rollup IS 'Exact sums under a work package, phase or project; rebuilt when its rows are deleted.'`;

const MARK = `
  CREATE TABLE pit_ops.work_mark (
    node_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    is_started boolean NOT NULL DEFAULT false,
    is_blocked boolean NOT NULL DEFAULT false,
    blocked_reason text CHECK (length(blocked_reason) <= 2000),
    completion text NOT NULL DEFAULT 'open' CHECK (completion IN ('open', 'completed', 'reopened')),
    CONSTRAINT work_mark_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit_ops.work_mark (task_id);
  COMMENT ON TABLE pit_ops.work_mark IS 'What was set by hand on a task or subtask; its status is derived from this and the dates.'`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (node_id, project_id, state), UPDATE (state) ON pit_ops.rollup TO pit_app, pit_foreman;
  GRANT SELECT, DELETE, INSERT (node_id, task_id, is_started, is_blocked, blocked_reason, completion),
    UPDATE (is_started, is_blocked, blocked_reason, completion) ON pit_ops.work_mark TO pit_app, pit_foreman`;
