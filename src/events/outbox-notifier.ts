/** What brought the news that streams have grown. */
export type NotificationSource = 'local' | 'postgres' | 'redis';

/** Which streams may have grown, by `streamKey`; undefined when that is not known, so that all are looked at. */
export type NotificationListener = (
  streamKeys: readonly string[] | undefined,
  source: NotificationSource,
) => void;

/**
 * How the processes of one service tell each other that there is something to read. A wake-up carries no event, and may
 * be lost, doubled or early: the outbox is the truth, and whoever listens also looks by itself from time to time.
 */
export interface OutboxNotifier {
  /** Tells the other processes, soon and together with what else there is to tell. */
  announce(streamKeys: readonly string[]): void;
  close(): Promise<void>;
}

/** How long announcements are gathered: at most fifty messages a second leave a process, however much it writes. */
const DEBOUNCE_MS = 20;
/** More streams than this at once, and everyone looks at all of theirs: 7,400 bytes of the 8,000 that NOTIFY takes. */
const MOST_NAMED = 100;

/**
 * Gathers streams for a moment, so that a thousand writes make one message. One message is under way at a time: while a
 * transport is slow, what there is to tell is gathered, and never takes more room than one message.
 */
export class NotificationDebounce {
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private isSending = false;
  private isStopped = false;

  /**
   * @param send takes the message: stream keys with commas between them, or `*` for all. Resolves once the transport has
   *   taken or lost it.
   */
  constructor(private readonly send: (message: string) => Promise<unknown>) {}

  add(streamKeys: readonly string[]): void {
    for (const key of streamKeys) {
      // One more than can be named says "all" as well as a million would.
      if (this.waiting.size > MOST_NAMED) break;
      this.waiting.add(key);
    }
    this.schedule();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.isSending || this.isStopped || this.waiting.size === 0) return;
    this.timer ??= setTimeout(() => void this.flush(), DEBOUNCE_MS).unref();
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const message = this.waiting.size > MOST_NAMED ? '*' : [...this.waiting].join(',');
    this.waiting.clear();
    this.isSending = true;
    try {
      await this.send(message);
    } catch {
      // Lost: whoever listens also looks by itself, and looks at all once the connection is back.
    } finally {
      this.isSending = false;
      this.schedule();
    }
  }
}

/**
 * The streams of a message that `NotificationDebounce` has made. A replica of the release before names streams without their
 * organisations: whose they are is then unknown, and all are looked at.
 */
export function streamsOf(message: string): readonly string[] | undefined {
  const keys = message.split(',');
  return keys.every((key) => key.includes(':')) ? keys : undefined;
}
