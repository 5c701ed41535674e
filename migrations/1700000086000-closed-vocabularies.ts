import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Alert codes, roles in teams, zoom and grouping are closed vocabularies, as the contract has them. Saved views with
 * other words forget these; a role of another name becomes that of a member.
 */
export class ClosedVocabularies1700000086000 implements MigrationInterface {
  name = 'ClosedVocabularies1700000086000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${rewritten(
        'gantt_state',
        `UPDATE pit.gantt_state SET
        zoom_level = CASE WHEN lower(zoom_level) IN (${ZOOM}) THEN lower(zoom_level) END,
        grouping_mode = CASE WHEN lower(grouping_mode) IN (${GROUPING}) THEN lower(grouping_mode) END`,
      )}
      ${rewritten(
        'team_membership',
        `UPDATE pit.team_membership SET
        role = CASE WHEN lower(role) IN ('lead', 'leader', 'team lead', 'manager') THEN 'lead' ELSE 'member' END`,
      )}
      ${rewritten('timeline_cache', `DELETE FROM pit.timeline_cache WHERE zoom_level NOT IN (${ZOOM})`)}`);
    for (const [table, column, words] of VOCABULARIES)
      await runner.query(bound(table, column, `${column} IN (${words})`));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column, , length] of VOCABULARIES)
      await runner.query(bound(table, column, `length(${column}) BETWEEN 1 AND ${length}`));
  }
}

const ZOOM = `'day', 'week', 'month', 'quarter', 'year'`;
const GROUPING = `'by_phase', 'by_work_package', 'by_assignee', 'by_status', 'by_slack'`;
const ALERT_CODES = [
  'task_overdue, overdue_cluster, evidence_missing, evidence_rejected_twice, evidence_unreviewed, stalled_task',
  'stalled_subtask, status_mismatch, early_successor_start, dependency_cycle, critical_path_drift, duration_mismatch',
  'owner_overload, cost_spike, risk_not_mitigating, upcoming_deadline, unassigned, integration_broken',
  'evidence_expiring, evidence_expired, series_broken, extension_waiting, acceptance_expired',
]
  .flatMap((line) => line.split(', '))
  .map((code) => `'${code}'`)
  .join(', ');

/** Table, column, its words, and the length that it had as free text. */
const VOCABULARIES: readonly (readonly [table: string, column: string, words: string, length: number])[] = [
  ['watchdog_alert', 'code', ALERT_CODES, 100],
  ['team_membership', 'role', `'lead', 'member'`, 100],
  ['gantt_state', 'zoom_level', ZOOM, 50],
  ['gantt_state', 'grouping_mode', GROUPING, 50],
  ['timeline_cache', 'zoom_level', ZOOM, 50],
];

function bound(table: string, column: string, condition: string): string {
  const name = `${table}_${column}_check`;
  return `ALTER TABLE pit.${table} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} CHECK (${condition})`;
}

/** Rows of all organisations, written by the migration and by nobody in the audit log. */
function rewritten(table: string, write: string): string {
  return `
    ALTER TABLE pit.${table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE pit.${table} DISABLE TRIGGER audit_row;
    ${write};
    ALTER TABLE pit.${table} ENABLE ALWAYS TRIGGER audit_row;
    ALTER TABLE pit.${table} FORCE ROW LEVEL SECURITY;`;
}
