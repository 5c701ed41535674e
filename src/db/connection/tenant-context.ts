import type { Actor } from '../../domain/directory/actor.ts';
import type { Step } from './pipeline.ts';
import { statement } from './statement.ts';

const CONTEXT = `set_config('app.org_id', $1, true), set_config('app.user_id', $2, true),
  set_config('app.role', $3, true), set_config('app.division_ids', $4, true),
  set_config('app.override_reason', $5, true), set_config('app.request_id', $6, true)`;
const OUTPUTS = ['orgId', 'userId', 'role', 'divisionIds', 'overrideReason', 'requestId'].map((property) => ({
  property,
}));

const readContext = statement(
  `SELECT ${CONTEXT}, set_config('transaction_read_only', 'on', true)`,
  'TenantContext',
  OUTPUTS,
);
const writeContext = statement(`SELECT ${CONTEXT}`, 'TenantContext', OUTPUTS);
const overrideContext = statement(
  `SELECT ${CONTEXT}, pit_ops.record_override(), set_config('role', 'pit_foreman', true)`,
  'TenantContext',
  OUTPUTS,
);

/** Whether the actor has stated a reason to see beyond their own projects, and may. */
export function isOverriding(actor: Actor): boolean {
  return actor.overrideReason !== undefined && (actor.role === 'admin' || actor.role === 'foreman');
}

/**
 * The statement that opens a tenant's transaction: context in transaction-local settings that end with it.
 * Reads are READ ONLY besides. An override changes to the foreman's role and leaves an audit row, so it may write.
 */
export function contextStep(actor: Actor, mode: 'read' | 'write'): Step {
  const plain = mode === 'read' ? readContext : writeContext;
  return {
    statement: isOverriding(actor) ? overrideContext : plain,
    values: [
      actor.orgId,
      actor.userId,
      actor.role,
      actor.divisionIds.join(','),
      isOverriding(actor) ? (actor.overrideReason ?? '') : '',
      actor.requestId ?? '',
    ],
  };
}
