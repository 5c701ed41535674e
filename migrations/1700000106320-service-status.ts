import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * What operators ask of a running service: how long its queues are, which jobs are held, as of when it works. Each figure is
 * of the caller's organisation, but for the jobs and the database, which all share.
 */
export class ServiceStatus1700000106320 implements MigrationInterface {
  name = 'ServiceStatus1700000106320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON ${READ.join(', ')} TO pit_definer;
      ${STATE}${QUEUES}${LEASES}${ownedByDefiner(FUNCTIONS, 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      REVOKE SELECT ON ${READ.join(', ')} FROM pit_definer`);
  }
}

const READ = ['pit_ops.migration', 'pit_ops.schedule_application', 'pit.watchdog_scan_log'];
const FUNCTIONS = ['pit_ops.service_state()', 'pit_ops.service_queues()', 'pit_ops.job_leases()'];

const OPERATORS_ONLY = `
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only operators look at the service' USING ERRCODE = 'insufficient_privilege';
    END IF;`;

const door = (name: string, columns: string, query: string, comment: string): string => `
  CREATE FUNCTION ${name} RETURNS TABLE (${columns})
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN ${OPERATORS_ONLY}
    RETURN QUERY ${query};
  END $$;
  COMMENT ON FUNCTION ${name} IS '${comment}';`;

const STATE = door(
  'pit_ops.service_state()',
  `migration text, database_version text, is_read_only boolean, settled_day date, last_scan_at timestamptz,
      last_event_at timestamptz, dead_deliveries bigint`,
  `SELECT (SELECT done.name::text FROM pit_ops.migration AS done ORDER BY done.timestamp DESC LIMIT 1),
      current_setting('server_version'), pg_is_in_recovery(),
      (SELECT settled.day FROM pit_ops.settled_day AS settled WHERE settled.org_id = pit_ops.ctx_org()),
      (SELECT scan.started_at::timestamptz FROM pit.watchdog_scan_log AS scan WHERE scan.org_id = pit_ops.ctx_org()
        ORDER BY scan.started_at DESC LIMIT 1),
      (SELECT event.created_at::timestamptz FROM pit_ops.outbox AS event
        WHERE event.org_id = pit_ops.ctx_org() AND event.stream_id = pit_ops.ctx_org() ORDER BY event.seq DESC LIMIT 1),
      (SELECT count(*) FROM (SELECT FROM pit_ops.delivery AS given
        WHERE given.org_id = pit_ops.ctx_org() AND given.state = 'dead' LIMIT 10001) AS counted)`,
  'As of when the organisation works, and what the database is.',
);

/** @param rows moments of what waits in a queue, from an index. */
const queue = (name: string, rows: string): string => `
      SELECT '${name}', count(*), min(waiting.since)::timestamptz FROM (${rows} LIMIT 10001) AS waiting (since)`;

const QUEUES = door(
  'pit_ops.service_queues()',
  'name text, depth bigint, oldest_at timestamptz',
  [
    queue(
      'deliveries',
      `SELECT given.created_at FROM pit_ops.delivery AS given
        WHERE given.org_id = pit_ops.ctx_org() AND given.state = 'pending' AND NOT given.is_waiting`,
    ),
    queue(
      'messages',
      `SELECT message.created_at FROM pit_ops.message_due AS message WHERE message.org_id = pit_ops.ctx_org()`,
    ),
    queue(
      'escalations',
      `SELECT step.due_at FROM pit_ops.escalation AS step
        WHERE step.org_id = pit_ops.ctx_org() AND step.due_at <= now()`,
    ),
    queue(
      'schedule applications',
      `SELECT applied.requested_at FROM pit_ops.schedule_application AS applied
        WHERE applied.org_id = pit_ops.ctx_org() AND applied.state = 'running'`,
    ),
    queue(
      'audit records without a seal',
      `SELECT log.created_at FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
        WHERE detail.org_id = pit_ops.ctx_org() AND detail.digest IS NULL`,
    ),
  ].join('\n      UNION ALL'),
  'What waits in the queues of the organisation, each counted up to 10,001, and since when.',
);

const LEASES = door(
  'pit_ops.job_leases()',
  'name text, leased_until timestamptz',
  'SELECT lease.name, lease.leased_until FROM pit_ops.job_lease AS lease WHERE lease.leased_until > clock_timestamp()',
  'Jobs that some process holds now.',
);
