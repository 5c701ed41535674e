import { randomUUID } from 'node:crypto';
import { axeViolations, type OpenPage } from '../../support/browser/console-browser.ts';
import { openConsoleWorld, type ConsoleWorld } from './console-world.ts';
import { deliver, ENDPOINT, standInForPushService } from './pushed-browser.ts';

let world: ConsoleWorld;
const opened: OpenPage[] = [];

beforeAll(async () => {
  world = await openConsoleWorld();
});

afterAll(() => world?.close());

afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.context().close();
});

async function open(path: string, token?: string, options?: Parameters<ConsoleWorld['browser']['page']>[2]) {
  const made = await world.browser.page(path, token, options);
  opened.push(made);
  return made;
}

type Page = OpenPage['page'];

const planPath = (): string => `/console/projects/${world.project}/plan`;
const paletteOf = (page: Page) => page.getByRole('dialog').getByRole('combobox');
const rowOf = (name: string): string => `[role=row][aria-label^="${name}"]`;

test('a stranger with the link alone finds the worst project, why, who has what holds it up, and what a week would do', async () => {
  await world.plan.project({ name: 'All is well', status: 'active' });
  const { page, found } = await open('/console', world.token);
  const worst = page.locator('table.projects tbody tr').first();
  await worst.getByText('off track').waitFor();
  expect(await worst.textContent()).toMatch(/New gymnasium.*overdue/);
  await worst.getByRole('link').click();
  const facts = page.locator('.facts');
  await facts.getByText('Held up by').waitFor();
  expect(await facts.textContent()).toMatch(/Why.*overdue.*Held up by.*, worker/);
  await facts.getByRole('link').click();
  await page.getByRole('button', { name: 'What if it slips a week?' }).click();
  const sheet = page.getByRole('region', { name: 'What this would do' });
  await sheet.getByText(/tasks? moves?/).waitFor();
  expect(await sheet.textContent()).toMatch(/Finish/);
  expect(found).toEqual([]);
});

test('a screen reader is told of a row what the drawing shows, and of the drawing nothing', async () => {
  const { page } = await open(planPath(), world.token);
  await page.locator(rowOf('Order the steel')).waitFor();
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const named = (role: string) =>
    nodes
      .filter(({ ignored, role: each }) => !ignored && each?.value === role)
      .map(({ name }) => String(name?.value));
  expect(named('row').find((name) => name.startsWith('Order the steel'))).toMatch(
    /^Order the steel, 30 Nov to 4 Dec 2026, 0 %, overdue/,
  );
  expect(named('treegrid')).toEqual(['Plan of New gymnasium']);
  expect(named('image')).toEqual([]);
});

const menuOf = (page: Page) => page.locator('header .menu button').last();

test('messages come to a browser whose owner wants them, until they want none, and lead into the console', async () => {
  const { plan, tasks } = world;
  const { page, found } = await open('/console', world.token);
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  await standInForPushService(page);
  await menuOf(page).click();
  const wanted = page.getByLabel('Messages to this browser');
  await wanted.check();
  await page.locator('input:checked:enabled').nth(1).waitFor();
  const known = () => plan.rows('SELECT endpoint FROM pit_ops.push_subscription');
  expect(await known()).toEqual([{ endpoint: ENDPOINT }]);
  const message = { title: 'Dig the pit is due', link: `/pit/tasks/${tasks[0]}` };
  expect(await deliver(page, JSON.stringify(message))).toEqual([
    { title: message.title, page: `/console/task?id=${tasks[0]}` },
  ]);
  const hostile = { title: '<b>Click</b>', link: 'https://elsewhere.example/' };
  expect(await deliver(page, JSON.stringify(hostile))).toEqual([{ title: '<b>Click</b>', page: '/console' }]);
  expect(await deliver(page, 'no JSON')).toEqual([{ title: 'PIT', page: '/console' }]);
  expect(await page.evaluate('caches.keys()')).toEqual([]);
  await wanted.uncheck();
  // It can be wanted again once it is done with.
  await page.locator('.menu-body input:not(:checked):enabled').waitFor();
  expect(await page.evaluate(`navigator.serviceWorker.getRegistrations()`)).toEqual([]);
  expect(await known()).toEqual([]);
  expect(found).toEqual([]);
});

test('who signs in on a browser gets no messages of who has left it without signing out', async () => {
  const { plan, service } = world;
  const [id, name] = [randomUUID(), 'Somebody else'];
  await plan.insert('user', { id, name, email: 'another@example.test', role: 'member' });
  const another = await service.token(plan.actor(id, 'admin'));
  const { page, found } = await open('/console', world.token);
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  await standInForPushService(page);
  await menuOf(page).click();
  await page.getByLabel('Messages to this browser').check();
  await page.locator('input:checked:enabled').nth(1).waitFor();
  const scripts = `navigator.serviceWorker.getRegistrations().then((all) => all.length)`;
  // The owner's own next visit changes nothing.
  await page.reload();
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  expect(await page.evaluate(scripts)).toBe(1);
  await page.evaluate(`sessionStorage.clear()`);
  await page.goto(`about:blank`);
  await page.goto(new URL(`/console#token=${another}`, service.url).href);
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  while ((await page.evaluate(scripts)) !== 0) await page.waitForTimeout(50);
  expect(found).toEqual([]);
});

test('the link of a message leads to the task in its plan, and a mistyped one to nothing', async () => {
  const { page } = await open(`/console/task?id=${world.tasks[0]}`, world.token);
  await page.getByRole('heading', { name: 'Dig the pit' }).waitFor();
  expect(page.url()).toContain(`/console/projects/${world.project}/plan?task=${world.tasks[0]}`);
  const wrong = await open('/console/task?id=nothing', world.token);
  await wrong.page.getByText('There is nothing here for you.').waitFor();
});

test('single keys can be switched off, and stay so; the palette does by name what they did', async () => {
  const { page, found } = await open(planPath(), world.token);
  await page.locator(rowOf('Dig the pit')).waitFor();
  await page.keyboard.press('c');
  await page.waitForURL(/critical/);
  await menuOf(page).click();
  await page.getByLabel('Single keys act').uncheck();
  await page.reload();
  await page.locator(rowOf('Dig the pit')).waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press('Control+k');
  await paletteOf(page).fill('critical path');
  await page.keyboard.press('Enter');
  // Pressed once by the palette; the key before it has done nothing.
  await page.waitForURL((url) => !url.search.includes('critical'));
  expect(found).toEqual([]);
});

test('the whole plan is printed, on sheets that say which they are, and is gone from the screen again', async () => {
  const { plan } = world;
  const project = await plan.project({ name: 'Long list', status: 'active' });
  const phase = await plan.phase(project, { name: 'Everything' });
  const dates = { start_date: '2026-12-07', end_date: '2026-12-11' };
  for (let n = 0; n < 70; n += 1)
    await plan.task(project, phase, { name: `Piece ${n}`, ...dates, order_index: n });
  const { page, found } = await open(`/console/projects/${project}/plan`, world.token);
  await page.locator(rowOf('Piece 0')).waitFor();
  await page.evaluate(`addEventListener('beforeprint', () => setTimeout(() => {
    globalThis.printed = [...document.querySelectorAll('.printed .row-label')].map((each) => each.textContent);
  }))`);
  const sheets = await page.pdf({ preferCSSPageSize: true });
  expect(sheets.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  const names = await page.locator('.printed .row-label').allTextContents();
  expect(names.filter((name) => name.startsWith('Piece'))).toHaveLength(70);
  await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
  expect(await page.locator('.printed').count()).toBe(0);
  expect(found).toEqual([]);
});

test('a wall screen has no controls, turns by itself, and Escape leaves it', async () => {
  const { page } = await open('/console?kiosk', world.token, { height: 260 });
  await page.getByText('New gymnasium').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await page.getByRole('searchbox').count()).toBe(0);
  await page.clock.install();
  await page.reload();
  await page.getByText('New gymnasium').waitFor();
  await page.clock.runFor(21_000);
  await page.waitForFunction('scrollY > 0');
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').waitFor();
});

test('a page says that the service has a newer one, and leaves it to its reader when to load it', async () => {
  const { page } = await open('/console', world.token);
  await page.clock.install();
  await page.reload();
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  await page.route('**/console', (route) =>
    route.fulfill({ body: '<script type="module" src="/of-tomorrow.js"></script>' }),
  );
  await page.clock.runFor(61_000);
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await page.getByRole('button', { name: 'Reload' }).waitFor();
});

const STATES: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['the menu of the person', (page) => menuOf(page).click()],
  ['the palette', (page) => page.keyboard.press('Control+k')],
  ['a preview', (page) => page.getByRole('button', { name: 'What if it slips a week?' }).click()],
];

test.each(STATES)('%s open has no violation of WCAG that axe finds, in both themes', async (_name, show) => {
  for (const theme of ['light', 'dark'] as const) {
    const { page } = await open(`${planPath()}?task=${world.tasks[0]}`, world.token, {
      theme,
      bypassCSP: true,
    });
    await page.getByRole('button', { name: 'What if it slips a week?' }).waitFor();
    await show(page);
    await page.locator('dialog[open], .menu-body, .sheet h2').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  }
});

/** What makes a page scroll sideways. */
const TOO_WIDE = `document.scrollingElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth)
  .map((each) => each.tagName + '.' + each.getAttribute('class')).slice(0, 12)`;

test('320 pixels and forced colours take nothing away: no page scrolls sideways, and rows stay readable', async () => {
  for (const path of ['/console', planPath(), '/console/alerts', '/console/reviews', '/console/system']) {
    const { page } = await open(path, world.token, { width: 320, bypassCSP: true });
    await page.emulateMedia({ forcedColors: 'active' });
    await page.locator('h1').first().waitFor();
    expect([path, await page.evaluate(TOO_WIDE)]).toEqual([path, []]);
    expect(await axeViolations(page)).toEqual([]);
  }
});

test('the palette does by name what may be done with the task that is open: a week is tried first, a reason is asked for', async () => {
  const { page, found } = await open(`${planPath()}?task=${world.tasks[0]}`, world.token);
  const panel = page.locator('aside').filter({ has: page.getByRole('heading', { name: 'Dig the pit' }) });
  await panel.waitFor();
  const palette = paletteOf(page);
  await page.keyboard.press('Control+k');
  await palette.fill('slip week');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'What this would do' }).waitFor();
  await page.keyboard.press('Control+k');
  await palette.fill('block dig');
  await page.keyboard.press('Enter');
  await palette.fill('Groundwater');
  await page.keyboard.press('Enter');
  await panel.locator('.blocked-reason').getByText('Groundwater').waitFor();
  expect(found).toEqual([]);
});
