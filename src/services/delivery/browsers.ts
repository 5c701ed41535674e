import {
  BROWSER,
  COUNT_BROWSERS,
  KEEP_BROWSER,
  MARK_BROWSER,
  REMOVE_BROWSER,
  REMOVE_GONE,
} from '../../db/queries/delivery/browser-query.ts';
import { badInput, PitError } from '../../domain/errors.ts';
import { requireWebhookUrl } from '../../domain/url.ts';
import type { Attempt } from '../../domain/delivery/retry-schedule.ts';
import type { Tx } from '../transaction/command.ts';

/** A browser as `PushManager.subscribe()` introduces it. */
export interface BrowserInput {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Browsers of one user: what is more is old. */
export const MOST_BROWSERS = 10;

/** Where a browser listens, and how it is written to. */
export interface KnownBrowser extends BrowserInput {
  readonly id: string;
}

/**
 * Sends the actor's messages to this browser too.
 * @throws PitError BAD_USER_INPUT for what no browser says; LIMIT_EXCEEDED for too many.
 */
export async function subscribePush(
  tx: Tx,
  { endpoint, p256dh, auth }: BrowserInput,
): Promise<{ subscriptionId: string }> {
  requireWebhookUrl(endpoint, 'input.endpoint');
  requireKey(p256dh, 65, 'input.p256dh');
  requireKey(auth, 16, 'input.auth');
  const { rows: counted } = await tx.run(COUNT_BROWSERS, [endpoint]);
  if ((counted[0]?.others ?? 0) >= MOST_BROWSERS) {
    const expected = `at most ${MOST_BROWSERS}`;
    throw new PitError('LIMIT_EXCEEDED', 'The user has too many browsers.', {
      field: 'input.endpoint',
      expected,
    });
  }
  const { rows } = await tx.run(KEEP_BROWSER, [endpoint, unpadded(p256dh), unpadded(auth)]);
  return { subscriptionId: rows[0]?.id ?? '' };
}

/** Sends nothing to this browser any more; it is no error where nothing was sent. */
export async function unsubscribePush(
  tx: Tx,
  { endpoint }: { endpoint: string },
): Promise<{ removed: boolean }> {
  const { rowCount } = await tx.run(REMOVE_BROWSER, [endpoint]);
  return { removed: rowCount > 0 };
}

/** The browser that a delivery goes to, while it listens. */
export async function browserOf(tx: Pick<Tx, 'run'>, id: string): Promise<KnownBrowser | undefined> {
  const { rows } = await tx.run(BROWSER, [id]);
  return rows[0];
}

/** Notes that a browser has got something, or forgets one that is gone. */
export async function noteAttempt(tx: Pick<Tx, 'run'>, id: string, { outcome }: Attempt): Promise<void> {
  if (outcome === 'sent') await tx.run(MARK_BROWSER, [id]);
  if (outcome === 'gone') await tx.run(REMOVE_GONE, [id]);
}

function requireKey(text: string, bytes: number, field: string): void {
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(text) && Buffer.from(text, 'base64url').length === bytes) return;
  const expected = `${bytes} bytes as base64url`;
  throw badInput('The browser has given no such key.', { field, expected, actual: text.slice(0, 100) });
}

function unpadded(key: string): string {
  return key.replace(/=+$/, '');
}
