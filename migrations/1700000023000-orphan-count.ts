import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** What the Foreman's check needs that no role may see: whether any organisation has rows without a parent. */
export class OrphanCount1700000023000 implements MigrationInterface {
  name = 'OrphanCount1700000023000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `GRANT SELECT ON pit.project, pit.phase, pit.work_package, pit.task, pit.subtask TO pit_definer`,
    );
    await runner.query(COUNT_ORPHANS);
    await runner.query(ownedByDefiner(['pit_ops.count_orphans()'], 'pit_owner'));
  }

  async down(runner: QueryRunner): Promise<void> {
    // The right to read tasks is older than this migration.
    await runner.query(`
      DROP FUNCTION pit_ops.count_orphans();
      REVOKE SELECT ON pit.project, pit.phase, pit.work_package, pit.subtask FROM pit_definer`);
  }
}

// Foreign keys see to it that a parent exists; that it is not deleted while its children live, no key can say.
// The owner itself sees no row (FORCE), so a count of its own would always be none.
const COUNT_ORPHANS = `
  CREATE FUNCTION pit_ops.count_orphans() RETURNS TABLE (child text, orphans bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    SELECT 'phase', count(*) FROM pit.phase AS child WHERE child.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM pit.project AS parent
        WHERE parent.id = child.project_id AND parent.org_id = child.org_id AND parent.deleted_at IS NULL)
    UNION ALL
    SELECT 'work_package', count(*) FROM pit.work_package AS child WHERE child.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM pit.phase AS parent
        WHERE parent.id = child.phase_id AND parent.project_id = child.project_id
          AND parent.org_id = child.org_id AND parent.deleted_at IS NULL)
    UNION ALL
    SELECT 'task', count(*) FROM pit.task AS child WHERE child.deleted_at IS NULL
      AND (NOT EXISTS (SELECT FROM pit.phase AS parent
          WHERE parent.id = child.phase_id AND parent.project_id = child.project_id
            AND parent.org_id = child.org_id AND parent.deleted_at IS NULL)
        OR child.work_package_id IS NOT NULL AND NOT EXISTS (SELECT FROM pit.work_package AS parent
          WHERE parent.id = child.work_package_id AND parent.phase_id = child.phase_id
            AND parent.org_id = child.org_id AND parent.deleted_at IS NULL))
    UNION ALL
    SELECT 'subtask', count(*) FROM pit.subtask AS child WHERE child.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM pit.task AS parent
        WHERE parent.id = child.task_id AND parent.org_id = child.org_id AND parent.deleted_at IS NULL);
  END;
  COMMENT ON FUNCTION pit_ops.count_orphans() IS
    'Live rows of the plan whose parent is missing, deleted or another organisation''s, over all organisations. For the owner.'`;
