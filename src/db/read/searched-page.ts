/** Rows that are looked through in the order of the list before an index is asked: frequent words are among them. */
const LOOKED_THROUGH = 2_000;
/** Hits of the index that are looked up. Where it has more, they are frequent enough to be met in the order of the list. */
const MOST_HITS = 5_000;

/** Functions that ask an index of trigrams for ids, by the type of the list: its searches compare just the text that is indexed. */
export const SEARCH_INDEXES: Readonly<Partial<Record<string, string>>> = {
  Task: 'pit_ops.search_task_ids',
  WatchdogAlert: 'pit_ops.search_alert_ids',
  Evidence: 'pit_ops.search_evidence_ids',
};

/** A search in SQL. */
export interface Search {
  /** The function that asks the index. */
  readonly idsBy: string;
  /** The needle, a parameter. */
  readonly needle: string;
  /** Whether it is in any of the columns. */
  readonly isIn: (columns: readonly string[]) => string;
  /** The searched columns of the table. */
  readonly columns: readonly string[];
}

/** How the rows of a list are read. */
export interface SearchedList {
  /** Rows in order: with these conditions, as many as the limit says, with these columns behind those that are answered. */
  readonly rows: (conditions: readonly string[], limit: string, columns?: readonly string[]) => string;
  /** How many columns are answered. */
  readonly width: number;
  /** Rows wanted, a parameter. */
  readonly most: string;
  /** ORDER BY, by the numbers of the columns. */
  readonly order: string;
}

/**
 * A page of a search: what is among the first rows of the list, else what the index of trigrams has found, else, where it
 * knows nothing or too much, on in the order of the list. Each is read only where those before it do not answer the page.
 *
 * The index is asked by a function inside the organisation, since no condition on text is one of an index under row-level
 * security; what it finds passes the policies like everything else.
 */
export function searchedPage({ rows, width, most, order }: SearchedList, search: Search): string {
  const names = Array.from({ length: width + search.columns.length }, (_, i) => `c${i + 1}`);
  const answered = names.slice(0, width).join(', ');
  const containing = search.isIn(search.columns);
  const parts = {
    [`near (${names.join(', ')})`]: rows([], String(LOOKED_THROUGH), search.columns),
    first_hits: `SELECT ${answered} FROM near WHERE ${search.isIn(names.slice(width))} ORDER BY ${order} LIMIT ${most}`,
    state: `SELECT (SELECT count(*) FROM first_hits) >= ${most} OR (SELECT count(*) FROM near) < ${LOOKED_THROUGH} AS is_done`,
    found: foundBy(search, 'is_done', 'FROM state'),
    by_index: rows([AMONG_FOUND, containing], limitedTo(most, 'ids IS NOT NULL')),
    in_order: rows([containing], limitedTo(most, 'NOT is_done AND ids IS NULL')),
  };
  return `${withParts(parts)} SELECT * FROM first_hits WHERE (SELECT is_done FROM state)
    UNION ALL SELECT * FROM by_index UNION ALL SELECT * FROM in_order ORDER BY ${order}`;
}

/**
 * How many rows a search has, up to a limit, of the hits of the index where it knows them.
 *
 * @param rows FROM and WHERE with these conditions.
 */
export function searchedCount(
  rows: (conditions: readonly string[]) => string,
  most: number,
  search: Search,
): string {
  const containing = search.isIn(search.columns);
  const limited = (condition: string): string => limitedTo(String(most + 1), condition);
  const parts = {
    found: foundBy(search, 'false', ''),
    by_index: `SELECT ${rows([AMONG_FOUND, containing])} LIMIT ${limited('ids IS NOT NULL')}`,
    in_order: `SELECT ${rows([containing])} LIMIT ${limited('ids IS NULL')}`,
  };
  return `${withParts(parts)} SELECT (SELECT count(*) FROM by_index) + (SELECT count(*) FROM in_order)`;
}

const AMONG_FOUND = 'id = ANY ((SELECT ids FROM found)::uuid[])';

const foundBy = ({ needle, idsBy }: Search, isDone: string, from: string): string =>
  `SELECT ${isDone}, CASE WHEN NOT ${isDone} THEN ${idsBy}(${needle}, ${MOST_HITS}) END AS ids ${from}`;

const limitedTo = (most: string, condition: string): string =>
  `CASE WHEN (SELECT ${condition} FROM found) THEN ${most} ELSE 0 END`;

const withParts = (parts: Readonly<Record<string, string>>): string =>
  `WITH ${Object.entries(parts)
    .map(([name, text]) => `${name} AS MATERIALIZED (${text})`)
    .join(', ')}`;
