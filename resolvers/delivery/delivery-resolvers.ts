import {
  TestWebhookPayloadResolver,
  WebhookMutations,
  WebhookPayloadResolver,
  WebhookSecretPayloadResolver,
} from './webhook.mutations.ts';
import { MessageDeliveryMutations, MessageDeliveryResolver } from './message-delivery.resolver.ts';
import {
  NotificationPreferencesPayloadResolver,
  PreferenceMutations,
  ViewerPreferencesResolver,
} from './preference.resolver.ts';
import { DeliveryResolver, WebhookResolver } from './webhook.resolver.ts';

/** The resolvers of what is sent out of the house. */
export const deliveryResolvers = [
  WebhookResolver,
  DeliveryResolver,
  WebhookMutations,
  WebhookPayloadResolver,
  WebhookSecretPayloadResolver,
  TestWebhookPayloadResolver,
  MessageDeliveryResolver,
  MessageDeliveryMutations,
  PreferenceMutations,
  NotificationPreferencesPayloadResolver,
  ViewerPreferencesResolver,
] as const;
