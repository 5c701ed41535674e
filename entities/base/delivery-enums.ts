import {
  DeliveryState,
  MessageTopic,
  NotificationChannel,
  NotificationDigest,
  WebhookDisabledReason,
} from '../../src/domain/enums.ts';
import { expose } from './expose.ts';

expose(WebhookDisabledReason, 'WebhookDisabledReason', 'Why a webhook gets nothing.', {
  BY_HAND: 'An administrator has disabled it.',
  GONE: 'It has answered 410: nobody is there any more.',
  FAILING: 'It has taken nothing for five days.',
});

expose(DeliveryState, 'DeliveryState', 'How far a delivery has come.', {
  PENDING: 'It is still to be sent, or to be sent again.',
  SENT: 'The other side has taken it.',
  DEAD: 'It is given up. It can be sent again.',
  CANCELLED: 'It is not wanted any more.',
});

expose(NotificationChannel, 'NotificationChannel', 'A way to people who are not looking.', {
  EMAIL: 'To their address.',
  PUSH: 'To the browsers that they have subscribed.',
});

expose(MessageTopic, 'MessageTopic', 'What a message to a person is about.', {
  ALERT: 'Alerts of a project.',
  TASK: 'A task.',
  PROJECT: 'A project, or several of its tasks.',
  SEVERAL: 'Several messages, as a digest.',
  OTHER: 'Something else.',
});

expose(NotificationDigest, 'NotificationDigest', 'Whether messages that can wait come together.', {
  NONE: 'Each comes by itself; alerts of level 3 come together all the same.',
  DAILY: 'Once a day, at 08:00 in the time zone of the organisation. Alerts of level 1 and 2 come at once.',
});
