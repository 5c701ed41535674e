import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a project had committed and spent at a moment. */
export class Cost1700000008000 implements MigrationInterface {
  name = 'Cost1700000008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.cost_snapshot (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        captured_at timestamptz(3) NOT NULL DEFAULT now(),
        capex_committed numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_committed BETWEEN 0 AND 9999999999.99),
        capex_spent numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_spent BETWEEN 0 AND 9999999999.99),
        opex_committed numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_committed BETWEEN 0 AND 9999999999.99),
        opex_spent numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_spent BETWEEN 0 AND 9999999999.99),
        ai_forecast_json jsonb
          CHECK (jsonb_typeof(ai_forecast_json) = 'object' AND pg_column_size(ai_forecast_json) <= 262144),
        CONSTRAINT cost_snapshot_project_id_fkey
          FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      );
      CREATE INDEX ON pit.cost_snapshot (project_id, captured_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.cost_snapshot`);
  }
}
