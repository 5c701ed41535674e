import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { asActor, refusal, transaction, value, type DatabaseActor } from './as-actor.ts';
import { makeOrganisation, type Organisation } from './two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;
let theirs: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
  theirs = await makeOrganisation(database.appUrl, 'b');
});

afterAll(() => database.drop());

const seal = (atMost = 50_000): Promise<number> =>
  asActor(database.appUrl, ours.service, (client) =>
    value(client, 'SELECT pit_ops.seal_audit($1)', [atMost]),
  );

interface Fault {
  seal: string | null;
  fault: string;
}

async function readFaults(client: pg.Client): Promise<Fault[]> {
  const { rows } = await client.query<Fault>('SELECT seal_id AS seal, fault FROM pit_ops.verify_audit()');
  return rows;
}

const faults = (actor = ours.service): Promise<Fault[]> => asActor(database.appUrl, actor, readFaults);

/**
 * What is found after a superuser did what superusers can: switch off what refuses, and change what was written.
 * Taken back afterwards.
 */
async function faultsAfter(tampering: string, actor: DatabaseActor = ours.service): Promise<Fault[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const table of ['pit.audit_log', 'pit_ops.audit_detail', 'pit_ops.audit_seal']) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    await client.query(tampering);
    await client.query(`SELECT set_config('app.org_id', $1, true), set_config('app.role', $2, true)`, [
      actor.org,
      actor.role,
    ]);
    return await readFaults(client);
  } finally {
    await client.end();
  }
}

const FIRST_OF_SEAL_2 = `(SELECT audit_log_id FROM pit_ops.audit_detail WHERE seal_id = 2 ORDER BY seq LIMIT 1)`;

test('records are sealed in batches until none is left, and the chain holds', async () => {
  expect(await seal(20)).toBe(20);
  expect(await seal(20)).toBe(20);
  expect(await seal()).toBeGreaterThan(0);
  expect(await seal()).toBe(0);
  expect(await faults()).toEqual([]);
});

test('records written after the last seal are no fault, and the next seal takes them', async () => {
  await asActor(database.appUrl, ours.member, (client) => client.query(`UPDATE pit.task SET name = 'New'`));
  expect(await faults()).toEqual([]);
  expect(await seal()).toBe(2);
});

test('a record that commits after later ones were sealed is not lost', async () => {
  let sealed = 0;
  await asActor(database.appUrl, ours.member, async (client) => {
    await client.query(`UPDATE pit.task SET name = 'Slow' WHERE id = $1`, [ours.task]);
    await asActor(database.appUrl, theirs.member, (other) =>
      other.query(`UPDATE pit.task SET name = 'Quick'`),
    );
    sealed = await seal();
  });
  expect([sealed, await seal(), await faults()]).toEqual([2, 1, []]);
});

test('a row that a superuser altered is found, and its seal named', async () => {
  const altered = await faultsAfter(
    `UPDATE pit.audit_log SET after_state = '{"name": "innocent"}' WHERE id = ${FIRST_OF_SEAL_2}`,
  );
  expect(altered).toEqual([{ seal: '2', fault: 'the record is altered' }]);
});

test('a forged digest breaks the seal', async () => {
  const forged = await faultsAfter(
    `UPDATE pit_ops.audit_detail SET digest = sha256('forged') WHERE audit_log_id = ${FIRST_OF_SEAL_2}`,
  );
  expect(forged).toEqual([
    { seal: '2', fault: 'the seal does not match its records' },
    { seal: '2', fault: 'the record is altered' },
  ]);
});

test('a row that is gone is missed, with its detail or without', async () => {
  const row = `DELETE FROM pit.audit_log WHERE id = ${FIRST_OF_SEAL_2}`;
  const detail = `DELETE FROM pit_ops.audit_detail WHERE audit_log_id = ${FIRST_OF_SEAL_2}`;
  expect(await faultsAfter(row)).toEqual([{ seal: '2', fault: 'the record is missing' }]);
  expect(await faultsAfter(`${row}; ${detail}`)).toEqual([
    { seal: '2', fault: 'sealed records are missing or added' },
  ]);
});

test('a row that the trigger did not write is found', async () => {
  const added = await faultsAfter(`INSERT INTO pit.audit_log (org_id, user_id, action, table_name, record_id)
    VALUES ('${ours.id}', '${ours.owner}', 'UPDATE', 'task', 'x')`);
  expect(added).toEqual([{ seal: null, fault: 'the record was not written by the audit trigger' }]);
});

test('a chain whose seal was made anew breaks at the next', async () => {
  expect(await faultsAfter(`UPDATE pit_ops.audit_seal SET hash = sha256('anew') WHERE id = 2`)).toEqual([
    { seal: '2', fault: 'the seal does not match its records' },
    { seal: '3', fault: 'the seal before it is missing or altered' },
  ]);
});

test("an administrator learns of faults in their own records, not of another organisation's", async () => {
  const theirRecord = `UPDATE pit.audit_log SET action = 'NOTHING'
    WHERE org_id = '${theirs.id}' AND table_name = 'project'`;
  expect(await faultsAfter(theirRecord, { ...ours.member, role: 'admin' })).toEqual([]);
  expect(await faultsAfter(theirRecord, { ...theirs.member, role: 'admin' })).toHaveLength(1);
  expect(await refusal(faults(ours.member))).toBe('42501');
});

test.each([
  'UPDATE pit_ops.audit_detail SET digest = NULL, seal_id = NULL',
  'DELETE FROM pit_ops.audit_seal',
  'TRUNCATE pit.audit_log',
])('while the triggers stand, not even a superuser does this: %s', async (sql) => {
  expect(await refusal(transaction(database.adminUrl, (client) => client.query(sql)))).toBe('42501');
});
