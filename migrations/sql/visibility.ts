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
 * Found once per statement in the short list of divisions, it spares most actors every check of a row. A function, since
 * policies that look for parents hold it several times over, and the planner would plan each.
 */
export const SEES_ALL = '(SELECT pit_ops.ctx_sees_all())';

/** Whether the statement reads whole sets: `app.whole` says how parents are looked up, and never which rows are seen. */
const READS_WHOLE_SETS = `(SELECT current_setting('app.whole', true) = 'on')`;

/** Whether the parent of a row is seen, as the planner likes to find out. */
export function isGathered(parent: string, table: string, column: string): string {
  return `EXISTS (SELECT FROM ${parent} parent WHERE parent.id = ${table}.${column})`;
}

/** The same, looked up by the parent's key: the planner may not look through OFFSET. */
export function isLookedUp(parent: string, table: string, column: string): string {
  return `EXISTS (SELECT FROM ${parent} parent WHERE parent.id = ${table}.${column} OFFSET 0)`;
}

/**
 * Seen when the row it belongs to is: the parent's own policies decide. The parent of each row is looked up by itself,
 * since the planner would else gather all that the actor sees before the first row of a page. A statement that reads whole sets has the visible projects gathered.
 *
 * @param table the table or its alias.
 */
export function through(parent: string, table: string, column: string): string {
  const lookedUp = isLookedUp(parent, table, column);
  // Below a project alone: each further level would double what is planned of the levels above it.
  if (parent !== 'pit.project') return `${SEES_ALL} OR ${lookedUp}`;
  return `${SEES_ALL} OR CASE WHEN ${READS_WHOLE_SETS} THEN ${isGathered(parent, table, column)} ELSE ${lookedUp} END`;
}

/** What `SEES_ALL` was before migration 1700000109010. */
export const SEES_ALL_IN_LINE = `(SELECT pit_ops.ctx_role() = 'service' OR NOT EXISTS (
  SELECT FROM pit.division WHERE division.id <> ALL ((SELECT pit_ops.ctx_divs())::uuid[])))`;

/** What `through` was before that: the planner chose whether to look parents up one by one or to gather them. */
export function throughGathered(parent: string, table: string, column: string): string {
  return `${SEES_ALL_IN_LINE} OR ${isGathered(parent, table, column)}`;
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

/** With the rights of who asks: the wall and the directory's policies say whose divisions there are. */
export const SEES_ALL_FUNCTION = `
  CREATE FUNCTION pit_ops.ctx_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN pit_ops.ctx_role() = 'service'
      OR NOT EXISTS (SELECT FROM pit.division WHERE division.id <> ALL ((SELECT pit_ops.ctx_divs())::uuid[]));
  COMMENT ON FUNCTION pit_ops.ctx_sees_all() IS
    'Whether nothing of the organisation is hidden: from the service, and from whoever belongs to all its divisions.';`;
