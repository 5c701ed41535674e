import type { StoredEvent } from '../../events/stored-event.ts';

/** Where events come from, with the place after which the next one comes. */
export interface EventSource extends AsyncIterableIterator<readonly StoredEvent[]> {
  readonly cursor: string;
}

/**
 * Events for those who ask how things stand and not what happened: the first at once, and what follows within a while together,
 * of each project the last one alone. However much happens, they are asked anew once in that while.
 */
export class SettledEvents implements AsyncIterableIterator<readonly StoredEvent[]> {
  private restedAt = -Infinity;
  private resting: { readonly end: () => void; readonly timer: NodeJS.Timeout } | undefined;
  private isClosed = false;

  /** @param restMs for how long nothing is handed out after something was, in ms. */
  constructor(
    private readonly source: EventSource,
    private readonly restMs: number,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  get cursor(): string {
    return this.source.cursor;
  }

  async next(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    await this.rest();
    if (this.isClosed) return { done: true, value: undefined };
    const result = await this.source.next();
    if (result.done === true) return { done: true, value: undefined };
    this.restedAt = performance.now() + this.restMs;
    return { done: false, value: lastOfEach(result.value) };
  }

  /** Ends it at once, also while it rests. */
  async return(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    this.isClosed = true;
    clearTimeout(this.resting?.timer);
    this.resting?.end();
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  private async rest(): Promise<void> {
    const ms = this.restedAt - performance.now();
    if (ms <= 0 || this.isClosed) return;
    await new Promise<void>((end) => (this.resting = { end, timer: setTimeout(end, ms).unref() }));
    this.resting = undefined;
  }
}

function lastOfEach(events: readonly StoredEvent[]): StoredEvent[] {
  const last = new Map(events.map((event) => [event.payload['projectId'], event]));
  return [...last.values()].sort((a, b) => a.seq - b.seq);
}
