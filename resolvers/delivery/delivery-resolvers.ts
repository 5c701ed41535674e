import {
  TestWebhookPayloadResolver,
  WebhookMutations,
  WebhookPayloadResolver,
  WebhookSecretPayloadResolver,
} from './webhook.mutations.ts';
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
  PreferenceMutations,
  NotificationPreferencesPayloadResolver,
  ViewerPreferencesResolver,
] as const;
