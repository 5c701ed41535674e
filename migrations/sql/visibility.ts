/** Whether the actor's role may change the plan at all. */
export const IS_WRITER = `(SELECT pit_ops.ctx_role()) IN ('admin', 'foreman', 'member', 'service')`;

/** Whether the actor looks beyond their own projects: by role, and with a stated reason. */
export const IS_OVERRIDING = `(SELECT pit_ops.ctx_role() IN ('admin', 'foreman') AND pit_ops.ctx_reason() IS NOT NULL)`;

/**
 * What one may see one may write, if one's role writes at all; and who overrides may do both.
 *
 * The rule is one policy FOR ALL rather than one per command, because the policies that an UPDATE must pass for reading
 * and for writing are then the same expression, which PostgreSQL evaluates once.
 *
 * @param rule what a row must fulfil to be seen by the application.
 */
export function visibleWhere(table: string, rule: string): string {
  return `
    CREATE POLICY visible ON ${table} FOR ALL TO pit_app USING (${rule});
    CREATE POLICY overridden ON ${table} FOR ALL TO pit_foreman USING (${IS_OVERRIDING});
    ${writersOnly(table)}`;
}

/** Roles that only read write nothing, whatever they see. */
function writersOnly(table: string): string {
  return `
    CREATE POLICY writers_insert ON ${table} AS RESTRICTIVE FOR INSERT TO pit_app WITH CHECK (${IS_WRITER});
    CREATE POLICY writers_update ON ${table} AS RESTRICTIVE FOR UPDATE TO pit_app USING (${IS_WRITER});
    CREATE POLICY writers_delete ON ${table} AS RESTRICTIVE FOR DELETE TO pit_app USING (${IS_WRITER});`;
}

/**
 * Whether nothing of the organisation is hidden from the actor: the service, and whoever belongs to all its divisions.
 * Found once per statement in the short list of divisions, it spares most actors every check of a row.
 */
export const SEES_ALL = `(SELECT pit_ops.ctx_role() = 'service' OR NOT EXISTS (
  SELECT FROM pit.division WHERE division.id <> ALL ((SELECT pit_ops.ctx_divs())::uuid[])))`;

/**
 * Seen when the row it belongs to is: the parent's own policies decide. The planner looks parents up one by one for a
 * few rows, and gathers those that are visible for many.
 */
export function through(parent: string, table: string, column: string): string {
  return `${SEES_ALL} OR EXISTS (SELECT FROM ${parent} parent WHERE parent.id = ${table}.${column})`;
}

/** Drops every policy of a table but the wall. */
export function dropVisibility(table: string, policies: readonly string[]): string {
  return policies.map((policy) => `DROP POLICY ${policy} ON ${table};`).join('\n');
}

/** The policies that `visibleWhere` makes. */
export const VISIBILITY_POLICIES = [
  'visible',
  'overridden',
  'writers_insert',
  'writers_update',
  'writers_delete',
] as const;
