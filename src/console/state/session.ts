import { signal } from '@preact/signals';

/** What a token says of its bearer. The service verifies it; here it only tells when to ask for a new one. */
export interface Claims {
  readonly subject: string;
  readonly organisation: string;
  /** Milliseconds since 1970; null of a token without an end. */
  readonly expiresAt: number | null;
}

export interface Session extends Claims {
  readonly token: string;
}

/** Who is signed in; the token is nowhere but here, unless its owner keeps it in this tab. */
export const session = signal<Session | null>(null);

/** Whether the token was refused or has run out while somebody was at work. What they have typed stays. */
export const isExpired = signal(false);

/** Counts who has signed in here: what was asked as somebody else, or refused, is asked anew. */
export const era = signal(0);

/**
 * Why an administrator or foreman looks, and acts, beyond their rights: sent with each question, and audited. It ends with the page
 * or project that it was said for, and is kept nowhere.
 */
export const override = signal<string | null>(null);

const KEPT = 'pit-token';
const CHANNEL = 'pit-session';

/**
 * Reads the claims of a token without verifying it.
 * @returns null for what is no JSON Web Token.
 */
export function claimsOf(token: string): Claims | null {
  const [, payload] = token.split('.');
  if (payload === undefined || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  try {
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<
      string,
      unknown
    >;
    const { sub, org_id: organisation, exp } = claims;
    if (typeof sub !== 'string' || typeof organisation !== 'string') return null;
    return { subject: sub, organisation, expiresAt: typeof exp === 'number' ? exp * 1000 : null };
  } catch {
    return null;
  }
}

/** Whether another token may go on where this session was: the same person in the same organisation. */
export function isSamePerson(a: Claims, b: Claims): boolean {
  return a.subject === b.subject && a.organisation === b.organisation;
}

export function signIn(token: string, claims: Claims, isKept: boolean): void {
  session.value = { token, ...claims };
  isExpired.value = false;
  era.value += 1;
  if (isKept) sessionStorage.setItem(KEPT, token);
  else sessionStorage.removeItem(KEPT);
}

/** Goes on with another token of the same person. What is shown stays as it is, unless the one before was refused. */
export function renewSession(token: string, claims: Claims): void {
  if (isExpired.value) era.value += 1;
  session.value = { token, ...claims };
  isExpired.value = false;
}

/** Forgets the token here and in the other tabs. */
export function signOut(): void {
  forget();
  notifyTabs('signed-out');
}

/** What tabs of the console let each other know: that somebody has left, or another token of whose ran out. */
type TabNews = 'signed-out' | { readonly renewed: string };

export function notifyTabs(news: TabNews): void {
  channel().postMessage(news);
}

function forget(): void {
  sessionStorage.removeItem(KEPT);
  session.value = null;
  isExpired.value = false;
  override.value = null;
}

/** The token that was kept in this tab, if it still holds. */
export function resume(now: number): void {
  const token = sessionStorage.getItem(KEPT);
  const claims = token === null ? null : claimsOf(token);
  if (token === null || claims === null) return;
  if (claims.expiresAt !== null && claims.expiresAt <= now) sessionStorage.removeItem(KEPT);
  else session.value = { token, ...claims };
}

let opened: BroadcastChannel | undefined;

function channel(): BroadcastChannel {
  return (opened ??= new BroadcastChannel(CHANNEL));
}

/** Signs this tab out when another one does, and goes on with a token that another window has renewed. */
export function hearOtherTabs(): void {
  channel().onmessage = ({ data }: MessageEvent<TabNews>) => {
    if (data === 'signed-out') return forget();
    const claims = claimsOf(data.renewed);
    const before = session.value;
    if (before === null || claims === null || !isExpired.value) return;
    if (isSamePerson(before, claims)) renewSession(data.renewed, claims);
  };
}
