import { Ctx, Field, FieldResolver, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../src/context.ts';
import { NotificationChannel, NotificationDigest } from '../../src/domain/enums.ts';
import { readOwnPreferences } from '../../src/services/delivery/preference-reads.ts';
import { updatePreferences } from '../../src/services/delivery/preferences.ts';
import { subscribePush, unsubscribePush } from '../../src/services/delivery/browsers.ts';
import { Viewer } from '../directory/viewer.resolver.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@ObjectType({ description: 'What the caller wants to get by a channel, and when.' })
export class NotificationPreference {
  @Field(() => NotificationChannel, { description: 'The channel.' })
  channel: NotificationChannel;

  @Field(() => Boolean, { description: 'Whether anything is sent by it.' })
  isOn: boolean;

  @Field(() => Int, {
    description: 'Alerts down to this level are sent, 1 being the gravest. Other messages count as level 3.',
  })
  minLevel: number;

  @Field(() => NotificationDigest, { description: 'Whether messages that can wait come together.' })
  digest: NotificationDigest;

  @Field(() => String, {
    nullable: true,
    description:
      'Time of day, such as 22:00 in the time zone of the organisation, from which on nothing is sent but alerts of level 1; null for none.',
  })
  quietFrom: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time of day until which nothing is sent; null for none.',
  })
  quietTo: string | null;
}

@InputType({ description: 'What changes of a channel; what is absent stays.' })
export class ChannelPreferenceInput {
  @Field(() => NotificationChannel, { description: 'The channel, named once.' })
  channel: NotificationChannel;

  @Field(() => Boolean, { nullable: true, description: 'Whether anything is sent by it.' })
  isOn?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Alerts down to this level are sent, 1 to 5.' })
  minLevel?: number | null;

  @Field(() => NotificationDigest, {
    nullable: true,
    description: 'Whether messages that can wait come together.',
  })
  digest?: NotificationDigest | null;

  @Field(() => String, {
    nullable: true,
    description: 'Begin of the quiet hours, such as 22:00; null, with the end, for none.',
  })
  quietFrom?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'End of the quiet hours, such as 07:00; null, with the begin, for none.',
  })
  quietTo?: string | null;
}

@InputType({ description: 'What the caller wants of channels.' })
export class UpdateNotificationPreferencesInput extends MutationInput {
  @Field(() => [ChannelPreferenceInput], { description: 'Changes, each channel once, 2 at most.' })
  channels: ChannelPreferenceInput[];
}

@ObjectType({ description: 'The preferences of the caller after a change.' })
export class NotificationPreferencesPayload {
  userId: string;
}

@InputType({ description: 'A browser that listens, as `PushManager.subscribe()` introduces it.' })
export class SubscribePushInput extends MutationInput {
  @Field(() => String, { description: 'Address of the browser at its push service, https.' })
  endpoint: string;

  @Field(() => String, { description: 'Its public key, `keys.p256dh`: 65 bytes as base64url.' })
  p256dh: string;

  @Field(() => String, { description: 'Its secret, `keys.auth`: 16 bytes as base64url.' })
  auth: string;
}

@InputType({ description: 'A browser that is to get nothing any more.' })
export class UnsubscribePushInput extends MutationInput {
  @Field(() => String, { description: 'Address of the browser at its push service.' })
  endpoint: string;
}

@ObjectType({ description: 'A browser that was subscribed.' })
export class SubscribePushPayload {
  @Field(() => String, { description: 'Id of the subscription.' })
  subscriptionId: string;
}

@ObjectType({ description: 'What unsubscribing did.' })
export class UnsubscribePushPayload {
  @Field(() => Boolean, { description: 'Whether the browser was subscribed.' })
  removed: boolean;
}

@Resolver(() => NotificationPreferencesPayload)
export class NotificationPreferencesPayloadResolver {
  @FieldResolver(() => [NotificationPreference], {
    description: 'What the caller wants now, of each channel.',
  })
  notificationPreferences(@Ctx() context: RequestContext) {
    return readOwnPreferences(context.loaders, context.actor.userId);
  }
}

@Resolver(() => Viewer)
export class ViewerPreferencesResolver {
  @FieldResolver(() => [NotificationPreference], {
    description: 'What the caller wants to get by each channel, said or by default.',
  })
  notificationPreferences(@Ctx() context: RequestContext) {
    return readOwnPreferences(context.loaders, context.actor.userId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Public key of the service, 65 bytes as base64url, by which a browser subscribes to push messages (`applicationServerKey`); null where there are none.',
  })
  pushPublicKey(@Ctx() context: RequestContext): string | null {
    return context.process.pushKey;
  }
}

@Resolver()
export class PreferenceMutations {
  @Mutation(() => NotificationPreferencesPayload, {
    description:
      'Changes what the caller gets by e-mail and push, and when. In the platform everything waits all the same.',
  })
  updateNotificationPreferences(
    @Input(UpdateNotificationPreferencesInput) input: UpdateNotificationPreferencesInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('updateNotificationPreferences', input, (tx) =>
      updatePreferences(tx, input.channels),
    );
  }

  @Mutation(() => SubscribePushPayload, {
    description: 'Sends messages of the caller to this browser too; a user has 10 browsers at most.',
  })
  subscribePush(@Input(SubscribePushInput) input: SubscribePushInput, @Ctx() context: RequestContext) {
    return context.write('subscribePush', input, (tx) => subscribePush(tx, input));
  }

  @Mutation(() => UnsubscribePushPayload, { description: 'Sends nothing to this browser any more.' })
  unsubscribePush(@Input(UnsubscribePushInput) input: UnsubscribePushInput, @Ctx() context: RequestContext) {
    return context.write('unsubscribePush', input, (tx) => unsubscribePush(tx, input));
  }
}
