import type { TypedDocumentString } from '../operations.ts';
import { noteQuestion } from './asked.ts';
import { isExpired, override, session } from './session.ts';

/** The fields of `extensions` that the service gives with a refusal. */
export interface Refusal {
  readonly code: string;
  readonly pit?: string;
  readonly field?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly errorId?: string;
  readonly token?: string;
}

/** A question that was refused or not answered; `code` is OFFLINE where the service was not reached. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly refusal: Refusal,
  ) {
    super(message);
  }

  get code(): string {
    return this.refusal.code;
  }
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Refusal }[];
}

/**
 * Asks the graph one operation as whoever is signed in.
 * @throws AskError when it is refused, or the service is not reached.
 */
export async function ask<Result, Variables>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { token = session.value?.token, signal }: { token?: string | undefined; signal?: AbortSignal } = {},
): Promise<Result> {
  noteQuestion(operation.toString(), variables);
  const answer = await send<Result>(
    JSON.stringify({ query: operation.toString(), variables }),
    token,
    signal,
  );
  const [error] = answer.errors ?? [];
  if (error !== undefined) {
    const refusal = error.extensions ?? { code: 'INTERNAL_SERVER_ERROR' };
    if (refusal.code === 'UNAUTHENTICATED' && token === session.value?.token) isExpired.value = true;
    throw new AskError(error.message, refusal);
  }
  if (answer.data == null) throw new AskError('', { code: 'INTERNAL_SERVER_ERROR' });
  return answer.data;
}

/** How often a question is put again that the service put off, of which it has done nothing. */
const MOST_AGAIN = 4;

async function send<Result>(body: string, token = '', signal?: AbortSignal): Promise<Answer<Result>> {
  try {
    for (let again = 0; ; again += 1) {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(override.value === null ? {} : { 'x-pit-override-reason': override.value }),
        },
        body,
        ...(signal === undefined ? {} : { signal }),
      });
      if (response.status !== 429 || again === MOST_AGAIN) return (await response.json()) as Answer<Result>;
      await pause(Number(response.headers.get('retry-after') ?? 1));
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new AskError('', { code: 'OFFLINE' });
  }
}

const pause = (seconds: number): Promise<unknown> =>
  new Promise((resolve) => setTimeout(resolve, 1_000 * seconds));

/** A key for one intent, kept over its retries, so that it has its effect once. */
export function newIntent(): string {
  return crypto.randomUUID();
}
