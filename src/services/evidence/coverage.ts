import {
  CONTROL_COVERAGE,
  COUNT_CONTROLS,
  COUNT_CRITERIA,
  ISMS_COVERAGE,
  type ControlCoverageRow,
  type IsmsCoverageRow,
} from '../../db/queries/evidence/coverage-query.ts';
import { arrayLiteral, type Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { coverageState, type CoverageState } from '../../domain/evidence/coverage.ts';
import { shareInPercent } from '../../domain/rollup/progress.ts';

/** What of a request this reading needs. */
interface Reading {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
  today(): Promise<string>;
}

/** A row with what follows from its numbers. */
type Weighed<R> = R & { readonly state: CoverageState; readonly onTimePercent: number | null };
export type ControlCoverage = Weighed<ControlCoverageRow>;
export type IsmsCoverage = Weighed<IsmsCoverageRow>;

export interface ControlCoverageFilter {
  readonly controlId: readonly string[] | null;
  readonly controlGroup: readonly string[] | null;
  readonly divisionId: readonly string[] | null;
}

export interface IsmsCoverageFilter {
  readonly code: readonly string[] | null;
  readonly version: readonly string[] | null;
  readonly codePrefix: string | null;
  readonly divisionId: readonly string[] | null;
}

/** A page of a list, and whether anything lies behind it. */
export interface CoveragePage<R> {
  readonly rows: readonly R[];
  readonly hasNextPage: boolean;
}

/** The controls of a page, in the order of their ids, from behind `after`: one statement. */
export async function readControlCoverage(
  reading: Reading,
  { controlId, controlGroup, divisionId }: ControlCoverageFilter,
  { size, after }: { readonly size: number; readonly after: string | null },
): Promise<CoveragePage<ControlCoverage>> {
  const today = await reading.today();
  const lists = [controlId, controlGroup, divisionId].map(list);
  return pageOf(await reading.rows(CONTROL_COVERAGE, [...lists, after, size + 1, today]), size);
}

/** The criteria of a page, in the order of codes and editions; `after` is the last one of the page before. One statement. */
export async function readIsmsCoverage(
  reading: Reading,
  { code, version, codePrefix, divisionId }: IsmsCoverageFilter,
  {
    size,
    after,
  }: { readonly size: number; readonly after: Pick<IsmsCoverageRow, 'code' | 'version'> | null },
): Promise<CoveragePage<IsmsCoverage>> {
  const today = await reading.today();
  const lists = [list(code), list(version), codePrefix, list(divisionId)];
  const place = [after?.code ?? null, after?.version ?? ''];
  return pageOf(await reading.rows(ISMS_COVERAGE, [...lists, ...place, size + 1, today]), size);
}

/** How many rows the list of controls has, counted up to 10,001. */
export async function countControls(
  reading: Pick<Reading, 'rows'>,
  { controlId, controlGroup }: ControlCoverageFilter,
): Promise<number> {
  const [row] = await reading.rows(COUNT_CONTROLS, [list(controlId), list(controlGroup)]);
  return row?.count ?? 0;
}

/** The same of criteria. */
export async function countCriteria(
  reading: Pick<Reading, 'rows'>,
  { code, version, codePrefix }: IsmsCoverageFilter,
): Promise<number> {
  const [row] = await reading.rows(COUNT_CRITERIA, [list(code), list(version), codePrefix]);
  return row?.count ?? 0;
}

/** The coverage of one control; that of all controls that are asked for in a tick comes with one statement. */
export function readCoverageOf(loaders: Loaders, controlId: string, today: string): Promise<ControlCoverage> {
  const loader = loaders.custom<ControlCoverage>('controlCoverage', async (ids, reader) => {
    const values = [arrayLiteral(ids), null, null, null, ids.length, today];
    const rows = await reader.rows(CONTROL_COVERAGE, values);
    const byId = new Map(rows.map((row) => [row.key, weighed(row)]));
    return ids.map((id) => byId.get(id) as ControlCoverage);
  });
  return loader.load(controlId.toLowerCase());
}

const list = (values: readonly string[] | null): string | null =>
  values === null ? null : arrayLiteral(values);

/** @param rows those of a page, and one more where the list goes on. */
function pageOf<R extends ControlCoverageRow | IsmsCoverageRow>(
  rows: readonly R[],
  size: number,
): CoveragePage<Weighed<R>> {
  return { rows: rows.slice(0, size).map((row) => weighed(row)), hasNextPage: rows.length > size };
}

function weighed<R extends ControlCoverageRow | IsmsCoverageRow>(row: R): Weighed<R> {
  const onTimePercent = row.judged === 0 ? null : shareInPercent(row.onTime, row.judged);
  return { ...row, state: coverageState(row), onTimePercent };
}
