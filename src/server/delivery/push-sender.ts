import webPush from 'web-push';
import type { PushSettings } from '../../config/delivery-settings.ts';
import type { Attempt } from '../../domain/delivery/retry-schedule.ts';
import type { PersonalMessage } from '../../services/delivery/personal-message.ts';
import { GuardedClient, type GuardedClientOptions } from './guarded-client.ts';

/** A browser of a user, as it has introduced itself. */
export interface Browser {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface PushSenderOptions extends GuardedClientOptions {
  readonly vapid: PushSettings;
}

const HOUR = 3_600;
/** What the screens of phones show is cut there anyway; it keeps a payload far below the 4,096 bytes that are allowed. */
const LONGEST_TITLE = 200;

/**
 * Sends messages through push services, encrypted for the browser (RFC 8291) and signed as ours (RFC 8292). They carry a
 * title and where it leads, and nothing else of the organisation: they end on lock screens.
 */
export class PushSender {
  private readonly client: GuardedClient;

  constructor(private readonly options: PushSenderOptions) {
    this.client = new GuardedClient(options);
  }

  /** One attempt. Never rejects; one that `signal` breaks off has failed. */
  async send(message: PersonalMessage, browser: Browser, signal: AbortSignal): Promise<Attempt> {
    const { endpoint, p256dh, auth } = browser;
    let call;
    try {
      call = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payloadOf(message), {
        vapidDetails: this.options.vapid,
        TTL: timeToLive(message.level),
        urgency: message.level === 1 ? 'high' : 'normal',
        contentEncoding: 'aes128gcm',
      });
    } catch {
      return { outcome: 'refused', error: 'the browser has given keys that are none' };
    }
    const headers = Object.fromEntries(
      Object.entries(call.headers).map(([name, value]) => [name, String(value)]),
    );
    const result = await this.client.post({ url: endpoint, headers, body: call.body ?? '' }, signal);
    // A service answers 404 or 410 for a browser that listens no more (RFC 8030, 7.3).
    return result.status === 404 ? { ...result, outcome: 'gone' } : result;
  }
}

function payloadOf({ items }: PersonalMessage): string {
  const [first] = items;
  const title = items.length > 1 ? `${items.length} messages` : (first?.title ?? '');
  return JSON.stringify({ title: title.slice(0, LONGEST_TITLE), link: first?.link?.slice(0, 500) ?? null });
}

/** Seconds for which a push service keeps it for a browser that is off: what is grave still matters tomorrow. */
function timeToLive(level: number | null): number {
  if (level === 1) return 72 * HOUR;
  return level === 2 ? 24 * HOUR : 8 * HOUR;
}
