import { cloneDatabase, type TestDatabase } from '../../../support/postgres/database.ts';
import { transaction } from '../as-actor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database?.drop());

interface Policy {
  readonly name: string;
  readonly rule: string;
}

/** Every permissive policy, by `schema.table.policy`. */
async function policies(): Promise<Policy[]> {
  return transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query<Policy>(`
      SELECT schemaname || '.' || tablename || '.' || policyname AS name,
        regexp_replace(concat_ws(' ', qual, with_check), '\\s+', ' ', 'g') AS rule
      FROM pg_policies WHERE schemaname IN ('pit', 'pit_ops') AND permissive = 'PERMISSIVE' ORDER BY 1`);
    return rows;
  });
}

/** How often a rule looks for a parent by its key, and how often it lets the planner gather all that are seen. */
function lookUps(rule: string): { keyed: number; gathered: number } {
  const all = rule.match(/FROM pit\.\w+ parent WHERE \(parent\.id = [\w.]+\)( OFFSET 0)?/g) ?? [];
  const keyed = all.filter((each) => each.endsWith('OFFSET 0')).length;
  return { keyed, gathered: all.length - keyed };
}

test('every policy that looks for a parent does so by its key, and gathers parents for whole sets alone', async () => {
  const through = (await policies()).filter(({ rule }) => rule.includes(' parent '));
  expect(through.length).toBeGreaterThanOrEqual(39);
  for (const { name, rule } of through) {
    const { keyed, gathered } = lookUps(rule);
    const wholeSets = rule.match(
      /CASE WHEN \( ?SELECT \(current_setting\('app\.whole'::text, true\) = 'on'::text\)/g,
    );
    expect([name, keyed > 0, gathered]).toEqual([name, true, wholeSets?.length ?? 0]);
  }
});

test('tables that hang on a project are seen through it, or hold nothing to hide', async () => {
  const bound = await transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.relnamespace::regnamespace || '.' || c.relname AS name FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'project_id' AND NOT a.attisdropped
      WHERE c.relnamespace::regnamespace::text IN ('pit', 'pit_ops') AND c.relkind IN ('r', 'p')
        AND has_table_privilege('pit_app', c.oid, 'SELECT') ORDER BY 1`);
    return rows.map(({ name }) => name);
  });
  const open = (await policies()).filter(({ name, rule }) => {
    const table = name.split('.').slice(0, 2).join('.');
    return bound.includes(table) && !rule.includes(' parent ') && !name.endsWith('.overridden');
  });
  // Read beside the project, by the service, or by the one user whose rows they are.
  const kept = open.filter(
    ({ rule }) => !/ctx_user\(\)|= 'service'::text|^\(? ?SELECT \(\(pit_ops\.ctx_role/.test(rule),
  );
  expect(kept.map(({ name, rule }) => `${name}: ${rule}`)).toEqual([
    'pit_ops.project_figures.beside: true',
    'pit_ops.project_rank.beside: true',
  ]);
});

test('what depends on the actor alone is planned once: no policy looks into the divisions itself', async () => {
  const looking = (await policies()).filter(({ rule }) => rule.includes('FROM pit.division'));
  expect(looking.map(({ name }) => name)).toEqual([]);
});
