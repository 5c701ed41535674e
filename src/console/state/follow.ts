/** What a socket hands over to one subscription, as `graphql-ws` does. */
export interface Sink {
  next(result: SubscriptionResult): void;
  error(error: unknown): void;
  complete(): void;
}

export interface SubscriptionResult {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?:
    | readonly {
        readonly message: string;
        readonly extensions?: { readonly code?: string; readonly field?: string };
      }[]
    | undefined;
}

/** Subscribes; the function that it returns ends the subscription. */
export type Subscribe = (
  payload: { query: string; variables: Record<string, unknown> },
  sink: Sink,
) => () => void;

export interface FollowOptions {
  readonly subscribe: Subscribe;
  /** Runs something later, in milliseconds; returns what takes it back. */
  readonly wait: (ms: number, run: () => void) => () => void;
  /** 0 up to 1, for delays that differ from browser to browser. */
  readonly chance: () => number;
}

export interface Followed<Event> {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly onEvent: (event: Event) => void;
  /** The cursor is too old to go on from: what is shown has to be read anew, and followed from its own cursor. */
  readonly onGap: () => void;
  /** The service ends the subscription for good, with the code of its reason. */
  readonly onEnd?: (code: string) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Codes after which asking again would be refused again. */
const FOR_GOOD = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED']);

/**
 * Follows a subscription over any number of sockets: goes on behind the last event that came, so that nothing is missed and
 * nothing comes twice. Waits between attempts grow from half a second to 15 s.
 * @returns what ends it.
 */
export function follow<Event extends { readonly cursor: string }>(
  followed: Followed<Event>,
  options: FollowOptions,
): () => void {
  const resumable = new ResumableSubscription(followed, options);
  resumable.begin();
  return () => resumable.end();
}

class ResumableSubscription<Event extends { readonly cursor: string }> {
  private after: unknown;
  private attempts = 0;
  private isOver = false;
  /** Counts the attempts: what an earlier one still hands over is not listened to. */
  private attempt = 0;
  private leave: () => void = () => {};

  constructor(
    private readonly followed: Followed<Event>,
    private readonly options: FollowOptions,
  ) {
    this.after = followed.variables['after'];
  }

  readonly begin = (): void => {
    const { query, variables } = this.followed;
    const mine = (this.attempt += 1);
    const isCurrent = (): boolean => mine === this.attempt && !this.isOver;
    const once = (run: () => void): void => {
      if (!isCurrent()) return;
      this.attempt += 1;
      run();
    };
    const stop = this.options.subscribe(
      { query, variables: { ...variables, after: this.after } },
      {
        next: (result) => {
          const [error] = result.errors ?? [];
          if (error === undefined) {
            if (isCurrent()) this.take(result);
          } else once(() => this.refused(error.extensions?.code ?? '', error.extensions?.field));
        },
        error: (error) => once(() => this.refused(codeOf(error), fieldOf(error))),
        complete: () => once(() => this.again()),
      },
    );
    if (isCurrent()) this.leave = stop;
  };

  end(): void {
    this.isOver = true;
    this.leave();
  }

  private take({ data }: SubscriptionResult): void {
    const event = Object.values(data ?? {})[0] as Event | null | undefined;
    if (event == null) return;
    this.attempts = 0;
    this.after = event.cursor;
    this.followed.onEvent(event);
  }

  private refused(code: string, field: string | undefined): void {
    if (FOR_GOOD.has(code)) {
      this.end();
      this.followed.onEnd?.(code);
    } else if (code === 'BAD_USER_INPUT' && field === 'after') {
      this.end();
      this.followed.onGap();
    } else this.again();
  }

  private again(): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts);
    this.attempts += 1;
    this.leave = this.options.wait(wait * (0.5 + this.options.chance() / 2), this.begin);
  }
}

/** Errors of an operation come as a list, those of the socket as a close event. */
function codeOf(error: unknown): string {
  if (Array.isArray(error)) {
    const [first] = error as { extensions?: { code?: string } }[];
    return first?.extensions?.code ?? '';
  }
  const { code } = (error ?? {}) as { code?: number };
  return code === 4401 || code === 4403 ? 'UNAUTHENTICATED' : '';
}

function fieldOf(error: unknown): string | undefined {
  if (!Array.isArray(error)) return 'socket';
  const [first] = error as { extensions?: { field?: string } }[];
  return first?.extensions?.field;
}
