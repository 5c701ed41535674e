/**
 * Shows push messages and opens what they are about. It listens to nothing else: it answers no request and keeps nothing, so a
 * page is never older than its service.
 */

/** As much of a worker's surroundings as is used: the types of pages and of workers exclude each other. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly location: Location;
  readonly clients: {
    matchAll(options: object): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: Pushed) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void;
}

interface Tab {
  readonly url: string;
  focus(): Promise<unknown>;
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Pushed extends Lasting {
  readonly data: { text(): string } | null;
}

interface Clicked extends Lasting {
  readonly notification: Notification;
}

const worker = globalThis as unknown as WorkerScope;

/**
 * A page of the console for a link of a message: the platform's paths of projects, tasks and acceptances, and nothing else. As in
 * `parts/message-link.ts`, which it cannot share: a worker is one script.
 */
function pageFor(link: unknown): string {
  const [, kind, id] = /^\/pit\/(projects|tasks|acceptances)\/([\da-f-]{36})$/.exec(String(link)) ?? [];
  if (id === undefined) return '/console';
  if (kind === 'projects') return `/console/projects/${id}/plan`;
  return kind === 'tasks' ? `/console/task?id=${id}` : `/console/acceptances?id=${id}`;
}

function messageOf(text: string): { title: string; link: unknown } {
  try {
    const { title, link } = JSON.parse(text) as Record<string, unknown>;
    return { title: typeof title === 'string' && title !== '' ? title : 'PIT', link };
  } catch {
    return { title: 'PIT', link: null };
  }
}

worker.addEventListener('push', (event) => {
  const { title, link } = messageOf(event.data?.text() ?? '');
  event.waitUntil(worker.registration.showNotification(title, { data: pageFor(link) }));
});

async function show(page: string): Promise<void> {
  const url = new URL(page, worker.location.origin).href;
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = tabs.find((tab) => tab.url === url);
  await (open === undefined ? worker.clients.openWindow(url) : open.focus());
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(String(event.notification.data)));
});

export {};
