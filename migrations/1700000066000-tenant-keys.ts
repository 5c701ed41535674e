import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWall, OWN_ORGANISATION, wall } from './sql/wall.ts';

/**
 * Keys and logs that knew no organisation. A unique key is asked before a foreign key: without the organisation in it,
 * "exists already" told of a link on another tenant's task. And the log of scans showed everyone the sums over all.
 */
export class TenantKeys1700000066000 implements MigrationInterface {
  name = 'TenantKeys1700000066000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEYS.map((key) => replaceKey(key, '', ', org_id')).join(''));
    // What is there counts all organisations together, and stays the platform's.
    await runner.query(`
      ALTER TABLE pit.watchdog_scan_log ADD org_id uuid NOT NULL DEFAULT '${PLATFORM}';
      ALTER TABLE pit.watchdog_scan_log ALTER org_id SET DEFAULT pit_ops.ctx_org();
      DROP INDEX pit.watchdog_scan_log_started_at_id_idx;
      CREATE INDEX ON pit.watchdog_scan_log (org_id, started_at, id);
      ${dropWall('pit.watchdog_scan_log')}${wall('pit.watchdog_scan_log', OWN_ORGANISATION)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropWall('pit.watchdog_scan_log')}${wall('pit.watchdog_scan_log', '(SELECT pit_ops.ctx_org()) IS NOT NULL')}
      DROP INDEX pit.watchdog_scan_log_org_id_started_at_id_idx;
      CREATE INDEX ON pit.watchdog_scan_log (started_at, id);
      ALTER TABLE pit.watchdog_scan_log DROP org_id`);
    await runner.query(KEYS.map((key) => replaceKey(key, ', org_id', '')).join(''));
  }
}

const PLATFORM = '00000000-0000-0000-0000-0000000000fe';

interface Key {
  readonly table: string;
  readonly columns: string;
  readonly nulls?: string;
  /** Stands for the columns in the constraint's name where that would be too long. */
  readonly called?: string;
}

const KEYS: readonly Key[] = [
  { table: 'risk_link', columns: 'task_id, risk_id, link_type' },
  { table: 'control_link', columns: 'task_id, control_id' },
  { table: 'incident_link', columns: 'task_id, incident_id' },
  { table: 'audit_link', columns: 'task_id, audit_finding_id' },
  { table: 'isms_link', columns: 'task_id, criteria_code, criteria_version', nulls: 'NULLS NOT DISTINCT' },
  { table: 'skills_credit', columns: 'task_id, user_id' },
  { table: 'task_dependency', columns: 'predecessor_task_id, successor_task_id', called: 'arc' },
  { table: 'timeline_cache', columns: 'project_id, zoom_level' },
];

// The organisation comes last, so that the index still finds the links of a task for functions that know no more.
function replaceKey({ table, columns, nulls = '', called = columns }: Key, was: string, is: string): string {
  const name = (more: string): string => {
    const named = more === '' ? columns : `${called}${more}`;
    return `${table}_${named.replaceAll(', ', '_')}_key`;
  };
  return `
    ALTER TABLE pit.${table} DROP CONSTRAINT ${name(was)},
      ADD CONSTRAINT ${name(is)} UNIQUE ${nulls} (${columns}${is});`;
}
