import { signal } from '@preact/signals';
import { ShellDocument } from '../operations.ts';
import { ask } from '../state/ask.ts';
import { printRoute } from '../state/routes.ts';
import { claimsOf, isSamePerson, renewSession, session, signIn, notifyTabs } from '../state/session.ts';
import { words } from '../words.ts';
import type { Journey, Provider, Tokens } from './oidc-client.ts';

/** By whom people sign in; null where they bring a token. */
export const provider: Provider | null = readProvider();

/** Why a sign-in came to nothing. */
export const signInProblem = signal('');

/** Whether this window was opened to renew the session of another one, and has done so. */
export const hasRenewed = signal(false);

/** Whether the session goes on by itself before its token runs out. */
export const renewsItself = signal(false);

const JOURNEY = 'pit-sign-in';
const SIGNED_IN = 'pit-signed-in';

interface KeptJourney extends Journey {
  /** Where to go then: a path of the console. */
  readonly next: string;
  readonly isSilent: boolean;
  /** Whether it goes on with a session of another window. */
  readonly isRenewal: boolean;
}

/** Only in memory: nothing that signs somebody in is kept where another page might find it. */
let tokens: Tokens | null = null;

function readProvider(): Provider | null {
  const text = document.querySelector('meta[name="pit-sign-in"]')?.getAttribute('content');
  return text == null ? null : (JSON.parse(text) as Provider);
}

const load = () => import('./oidc-client.ts');
const redirectUri = (): string => `${location.origin}/console/sign-in`;

/** Leads to the provider; the page comes back signed in. */
export async function goToProvider(
  next: string,
  { isSilent = false, isRenewal = false } = {},
): Promise<void> {
  if (provider === null) return;
  try {
    const { startOf } = await load();
    const { url, journey } = await startOf(provider, redirectUri(), isSilent);
    const kept: KeptJourney = { ...journey, next, isSilent, isRenewal };
    sessionStorage.setItem(JOURNEY, JSON.stringify(kept));
    location.assign(url);
  } catch {
    signInProblem.value = words.signIn.noProvider(hostOf(provider));
  }
}

export function hostOf({ issuer }: Provider): string {
  return new URL(issuer).host;
}

/**
 * Takes what a provider sent back out of the address, and signs in by it.
 * @returns where to go then; null when nothing came back.
 */
export async function comeBack(): Promise<string | null> {
  const answer = new URLSearchParams(location.search);
  const isAnswer = answer.has('state') && (answer.has('code') || answer.has('error'));
  if (provider === null || location.pathname !== '/console/sign-in' || !isAnswer) return null;
  history.replaceState(null, '', '/console/sign-in');
  const journey = takeJourney();
  if (journey === null) {
    signInProblem.value = words.signIn.refused(hostOf(provider), words.signIn.noJourney);
    return null;
  }
  const { finish, reasonOf, wantsToBeSeen } = await load();
  try {
    const got = await finish(provider, journey, { answer, redirectUri: redirectUri() });
    await requireAccepted(got);
    enter(got, journey);
    return journey.isRenewal ? '/console/sign-in' : journey.next;
  } catch (error) {
    sessionStorage.removeItem(SIGNED_IN);
    // It was only asked whether it still knows somebody.
    if (!(journey.isSilent && wantsToBeSeen(error)))
      signInProblem.value = words.signIn.refused(hostOf(provider), reasonOf(error));
    return printRoute({ page: 'sign-in', next: journey.next });
  }
}

/** The service says what a token lacks, by the name of the claim. */
async function requireAccepted({ access }: Tokens): Promise<void> {
  if (claimsOf(access) === null) throw new Error(words.signIn.noClaims);
  await ask(ShellDocument, {}, { token: access });
}

/** Once: a second answer to the same question is none. */
function takeJourney(): KeptJourney | null {
  const text = sessionStorage.getItem(JOURNEY);
  sessionStorage.removeItem(JOURNEY);
  return text === null ? null : (JSON.parse(text) as KeptJourney);
}

function enter(got: Tokens, { isRenewal }: KeptJourney): void {
  const claims = claimsOf(got.access);
  if (claims === null) return;
  if (isRenewal) {
    notifyTabs({ renewed: got.access });
    hasRenewed.value = true;
    // Where the browser lets a page do so.
    close();
    return;
  }
  tokens = got;
  sessionStorage.setItem(SIGNED_IN, '');
  signIn(got.access, claims, false);
  scheduleRenewal();
}

/** Whether this tab was signed in by the provider before it was loaded anew: it is asked whether it still knows who. */
export function wasSignedIn(): boolean {
  return provider?.metadata != null && sessionStorage.getItem(SIGNED_IN) !== null;
}

/** Forgets the tokens, here and at the provider, and leads to its page of signing out where it has one. */
export async function leaveProvider(): Promise<void> {
  sessionStorage.removeItem(SIGNED_IN);
  clearTimeout(timer);
  renewsItself.value = false;
  const [had, at] = [tokens, provider];
  tokens = null;
  if (had === null || at === null) return;
  const { revoke } = await load();
  await revoke(at, had).catch(() => {});
  const ending = at.metadata?.end_session_endpoint;
  if (ending === undefined) return;
  const url = new URL(ending);
  if (had.id !== null) url.searchParams.set('id_token_hint', had.id);
  url.searchParams.set('client_id', at.clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  location.assign(url.href);
}

let timer: ReturnType<typeof setTimeout> | undefined;

const SHARE = 0.75;
const AGAIN_MS = 10_000;

/** Renews the token when three quarters of its life are over, and again soon where the provider is not reached. */
function scheduleRenewal(wait = lifeLeft() * SHARE): void {
  clearTimeout(timer);
  renewsItself.value = tokens?.refresh != null;
  if (renewsItself.value) timer = setTimeout(() => void renewNow(), Math.max(1_000, wait));
}

function lifeLeft(): number {
  const expiresAt = session.value?.expiresAt ?? null;
  return expiresAt === null ? 3_600_000 : expiresAt - Date.now();
}

async function renewNow(): Promise<void> {
  const before = session.value;
  if (provider === null || tokens === null || before === null) return;
  const { renew, isRefusal } = await load();
  try {
    const got = await renew(provider, tokens);
    const claims = claimsOf(got.access);
    // Signed out, or signed in anew, meanwhile.
    if (tokens === null || session.value !== before) return;
    if (claims === null || !isSamePerson(before, claims)) return void (renewsItself.value = false);
    tokens = got;
    renewSession(got.access, claims);
    scheduleRenewal();
  } catch (error) {
    if (isRefusal(error)) renewsItself.value = false;
    else scheduleRenewal(AGAIN_MS);
  }
}
