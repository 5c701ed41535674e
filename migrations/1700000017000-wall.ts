import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SPECIAL_TABLES, TENANT_TABLES } from './sql/tables.ts';
import { OWN_ORGANISATION, dropWall, wall } from './sql/wall.ts';

/** Nobody sees or touches another organisation's rows; without a context nobody sees any. */
export class Wall1700000017000 implements MigrationInterface {
  name = 'Wall1700000017000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TENANT_TABLES.map((table) => wall(table)).join(''));
    await runner.query(wall('pit.organisation', 'id = (SELECT pit_ops.ctx_org())'));
    await runner.query(wall('pit.task_cluster_template', OWN_OR_GLOBAL, OWN_ORGANISATION));
    // The log of scans belongs to no organisation, but whoever asks has to belong to one.
    await runner.query(wall('pit.watchdog_scan_log', '(SELECT pit_ops.ctx_org()) IS NOT NULL'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query([...TENANT_TABLES, ...SPECIAL_TABLES].map(dropWall).join(''));
  }
}

const OWN_OR_GLOBAL = `${OWN_ORGANISATION} OR (org_id IS NULL AND (SELECT pit_ops.ctx_org()) IS NOT NULL)`;
