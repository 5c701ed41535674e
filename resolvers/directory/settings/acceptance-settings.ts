import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'How acceptances of risks and exceptions are decided.' })
@Directive('@shareable')
export class AcceptanceSettings {
  @Field(() => Int, { description: 'Days from its first for which an acceptance holds at most.' })
  maxDays: number;

  @Field(() => [ID], { description: 'Ids of users who decide beside administrators and foremen.' })
  approverIds: string[];
}

@InputType({
  description:
    'How acceptances of risks and exceptions are decided: a value sets, null takes the default back, absent leaves.',
})
export class AcceptanceSettingsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Days from its first for which an acceptance holds at most, 1 to 3,650; 365 by default.',
  })
  maxDays?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of up to 20 users who decide beside administrators and foremen; none by default.',
  })
  approverIds?: string[] | null;
}
