import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outcomes of the quality checks of a project. */
export class Quality1700000011000 implements MigrationInterface {
  name = 'Quality1700000011000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.qa_result (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        run_at timestamptz(3) NOT NULL DEFAULT now(),
        overall_status text NOT NULL CHECK (overall_status IN ('green', 'amber', 'red')),
        passed_tests jsonb NOT NULL DEFAULT '[]' CHECK (pg_column_size(passed_tests) <= 4194304),
        failed_tests jsonb NOT NULL DEFAULT '[]' CHECK (pg_column_size(failed_tests) <= 4194304),
        autofix_actions jsonb NOT NULL DEFAULT '[]' CHECK (pg_column_size(autofix_actions) <= 4194304),
        model_used pit.ai_model_enum,
        CONSTRAINT qa_result_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      );
      CREATE INDEX ON pit.qa_result (project_id);
      CREATE INDEX ON pit.qa_result (project_id, run_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.qa_result`);
  }
}
