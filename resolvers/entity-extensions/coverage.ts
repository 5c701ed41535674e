import {
  Directive,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Resolver,
  Root,
  type ClassType,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { CoverageState } from '../../src/domain/evidence/coverage.ts';
import { MOST_COUNTED, PageInfo } from '../graph/connection.ts';

/** What is counted of the work on a control or a criterion. */
@ObjectType()
export abstract class CoverageCounts {
  @Field(() => Int, { description: 'Tasks that are linked to it, each once; a series counts as one.' })
  units: number;

  @Field(() => Int, { description: 'Of these completed.' })
  done: number;

  @Field(() => Int, { description: 'Of these completed and proven by evidence that holds today.' })
  proven: number;

  @Field(() => Int, {
    description:
      'Of these with accepted evidence of which none holds any more; of a series that of all its occurrences.',
  })
  lapsed: number;

  @Field(() => Int, { description: 'Of these open behind their last day.' })
  overdue: number;

  @Field(() => Int, { description: 'Of these not completed.' })
  open: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first last day of open tasks, which may have passed; null without one.',
  })
  nextDue: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which proof that holds today ends; null where none has an end.',
  })
  provenUntil: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of tasks that were completed by their last day, in percent, of those that were completed, of open ones that are late and of dates of series that were missed; 100 only when all were. Every occurrence counts here. Null without any.',
  })
  onTimePercent: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day of the exception that holds today; null without one.',
  })
  exceptionUntil: string | null;

  @Field(() => CoverageState, { description: 'The state that follows from these numbers.' })
  state: CoverageState;
}

export interface CoverageEdge<E> {
  cursor: string;
  node: E;
}

export interface CoverageConnection<E> {
  edges: CoverageEdge<E>[];
  nodes: E[];
  pageInfo: PageInfo;
  /** Counts the whole list, up to one more than is told. */
  count: () => Promise<number>;
}

/** Makes the connection and edge types of a coverage; `totalCount` and its kin are counted when they are asked for. */
export function coverageConnectionOf<E extends object>(
  coverage: ClassType<E>,
  plural: string,
): ClassType<CoverageConnection<E>> {
  @ObjectType(`${coverage.name}Edge`, { description: `One of the ${plural} of a page.` })
  class Edge implements CoverageEdge<E> {
    @Field(() => coverage, { description: 'The coverage at this position of the list.' })
    node: E;

    @Field(() => String, { description: 'Opaque cursor of the row, for `after` of the same list.' })
    cursor: string;
  }

  @ObjectType(`${coverage.name}Connection`, { description: `A page of ${plural}.` })
  class CoveragePage implements CoverageConnection<E> {
    @Field(() => [Edge], { description: `The ${plural} of the page, in order.` })
    edges: Edge[];

    @Field(() => [coverage], { description: `The ${plural} of the page, in order, without their cursors.` })
    nodes: E[];

    @Field(() => PageInfo, {
      description: 'Whether more rows follow, and the cursors of the first and last row.',
    })
    pageInfo: PageInfo;

    count: () => Promise<number>;
  }
  return CoveragePage;
}

/** Makes the resolver of the totals of such a connection. */
export function coverageTotalsOf<E extends object>(
  connection: ClassType<CoverageConnection<E>>,
  plural: string,
): new () => object {
  @Resolver(() => connection)
  class CoverageTotals {
    @Directive('@cost(weight: 1)')
    @FieldResolver(() => Int, {
      nullable: true,
      description: `How many ${plural} the whole list has; counted only when asked for, and null beyond 10,000.`,
    })
    async totalCount(@Root() page: CoverageConnection<E>): Promise<number | null> {
      const count = await page.count();
      return count > MOST_COUNTED ? null : count;
    }

    @Directive('@cost(weight: 1)')
    @FieldResolver(() => Int, {
      nullable: true,
      description: `How many ${plural} the whole list has at least: as many as it has up to 10,000, and 10,000 where it has more.`,
    })
    async totalCountAtLeast(@Root() page: CoverageConnection<E>): Promise<number | null> {
      return Math.min(await page.count(), MOST_COUNTED);
    }
  }
  return CoverageTotals;
}
