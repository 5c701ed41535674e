import type { ClientBase } from 'pg';
import type {
  CatalogFacts,
  EnumFacts,
  RoleFacts,
  TableFacts,
} from '../../../domain/conformance/catalog-facts.ts';

/**
 * Reads what the Foreman's checks are made on: the catalog of the schema `pit`, and the count of orphans.
 * Reading the catalog is everyone's; the function that counts past row level security is the owner's.
 *
 * @param client in a transaction, which keeps the role and settings that are taken here, and connected as the
 *   migrator, who may take the owner's role.
 */
export async function readCatalog(client: ClientBase): Promise<CatalogFacts> {
  // Names of PIT are printed with their schema, and bounds of partitions in UTC.
  await client.query(
    `SET LOCAL ROLE pit_owner; SET LOCAL search_path = pg_catalog; SET LOCAL timezone = 'UTC'`,
  );
  const clock = await client.query<{ today: string }>(`SELECT to_char(now(), 'YYYY-MM-DD') AS today`);
  const tables = await client.query<TableFacts>(TABLES);
  const enums = await client.query<EnumFacts>(ENUMS);
  const roles = await client.query<RoleFacts>(ROLES);
  const strays = await client.query<{ name: string }>(STRAYS);
  const openViews = await client.query<{ name: string }>(OPEN_VIEWS);
  return {
    today: clock.rows[0]?.today ?? '',
    tables: tables.rows,
    enums: enums.rows,
    roles: roles.rows,
    strays: strays.rows.map((row) => row.name),
    openViews: openViews.rows.map((row) => row.name),
    orphans: await countOrphans(client),
    wrongFigures: await countWrong(client, 'figures'),
    wrongTaskOrders: await countWrong(client, 'task_orders'),
    wrongProjectOrders: await countWrong(client, 'project_orders'),
    wrongTaskTexts: await countWrong(client, 'task_texts'),
    wrongAccess: await countWrong(client, 'access'),
    wrongRiskScores: await countWrong(client, 'risk_scores'),
  };
}

/** Nothing where the schema is older than the function that counts: the check then says that the counts are missing. */
async function countOrphans(client: ClientBase): Promise<Record<string, number>> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_proc WHERE oid = to_regprocedure('pit_ops.count_orphans()')`,
  );
  if (rowCount === 0) return {};
  const { rows } = await client.query<{ child: string; orphans: string }>(
    'SELECT * FROM pit_ops.count_orphans()',
  );
  return Object.fromEntries(rows.map((row) => [row.child, Number(row.orphans)]));
}

/** What is kept beside tables and counted from scratch. */
type Kept = 'figures' | 'task_orders' | 'project_orders' | 'task_texts' | 'access' | 'risk_scores';

/** Null where the schema is older than the function that counts. */
async function countWrong(client: ClientBase, what: Kept): Promise<number | null> {
  const name = `pit_ops.count_wrong_${what}()`;
  const { rowCount } = await client.query('SELECT FROM pg_proc WHERE oid = to_regprocedure($1)', [name]);
  if (rowCount === 0) return null;
  const { rows } = await client.query<{ wrong: string }>(`SELECT ${name}::text AS wrong`);
  return Number(rows[0]?.wrong);
}

const list = (query: string): string => `ARRAY(${query})`;
const objects = (query: string): string => `(SELECT coalesce(json_agg(each), '[]') FROM (${query}) AS each)`;
const namesOf = (relation: string, numbers: string): string =>
  list(`SELECT attname::text FROM unnest(${numbers}) WITH ORDINALITY AS key (number, position)
        JOIN pg_attribute ON attrelid = ${relation} AND attnum = key.number ORDER BY position`);
const grantee = `CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END`;

const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull",
    pg_get_expr(adbin, adrelid) AS "default"
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;

// A key whose triggers are off is declared and does nothing.
const FOREIGN_KEYS = `
  SELECT ${namesOf('conrelid', 'conkey')} AS columns, parent.relname AS parent,
    ${namesOf('confrelid', 'confkey')} AS "parentColumns",
    CASE WHEN NOT conenforced THEN 'not enforced'
      WHEN NOT convalidated THEN 'not validated'
      WHEN EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = con.oid AND tgenabled NOT IN ('O', 'A')) THEN 'switched off'
      ELSE 'enforced' END AS state
  FROM pg_constraint AS con JOIN pg_class AS parent ON parent.oid = confrelid
  WHERE conrelid = t.oid AND contype = 'f' AND conparentid = 0`;

const INDEXES = `
  SELECT am.amname AS method,
    (SELECT string_agg(pg_get_indexdef(indexrelid, position, true), ', ' ORDER BY position)
     FROM generate_series(1, indnkeyatts) AS position) AS key,
    CASE WHEN NOT (indisvalid AND indisready AND indislive) THEN 'not valid'
      WHEN indpred IS NOT NULL THEN 'partial' ELSE 'valid' END AS state
  FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid JOIN pg_am AS am ON am.oid = i.relam
  WHERE indrelid = t.oid`;

const TRIGGERS = `
  SELECT regexp_replace(pg_get_triggerdef(oid), '^CREATE TRIGGER .*? (BEFORE|AFTER) ', '\\1 ') AS definition,
    CASE WHEN EXISTS (SELECT FROM pg_trigger AS clone
        WHERE clone.tgparentid = trigger.oid AND clone.tgenabled <> trigger.tgenabled) THEN 'differs by partition'
      ELSE CASE tgenabled WHEN 'A' THEN 'always' WHEN 'O' THEN 'enabled' WHEN 'R' THEN 'replica only' ELSE 'disabled' END
    END AS state
  FROM pg_trigger AS trigger WHERE tgrelid = t.oid AND NOT tgisinternal`;

const POLICIES = `
  SELECT format('AS %s FOR %s TO %s', CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
      CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      (SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END, ', ') FROM unnest(polroles) AS role))
    || coalesce(' USING ' || pg_get_expr(polqual, polrelid), '')
    || coalesce(' WITH CHECK ' || pg_get_expr(coalesce(polwithcheck, polqual), polrelid), '')
  FROM pg_policy WHERE polrelid = t.oid`;

const PARTITIONS = `
  SELECT part.oid::regclass::text AS name,
    substring(bound FROM 'FROM \\(''(\\d{4}-\\d\\d-\\d\\d)') AS "from",
    substring(bound FROM 'TO \\(''(\\d{4}-\\d\\d-\\d\\d)') AS "to",
    ${list(`SELECT DISTINCT ${grantee} FROM aclexplode(part.relacl) WHERE grantee <> part.relowner`)} AS grantees
  FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
    CROSS JOIN pg_get_expr(part.relpartbound, part.oid) AS bound
  WHERE inhparent = t.oid`;

const TABLES = `
  SELECT t.relname AS name, t.relowner::regrole::text AS owner, t.relrowsecurity AS "rowSecurity",
    t.relforcerowsecurity AS "forcedRowSecurity", pg_get_partkeydef(t.oid) AS "partitionKey",
    ${list(`SELECT attname::text FROM pg_constraint CROSS JOIN unnest(conkey) WITH ORDINALITY AS key (number, position)
            JOIN pg_attribute ON attrelid = conrelid AND attnum = key.number
            WHERE conrelid = t.oid AND contype = 'p' ORDER BY position`)} AS "primaryKey",
    ${objects(COLUMNS)} AS columns,
    ${objects(FOREIGN_KEYS)} AS "foreignKeys",
    ${objects(INDEXES)} AS indexes,
    ${objects(TRIGGERS)} AS triggers,
    ${list(POLICIES)} AS policies,
    ${objects(PARTITIONS)} AS partitions,
    ${list(`SELECT ${grantee} || ' ' || privilege_type FROM aclexplode(t.relacl) WHERE grantee <> t.relowner`)} AS grants
  FROM pg_class AS t
  WHERE relnamespace = to_regnamespace('pit') AND relkind IN ('r', 'p') AND NOT relispartition
  ORDER BY relname`;

const ENUMS = `
  SELECT typname AS name, array_agg(enumlabel::text ORDER BY enumsortorder) AS values
  FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
  WHERE typnamespace = to_regnamespace('pit') GROUP BY typname ORDER BY typname`;

// Types that come with a table, an array or a range are not listed: what they come with is.
const STRAYS = `
  SELECT CASE relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialised view ' WHEN 'S' THEN 'sequence '
      WHEN 'f' THEN 'foreign table ' WHEN 'c' THEN 'type ' ELSE 'partition ' END || relname AS name
  FROM pg_class
  WHERE relnamespace = to_regnamespace('pit') AND (relkind IN ('v', 'm', 'S', 'f', 'c') OR relispartition AND relkind IN ('r', 'p'))
  UNION ALL
  SELECT 'type ' || typname FROM pg_type WHERE typnamespace = to_regnamespace('pit') AND typtype IN ('d', 'r')
  UNION ALL
  SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = to_regnamespace('pit')
  ORDER BY name`;

const OPEN_VIEWS = `
  SELECT oid::regclass::text AS name FROM pg_class
  WHERE relnamespace IN (to_regnamespace('pit'), to_regnamespace('pit_ops')) AND relkind IN ('v', 'm')
    AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`;

const ROLES = `
  SELECT role.rolname AS name,
    array_remove(ARRAY[CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolbypassrls THEN 'bypassrls' END], NULL)
      AS "unboundBy",
    ${list(`SELECT more.rolname::text FROM pg_roles AS more
            WHERE more.rolname IN ('pit_foreman', 'pit_owner', 'pit_definer') AND more.oid <> role.oid
              AND pg_has_role(role.oid, more.oid, 'USAGE')`)} AS inherits
  FROM pg_roles AS role
  WHERE role.rolname IN ('pit_app', 'pit_foreman', 'pit_owner')
    OR EXISTS (SELECT FROM pg_auth_members WHERE member = role.oid AND roleid = to_regrole('pit_app'))
  ORDER BY role.rolname`;
