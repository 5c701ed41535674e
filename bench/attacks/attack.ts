/** What an attack is aimed at. */
export interface Target {
  /** Of the service, on 127.0.0.1. */
  port: number;
  /** Bearer token of an administrator of the attacking organisation. */
  token: string;
}

/** One way to take the service from others, as `npm run bench -- attack <name>` runs it. */
export interface Attack {
  /** One line for the usage. */
  about: string;
  /** Strikes under way at the same time. */
  concurrency: number;
  /**
   * One strike: resolves when the service has answered it, whatever the answer. Rejections are counted, and the next
   * strike follows.
   *
   * @param n counts the strikes, so that each can differ from those that the service remembers.
   */
  strike(target: Target, n: number): Promise<void>;
}

/** How long one strike waits for its answer. */
const PATIENCE_MS = 60_000;

/** Posts an operation and reads the answer to its end. */
export async function postOperation(target: Target, body: { query: string }): Promise<string> {
  return postBody(target, JSON.stringify(body));
}

/** Posts a body that was prepared before: one of megabytes is not to keep the attacker busy instead of the service. */
export async function postBody(
  { port, token }: Target,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return response.text();
}
