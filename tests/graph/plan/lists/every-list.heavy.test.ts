import pg from 'pg';
import { fillToSize } from '../../../../bench/scale/dataset.ts';
import { measureLists } from '../../../../bench/scale/measure.ts';
import { cloneDatabase, type TestDatabase } from '../../../support/postgres/database.ts';

/** Two databases are filled. */
const SLOW_MS = 300_000;
/** Pages that may come on top: an index of ten times as many rows is a level deeper, and each row is found through some. */
const ALLOWANCE = 400;
/** Pages for each row of the person that a list or a filter is about. */
const FOR_EACH_ROW = 40;

/** What grows with the rows of one person, and with nothing else. */
const PERSONAL =
  /^(myTasks|notifications|messageDeliveries)|where (ownerId|assigneeId|uploaderId|userId|sponsorId|recipientId):/;

/**
 * Filters that read more where there is more, and why. Everything else that the schema offers must not, so that an order or a filter
 * that comes without an index fails here.
 */
const GROWING: readonly { readonly pages: RegExp; readonly because: string }[] = [
  {
    pages: /^(tasks|alerts|evidences) where search: "(zzqqxx|install)"/,
    because: 'a search looks through 2,000 rows before it asks the index, and the small lists have fewer',
  },
  {
    pages: /^(tasks|alerts|evidences) where search: "東京"/,
    because:
      'no index knows needles without three letters or digits in a row, which are looked for in the order of the list',
  },
  {
    pages:
      /^tasks where (totalSlack: { from|isCritical: \[true\]|workPackage: { isNull: true|startDate: { isNull: true)/,
    because:
      'one task in many meets it, so that as many are passed over for each of a page, and the small list has fewer',
  },
  {
    pages: /^(tasks where sourceModule|evidences where fileType):/,
    because: 'the list is passed over until the page is full, which a value that nothing has never does',
  },
  {
    pages: /^evidences where isWaiting: true/,
    because: 'all that waits is gathered and sorted, unless the order is that of waiting',
  },
  {
    pages: /^projects where (health|hasOverdue: true)/,
    because: 'figures are compared project by project, of which there is one for 66 tasks',
  },
];

const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.drop();
});

interface Measured {
  /** What pages of 50 touch, by their names, for a member of 3 of 6 divisions. */
  readonly pages: ReadonlyMap<string, number>;
  /** The most tasks that somebody has. */
  readonly ownRows: number;
}

/** Lists of a database of that many tasks. */
async function measured(size: '2k' | '20k'): Promise<Measured> {
  const database = await cloneDatabase();
  databases.push(database);
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await fillToSize(client, size);
  const { rows } = await client.query<{ n: number }>(
    `SELECT max(n)::int AS n FROM (SELECT sum(pieces) AS n FROM pit_ops.project_access GROUP BY user_id) AS each`,
  );
  await client.end();
  const costs = await measureLists(database, '', { depths: [0, 0.9], isTimed: false });
  return {
    pages: new Map(costs.map(({ name, buffers }) => [name, buffers])),
    ownRows: rows[0]?.n ?? 0,
  };
}

test(
  'pages of every list, in every order and with every filter of the schema, touch as little among 20,000 tasks as among 2,000',
  async () => {
    const few = await measured('2k');
    const { pages: many, ownRows } = await measured('20k');
    expect([...many.keys()]).toEqual([...few.pages.keys()]);
    expect(many.size).toBeGreaterThan(300);
    const grown = [...many].filter(([name, pages]) => {
      const own = PERSONAL.test(name) ? FOR_EACH_ROW * ownRows : 0;
      return pages > 2 * (few.pages.get(name) ?? 0) + ALLOWANCE + own;
    });
    const unknown = grown.filter(([name]) => !GROWING.some((each) => each.pages.test(name)));
    expect(unknown.map(([name, pages]) => `${name}: ${few.pages.get(name)} -> ${pages}`)).toEqual([]);
    const flat = GROWING.filter(({ pages }) => !grown.some(([name]) => pages.test(name)));
    expect(flat.map(({ because }) => because)).toEqual([]);
  },
  SLOW_MS,
);
