import { DeliveryState, WebhookDisabledReason } from '../../src/domain/enums.ts';
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
