import { clock } from '../../clock.ts';
import { PitError } from '../../domain/errors.ts';
import { encodeEventCursor } from '../../events/event-cursor.ts';
import type { StoredEvent } from '../../events/stored-event.ts';
import type { StreamName } from '../../events/stream-name.ts';
import type { EventSource } from './settled-events.ts';

/** A state of something that has no events. */
export interface PolledState {
  /** Rises with every change. */
  readonly version: number;
  /** Whether no other state follows. */
  readonly isOver: boolean;
}

/** Between two looks, in ms. */
const LOOK_MS = 1_000;
/** What is followed so in one process: each costs a round trip a second. */
const MOST = 200;

let open = 0;

/** The states of one thing as events: its present one at once, each other one as it is found, and an end after the last. */
export class PolledStates implements EventSource {
  private seen: PolledState | undefined;
  private isClosed = false;
  private resting: { readonly end: () => void; readonly timer: NodeJS.Timeout } | undefined;

  /** @throws PitError LIMIT_EXCEEDED where the process follows too many already. */
  constructor(
    private readonly stream: StreamName,
    private readonly look: () => Promise<PolledState | null>,
  ) {
    if (open >= MOST)
      throw new PitError('LIMIT_EXCEEDED', 'Too many are followed; ask for the state instead.');
    open += 1;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get cursor(): string {
    return encodeEventCursor(this.stream, this.seen?.version ?? 0);
  }

  async next(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    while (!this.isClosed && this.seen?.isOver !== true) {
      if (this.seen !== undefined) await this.rest();
      if (this.isClosed) break;
      const state = await this.lookOnce();
      if (state === null) break;
      if (state.version === this.seen?.version) continue;
      this.seen = state;
      return { done: false, value: [this.eventOf(state)] };
    }
    return this.return();
  }

  /** Ends it at once, also while it rests. */
  return(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    if (!this.isClosed) open -= 1;
    this.isClosed = true;
    clearTimeout(this.resting?.timer);
    this.resting?.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** While the database is away nothing is known: it is looked at again later. */
  private async lookOnce(): Promise<PolledState | null> {
    try {
      return await this.look();
    } catch (error) {
      if (this.seen !== undefined && error instanceof PitError && error.code === 'UNAVAILABLE')
        return this.seen;
      await this.return();
      throw error;
    }
  }

  private eventOf({ version }: PolledState): StoredEvent {
    const createdAt = clock.now().toISOString();
    return {
      ...this.stream,
      seq: version,
      topic: 'pit.project.updated',
      payload: {},
      actorId: null,
      createdAt,
    };
  }

  private async rest(): Promise<void> {
    await new Promise<void>((end) => (this.resting = { end, timer: setTimeout(end, LOOK_MS).unref() }));
    this.resting = undefined;
  }
}
