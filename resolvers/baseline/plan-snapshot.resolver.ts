import { Args, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { badInput } from '../../src/domain/errors.ts';
import {
  toRows,
  type BaselinePlan,
  type LinkRow,
  type PhaseRow,
  type TaskRow,
  type WorkPackageRow,
} from '../../src/domain/schedule/baseline/baseline-plan.ts';
import { packPlan } from '../../src/domain/schedule/baseline/packed-plan.ts';
import { totalsOf } from '../../src/domain/schedule/baseline/baseline-rules.ts';
import { hashOf } from '../../src/services/baseline/plan-reading.ts';
import {
  MOST_ROWS,
  PlannedDependencyPage,
  PlannedPhasePage,
  PlannedTaskPage,
  PlannedWorkPackagePage,
  PlanRowsArgs,
  PlanSnapshot,
  USUAL_ROWS,
  type PlanRows,
} from './plan-snapshot.ts';

/** A plan as the graph shows it. */
export function snapshotOf(plan: BaselinePlan, asOf: string): PlanSnapshot {
  const { start, end, capex, opex } = totalsOf(plan);
  const { name, code } = plan.project;
  const dates = { startDate: start, endDate: end };
  return { asOf, sha256: hashOf(plan), name, code, ...dates, capexCost: capex, opexCost: opex, plan };
}

/**
 * A page of rows, which stand in the order of their ids.
 * @throws PitError BAD_USER_INPUT for a size that is not taken, and for an `after` that is no row of the plan.
 */
export function rowsOfPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  { first, after }: PlanRowsArgs,
): PlanRows<Row> {
  const size = first ?? USUAL_ROWS;
  if (size < 1 || size > MOST_ROWS) {
    throw badInput('A page has no such size.', {
      field: 'first',
      expected: `1 to ${MOST_ROWS}`,
      actual: size,
    });
  }
  const from = after == null ? 0 : rows.findIndex(({ id }) => id === after.toLowerCase()) + 1;
  if (after != null && from === 0) {
    throw badInput('The plan has no such row.', {
      field: 'after',
      expected: 'the `endCursor` of a page of the same list',
      actual: after.slice(0, 64),
    });
  }
  const page = rows.slice(from, from + size);
  const isEnd = from + size >= rows.length;
  return { totalCount: rows.length, endCursor: isEnd ? null : (page.at(-1)?.id ?? null), nodes: page };
}

/** A page is no connection: it has nodes alone. */
const SIZED = `@listSize(assumedSize: ${USUAL_ROWS}, slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)`;

@Resolver(() => PlanSnapshot)
export class PlanSnapshotResolver {
  @FieldResolver(() => PlannedPhasePage, { description: 'Its phases.' })
  @Directive(SIZED)
  phases(@Root() { plan }: PlanSnapshot, @Args(() => PlanRowsArgs) args: PlanRowsArgs): PlanRows<PhaseRow> {
    return rowsOfPage(toRows<PhaseRow>(plan.phases), args);
  }

  @FieldResolver(() => PlannedWorkPackagePage, { description: 'Its work packages.' })
  @Directive(SIZED)
  workPackages(
    @Root() { plan }: PlanSnapshot,
    @Args(() => PlanRowsArgs) args: PlanRowsArgs,
  ): PlanRows<WorkPackageRow> {
    return rowsOfPage(toRows<WorkPackageRow>(plan.workPackages), args);
  }

  @FieldResolver(() => PlannedTaskPage, { description: 'Its tasks.' })
  @Directive(SIZED)
  tasks(@Root() { plan }: PlanSnapshot, @Args(() => PlanRowsArgs) args: PlanRowsArgs): PlanRows<TaskRow> {
    return rowsOfPage(toRows<TaskRow>(plan.tasks), args);
  }

  @FieldResolver(() => PlannedDependencyPage, { description: 'Its dependencies.' })
  @Directive(SIZED)
  dependencies(
    @Root() { plan }: PlanSnapshot,
    @Args(() => PlanRowsArgs) args: PlanRowsArgs,
  ): PlanRows<LinkRow> {
    return rowsOfPage(toRows<LinkRow>(plan.links), args);
  }

  @FieldResolver(() => JsonScalar, {
    description:
      'The days of all its phases, work packages and tasks in columns, to be drawn beside a timeline; docs/timeline.md describes them.',
  })
  @Directive('@cost(weight: 10000)')
  packed(@Root() { plan }: PlanSnapshot): object {
    return packPlan(plan);
  }
}
