import pg from 'pg';
import { readCatalog } from '../../../src/db/queries/conformance/catalog-query.ts';
import { checkDatabase } from '../../../src/domain/conformance/conformance-checks.ts';
import type { Requirement } from '../../../src/domain/conformance/requirement.ts';
import type { CatalogFacts } from '../../../src/domain/conformance/catalog-facts.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** What the check sees after some statements; then all is as before. */
async function factsAfter(statements = ''): Promise<CatalogFacts> {
  await client.query('BEGIN');
  try {
    await client.query(statements);
    return await readCatalog(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

function unmet(facts: CatalogFacts): Requirement[] {
  return checkDatabase(facts).filter((each) => !each.met);
}

async function unmetAfter(statements: string): Promise<string[]> {
  const names = unmet(await factsAfter(statements)).map((each) => each.name);
  return names.sort();
}

test('a migrated database is as specified', async () => {
  const demands = checkDatabase(await factsAfter());
  expect(demands.filter((each) => !each.met)).toEqual([]);
  expect(demands.length).toBeGreaterThan(800);
  expect(new Set(demands.map((each) => each.name)).size).toBe(demands.length);
});

test('a demand tells what was expected and what was found', async () => {
  const [demand] = unmet(
    await factsAfter('ALTER TABLE pit.phase ALTER COLUMN capex_total TYPE numeric(14,2)'),
  );
  expect(demand).toEqual({
    name: 'columns.phase.capex_total',
    expected: 'numeric(12,2)',
    found: 'numeric(14,2)',
    met: false,
  });
});

/** What is done to the database -> the demands, and no others, that it then falls short of. */
type Mutation = [what: string, statements: string, ...demands: string[]];

const STRUCTURE: Mutation[] = [
  ['a table is dropped', 'DROP TABLE pit.timeline_cache', 'tables.exist.timeline_cache'],
  ['a table is added', 'CREATE TABLE pit.note (id uuid PRIMARY KEY)', 'tables.nothing_else'],
  [
    'a partition is put among the tables',
    'ALTER TABLE pit_ops.task_progress_log_default SET SCHEMA pit',
    'tables.nothing_else',
  ],
  ['a function is added', 'CREATE FUNCTION pit.one() RETURNS int RETURN 1', 'tables.nothing_else'],
  [
    'a column is dropped',
    'ALTER TABLE pit.subtask DROP COLUMN ordered_index',
    'columns.subtask.ordered_index',
  ],
  [
    'a camelCase column is added',
    'ALTER TABLE pit.task ADD COLUMN "ownerName" text',
    'columns.task.nothing_else',
    'naming.snake_case.task',
  ],
  [
    'a time loses its zone',
    'ALTER TABLE pit.watchdog_alert ALTER COLUMN resolved_at TYPE timestamp',
    'columns.watchdog_alert.resolved_at',
  ],
  [
    'a mark of deletion becomes mandatory',
    'ALTER TABLE pit.evidence ALTER COLUMN deleted_at SET NOT NULL',
    'nullability.evidence.deleted_at',
  ],
  [
    'a boolean loses its default',
    'ALTER TABLE pit.task ALTER COLUMN requires_evidence DROP DEFAULT',
    'booleans.task.requires_evidence',
  ],
  [
    'a time of creation loses its default',
    'ALTER TABLE pit.project ALTER COLUMN created_at DROP DEFAULT',
    'timestamps.project.created_at',
  ],
  [
    'times of change are no longer kept',
    'DROP TRIGGER touch_row ON pit.phase',
    'timestamps.phase.updated_at.kept',
  ],
  [
    'a primary key is dropped',
    'ALTER TABLE pit.isms_link DROP CONSTRAINT isms_link_pkey',
    'primary_keys.isms_link',
  ],
  [
    "next year's partition is dropped",
    `DO $$ BEGIN EXECUTE format('DROP TABLE pit_ops.task_progress_log_%s_01', extract(year FROM now()) + 1); END $$`,
    'partitions.task_progress_log.in_a_year',
  ],
];

const ENUMS: Mutation[] = [
  ['a value is added', `ALTER TYPE pit.task_status_enum ADD VALUE 'paused'`, 'enums.task_status_enum'],
  [
    'a value is renamed',
    `ALTER TYPE pit.quick_class_enum RENAME VALUE 'quick_win' TO 'quickWin'`,
    'enums.quick_class_enum',
  ],
  [
    'two values change places',
    `ALTER TYPE pit.alert_severity_enum RENAME VALUE 'green' TO 'x';
     ALTER TYPE pit.alert_severity_enum RENAME VALUE 'red' TO 'green';
     ALTER TYPE pit.alert_severity_enum RENAME VALUE 'x' TO 'red'`,
    'enums.alert_severity_enum',
  ],
  ['an enum is added', `CREATE TYPE pit.mood AS ENUM ('good')`, 'enums.nothing_else'],
];

const FOREIGN_KEYS: Mutation[] = [
  [
    'a key may be null',
    'ALTER TABLE pit.task ALTER COLUMN owner_id DROP NOT NULL',
    'nullability.task.owner_id',
  ],
  [
    'a key that may be null is made mandatory',
    'ALTER TABLE pit.project ALTER COLUMN sponsor_id SET NOT NULL',
    'nullability.project.sponsor_id',
  ],
  [
    'a key is dropped',
    'ALTER TABLE pit.work_package DROP CONSTRAINT work_package_phase_id_fkey',
    'foreign_keys.work_package.phase_id',
  ],
  [
    'a key refers past the tenant',
    `ALTER TABLE pit.subtask DROP CONSTRAINT subtask_owner_id_fkey;
     ALTER TABLE pit.subtask ADD FOREIGN KEY (owner_id) REFERENCES pit."user" (id)`,
    'foreign_keys.subtask.owner_id',
  ],
  [
    'a key is declared and not enforced',
    `ALTER TABLE pit.subtask DROP CONSTRAINT subtask_task_id_fkey;
     ALTER TABLE pit.subtask ADD FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id) NOT ENFORCED`,
    'foreign_keys.subtask.task_id',
  ],
  [
    'a key was never validated',
    `ALTER TABLE pit.subtask DROP CONSTRAINT subtask_task_id_fkey;
     ALTER TABLE pit.subtask ADD FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id) NOT VALID`,
    'foreign_keys.subtask.task_id',
  ],
  [
    'all triggers of a table are switched off',
    'ALTER TABLE pit.skills_credit DISABLE TRIGGER ALL',
    'audit.trigger.skills_credit',
    'audit.trigger.skills_credit.added',
    'foreign_keys.skills_credit.task_id',
    'foreign_keys.skills_credit.user_id',
  ],
];

const INDEXES: Mutation[] = [
  ['an index is dropped', 'DROP INDEX pit.task_project_id_status_idx', 'indexes.task.(project_id, status)'],
  [
    'the index on date ranges is dropped',
    'DROP INDEX pit.task_daterange_idx',
    'indexes.task.(daterange(start_date, end_date))',
  ],
  [
    'an index was left invalid',
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'pit.evidence_task_id_idx'::regclass`,
    'indexes.evidence.(task_id)',
  ],
  [
    'an index covers a part only',
    `DROP INDEX pit.task_end_date_idx; CREATE INDEX ON pit.task (end_date) WHERE deleted_at IS NULL`,
    'indexes.task.(end_date)',
  ],
  [
    'the columns of an index change places',
    `DROP INDEX pit.watchdog_alert_project_id_severity_idx;
     CREATE INDEX ON pit.watchdog_alert (severity, project_id)`,
    'indexes.watchdog_alert.(project_id, severity)',
  ],
];

const WALL: Mutation[] = [
  ['row security is switched off', 'ALTER TABLE pit.task DISABLE ROW LEVEL SECURITY', 'rls.task.enabled'],
  ['the owner is let through', 'ALTER TABLE pit.task NO FORCE ROW LEVEL SECURITY', 'rls.task.forced'],
  ['the wall is dropped', 'DROP POLICY tenant_wall ON pit.task', 'rls.task.wall'],
  ['the wall lets everyone pass', 'ALTER POLICY tenant_wall ON pit.phase USING (true)', 'rls.phase.wall'],
  [
    'the wall lets everyone write',
    'ALTER POLICY tenant_wall ON pit.evidence WITH CHECK (true)',
    'rls.evidence.wall',
  ],
  ['the wall leaves out a role', 'ALTER POLICY tenant_wall ON pit.team TO pit_app', 'rls.team.wall'],
  [
    'the wall is one policy among others',
    `DROP POLICY tenant_wall ON pit.division;
     CREATE POLICY tenant_wall ON pit.division USING (org_id = (SELECT pit_ops.ctx_org()))`,
    'rls.division.wall',
  ],
  ['a table changes hands', 'ALTER TABLE pit.isms_link OWNER TO pit_app', 'rls.isms_link.owner'],
  [
    'a view reads with its owner',
    'ALTER VIEW pit_ops.project_progress RESET (security_invoker)',
    'rls.views',
  ],
  [
    'a partition is opened past its parent',
    'GRANT SELECT ON pit_ops.task_progress_log_default TO pit_app',
    'partitions.task_progress_log.closed',
  ],
];

const AUDIT: Mutation[] = [
  ['auditing is switched off', 'ALTER TABLE pit.task DISABLE TRIGGER audit_row', 'audit.trigger.task'],
  [
    'auditing gives way to replication',
    'ALTER TABLE pit.task ENABLE TRIGGER audit_row',
    'audit.trigger.task',
  ],
  [
    'what is added is not audited',
    'ALTER TABLE pit.task DISABLE TRIGGER audit_inserted',
    'audit.trigger.task.added',
  ],
  [
    'what is added in sets is audited under another name',
    `DROP TRIGGER audit_inserted ON pit.phase;
     CREATE TRIGGER audit_inserted AFTER INSERT ON pit.phase REFERENCING NEW TABLE AS new_rows
       FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('task');
     ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER audit_inserted`,
    'audit.trigger.phase.added',
  ],
  ['auditing is dropped', 'DROP TRIGGER audit_row ON pit."user"', 'audit.trigger.user'],
  [
    'auditing leaves out removals',
    `DROP TRIGGER audit_row ON pit.team;
     CREATE TRIGGER audit_row AFTER INSERT OR UPDATE ON pit.team
       FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('team');
     ALTER TABLE pit.team ENABLE ALWAYS TRIGGER audit_row`,
    'audit.trigger.team',
  ],
  [
    'auditing is switched off in one partition',
    'ALTER TABLE pit_ops.task_progress_log_default DISABLE TRIGGER audit_row',
    'audit.trigger.task_progress_log',
  ],
  [
    'the log can be changed',
    'ALTER TABLE pit.audit_log DISABLE TRIGGER refuse_change',
    'audit.append_only.audit_log',
  ],
  ['a table can be emptied unseen', 'GRANT TRUNCATE ON pit.task TO pit_app', 'audit.no_silent_change.task'],
];

describe.each([
  ['tables and columns', STRUCTURE],
  ['enums', ENUMS],
  ['foreign keys', FOREIGN_KEYS],
  ['indexes', INDEXES],
  ['the wall', WALL],
  ['the audit trail', AUDIT],
])('%s', (_, mutations) => {
  test.each(mutations)('%s', async (_what, statements, ...demands) => {
    expect(await unmetAfter(statements)).toEqual([...demands].sort());
  });
});
