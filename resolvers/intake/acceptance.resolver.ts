import { Arg, Args, Ctx, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Acceptance } from '../../entities/ops/acceptance.ts';
import { User } from '../../entities/user.ts';
import type { Condition, RequestContext, SelectedColumns } from '../../src/context.ts';
import { AcceptanceState, acceptanceStateOn } from '../../src/domain/intake/acceptance.ts';
import {
  decideAcceptance,
  proposeAcceptance,
  revokeAcceptance,
  withdrawAcceptance,
} from '../../src/services/intake/acceptances.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { anyIdOf, anyOf, within } from '../graph/filter-conditions.ts';
import { Input } from '../graph/mutation-input.ts';
import {
  AcceptancesArgs,
  DecideAcceptanceInput,
  ProposeAcceptanceInput,
  RevokeAcceptanceInput,
  WithdrawAcceptanceInput,
} from './acceptance.inputs.ts';

const AcceptanceConnection = connectionOf(Acceptance, 'acceptances');
const NEWEST = [{ property: 'createdAt', descending: true }];

@Resolver(() => Acceptance)
export class AcceptanceResolver {
  @Query(() => AcceptanceConnection, {
    description:
      'Acceptances of risks, and exceptions of controls, findings and criteria, newest first: those of work that the caller sees, those that they proposed or may decide, and for administrators, foremen and other modules all.',
  })
  acceptances(
    @Args(() => AcceptancesArgs) { filter, ...page }: AcceptancesArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Acceptance>> {
    const where: Condition[] = [
      ...anyIdOf('id', filter?.id),
      ...anyOf('kind', filter?.kind),
      ...anyOf('state', filter?.state),
      ...anyIdOf('originId', filter?.originId),
      ...anyOf('criteriaCode', filter?.criteriaCode),
      ...within('endsOn', filter?.endsOn),
    ];
    return connect(context, { entity: Acceptance, where, order: NEWEST }, page, wanted);
  }

  @Query(() => Acceptance, {
    nullable: true,
    description: 'The acceptance or exception with the id, or null when there is none to see.',
  })
  acceptance(
    @Arg('id', () => ID, { description: 'Id of the acceptance.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Acceptance, asked, id);
  }

  @FieldResolver(() => AcceptanceState, { description: 'What became of it, as of today.' })
  @RequiresColumns('state', 'endsOn')
  async state(@Root() acceptance: Acceptance, @Ctx() context: RequestContext): Promise<AcceptanceState> {
    return acceptanceStateOn(acceptance, await context.today());
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who proposed it; null where they are not to be seen.',
  })
  @RequiresColumns('proposedById')
  proposedBy(
    @Root() acceptance: Acceptance,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, acceptance.proposedById);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who decided; null unless somebody has.' })
  @RequiresColumns('decidedById')
  decidedBy(
    @Root() acceptance: Acceptance,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, acceptance.decidedById);
  }

  @FieldResolver(() => Acceptance, {
    nullable: true,
    description: 'The acceptance that it takes the place of; null where it is the first.',
  })
  @RequiresColumns('renewsId')
  renews(
    @Root() acceptance: Acceptance,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Acceptance, asked, acceptance.renewsId);
  }
}

@ObjectType({ description: 'An acceptance after a change.' })
export class AcceptancePayload {
  acceptanceId: string;
}

@Resolver(() => AcceptancePayload)
export class AcceptancePayloadResolver {
  @FieldResolver(() => Acceptance, { nullable: true, description: 'The acceptance as it is now.' })
  acceptance(
    @Root() payload: AcceptancePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Acceptance, asked, payload.acceptanceId);
  }
}

@Resolver()
export class AcceptanceMutations {
  @Mutation(() => AcceptancePayload, {
    description:
      'Proposes that a risk is accepted, or a control, finding or criterion excepted, until a day. It has no effect until another person decides.',
  })
  proposeAcceptance(
    @Input(ProposeAcceptanceInput) input: ProposeAcceptanceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('proposeAcceptance', input, (tx) => proposeAcceptance(tx, input));
  }

  @Mutation(() => AcceptancePayload, {
    description:
      'Decides on a proposed acceptance; not for who proposed it, nor for who has open work on what it is about.',
  })
  decideAcceptance(
    @Input(DecideAcceptanceInput) input: DecideAcceptanceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('decideAcceptance', input, (tx) => decideAcceptance(tx, input));
  }

  @Mutation(() => AcceptancePayload, {
    description: 'Takes a proposed acceptance back before it is decided.',
  })
  withdrawAcceptance(
    @Input(WithdrawAcceptanceInput) input: WithdrawAcceptanceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('withdrawAcceptance', input, (tx) => withdrawAcceptance(tx, input));
  }

  @Mutation(() => AcceptancePayload, { description: 'Ends an acceptance before its last day.' })
  revokeAcceptance(
    @Input(RevokeAcceptanceInput) input: RevokeAcceptanceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('revokeAcceptance', input, (tx) => revokeAcceptance(tx, input));
  }
}

/** All about acceptances and exceptions. */
export const acceptanceResolvers = [
  AcceptanceMutations,
  AcceptancePayloadResolver,
  AcceptanceResolver,
] as const;
