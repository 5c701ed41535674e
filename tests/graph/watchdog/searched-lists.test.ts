import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Evidence } from '../../../entities/evidence.ts';
import { WatchdogAlert } from '../../../entities/watchdog-alert.ts';
import type { PageSpec } from '../../../src/context.ts';
import {
  countStatement,
  pageStatement,
  type KeysetStatement,
} from '../../../src/db/read/keyset-statement.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

/** Thousands of rows are put in. */
const SLOW_MS = 240_000;
/** Where files lie; a search looks at whole addresses. */
const FILES = 'https://files.example/';

let plan: Plan;
let client: pg.Client;

/** Rows of both lists: thousands of no interest, and behind them some that are looked for, one of them in a hidden project. */
beforeAll(async () => {
  plan = await Plan.open();
  const [seen, hidden] = [randomUUID(), randomUUID()];
  for (const id of [seen, hidden]) await plan.insert('division', { id, name: id });
  const place = async (division: string, texts: readonly string[], fillers: number): Promise<void> => {
    const project = await plan.project({ division_id: division });
    const task = await plan.task(project, await plan.phase(project));
    const rows = `SELECT 'Filler ' || n AS words, timestamptz '2026-01-01' + n * interval '1 s' AS at FROM generate_series(1, $3::int) n
      UNION ALL SELECT words, timestamptz '2025-01-01' FROM unnest($4::text[]) AS words`;
    await plan.rows(
      `INSERT INTO pit.watchdog_alert (org_id, project_id, severity, code, message, data, detected_at)
       SELECT $1, $2, 'yellow', 'task_overdue', words, jsonb_build_object('subject', words), at FROM (${rows}) AS each`,
      [plan.orgId, project, fillers, texts],
    );
    await plan.rows(
      `INSERT INTO pit.evidence (org_id, task_id, uploaded_by, file_url, created_at)
       SELECT $1, $2, $5, '${FILES}' || replace(words, ' ', '_'), at FROM (${rows}) AS each`,
      [plan.orgId, task, fillers, texts, plan.worker],
    );
  };
  // Behind the triggers, which is faster by far.
  await plan.rows('SET session_replication_role = replica');
  await place(seen, ['Überprüfung 50%', 'half_way', '東京都庁'], 2_500);
  await place(hidden, ['secret half_way'], 0);
  await plan.rows('SET session_replication_role = origin');
  await plan.rows('VACUUM ANALYZE pit.watchdog_alert, pit.evidence');
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false),
       set_config('app.role', 'member', false), set_config('app.division_ids', $3, false)`,
    [plan.orgId, plan.helper, seen],
  );
}, SLOW_MS);
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

const LISTS = {
  alerts: {
    entity: WatchdogAlert,
    property: 'message',
    order: 'detectedAt',
    ids: 'pit_ops.search_alert_ids',
  },
  evidences: {
    entity: Evidence,
    property: 'fileUrl',
    order: 'createdAt',
    ids: 'pit_ops.search_evidence_ids',
  },
} as const;
const NAMES = ['alerts', 'evidences'] as const;

const spec = (list: (typeof NAMES)[number], value: string): PageSpec => {
  const { entity, property, order } = LISTS[list];
  const where = [{ op: 'search', properties: [property], value }] as const;
  return { entity, where, order: [{ property: order, descending: true }], size: 20, backwards: false };
};

async function rowsOf({ statement, values }: KeysetStatement): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query<(string | null)[]>({
    text: statement.text,
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  return rows.map((row) => statement.decode(row) as Record<string, unknown>);
}

const NEEDLES: readonly (readonly [needle: string, found: readonly string[]])[] = [
  ['UBERPRUF', ['Überprüfung 50%']],
  ['50%', ['Überprüfung 50%']],
  ['f_way', ['half_way']],
  ['京都', ['東京都庁']],
  ['filler 2499', ['Filler 2499']],
  ['secret', []],
  ['zzqqxx', []],
];

test.each(NAMES.flatMap((list) => NEEDLES.map(([needle, found]) => [list, needle, found] as const)))(
  'a search of %s for %j finds what comes behind thousands of others, and nothing of hidden projects: %j',
  async (list, needle, found) => {
    const { property } = LISTS[list];
    // An address has no blanks.
    const written = (text: string): string => (list === 'evidences' ? text.replaceAll(' ', '_') : text);
    const page = await rowsOf(pageStatement(spec(list, written(needle)), [property]));
    expect(page.map((row) => String(row[property]).replace(FILES, ''))).toEqual(found.map(written));
    const [count] = await rowsOf(countStatement(spec(list, written(needle)), undefined, 10_000));
    expect(count?.['total']).toBe(found.length);
  },
);

test.each(NAMES)(
  'the index of %s answers for the organisation alone, and gives up on what is too frequent',
  async (list) => {
    const ask = async (needle: string, by = client): Promise<number | null | undefined> => {
      const { rows } = await by.query<{ n: number | null }>(
        `SELECT cardinality(${LISTS[list].ids}($1, 10)) AS n`,
        [needle],
      );
      return rows[0]?.n;
    };
    expect([await ask('half_way'), await ask('filler'), await ask('東京')]).toEqual([2, null, 1]);
    const stranger = new pg.Client({ connectionString: plan.database.appUrl });
    await stranger.connect();
    expect(await ask('half_way', stranger)).toBe(0);
    await stranger.end();
  },
);
