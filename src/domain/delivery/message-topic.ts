import { MessageTopic } from '../enums.ts';

/** What is known of a message without reading it. */
export interface MessageOutline {
  readonly items: readonly { readonly link: string | null }[];
  /** Of the gravest alert in it; null where there is none. */
  readonly level: number | null;
}

/** What a message is about, by where it leads: several as a digest, alerts by their level. */
export function messageTopic({ items, level }: MessageOutline): MessageTopic {
  const [first] = items;
  if (items.length > 1) return MessageTopic.SEVERAL;
  if (level !== null) return MessageTopic.ALERT;
  const kind = /^\/pit\/([a-z]+)/.exec(first?.link ?? '')?.[1];
  if (kind === 'tasks') return MessageTopic.TASK;
  return kind === 'projects' ? MessageTopic.PROJECT : MessageTopic.OTHER;
}
