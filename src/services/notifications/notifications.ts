import { step } from '../../db/connection/pipeline.ts';
import { SEND_MESSAGE } from '../../db/queries/notifications/notification-query.ts';
import type { Tx } from '../transaction/command.ts';

/** A message within the platform. */
export interface Message {
  /** One line; what is longer than 500 characters is cut, since names alone may be that long. */
  readonly title: string;
  readonly text?: string | null;
  /** A path of the platform. */
  readonly link: string;
  /** Of the gravest alert that it is about; null or absent for any other message. */
  readonly level?: number | null;
  /** What its readers must still see when it leaves the platform; null or absent where it is about no project. */
  readonly projectId?: string | null;
}

const LONGEST_TITLE = 500;

/** Leaves the message for each of these users but the actor, who knows already, and announces it to them. */
export async function sendMessage(
  tx: Tx,
  recipients: readonly (string | null)[],
  { title, text = null, link, level = null, projectId = null }: Message,
): Promise<void> {
  const others = recipients.filter((id) => id !== null && id !== tx.actor.userId);
  if (others.length === 0) return;
  const values = [[...new Set(others)], cut(title), text, link, level, projectId];
  const [sent] = await tx.pipeline([step(SEND_MESSAGE, values)]);
  for (const { notificationId, userId } of sent) {
    tx.emit({
      topic: 'pit.notification.created',
      streamId: userId,
      payload: { userId, notificationId },
    });
  }
}

function cut(title: string): string {
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}
