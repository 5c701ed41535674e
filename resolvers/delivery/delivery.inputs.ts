import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { ChangeInput, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'An address to which events are to be sent.' })
export class RegisterWebhookInput extends MutationInput {
  @Field(() => String, {
    description:
      'An https address of a public host, or of one that the operator allows; up to 2,048 characters.',
  })
  url: string;

  @Field(() => [EventTopic], {
    nullable: true,
    description:
      'The events that it gets; all of them when absent or empty. EXPORT_GENERATED and NOTIFICATION_CREATED concern single users, and are refused.',
  })
  topics?: Topic[] | null;
}

@InputType({ description: 'What changes of a webhook; what is absent stays.' })
export class UpdateWebhookInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Where events are sent from now on.' })
  url?: string | null;

  @Field(() => [EventTopic], {
    nullable: true,
    description:
      'The events that it gets; all of them when empty. EXPORT_GENERATED and NOTIFICATION_CREATED concern single users, and are refused.',
  })
  topics?: Topic[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False disables it. One that is enabled again goes on with the event after the last one, as far as events are kept.',
  })
  isActive?: boolean | null;
}

@InputType({ description: 'A webhook that is to get another secret.' })
export class RotateWebhookSecretInput extends ChangeInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Hours for which the former secret signs too, 0 to 168; 24 when absent.',
  })
  overlapHours?: number | null;
}

@InputType({ description: 'A webhook that is to be deleted.' })
export class DeleteWebhookInput extends ChangeInput {}

@InputType({ description: 'A webhook that is to be tried out.' })
export class TestWebhookInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  id: string;
}

@InputType({
  description: 'What is to be sent again: deliveries by their ids, or all dead ones since a moment.',
})
export class RedeliverDeliveriesInput extends MutationInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of deliveries, up to 1,000.' })
  ids?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Dead deliveries that were made since then, the earliest first, up to 1,000.',
  })
  since?: string | null;
}
