import { Directive, Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'When people hear of alerts again, and of what can wait.' })
@Directive('@shareable')
export class EscalationSettings {
  @Field(() => Int, {
    description:
      'Hours after which an alert of level 1 that nobody has acknowledged goes to the owner and the sponsor of its project again.',
  })
  reminderHours: number;

  @Field(() => Int, { description: 'Hours after which it goes to the administrators of the organisation.' })
  administratorsHours: number;

  @Field(() => Int, {
    description:
      'Hours after which an alert of level 2 that nobody has acknowledged goes to the sponsor, or to the administrators where no sponsor is there who has not heard.',
  })
  sponsorHours: number;

  @Field(() => Int, {
    description:
      'Hour of the day, 0 to 23 in the time zone of the organisation, at which digests and reminders of what is due are sent.',
  })
  digestHour: number;
}

const Hours = (description: string): PropertyDecorator => Field(() => Int, { nullable: true, description });

@InputType({
  description:
    'When people hear of alerts again, and of what can wait: a value sets, null takes the default back, absent leaves.',
})
export class EscalationSettingsInput {
  @Hours(
    'Hours after which an alert of level 1 that nobody has acknowledged goes to owner and sponsor again, 1 to 720; 6 by default.',
  )
  reminderHours?: number | null;

  @Hours('Hours after which it goes to the administrators, 1 to 720; 24 by default.')
  administratorsHours?: number | null;

  @Hours(
    'Hours after which an alert of level 2 goes to the sponsor, or else to the administrators, 1 to 720; 48 by default.',
  )
  sponsorHours?: number | null;

  @Hours('Hour of the day at which digests and reminders of what is due are sent, 0 to 23; 8 by default.')
  digestHour?: number | null;
}
