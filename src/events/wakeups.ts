/** What brought the news that streams have grown. */
export type WakeupSource = 'local' | 'postgres' | 'redis';

/** Which streams may have grown; undefined when that is not known, so that all are looked at. */
export type WakeupListener = (streamIds: readonly string[] | undefined, source: WakeupSource) => void;

/**
 * How the processes of one service tell each other that there is something to read. A wake-up carries no event, and may
 * be lost, doubled or early: the outbox is the truth, and whoever listens also looks by itself from time to time.
 */
export interface Wakeups {
  /** Tells the other processes, soon and together with what else there is to tell. */
  announce(streamIds: readonly string[]): void;
  close(): Promise<void>;
}

/** How long announcements are gathered: at most fifty messages a second leave a process, however much it writes. */
const GATHER_MS = 20;
/** More streams than this at once, and everyone looks at all of theirs; also bounds NOTIFY's payload of 8,000 bytes. */
const MOST_NAMED = 200;

/** Gathers streams for a moment, so that a thousand writes make one message. */
export class Gathering {
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param send takes the message: stream ids with commas between them, or `*` for all. */
  constructor(private readonly send: (message: string) => void) {}

  add(streamIds: readonly string[]): void {
    for (const id of streamIds) this.waiting.add(id);
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    this.timer = undefined;
    const message = this.waiting.size > MOST_NAMED ? '*' : [...this.waiting].join(',');
    this.waiting.clear();
    this.send(message);
  }
}

/** The streams of a message that `Gathering` has made. */
export function streamsOf(message: string): readonly string[] | undefined {
  return message === '*' ? undefined : message.split(',');
}
