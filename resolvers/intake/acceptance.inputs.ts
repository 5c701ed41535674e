import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { AcceptanceDecision, AcceptanceKind, AcceptanceState } from '../../src/domain/intake/acceptance.ts';
import { DateWindow } from '../graph/filter-conditions.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { MutationInput } from '../graph/mutation-input.ts';

registerEnumType(AcceptanceKind, {
  name: 'AcceptanceKind',
  description: 'What is accepted, or excepted.',
  valuesConfig: {
    RISK_ACCEPTANCE: { description: 'A risk is lived with.' },
    CONTROL_EXCEPTION: { description: 'A control is done without.' },
    FINDING_EXCEPTION: { description: 'A finding stays as it is.' },
    CRITERION_EXCEPTION: { description: 'A criterion of a standard is not met.' },
  },
});

registerEnumType(AcceptanceState, {
  name: 'AcceptanceState',
  description: 'What became of an acceptance.',
  valuesConfig: {
    PROPOSED: { description: 'It waits to be decided, and has no effect.' },
    ACTIVE: { description: 'It holds.' },
    REJECTED: { description: 'It was decided against.' },
    WITHDRAWN: { description: 'It was taken back before it was decided.' },
    REVOKED: { description: 'It was ended before its last day.' },
    EXPIRED: { description: 'Its last day has passed, decided or not.' },
    RENEWED: { description: 'Another one has taken its place.' },
  },
});

registerEnumType(AcceptanceDecision, {
  name: 'AcceptanceDecision',
  description: 'What is decided of the proposal of an acceptance.',
  valuesConfig: {
    ACCEPTED: { description: 'It holds from now on, until its last day.' },
    REJECTED: { description: 'Nothing changes.' },
  },
});

@InputType({
  description:
    'Which acceptances to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class AcceptanceFilter {
  @Field(() => [ID], { nullable: true, description: 'Its id, any of: what the link of a message names.' })
  id?: string[] | null;

  @Field(() => [AcceptanceKind], { nullable: true, description: 'What is accepted or excepted, any of.' })
  kind?: AcceptanceKind[] | null;

  @Field(() => [AcceptanceState], {
    nullable: true,
    description: 'What became of it, any of; after midnight expired ones follow within a minute.',
  })
  state?: AcceptanceState[] | null;

  @Field(() => [ID], { nullable: true, description: 'Id of the risk, control or finding, any of.' })
  originId?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Code of the criterion, any of.' })
  criteriaCode?: string[] | null;

  @Field(() => DateWindow, { nullable: true, description: 'Its last day lies within this span.' })
  endsOn?: DateWindow | null;
}

@ArgsType()
export class AcceptancesArgs extends filteredArgsOf(AcceptanceFilter, 'acceptances') {}

@InputType({ description: 'An acceptance of a risk, or an exception, that is to be decided.' })
export class ProposeAcceptanceInput extends MutationInput {
  @Field(() => AcceptanceKind, { description: 'What is to be accepted or excepted.' })
  kind: AcceptanceKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the risk, control or finding; needed for all but a criterion, which has none.',
  })
  originId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the criterion, up to 200 characters; for a criterion alone.',
  })
  criteriaCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Edition of the standard as links name it, up to 100 characters; for a criterion alone.',
  })
  criteriaVersion?: string | null;

  @Field(() => String, { description: 'Why, 10 to 2,000 characters.' })
  reason: string;

  @Field(() => String, {
    nullable: true,
    description: 'What stands against it meanwhile, up to 5,000 characters.',
  })
  compensating?: string | null;

  @Field(() => String, { nullable: true, description: 'What is left of the risk, up to 5,000 characters.' })
  residual?: string | null;

  @Field(() => DateScalar, {
    description: 'The last day on which it is to hold, after today and within `acceptance.maxDays`.',
  })
  endsOn: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of an acceptance of the same record that it is to take the place of: one that holds, or has expired.',
  })
  renewsId?: string | null;
}

@InputType({ description: 'A decision on a proposed acceptance.' })
export class DecideAcceptanceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the acceptance.' })
  acceptanceId: string;

  @Field(() => AcceptanceDecision, { description: 'Whether it is accepted.' })
  decision: AcceptanceDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters; a rejection has to say.',
  })
  comment?: string | null;
}

@InputType({ description: 'A proposed acceptance that is taken back.' })
export class WithdrawAcceptanceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the acceptance.' })
  acceptanceId: string;
}

@InputType({ description: 'An acceptance that is to end before its last day.' })
export class RevokeAcceptanceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the acceptance.' })
  acceptanceId: string;

  @Field(() => String, { description: 'Why, up to 5,000 characters.' })
  reason: string;
}
