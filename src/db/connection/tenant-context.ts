import type { Actor } from '../../domain/directory/actor.ts';
import { text, nothing, type RowOf } from './column-types.ts';
import { step, type Step } from './pipeline.ts';
import { statement } from './statement.ts';

const SETTINGS = `set_config('app.org_id', $1, true) AS org_id, set_config('app.user_id', $2, true) AS user_id,
  set_config('app.role', $3, true) AS role, set_config('app.division_ids', $4, true) AS division_ids,
  set_config('app.override_reason', $5, true) AS override_reason, set_config('app.request_id', $6, true) AS request_id`;
/** What the server took for the tenant's context. */
const CONTEXT = {
  orgId: text,
  userId: text,
  role: text,
  divisionIds: text,
  overrideReason: text,
  requestId: text,
};

export const READ_CONTEXT = statement(
  `SELECT ${SETTINGS}, set_config('transaction_read_only', 'on', true) AS read_only`,
  { ...CONTEXT, readOnly: text },
);
export const WRITE_CONTEXT = statement(`SELECT ${SETTINGS}`, CONTEXT);
export const OVERRIDE_CONTEXT = statement(
  `SELECT ${SETTINGS}, pit_ops.record_override() AS recorded, set_config('role', 'pit_foreman', true) AS database_role`,
  { ...CONTEXT, recorded: nothing, databaseRole: text },
);

/** From here on statements of the transaction read whole sets (`Statement.readsWholeSets`). */
export const WHOLE_SETS = statement(`SELECT set_config('app.whole', 'on', true) AS whole`, { whole: text });
/** From here on they look up single rows again. */
export const SINGLE_ROWS = statement(`SELECT set_config('app.whole', '', true) AS whole`, { whole: text });

/** Whether the actor has stated a reason to see beyond their own projects, and may. */
export function isOverriding(actor: Actor): boolean {
  return actor.overrideReason !== undefined && (actor.role === 'admin' || actor.role === 'foreman');
}

/**
 * The statement that opens a tenant's transaction: context in transaction-local settings that end with it.
 * Reads are READ ONLY besides. An override changes to the foreman's role and leaves an audit row, so it may write.
 */
export function contextStep(actor: Actor, mode: 'read' | 'write'): Step<RowOf<typeof CONTEXT>> {
  const plain = mode === 'read' ? READ_CONTEXT : WRITE_CONTEXT;
  return step(isOverriding(actor) ? OVERRIDE_CONTEXT : plain, [
    actor.orgId,
    actor.userId,
    actor.role,
    actor.divisionIds.join(','),
    isOverriding(actor) ? (actor.overrideReason ?? '') : '',
    actor.requestId ?? '',
  ]);
}
