import pg from 'pg';

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE n.nspname IN ('pit', 'pit_ops') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  GROUP BY n.nspname, c.relname`;

const SEQUENCES = `
  SELECT format('%I.%I', schemaname, sequencename) AS name, last_value AS value FROM pg_sequences
  WHERE schemaname IN ('pit', 'pit_ops') AND last_value IS NOT NULL`;

/** Puts all rows of one migrated database into another one as they are, but for those of the tables left out. */
export async function copyRows(fromUrl: string, toUrl: string, leftOut: readonly string[]): Promise<void> {
  const [from, to] = [new pg.Client(fromUrl), new pg.Client(toUrl)];
  await Promise.all([from.connect(), to.connect()]);
  try {
    const { rows: tables } = await from.query<{ name: string; columns: string }>(TABLES);
    for (const { name } of tables) await to.query(`ALTER TABLE ${name} DISABLE TRIGGER ALL`);
    for (const { name, columns } of tables.filter((table) => !leftOut.includes(table.name))) {
      const { rows } = await from.query<{ all: string }>(
        `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS all FROM ${name} t`,
      );
      await to.query(
        `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
         SELECT ${columns} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb) ON CONFLICT DO NOTHING`,
        [rows[0]!.all],
      );
    }
    for (const { name } of tables) await to.query(`ALTER TABLE ${name} ENABLE TRIGGER ALL`);
    const { rows: sequences } = await from.query<{ name: string; value: string }>(SEQUENCES);
    for (const { name, value } of sequences) await to.query('SELECT setval($1, $2)', [name, value]);
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}
