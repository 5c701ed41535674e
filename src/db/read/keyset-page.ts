import { fewProjects } from './hints/few-projects.ts';
import type { LookAhead } from './ahead/reference.ts';
import type { SelectedColumns, Loaders } from './loaders.ts';
import {
  countStatement,
  PARENT,
  pageStatement,
  type KeysetStatement,
  type PageSpec,
} from './keyset-statement.ts';
import type { Condition, ParentLink } from './list-conditions.ts';
import type { TenantReadBatch } from './tenant-read-batch.ts';
import type { Row } from '../connection/decode.ts';

/** Rows in the list's own order, whichever end they were read from. */
export interface Page<E> {
  rows: E[];
  /** Whether the list goes on beyond the page, in the direction of reading. */
  hasMore: boolean;
}

/** Plain lists of one selection, of which each size counts; selections are the caller's to invent, five thousand are kept. */
const MOST_PLAIN_PAGES = 8;
/** Statements of lists without conditions, by the selection, which is one object for equal selections. */
const plainPages = new WeakMap<SelectedColumns, PlainPage[]>();

/** A page's statement, and the name of the loader that asks it. */
interface LoadedPage extends KeysetStatement {
  loader: string;
}

interface PlainPage extends LoadedPage {
  spec: PageSpec;
  parent: ParentLink;
}

/** The page's statement. That of a child list without conditions, the most frequent, is not composed anew each time. */
function statementOf(spec: PageSpec, asked: SelectedColumns, parent: ParentLink): LoadedPage {
  if (spec.where.length > 0 || spec.cursor !== undefined) return composed(spec, asked, parent);
  let known = plainPages.get(asked);
  if (known === undefined) plainPages.set(asked, (known = []));
  for (const page of known) {
    if (isSamePage(page.spec, spec) && isSameLink(page.parent, parent)) return page;
  }
  const { property, through } = parent;
  const page = {
    ...composed(spec, asked, parent),
    spec,
    parent: through ? { property, through } : { property },
  };
  // Sizes are the caller's to choose: beyond this many they are composed each time.
  if (known.length < MOST_PLAIN_PAGES) known.push(page);
  return page;
}

function composed(spec: PageSpec, asked: SelectedColumns, parent: ParentLink): LoadedPage {
  const { statement, values } = pageStatement(spec, asked.properties, parent);
  return { statement, values, loader: `page|${statement.name}|${values.join('\u0000')}` };
}

/** Whether two lists without conditions and cursors are one. */
function isSamePage(a: PageSpec, b: PageSpec): boolean {
  return (
    a.entity === b.entity &&
    a.size === b.size &&
    a.backwards === b.backwards &&
    (a.areDeleted ?? false) === (b.areDeleted ?? false) &&
    (a.order === b.order || isSameOrder(a.order, b.order))
  );
}

function isSameOrder(a: PageSpec['order'], b: PageSpec['order']): boolean {
  return (
    a.length === b.length &&
    a.every(({ property, descending }, i) => b[i]?.property === property && b[i].descending === descending)
  );
}

function isSameLink(a: ParentLink, b: ParentLink): boolean {
  return a.property === b.property && a.through === b.through;
}

/** One page of a list that hangs on nothing. */
export async function readPage<E>(
  reader: TenantReadBatch,
  spec: PageSpec,
  asked: SelectedColumns,
  ahead?: LookAhead,
): Promise<Page<E>> {
  const few = fewProjects(reader, spec.entity);
  const { statement, values } = pageStatement(among(spec, isAsked(few) ? await few : few), asked.properties);
  return asPage(await reader.rows(statement, values, { ahead }), spec);
}

/** How many rows the list has in all, or where `most` are counted, up to one more than those. */
export async function readCount(reader: TenantReadBatch, spec: PageSpec, most?: number): Promise<number> {
  const few = fewProjects(reader, spec.entity);
  const list = among(spec, isAsked(few) ? await few : few);
  const { statement, values } = countStatement(list, undefined, most, list === spec);
  const [row] = await reader.rows(statement, values);
  return Number(row?.['total'] ?? 0);
}

/** Whether it has to be waited for: what is known joins the statements of this tick. */
function isAsked<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}

/** The list, for actors who see few projects read by those. */
function among(spec: PageSpec, few: Condition | undefined): PageSpec {
  return few === undefined ? spec : { ...spec, where: [...spec.where, few] };
}

/** The same page for each of many parents, in one statement for all that are asked in a tick. */
export function loadPage<E>(
  loaders: Loaders,
  spec: PageSpec,
  asked: SelectedColumns,
  parent: ParentKey,
): Promise<Page<E>> {
  const { statement, values, loader: name } = statementOf(spec, asked, parent);
  loaders.want(name, asked);
  const loader = loaders.custom<Page<E>>(name, async (ids, reader) => {
    const rows = await reader.rows(statement, [ids, ...values], loaders.alongWith(name, spec.entity));
    const groups = new Map<unknown, Row[]>(ids.map((id) => [id, []]));
    for (const row of rows) groups.get(row[PARENT])?.push(row);
    return ids.map((id) => asPage<E>(groups.get(id) ?? [], spec));
  });
  return loader.load(parent.id);
}

/** The number of rows below each of many parents, in one statement for all that are asked in a tick. */
export function loadCount(
  loaders: Loaders,
  spec: PageSpec,
  parent: ParentKey,
  most?: number,
): Promise<number> {
  const { statement, values } = countStatement(spec, parent, most);
  const name = `count|${statement.name}|${values.join('\u0000')}`;
  loaders.want(name);
  const loader = loaders.custom<number>(name, async (ids, reader) => {
    const rows = await reader.rows(statement, [ids, ...values], loaders.alongWith(name, spec.entity));
    const totals = new Map(rows.map((row) => [row[PARENT], Number(row['total'])]));
    return ids.map((id) => totals.get(id) ?? 0);
  });
  return loader.load(parent.id);
}

/** What a list hangs on by, and the id of the row that it hangs on. */
export interface ParentKey extends ParentLink {
  id: string;
}

function asPage<E>(rows: Row[], spec: PageSpec): Page<E> {
  const hasMore = rows.length > spec.size;
  const kept = hasMore ? rows.slice(0, spec.size) : rows;
  return { rows: (spec.backwards ? kept.reverse() : kept) as E[], hasMore };
}
