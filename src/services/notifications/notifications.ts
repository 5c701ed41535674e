import { step } from '../../db/connection/pipeline.ts';
import { SEND_MESSAGES } from '../../db/queries/notifications/notification-query.ts';
import type { AlertReference } from '../../domain/delivery/open-alerts.ts';
import { cutText } from '../../domain/text.ts';
import type { Tx } from '../transaction/command.ts';

/** A message within the platform. */
export interface Message {
  /** One line; what is longer than 500 characters is cut, since names alone may be that long. */
  readonly title: string;
  /** What is longer than 10,000 characters is cut: ten sentences about tasks with long names may be. */
  readonly text?: string | null;
  /** A path of the platform. */
  readonly link: string;
  /** Of the gravest alert that it is about; null or absent for any other message. */
  readonly level?: number | null;
  /** What its readers must still see when it leaves the platform; null or absent where it is about no project. */
  readonly projectId?: string | null;
  /** Whether it is read, in the platform too, only while its reader sees the project. */
  readonly isGated?: boolean;
  /** Alerts of which alone it tells: once all are resolved it does not leave the platform any more. */
  readonly alerts?: readonly AlertReference[] | null;
}

const LONGEST_TITLE = 500;
const LONGEST_TEXT = 10_000;

/** A message and whom it is for. */
export interface Letter {
  readonly to: readonly (string | null)[];
  readonly message: Message;
}

/** Leaves the message for each of these users but the actor, who knows already, and announces it to them. */
export function sendMessage(tx: Tx, to: readonly (string | null)[], message: Message): Promise<void> {
  return sendMessages(tx, [{ to, message }]);
}

/** As `sendMessage`, several messages by one statement; none at all where nobody is to get any. */
export async function sendMessages(tx: Tx, letters: readonly Letter[]): Promise<void> {
  const addressed = letters.flatMap(({ to, message }) => {
    const others = to.filter((id) => id !== null && id !== tx.actor.userId);
    return [...new Set(others)].map((userId) => ({ userId, message }));
  });
  if (addressed.length === 0) return;
  const values = [
    addressed.map(({ userId }) => userId),
    addressed.map(({ message }) => cut(message.title, LONGEST_TITLE)),
    addressed.map(({ message }) => (message.text == null ? null : cut(message.text, LONGEST_TEXT))),
    addressed.map(({ message }) => message.link),
    addressed.map(({ message }) => message.level ?? null),
    addressed.map(({ message }) => message.projectId ?? null),
    addressed.map(({ message }) => message.isGated ?? false),
    addressed.map(({ message }) => (message.alerts == null ? null : JSON.stringify(message.alerts))),
  ];
  const [sent] = await tx.pipeline([step(SEND_MESSAGES, values)]);
  for (const { notificationId, userId } of sent) {
    tx.emit({
      topic: 'pit.notification.created',
      streamId: userId,
      payload: { userId, notificationId },
    });
  }
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${cutText(text, most - 1)}…`;
}
