import type pg from 'pg';
import { contextStep } from '../../src/db/connection/tenant-context.ts';
import { encodeCursor } from '../../src/db/read/cursor.ts';
import { pageStatement, type KeysetStatement, type PageSpec } from '../../src/db/read/keyset-statement.ts';
import { tableOf } from '../../src/db/read/table.ts';
import type { Actor } from '../../src/domain/directory/actor.ts';
import type { AskedList } from './lists.ts';

/** What a page costs. */
export interface PageCost {
  /** The list, and where in it the page is. */
  readonly name: string;
  /** Pages of the database that were touched. */
  readonly buffers: number;
  readonly rows: number;
  readonly ms: number;
}

/** Rows of the pages that are measured. */
const SIZE = 50;
/** How far on the pages are, as parts of the list: the first, one in the middle, one close to the end. */
const DEPTHS = [0, 0.5, 0.95];

/** Takes the context of an actor for the whole session. */
async function actAs(client: pg.Client, actor: Actor): Promise<void> {
  const { statement, values } = contextStep(actor, 'write');
  await client.query(statement.text.replaceAll(', true)', ', false)'), [...values]);
}

/** What is measured of each list. */
export interface Measuring {
  /** How far on the pages of plain orders are, as parts of the list. */
  readonly depths?: readonly number[];
  /** Whether times count: each statement runs once before, so that what it reads is at hand. Pages are counted as well without. */
  readonly isTimed?: boolean;
}

/**
 * The pages of a list that are measured: of a plain order some at each depth, both ways; of a filter the first.
 * @param lengths how many rows lists have, by their names, as far as they are known; it gains that of this one.
 */
export async function costsOf(
  client: pg.Client,
  list: AskedList,
  { lengths, depths = DEPTHS, isTimed = true }: Measuring & { readonly lengths: Map<string, number> },
): Promise<PageCost[]> {
  const spec: PageSpec = { ...list.spec, size: SIZE };
  const costs: PageCost[] = [];
  await actAs(client, list.actor);
  const isFiltered = list.name.includes(' where ');
  const total = isFiltered ? 0 : await lengthOf(client, list.name, spec, lengths);
  for (const depth of isFiltered ? [0] : depths) {
    const cursor = depth === 0 ? undefined : await cursorAt(client, spec, Math.floor(total * depth));
    for (const backwards of isFiltered ? [false] : [false, true]) {
      const page = pageStatement({ ...spec, cursor, backwards }, list.asked.properties);
      const place = `${depth === 0 ? '' : ` at ${depth}`}${backwards ? ' backwards' : ''}`;
      costs.push({ name: `${list.name}${place}`, ...(await explained(client, page, isTimed)) });
    }
  }
  return costs;
}

interface Explained {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number; 'Actual Rows': number };
  'Execution Time': number;
}

/** What a statement costs; where times count, once its pages are at hand. */
async function explained(
  client: pg.Client,
  { statement, values }: KeysetStatement,
  isTimed: boolean,
): Promise<Omit<PageCost, 'name'>> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${statement.text}`;
  if (isTimed) await client.query(text, values);
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(text, values);
  const top = rows[0]?.['QUERY PLAN'][0] as Explained;
  const { Plan: plan } = top;
  return {
    buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    rows: plan['Actual Rows'],
    ms: top['Execution Time'],
  };
}

/** How many rows a list has, in whichever order. */
async function lengthOf(
  client: pg.Client,
  name: string,
  spec: PageSpec,
  known: Map<string, number>,
): Promise<number> {
  const [field = name] = name.split(' ', 1);
  let length = known.get(field);
  if (length === undefined) {
    const { statement, values } = pageStatement({ ...spec, size: 10_000_000 }, []);
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (${statement.text}) AS listed`,
      values,
    );
    known.set(field, (length = rows[0]?.n ?? 0));
  }
  return length;
}

/** The cursor of the row so many rows on. */
async function cursorAt(client: pg.Client, spec: PageSpec, offset: number): Promise<string | undefined> {
  const { statement, values } = pageStatement({ ...spec, size: 1 }, []);
  const { rows } = await client.query<(string | null)[]>({
    text: statement.text.replace(/LIMIT (\$\d+)::int$/, `OFFSET ${offset} LIMIT $1::int`),
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return encodeCursor(statement.decode(row), { list: tableOf(spec.entity).typename, order: spec.order });
}
