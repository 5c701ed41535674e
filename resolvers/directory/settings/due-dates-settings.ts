import { Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Approver } from '../../../src/domain/intake/due-dates.ts';

registerEnumType(Approver, {
  name: 'Approver',
  description: 'Who decides on a later day, beside administrators and foremen.',
  valuesConfig: {
    OWNER: { description: 'Who owns the project.' },
    SPONSOR: { description: 'Who sponsors the project.' },
    ADMIN: { description: 'Administrators and foremen alone.' },
  },
});

@ObjectType({ description: 'How the days that work answers for are kept.' })
@Directive('@shareable')
export class DueDates {
  @Field(() => Boolean, {
    description: 'Whether work of other modules, incidents and findings is committed to its end.',
  })
  guard: boolean;

  @Field(() => Int, { description: 'Calendar days for which a request for a later day can be decided.' })
  requestDays: number;

  @Field(() => Int, { description: 'Extensions of a task that others than administrators grant.' })
  maxExtensions: number;

  @Field(() => Approver, { description: 'Who decides on work of low priority.' })
  approverLow: Approver;

  @Field(() => Approver, { description: 'Who decides on work of normal priority.' })
  approverNormal: Approver;

  @Field(() => Approver, { description: 'Who decides on work of high priority.' })
  approverHigh: Approver;

  @Field(() => Approver, { description: 'Who decides on work of critical priority.' })
  approverCritical: Approver;
}

@InputType({
  description:
    'How the days that work answers for are kept: a value sets, null takes the default back, absent leaves.',
})
export class DueDatesInput {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether work of other modules, incidents and findings is committed to its end from now on; it is by default. What is committed stays so.',
  })
  guard?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Calendar days for which a request for a later day can be decided, 1 to 90; 14 by default.',
  })
  requestDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Extensions of a task that others than administrators grant, 0 to 20; 3 by default.',
  })
  maxExtensions?: number | null;

  @Field(() => Approver, {
    nullable: true,
    description: 'Who decides on work of low priority; the owner by default.',
  })
  approverLow?: Approver | null;

  @Field(() => Approver, {
    nullable: true,
    description: 'Who decides on work of normal priority; the owner by default.',
  })
  approverNormal?: Approver | null;

  @Field(() => Approver, {
    nullable: true,
    description: 'Who decides on work of high priority; the sponsor by default.',
  })
  approverHigh?: Approver | null;

  @Field(() => Approver, {
    nullable: true,
    description: 'Who decides on work of critical priority; administrators by default.',
  })
  approverCritical?: Approver | null;
}
