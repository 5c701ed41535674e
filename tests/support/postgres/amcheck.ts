import pg from 'pg';

/** Faults that PostgreSQL's own checker finds in indexes and tables of a database. @param adminUrl a superuser. */
export async function faultsOf(adminUrl: string): Promise<string[]> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query('CREATE EXTENSION amcheck');
    const { rows: indexes } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
         JOIN pg_am a ON a.oid = c.relam
       WHERE a.amname = 'btree' AND c.relpersistence = 'p' AND c.relkind = 'i' AND x.indisvalid`,
    );
    expect(indexes.length).toBeGreaterThan(300);
    for (const { name } of indexes) await client.query('SELECT bt_index_check($1::regclass, true)', [name]);
    const { rows: faults } = await client.query<{ fault: string }>(
      `SELECT c.oid::regclass || ': ' || v.msg AS fault FROM pg_class c, verify_heapam(c.oid) v
       WHERE c.relkind = 'r' AND c.relpersistence = 'p'`,
    );
    return faults.map(({ fault }) => fault);
  } finally {
    await client.end();
  }
}
