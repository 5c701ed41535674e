import pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { AuditSealer } from '../../../src/services/audit/audit-seal.ts';
import { sealRecords, type AuditHead } from '../../../src/services/audit/audit-sealing.ts';
import type { AuditVerdict } from '../../../src/services/audit/audit-trail.ts';
import { AuditTampering, verdictOver, type Look } from '../../support/worlds/audit-tampering.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { TEST_SEALER } from '../../support/processes/graph.ts';
import { asActor, refusal, transaction } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

const GO_ON = { aborted: false };

let database: TestDatabase;
let pool: pg.Pool;
let ours: Organisation;
let theirs: Organisation;
let tampering: AuditTampering;
/** Heads of our chain, as they would be kept elsewhere. */
const heads: AuditHead[] = [];

const rename = (who: Organisation, name: string): Promise<unknown> =>
  asActor(database.appUrl, who.member, (client) => client.query('UPDATE pit.task SET name = $1', [name]));

async function seal(who: Organisation, sealer = TEST_SEALER): Promise<AuditHead | null> {
  return sealRecords(pool, who.id, sealer, GO_ON);
}

/** A seal of before, when all organisations were in one chain without a key. */
const sealPlainly = (atMost: number): Promise<unknown> =>
  asActor(database.adminUrl, ours.service, (client) =>
    client.query('SELECT pit_ops.seal_audit($1)', [atMost]),
  );

beforeAll(async () => {
  database = await cloneDatabase();
  pool = createPool(database.appUrl, { max: 2, name: 'audit' });
  ours = await makeOrganisation(database.appUrl, 'a');
  theirs = await makeOrganisation(database.appUrl, 'b');
  tampering = new AuditTampering(ours.id);
  await sealPlainly(20);
  await sealPlainly(20);
  for (const name of ['first', 'second', 'third']) {
    await rename(ours, name);
    heads.push((await seal(ours)) as AuditHead);
  }
  await seal(theirs);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const verdict = (look: Partial<Look> = {}): Promise<AuditVerdict> =>
  transaction(database.appUrl, (client) => verdictOver(client, { actor: ours.service, ...look }));

/**
 * What is found after a superuser did what superusers can: switch off what refuses, and change what was written.
 * Taken back afterwards.
 */
async function verdictAfter(sql: string, look: Partial<Look>): Promise<AuditVerdict> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL session_replication_role = replica`);
    for (const table of [
      'pit.audit_log',
      'pit_ops.audit_detail',
      'pit_ops.audit_seal',
      'pit_ops.audit_chain_seal',
    ]) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    await client.query(sql);
    return await verdictOver(client, { actor: ours.service, ...look });
  } finally {
    await client.end();
  }
}

async function faultsAfter(sql: string, look: Partial<Look> = {}): Promise<[number | null, string][]> {
  const { holds, faults } = await verdictAfter(sql, look);
  expect(holds).toBe(faults.length === 0);
  return faults.map(({ sealId, fault }) => [sealId, fault]);
}

describe('the audit chain of an organisation', () => {
  test('goes on where the seals without a key ended, and shows its head', async () => {
    const { holds, faults, head, keyedSince, nextCursor, recordsRead } = await verdict();
    expect({ holds, faults, nextCursor }).toEqual({ holds: true, faults: [], nextCursor: null });
    const { seal: number, hash, records, sealedAt } = heads.at(-1) as AuditHead;
    expect(head).toMatchObject({ seal: number, hash, records, sealedAt });
    expect([number, keyedSince]).toEqual([3, heads[0]?.sealedAt]);
    // Each record is read in its seal and once more in the log.
    expect(recordsRead).toBeGreaterThan(40 + records);
  });

  test('does not hold the records of others, and does not wait for theirs', async () => {
    await rename(theirs, 'later');
    expect(await seal(ours)).toBeNull();
    expect(await seal(theirs)).toMatchObject({ seal: 2 });
    expect(await verdict({ actor: theirs.service })).toMatchObject({ holds: true, head: { seal: 2 } });
  });

  test('takes a record that commits after later ones were sealed', async () => {
    await asActor(database.appUrl, theirs.member, async (client) => {
      await client.query(`UPDATE pit.task SET name = 'slow' WHERE id = $1`, [theirs.task]);
      await asActor(database.appUrl, theirs.member, (other) =>
        other.query(`UPDATE pit.project SET name = 'quick'`),
      );
      expect(await seal(theirs)).toMatchObject({ seal: 3 });
    });
    expect(await seal(theirs)).toMatchObject({ seal: 4 });
    expect(await verdict({ actor: theirs.service })).toMatchObject({ holds: true });
  });

  test('is read in parts of any size, with the same result, records without a seal too', async () => {
    await rename(ours, 'not sealed yet');
    const whole = await verdict();
    let after: string | null = null;
    let read = 0;
    let parts = 0;
    do {
      const part: AuditVerdict = await verdict({ after, limit: 3 });
      expect(part.holds).toBe(true);
      read += part.recordsRead;
      parts += 1;
      after = part.nextCursor;
    } while (after !== null);
    expect(parts).toBeGreaterThan(5);
    expect(read).toBe(whole.recordsRead);
  });

  test.each(['', 'x', 'cGxhaW46LTE', 'bG9nOnRvZGF5LHg', Buffer.from('chain:1; DROP').toString('base64url')])(
    'is not read from the cursor %j',
    async (after) => {
      await expect(verdict({ after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  test('is sealed by the service alone, and verified by those who govern', async () => {
    for (const sql of ['pit_ops.claim_audit_records(1)', 'pit_ops.list_unsealed_audit()']) {
      const ask = (role: 'admin' | 'member') =>
        asActor(database.appUrl, { ...ours.member, role }, (client) => client.query(`SELECT ${sql}`));
      expect([await refusal(ask('admin')), await refusal(ask('member'))]).toEqual(['42501', '42501']);
    }
    expect(await verdict({ actor: { ...ours.member, role: 'admin' } })).toMatchObject({ holds: true });
    await expect(verdict({ actor: ours.member })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const look = asActor(database.appUrl, ours.member, (client) =>
      client.query('SELECT * FROM pit_ops.audit_chain_range(1, 1)'),
    );
    expect(await refusal(look)).toBe('42501');
  });
});

describe('a superuser who tampers is found without a kept head', () => {
  const SECOND_PLAIN = `(SELECT audit_log_id FROM pit_ops.audit_detail WHERE seal_id = 2 AND org_id = 'ORG' LIMIT 1)`;

  test.each<[string, () => string, [number | null, string][]]>([
    ['an altered record', () => tampering.alter(2), [[2, 'the record is altered']]],
    [
      'an altered record and a recomputed chain',
      () => tampering.alter(2) + tampering.recompute(2),
      [
        [2, 'the seal does not match its records'],
        [3, 'the seal does not match its records'],
      ],
    ],
    [
      'a recomputed first seal',
      () => tampering.alter(1) + tampering.recompute(1),
      [1, 2, 3].map((n) => [n, 'the seal does not match its records']),
    ],
    [
      'a record that is gone',
      () => `DELETE FROM pit.audit_log WHERE id = ${tampering.recordIn(2)}`,
      [[2, 'the record is missing']],
    ],
    [
      'a record that is gone without a trace',
      () =>
        `DELETE FROM pit.audit_log WHERE id = ${tampering.recordIn(2)}; DELETE FROM pit_ops.audit_detail WHERE audit_log_id = ${tampering.recordIn(2)}`,
      [[2, 'sealed records are missing or added']],
    ],
    [
      'another time of a seal',
      () =>
        `UPDATE pit_ops.audit_chain_seal SET sealed_at = '2020-01-01' WHERE number = 2 AND org_id = '${ours.id}'`,
      [[2, 'the seal does not match its records']],
    ],
    [
      'a seal that is gone from the middle',
      () => tampering.deleteSeal(2),
      [[3, 'the seal before it is missing or altered']],
    ],
    [
      'a tail of seals that is gone without its records',
      () => tampering.deleteSeal(3),
      [[3, 'the seal of the record is missing']],
    ],
    [
      'a record that the trigger did not write',
      () =>
        `INSERT INTO pit.audit_log (org_id, user_id, action, table_name, record_id) VALUES ('${ours.id}', '${ours.owner}', 'UPDATE', 'task', 'x')`,
      [[null, 'the record was not written by the audit trigger']],
    ],
    [
      'a record that is gone before it was sealed',
      () =>
        `DELETE FROM pit.audit_log WHERE id IN (SELECT audit_log_id FROM pit_ops.audit_detail WHERE org_id = '${ours.id}' AND digest IS NULL)`,
      [[null, 'the record is missing']],
    ],
    [
      'a record of before, altered',
      () => `UPDATE pit.audit_log SET action = 'NOTHING' WHERE id = ${SECOND_PLAIN.replace('ORG', ours.id)}`,
      [[2, 'the record is altered']],
    ],
    [
      'the last seal of before, which the chain follows',
      () => `UPDATE pit_ops.audit_seal SET hash = sha256('anew') WHERE id = 2`,
      [
        [2, 'the seal does not match its records'],
        [1, 'the seal before it is missing or altered'],
      ],
    ],
  ])('%s', async (_name, sql, expected) => {
    const found = await faultsAfter(sql());
    for (const fault of expected) expect(found).toContainEqual(fault);
    expect(found.length).toBeGreaterThan(0);
  });

  test('and only where it concerns the organisation that asks', async () => {
    expect(await faultsAfter(tampering.alter(2), { actor: { ...theirs.member, role: 'admin' } })).toEqual([]);
  });
});

describe('against a kept head it is found', () => {
  const kept = (index: number) => heads[index] as AuditHead;

  test('that the newest seal was cut off with its records, which holds by itself', async () => {
    expect(await faultsAfter(tampering.cutOff(3))).toEqual([]);
    expect(await faultsAfter(tampering.cutOff(3), { keptHead: kept(2) })).toEqual([
      [3, 'the seal that was kept is missing'],
    ]);
  });

  test('that a record before it was altered, however many seals lie between, with all that follows made anew', async () => {
    const found = await faultsAfter(tampering.alter(1) + tampering.recompute(1), { keptHead: kept(2) });
    expect(found).toContainEqual([3, 'the seal is not the one that was kept']);
    expect(await faultsAfter(tampering.alter(1), { keptHead: kept(2) })).toEqual([
      [1, 'the record is altered'],
    ]);
  });

  test('that the chain was recomputed, by somebody with the key too', async () => {
    const found = await faultsAfter(tampering.alter(3) + tampering.recompute(3), { keptHead: kept(2) });
    expect(found).toContainEqual([3, 'the seal is not the one that was kept']);
  });

  test('that nothing is wrong, for each head that was ever kept', async () => {
    for (const { seal: number, hash } of heads) {
      expect(await verdict({ keptHead: { seal: number, hash: hash.toUpperCase() } })).toMatchObject({
        holds: true,
      });
    }
    await expect(verdict({ keptHead: { seal: 0, hash: 'x' } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

test('a changed or lost PIT_SECRET is said once, and the chain goes on with the new one', async () => {
  const other = new AuditSealer(Buffer.alloc(32, 'another'));
  const { faults } = await verdict({ sealer: other });
  expect(faults.map(({ sealId, fault }) => [sealId, fault.slice(0, 36)])).toEqual([
    [1, 'the seal was made with another key: '],
  ]);
  await rename(ours, 'fourth');
  expect(await seal(ours, other)).toMatchObject({
    seal: 4,
    keyId: other.keyId,
    formerKeyId: TEST_SEALER.keyId,
  });
  expect((await verdict()).faults).toMatchObject([{ sealId: 4 }]);
});

test.each([
  'UPDATE pit_ops.audit_detail SET digest = NULL, seal_id = NULL, chain_seal = NULL',
  'DELETE FROM pit_ops.audit_seal',
  'DELETE FROM pit_ops.audit_chain_seal',
  'TRUNCATE pit_ops.audit_chain_seal CASCADE',
  'TRUNCATE pit.audit_log',
])('while the triggers of the audit log are enabled, a superuser is refused: %s', async (sql) => {
  expect(await refusal(transaction(database.adminUrl, (client) => client.query(sql)))).toBe('42501');
});
