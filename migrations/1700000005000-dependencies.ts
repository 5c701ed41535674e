import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which task waits for which, within one project. */
export class Dependencies1700000005000 implements MigrationInterface {
  name = 'Dependencies1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.task_dependency (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        predecessor_task_id uuid NOT NULL,
        successor_task_id uuid NOT NULL,
        dependency_type pit.dependency_type_enum NOT NULL DEFAULT 'finish_to_start',
        lag_days integer NOT NULL DEFAULT 0 CHECK (lag_days BETWEEN -3650 AND 3650),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT task_dependency_not_itself_check CHECK (predecessor_task_id <> successor_task_id),
        UNIQUE (predecessor_task_id, successor_task_id),
        CONSTRAINT task_dependency_project_id_fkey
          FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
        CONSTRAINT task_dependency_predecessor_task_id_fkey
          FOREIGN KEY (project_id, predecessor_task_id) REFERENCES pit.task (project_id, id),
        CONSTRAINT task_dependency_successor_task_id_fkey
          FOREIGN KEY (project_id, successor_task_id) REFERENCES pit.task (project_id, id)
      );
      CREATE INDEX ON pit.task_dependency (project_id);
      CREATE INDEX ON pit.task_dependency (predecessor_task_id);
      CREATE INDEX ON pit.task_dependency (successor_task_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.task_dependency`);
  }
}
