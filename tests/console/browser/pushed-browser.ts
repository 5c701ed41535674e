import type { Page } from 'playwright-core';

/** Where the stand-in of a push service has this browser. */
export const ENDPOINT = 'https://push.example/of-this-browser';

const keyOf = (bytes: number): string => Buffer.alloc(bytes, 4).toString('base64url');
const KEYS = { p256dh: keyOf(65), auth: keyOf(16) };

/**
 * Has the browser subscribe at a stand-in: Chromium without its maker's push service has none to subscribe at. What comes by
 * a push service is handed to the worker by `deliver`, as the browser does it.
 */
export async function standInForPushService(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.evaluate(`
    let subscription = null;
    const made = {
      endpoint: ${JSON.stringify(ENDPOINT)},
      toJSON: () => (${JSON.stringify({ endpoint: ENDPOINT, keys: KEYS })}),
      unsubscribe: async () => { subscription = null; return true; },
    };
    PushManager.prototype.subscribe = async () => (subscription = made);
    PushManager.prototype.getSubscription = async () => subscription;
  `);
}

/** Hands a message to the worker of the page's origin, as it comes from a push service, and waits until it is shown. */
export async function deliver(page: Page, data: string): Promise<{ title: string; page: unknown }[]> {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      // Those of other pages of the browser are told as well, and those that are gone.
      const own = registrations.find((each) => each.scopeURL.startsWith(origin) && !each.isDeleted);
      if (own !== undefined) resolve(own.registrationId);
    });
  });
  // What comes before the worker is at work is lost.
  const isAtWork = `navigator.serviceWorker.getRegistration('/console/').then((known) => known?.active?.state === 'activated')`;
  while (!(await page.evaluate<boolean>(isAtWork))) await page.waitForTimeout(50);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.deliverPushMessage', {
    origin,
    registrationId: await registered,
    data,
  });
  const shown = `navigator.serviceWorker.getRegistration('/console/').then((known) => known.getNotifications())`;
  for (;;) {
    const messages = await page.evaluate<{ title: string; page: unknown }[]>(
      `${shown}.then((all) => all.map((each) => (each.close(), { title: each.title, page: each.data })))`,
    );
    if (messages.length > 0) return messages;
    await page.waitForTimeout(50);
  }
}
