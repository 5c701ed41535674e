import { computed, signal } from '@preact/signals';
import { createClient, type Client } from 'graphql-ws';
import type { TypedDocumentString } from '../operations.ts';
import { follow, type Subscribe } from './follow.ts';
import { isExpired, session } from './session.ts';

/** Whether the socket is there, and since when it is not. */
export const socketState = signal<'idle' | 'open' | 'closed'>('idle');
export const lostAt = signal<number | null>(null);

/** When the last event came, in milliseconds since 1970. */
export const lastEventAt = signal<number | null>(null);

export const isOffline = computed(() => socketState.value === 'closed');

let client: Client | undefined;
/** The token by which the socket was opened. */
let socketToken: string | undefined;

function openClient(): Client {
  const made = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    // `follow` tries again by itself, behind the last event; the library would begin anew where it once began.
    retryAttempts: 0,
    lazyCloseTimeout: 2_000,
    keepAlive: 12_000,
    connectionParams: () => {
      socketToken = session.value?.token;
      return { authorization: `Bearer ${socketToken ?? ''}` };
    },
    on: {
      connected: () => {
        socketState.value = 'open';
        lostAt.value = null;
      },
      closed: () => {
        // Another one has taken its place.
        if (client !== undefined && client !== made) return;
        if (socketState.value !== 'closed') lostAt.value = Date.now();
        socketState.value = following > 0 ? 'closed' : 'idle';
      },
    },
    onNonLazyError: () => {},
  });
  return made;
}

/** Goes on over another socket: one is closed when the token runs out by which it was opened. */
export function renewSocket(): void {
  const before = client;
  if (before === undefined || socketToken === session.value?.token) return;
  client = openClient();
  void before.dispose();
}

let following = 0;

/** Ends all subscriptions and the socket. */
export function closeSocket(): void {
  void client?.dispose();
  client = undefined;
  socketState.value = 'idle';
  lostAt.value = null;
}

/** A tab that comes back asks at once rather than at the end of its wait. */
function wait(ms: number, run: () => void): () => void {
  const timer = setTimeout(done, ms);
  function done(): void {
    clear();
    run();
  }
  function clear(): void {
    clearTimeout(timer);
    removeEventListener('online', done);
  }
  addEventListener('online', done);
  return clear;
}

export interface Handlers<Event> {
  readonly onEvent: (event: Event) => void;
  readonly onGap: () => void;
  readonly onEnd?: (code: string) => void;
}

type EventOf<Result> = Exclude<NonNullable<Result[Exclude<keyof Result, '__typename'>]>, string>;

/**
 * Follows a subscription of the graph as whoever is signed in; returns what ends it. When the token has run out it goes on
 * behind the last event as soon as there is another one.
 */
export function followGraph<Result extends object, Variables extends object>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables,
  handlers: Handlers<EventOf<Result> & { cursor: string }>,
): () => void {
  following += 1;
  let after = (variables as Record<string, unknown>)['after'];
  let stop = (): void => {};
  const begin = (): void => {
    stop = follow<EventOf<Result> & { cursor: string }>(
      {
        query: operation.toString(),
        variables: { ...(variables as Record<string, unknown>), after },
        onEvent: (event) => {
          after = event.cursor;
          lastEventAt.value = Date.now();
          handlers.onEvent(event);
        },
        onGap: handlers.onGap,
        onEnd: (code) => {
          if (code === 'UNAUTHENTICATED') stop = whenSignedInAnew(begin);
          else handlers.onEnd?.(code);
        },
      },
      { subscribe, wait, chance: Math.random },
    );
  };
  begin();
  return () => {
    following -= 1;
    stop();
  };
}

const subscribe: Subscribe = (payload, sink) => {
  client ??= openClient();
  return client.subscribe(payload, {
    next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
    error: (error) => sink.error(error),
    complete: () => sink.complete(),
  });
};

/** Asks for another token, and runs something once there is one; returns what takes it back. */
function whenSignedInAnew(run: () => void): () => void {
  const refused = socketToken ?? session.value?.token;
  if (refused !== undefined && refused === session.value?.token) isExpired.value = true;
  const forget = session.subscribe((now) => {
    if (now === null || now.token === refused) return;
    // Once: the first call comes before `subscribe` has returned.
    queueMicrotask(() => forget());
    run();
  });
  return forget;
}
