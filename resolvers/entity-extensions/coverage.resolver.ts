import { Args, Ctx, Directive, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../src/context.ts';
import { badInput } from '../../src/domain/errors.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import {
  countControls,
  countCriteria,
  readControlCoverage,
  readCoverageOf,
  readIsmsCoverage,
  type ControlCoverage as ControlCoverageRow,
  type ControlCoverageFilter as AskedControls,
  type CoveragePage,
  type IsmsCoverage as IsmsCoverageRow,
  type IsmsCoverageFilter as AskedCriteria,
} from '../../src/services/evidence/coverage.ts';
import { requirePageSize } from '../graph/connection.ts';
import { distinctIds, distinctWords } from '../graph/filter-values.ts';
import { Control } from './control.resolver.ts';
import {
  ControlCoverageArgs,
  IsmsCoverageArgs,
  type ControlCoverageFilter,
  type CoverageArgs,
  type IsmsCoverageFilter,
} from './coverage.inputs.ts';
import {
  coverageConnectionOf,
  CoverageCounts,
  coverageTotalsOf,
  type CoverageConnection,
} from './coverage.ts';

@ObjectType({
  description: 'How far the work of the whole organisation, and its proof, cover a control as of today.',
})
export class ControlCoverage extends CoverageCounts {
  @Field(() => Control, { description: 'The control.' })
  control: Control;
}

@ObjectType({
  description: 'How far the work of the whole organisation, and its proof, cover a criterion as of today.',
})
export class IsmsCoverage extends CoverageCounts {
  @Field(() => String, { description: 'Code of the criterion, such as `ISO27001-A.8.2.1`.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'Edition of the standard; null where links name none.',
  })
  version: string | null;
}

export const ControlCoverageConnection = coverageConnectionOf(ControlCoverage, 'controls');
export const IsmsCoverageConnection = coverageConnectionOf(IsmsCoverage, 'criteria');
const ControlCoverageTotals = coverageTotalsOf(ControlCoverageConnection, 'controls');
const IsmsCoverageTotals = coverageTotalsOf(IsmsCoverageConnection, 'criteria');
const MOST = 100;
/** The longest code or edition, in UTF-16 units: no cursor has a longer one. */
const LONGEST = 200;

@Resolver()
export class CoverageResolver {
  @Query(() => ControlCoverageConnection, {
    description:
      'Coverage of controls, in the order of their ids: over all linked tasks of the organisation, also those that the caller may not see.',
  })
  controlCoverage(
    @Args(() => ControlCoverageArgs) { filter, ...page }: ControlCoverageArgs,
    @Ctx() context: RequestContext,
  ): Promise<CoverageConnection<ControlCoverage>> {
    return controlPage(context, askedControls(filter), page);
  }

  @Query(() => IsmsCoverageConnection, {
    description:
      'Coverage of criteria, in the order of codes and editions: over all linked tasks of the organisation, also those that the caller may not see.',
  })
  ismsCoverage(
    @Args(() => IsmsCoverageArgs) { filter, ...page }: IsmsCoverageArgs,
    @Ctx() context: RequestContext,
  ): Promise<CoverageConnection<IsmsCoverage>> {
    return criteriaPage(context, askedCriteria(filter), page);
  }
}

/** A page of the controls that are asked for. */
export async function controlPage(
  context: RequestContext,
  asked: AskedControls,
  { first, after }: CoverageArgs,
): Promise<CoverageConnection<ControlCoverage>> {
  const place = placeIn('ControlCoverage', 1, after);
  const behind = place?.[0] ?? null;
  if (behind !== null && !isUuid(behind)) throw foreignCursor(after ?? '');
  const page = { size: requirePageSize(first, 'first', MOST), after: behind };
  const rows = await readControlCoverage(context, asked, page);
  const count = once(() => countControls(context, asked));
  return paged(rows, { hasPreviousPage: place !== null, count }, (row) => ({
    node: controlNode(row),
    cursor: cursorOf('ControlCoverage', row.key),
  }));
}

/** A page of the criteria that are asked for. */
export async function criteriaPage(
  context: RequestContext,
  asked: AskedCriteria,
  { first, after }: CoverageArgs,
): Promise<CoverageConnection<IsmsCoverage>> {
  const place = placeIn('IsmsCoverage', 2, after);
  const [code = '', version = ''] = place ?? [];
  const page = {
    size: requirePageSize(first, 'first', MOST),
    after: place === null ? null : { code, version },
  };
  const rows = await readIsmsCoverage(context, asked, page);
  const count = once(() => countCriteria(context, asked));
  return paged(rows, { hasPreviousPage: place !== null, count }, (row) => ({
    node: row satisfies IsmsCoverageRow,
    cursor: cursorOf('IsmsCoverage', row.code, row.version ?? ''),
  }));
}

@Resolver(() => Control)
export class ControlCoverageOfControlResolver {
  @FieldResolver(() => ControlCoverage, {
    nullable: true,
    description:
      'How far work and its proof cover the control, over all linked tasks of the organisation, also those that the caller may not see.',
  })
  @Directive('@cost(weight: 5)')
  async coverage(@Root() control: Control, @Ctx() context: RequestContext): Promise<ControlCoverage | null> {
    if (!isUuid(control.id)) return null;
    return controlNode(await readCoverageOf(context.loaders, control.id, await context.today()));
  }
}

function askedControls(filter: ControlCoverageFilter | null | undefined): AskedControls {
  return {
    controlId: idsOf('controlId', filter?.controlId),
    controlGroup: wordsOf('controlGroup', filter?.controlGroup),
    divisionId: idsOf('divisionId', filter?.divisionId),
  };
}

function askedCriteria(filter: IsmsCoverageFilter | null | undefined): AskedCriteria {
  const prefix = filter?.codePrefix ?? null;
  return {
    code: wordsOf('code', filter?.code),
    version: wordsOf('version', filter?.version),
    codePrefix: prefix === null ? null : (wordsOf('codePrefix', [prefix])?.[0] ?? null),
    divisionId: idsOf('divisionId', filter?.divisionId),
  };
}

function controlNode(row: ControlCoverageRow): ControlCoverage {
  return { ...row, control: { id: row.key } };
}

function paged<R, E>(
  { rows, hasNextPage }: CoveragePage<R>,
  { hasPreviousPage, count }: { hasPreviousPage: boolean; count: () => Promise<number> },
  edgeOf: (row: R) => { node: E; cursor: string },
): CoverageConnection<E> {
  const edges = rows.map(edgeOf);
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  const pageInfo = { hasNextPage, hasPreviousPage, startCursor, endCursor };
  return { edges, nodes: edges.map(({ node }) => node), pageInfo, count };
}

/** What is counted for one field serves the other. */
function once(count: () => Promise<number>): () => Promise<number> {
  let counted: Promise<number> | undefined;
  return () => (counted ??= count());
}

const idsOf = (name: string, ids: readonly string[] | null | undefined): string[] | null =>
  ids == null ? null : distinctIds(`filter.${name}`, ids);
const wordsOf = (name: string, words: readonly string[] | null | undefined): string[] | null =>
  words == null ? null : distinctWords(`filter.${name}`, words);

function cursorOf(list: string, ...place: string[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

function placeIn(list: string, parts: number, cursor: string | null | undefined): string[] | null {
  if (cursor == null) return null;
  const place = parsed(cursor);
  if (!Array.isArray(place) || place.length !== parts + 1 || place[0] !== list) throw foreignCursor(cursor);
  const words: unknown[] = place.slice(1);
  if (
    !words.every((word) => typeof word === 'string' && word.length <= LONGEST && !word.includes('\u0000'))
  ) {
    throw foreignCursor(cursor);
  }
  return words as string[];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function foreignCursor(cursor: string): Error {
  return badInput('The cursor does not belong to this list.', {
    field: 'after',
    expected: 'a cursor that a page of the same list has given',
    actual: cursor.slice(0, 64),
  });
}

/** All about coverage. */
export const coverageResolvers = [
  ControlCoverageOfControlResolver,
  ControlCoverageTotals,
  CoverageResolver,
  IsmsCoverageTotals,
] as const;
