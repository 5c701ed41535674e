import { Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Delivery } from '../../entities/ops/delivery.ts';
import { Webhook } from '../../entities/ops/webhook.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { requireMay } from '../../src/domain/directory/permissions.ts';
import * as webhooks from '../../src/services/delivery/webhooks.ts';
import { readSecret } from '../../src/services/delivery/webhook-reads.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import {
  DeleteWebhookInput,
  RedeliverDeliveriesInput,
  RegisterWebhookInput,
  RotateWebhookSecretInput,
  TestWebhookInput,
  UpdateWebhookInput,
} from './delivery.inputs.ts';

@ObjectType({ description: 'A webhook after a change.' })
export class WebhookPayload {
  webhookId: string;
}

@ObjectType({ description: 'A webhook with a secret that is new.' })
export class WebhookSecretPayload {
  webhookId: string;
}

@ObjectType({ description: 'A test of a webhook that is on its way.' })
export class TestWebhookPayload {
  webhookId: string;
  deliveryId: string;
}

@ObjectType({ description: 'A webhook that was deleted.' })
export class DeletedWebhookPayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;
}

@ObjectType({ description: 'What is sent again.' })
export class RedeliverDeliveriesPayload {
  @Field(() => Int, { description: 'How many deliveries are pending again.' })
  redelivered: number;
}

@Resolver(() => WebhookPayload)
export class WebhookPayloadResolver {
  @FieldResolver(() => Webhook, { nullable: true, description: 'The webhook as it is now.' })
  webhook(
    @Root() payload: WebhookPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Webhook, asked, payload.webhookId);
  }
}

@Resolver(() => WebhookSecretPayload)
export class WebhookSecretPayloadResolver {
  @FieldResolver(() => Webhook, { nullable: true, description: 'The webhook as it is now.' })
  webhook(
    @Root() payload: WebhookSecretPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Webhook, asked, payload.webhookId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The secret by which the receiver verifies what it gets, in the form of Standard Webhooks. It is shown here alone.',
  })
  secret(@Root() payload: WebhookSecretPayload, @Ctx() context: RequestContext): Promise<string | null> {
    return readSecret(context.loaders, context.webhookRules.secrets, payload.webhookId);
  }
}

@Resolver(() => TestWebhookPayload)
export class TestWebhookPayloadResolver {
  @FieldResolver(() => Delivery, {
    nullable: true,
    description: 'The delivery, in which is seen what becomes of it.',
  })
  delivery(
    @Root() payload: TestWebhookPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Delivery, asked, payload.deliveryId);
  }
}

/** Where events are sent, and sent again. */
@Resolver()
export class WebhookMutations {
  @Mutation(() => WebhookSecretPayload, {
    description:
      'Has the events of the organisation sent to an address from now on, signed and in order for each project. An organisation has 20 webhooks at most.',
  })
  async registerWebhook(
    @Input(RegisterWebhookInput) input: RegisterWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    const { role, overrideReason } = context.actor;
    requireMay('registerWebhook', { role, relations: [], overrideReason });
    // From here on the organisation's events are gathered, which a refusal must not begin.
    webhooks.requireAddress(input, context.webhookRules);
    const after = await context.endOfOrganisation();
    return context.write('registerWebhook', input, (tx) =>
      webhooks.registerWebhook(tx, input, context.webhookRules, after),
    );
  }

  @Mutation(() => WebhookPayload, { description: 'Changes a webhook, disables it or enables it again.' })
  updateWebhook(@Input(UpdateWebhookInput) input: UpdateWebhookInput, @Ctx() context: RequestContext) {
    return context.write('updateWebhook', input, (tx) =>
      webhooks.updateWebhook(tx, input, context.webhookRules),
    );
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Replaces the secret of a webhook; the former one signs beside it for some hours.',
  })
  rotateWebhookSecret(
    @Input(RotateWebhookSecretInput) input: RotateWebhookSecretInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('rotateWebhookSecret', input, (tx) =>
      webhooks.rotateWebhookSecret(tx, input, context.webhookRules),
    );
  }

  @Mutation(() => TestWebhookPayload, {
    description: 'Sends an event of the type pit.webhook.test to a webhook, which means nothing.',
  })
  testWebhook(@Input(TestWebhookInput) input: TestWebhookInput, @Ctx() context: RequestContext) {
    return context.write('testWebhook', input, (tx) => webhooks.testWebhook(tx, input));
  }

  @Mutation(() => DeletedWebhookPayload, {
    description: 'Deletes a webhook; what was still to be sent to it is not sent.',
  })
  async deleteWebhook(@Input(DeleteWebhookInput) input: DeleteWebhookInput, @Ctx() context: RequestContext) {
    const payload = await context.write('deleteWebhook', input, (tx) => webhooks.deleteWebhook(tx, input));
    haveScanned(context, payload);
    return payload;
  }

  @Mutation(() => RedeliverDeliveriesPayload, {
    description:
      'Sends deliveries to active webhooks again. The receiver knows each by the id of its event, which stays.',
  })
  async redeliverDeliveries(
    @Input(RedeliverDeliveriesInput) input: RedeliverDeliveriesInput,
    @Ctx() context: RequestContext,
  ) {
    const payload = await context.write('redeliverDeliveries', input, (tx) =>
      webhooks.redeliverDeliveries(tx, input),
    );
    haveScanned(context, payload);
    return payload;
  }
}

/**
 * Deliveries of these projects are not dead any more, of which the watchdog hears by no event. An answer that was kept under
 * its idempotency key by an earlier version names no projects.
 */
function haveScanned(
  context: RequestContext,
  { projectIds = [] }: { readonly projectIds?: readonly string[] },
): void {
  for (const projectId of projectIds) context.wantScan(projectId, { isUrgent: false });
}
