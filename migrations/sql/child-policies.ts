import { PROJECT_TABLES, TASK_TABLES } from './tables.ts';

/** Tables of our own whose rows belong to a project by `project_id`. */
const OWN_PROJECT_TABLES = [
  'pit_ops.alert_ack',
  'pit_ops.baseline',
  'pit_ops.baseline_plan',
  'pit_ops.baseline_task',
  'pit_ops.date_frame',
  'pit_ops.project_rule',
  'pit_ops.project_schedule',
  'pit_ops.quality_state',
  'pit_ops.rollup',
  'pit_ops.schedule_application',
  'pit_ops.task_actual',
  'pit_ops.task_rule',
  'pit_ops.task_schedule',
  'pit_ops.timeline_delta',
  'pit_ops.timeline_state',
  'pit_ops.watchdog_state',
];

type Rule = (parent: string, table: string, column: string) => string;

/** Gives every policy that looks for a parent its rule anew. */
export function childPolicies(through: Rule, exists: Rule): string {
  const visible = (parent: string, column: string): ((table: string) => string) => {
    return (table) => `ALTER POLICY visible ON ${table} USING (${through(parent, table, column)});`;
  };
  const own = 'user_id = (SELECT pit_ops.ctx_user())';
  return [
    ...[...PROJECT_TABLES, ...OWN_PROJECT_TABLES].map(visible('pit.project', 'project_id')),
    ...[...TASK_TABLES, 'pit_ops.work_mark'].map(visible('pit.task', 'task_id')),
    `ALTER POLICY visible ON pit.evidence USING (${through('pit.task', 'pit.evidence', 'task_id')}
      OR ${exists('pit.subtask', 'pit.evidence', 'subtask_id')});`,
    visible('pit.evidence', 'evidence_id')('pit.evidence_review'),
    `ALTER POLICY own ON pit.gantt_state USING (${own}
      AND (${through('pit.project', 'pit.gantt_state', 'project_id')}));`,
    `ALTER POLICY visible ON pit_ops.outbox USING (stream_id = (SELECT pit_ops.ctx_user())
      OR ${through('pit.project', 'pit_ops.outbox', 'stream_id')});`,
    `ALTER POLICY own ON pit.notification USING (${own}
      AND NOT EXISTS (SELECT FROM pit_ops.message_sight AS sight WHERE sight.notification_id = notification.id
        AND NOT (${through('pit.project', 'sight', 'project_id')})));`,
  ].join('\n');
}
