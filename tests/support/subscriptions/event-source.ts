/** One event as the wire has it. */
export interface SentEvent {
  event: string | undefined;
  id: string | undefined;
  data: string;
}

/** What a service answers to a request for server-sent events, read as it comes. */
export class EventSourceReader {
  private readonly events: AsyncGenerator<SentEvent, void>;
  /** Comments that have come so far. */
  comments = 0;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    this.events = this.read();
  }

  static async open(url: string, init: RequestInit): Promise<EventSourceReader> {
    const abort = new AbortController();
    return new EventSourceReader(await fetch(url, { ...init, signal: abort.signal }), abort);
  }

  /** The next `count` events; fails where the stream ends before, or nothing comes for thirty seconds. */
  async take(count: number): Promise<SentEvent[]> {
    const taken: SentEvent[] = [];
    while (taken.length < count) {
      const event = await this.next();
      if (event === undefined) throw new Error(`the stream has ended after ${taken.length} of ${count}`);
      taken.push(event);
    }
    return taken;
  }

  /** Everything to the end. */
  async rest(): Promise<SentEvent[]> {
    const all: SentEvent[] = [];
    for (let event = await this.next(); event !== undefined; event = await this.next()) all.push(event);
    return all;
  }

  /** Goes away, as a client does. */
  close(): void {
    this.abort.abort();
  }

  private async next(): Promise<SentEvent | undefined> {
    const late = setTimeout(() => this.abort.abort(new Error('nothing came for thirty seconds')), 30_000);
    try {
      const { value } = await this.events.next();
      return value ?? undefined;
    } finally {
      clearTimeout(late);
    }
  }

  private async *read(): AsyncGenerator<SentEvent, void> {
    const reader = this.response.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
      text += decoder.decode(chunk.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith(':')) this.comments += 1;
        else yield eventOf(block);
      }
    }
  }
}

function eventOf(block: string): SentEvent {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  return { event: fields.get('event'), id: fields.get('id'), data: fields.get('data') ?? '' };
}
