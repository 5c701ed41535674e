import { Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Evidence } from '../../entities/evidence.ts';
import type { Condition, RequestContext } from '../../src/context.ts';
import { rolesOf } from '../../src/domain/directory/permissions.ts';
import { decidableBy, readWaitingSince } from '../../src/services/evidence/waiting-evidence.ts';
import { Viewer } from '../directory/viewer.resolver.ts';
import { connect, PageArgs, totalOf, type Connection, type List } from '../graph/connection.ts';
import { ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { orderTerms } from '../graph/order.ts';
import { EvidenceConnection } from './evidence.resolver.ts';
import { evidenceConditions, EvidencesArgs } from './evidence-list.inputs.ts';

const NEWEST = [{ property: 'createdAt', descending: true }];
const LONGEST_WAITING = [{ property: 'waitingSince', descending: false }];
const WAITING: Condition = { op: 'isNull', property: 'waitingSince', value: false };
const NOTHING: Condition = { op: 'in', property: 'id', values: [] };

@Resolver(() => Evidence)
export class EvidenceListResolver {
  @Query(() => EvidenceConnection, {
    description: 'Evidence of all work that the caller may see and that is not deleted, newest first.',
  })
  async evidences(
    @Args(() => EvidencesArgs) args: EvidencesArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Evidence>> {
    const order = orderTerms(args.orderBy, NEWEST);
    const isByWaiting = order.some(({ property }) => property === 'waitingSince');
    const today = args.filter?.isCurrent == null ? null : await context.today();
    const where = [...evidenceConditions(args.filter, today), ...(isByWaiting ? [WAITING] : [])];
    return connect(context, { entity: Evidence, where, order }, args, wanted);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it waits to be decided; null once it is decided, superseded or withdrawn.',
  })
  waitingSince(@Root() evidence: Evidence, @Ctx() context: RequestContext): Promise<string | null> {
    return readWaitingSince(context.loaders, evidence.id);
  }
}

@Resolver(() => Viewer)
export class ViewerReviewsResolver {
  @FieldResolver(() => EvidenceConnection, {
    description:
      'Evidence that waits to be decided and that the caller may decide, having neither handed it in nor the work to answer for; what has waited longest first.',
  })
  toReview(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Evidence>> {
    return connect(context, waitingFor(context), args, wanted);
  }

  @FieldResolver(() => Int, { description: 'How many pieces `toReview` has.' })
  toReviewCount(@Ctx() context: RequestContext): Promise<number> {
    return totalOf(context, waitingFor(context));
  }
}

/** What waits for the caller; a role that decides nothing waits for nobody. */
export function waitingFor({ actor }: RequestContext): List {
  const isReviewer = rolesOf('reviewEvidence').includes(actor.role);
  const where = [
    ...evidenceConditions({ isWaiting: true }),
    isReviewer ? decidableBy(actor.userId) : NOTHING,
  ];
  return { entity: Evidence, where, order: LONGEST_WAITING };
}
