import { PushKeyDocument, SubscribePushDocument, UnsubscribePushDocument } from '../operations.ts';
import { ask, newIntent } from '../state/ask.ts';

/** Under which the browser keeps whose messages come to it: somebody else may sign in on it later. */
const KEPT = 'pit-push-of';
/** How long a push service that does not answer is waited for, in ms. */
const PATIENCE = 3_000;

/** The one script that the policy of the page lets through by name. */
const WORKER = '/console/push-worker.js';

interface ScriptUrls {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(url: string): unknown };
}

let workerUrl: unknown;

/** Browsers without Trusted Types take the address as it is. */
function trustedWorker(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptUrls };
  workerUrl ??=
    trustedTypes === undefined
      ? WORKER
      : trustedTypes.createPolicy('pit-push', { createScriptURL: () => WORKER }).createScriptURL(WORKER);
  return workerUrl as string;
}

/** Whether this browser can show messages at all; one that refused may be allowed again in its own settings. */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return canPush() ? navigator.serviceWorker.getRegistration('/console/') : undefined;
}

/** Whether messages come to this browser. */
export async function isPushed(): Promise<boolean> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  return subscription != null;
}

export type PushOutcome = 'on' | 'refused' | 'not-offered' | 'no-service';

/**
 * Has messages sent to this browser too, after its owner has allowed that.
 * @param owner id of who is signed in.
 * @throws AskError when the service refuses.
 */
export async function startPush(owner: string): Promise<PushOutcome> {
  const { viewer } = await ask(PushKeyDocument, {});
  if (viewer.pushPublicKey === null) return 'not-offered';
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  const { pushManager } = await activated(await navigator.serviceWorker.register(trustedWorker()));
  const options = { userVisibleOnly: true, applicationServerKey: viewer.pushPublicKey };
  const subscription = await pushManager.subscribe(options).catch(() => null);
  // The browser reaches no push service of its maker.
  if (subscription === null) return 'no-service';
  localStorage.setItem(KEPT, owner);
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  await ask(SubscribePushDocument, { input: { endpoint, p256dh, auth, idempotencyKey: newIntent() } });
  return 'on';
}

/** `ready` would wait for ever on /console itself, which is not below the path of the script. */
async function activated(known: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const worker = known.installing ?? known.waiting;
  if (known.active !== null || worker === null) return known;
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    });
  });
  return known;
}

/** Has nothing sent to this browser any more, and takes the script that showed it away. */
export async function stopPush(): Promise<void> {
  const known = await registration();
  const subscription = await known?.pushManager.getSubscription();
  if (subscription != null) {
    const input = { endpoint: subscription.endpoint, idempotencyKey: newIntent() };
    await Promise.race([
      Promise.allSettled([subscription.unsubscribe(), ask(UnsubscribePushDocument, { input })]),
      new Promise((resolve) => setTimeout(resolve, PATIENCE)),
    ]);
  }
  await known?.unregister();
  localStorage.removeItem(KEPT);
}

/**
 * Ends what somebody else, who did not sign out, had sent to this browser. The service may not be told in their name: it
 * learns it from the push service, which refuses the next message.
 * @param viewer id of who is signed in.
 */
export async function stopPushOfOthers(viewer: string): Promise<void> {
  const owner = localStorage.getItem(KEPT);
  if (owner === null || owner === viewer) return;
  // A browser ends the subscription of a script that it takes away.
  await (await registration())?.unregister();
  localStorage.removeItem(KEPT);
}
