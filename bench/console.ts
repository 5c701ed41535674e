import { gzipSync } from 'node:zlib';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildConsole } from '../src/server/console/console-build.ts';
import { startAttacked, withEmptyGround } from './attacks/ground.ts';
import { announce } from './audit-trail.ts';
import { makePlan } from './large-plan.ts';
import { UsageError, type Options } from './options.ts';
import { median } from './report.ts';

const CHROMIUM = '/usr/bin/chromium';
const TASKS = 10_000;
const LINKS = 15_000;
const RUNS = 5;
const WHEEL_STEPS = 60;
const WAIT_MS = 60_000;
const BUILDS = 3;

/** What the console may come to; milliseconds are those of a quiet machine. */
const BARS = { scriptKb: 30, styleKb: 7, nodes: 1_500 } as const;

/** Opens the console on a plan of 10,000 tasks and 15,000 dependencies in Chromium, and prints what people wait for. */
export async function benchConsole({ rounds }: Options): Promise<void> {
  if (!existsSync(CHROMIUM)) throw new UsageError(`there is no Chromium at ${CHROMIUM}`);
  await measureBuild();
  await withEmptyGround(async (ground) => {
    await announce(ground.appUrl);
    const project = await makePlan(ground.adminUrl, { tasks: TASKS, links: LINKS });
    const service = await startAttacked(ground);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const at = { origin: `http://127.0.0.1:${service.port}`, token: service.attacker };
      await untilSettled(at, project);
      await measurePages(browser, at, project, RUNS * rounds);
    } finally {
      await browser.close();
      await service.stop();
    }
  });
}

async function measureBuild(): Promise<void> {
  const took: number[] = [];
  let sizes = { js: 0, all: 0, css: 0 };
  for (let n = 0; n < BUILDS; n += 1) {
    const begun = performance.now();
    const { assets, paths, preloads } = await buildConsole();
    took.push(performance.now() - begun);
    const size = (...names: (string | undefined)[]): number =>
      names.reduce((sum, name) => sum + gzipSync(assets.get(name!)!.bytes, { level: 9 }).length / 1000, 0);
    const scripts = [...assets.keys()].filter((path) => path.endsWith('.js'));
    sizes = { js: size(paths['js'], ...preloads), all: size(...scripts), css: size(paths['css']) };
  }
  say('build', `${Math.round(median(took))} ms`);
  say(
    'scripts',
    `${sizes.js.toFixed(1)} kB of ${BARS.scriptKb} until a page, ${sizes.all.toFixed(1)} kB of all`,
  );
  say('styles', `${sizes.css.toFixed(1)} kB of ${BARS.styleKb}`);
  if (sizes.js > BARS.scriptKb || sizes.css > BARS.styleKb) process.exitCode = 1;
}

interface Place {
  readonly origin: string;
  readonly token: string;
}

const SETTLED_MS = 4_000;
const SETTLING_MS = 180_000;

/** At its first start the service rolls 10,000 new tasks over to today: what is read meanwhile is laid out anew each time. */
async function untilSettled({ origin, token }: Place, project: string): Promise<void> {
  const query = `{ project(id: "${project}") { eventCursor schedule { isStale } timeline(zoom: WEEK) { isStale version } } }`;
  const deadline = performance.now() + SETTLING_MS;
  let last = '';
  for (let since = performance.now(); performance.now() - since < SETTLED_MS;) {
    if (performance.now() > deadline) throw new Error('the plan does not come to rest');
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    if (text !== last) since = performance.now();
    last = text;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function measurePages(browser: Browser, at: Place, project: string, runs: number): Promise<void> {
  const portfolio: number[] = [];
  const bars: number[] = [];
  for (let n = 0; n < runs + 1; n += 1) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
    const toPortfolio = await timed(page, `${at.origin}/console#token=${at.token}`, 'table.projects a');
    const toBars = await timed(page, `${at.origin}/console/projects/${project}/plan`, '.gantt-row');
    // The first one builds the page and lays the timeline out.
    if (n > 0) {
      portfolio.push(toPortfolio);
      bars.push(toBars);
    }
    if (n === runs) {
      await measureScroll(page);
      await measureKeys(page);
    }
    await page.close();
  }
  say('portfolio', `${Math.round(median(portfolio))} ms from the address to its rows`);
  say('bars', `${Math.round(median(bars))} ms from the address to ${TASKS} tasks and ${LINKS} dependencies`);
}

async function timed(page: Page, url: string, selector: string): Promise<number> {
  const begun = performance.now();
  await page.goto(url);
  await page.waitForSelector(selector, { timeout: WAIT_MS });
  return performance.now() - begun;
}

/** Scrolls a plan by the wheel, and counts tasks of over 50 ms and the elements of the page. */
async function measureScroll(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { long: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ type: 'longtask' });
  });
  const box = await page.locator('.gantt').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 700, (box?.y ?? 0) + 300);
  for (let step = 0; step < WHEEL_STEPS; step += 1) {
    await page.mouse.wheel(step % 3 === 0 ? 160 : 0, 420);
    await page.waitForTimeout(16);
  }
  const [long, nodes] = await page.evaluate(() => [
    (globalThis as unknown as { seen: { long: number } }).seen.long,
    document.querySelectorAll('*').length,
  ]);
  say('scroll', `${long} long tasks in ${WHEEL_STEPS} steps of the wheel`);
  say('elements', `${nodes} of ${BARS.nodes}`);
  if ((nodes ?? 0) > BARS.nodes) process.exitCode = 1;
}

/** How long the page takes to show another scale, and what a move would do. */
async function measureKeys(page: Page): Promise<void> {
  const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
  const scales: number[] = [];
  for (const key of ['+', '+', '+', '-', '-']) {
    const begun = performance.now();
    await page.keyboard.press(key);
    await page.evaluate(frames);
    scales.push(performance.now() - begun);
  }
  say('scale', `${Math.round(median(scales))} ms from the key to the second frame after it`);
  await page.getByRole('treegrid').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Alt+ArrowRight'])
    await page.keyboard.press(key);
  const begun = performance.now();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Apply' }).waitFor({ timeout: WAIT_MS });
  say('move', `${Math.round(performance.now() - begun)} ms from the key to what it would do`);
}

function say(name: string, text: string): void {
  console.log(`${name.padEnd(12)}${text}`);
}
