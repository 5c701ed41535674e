import { buildPseudoConsole, MARK, pseudoWords, serveBuild } from '../../support/browser/pseudo-console.ts';
import type { OpenPage } from '../../support/browser/console-browser.ts';
import { proposeAcceptance } from './acceptance-tests.ts';
import { openConsoleWorld, type ConsoleWorld } from './console-world.ts';

let world: ConsoleWorld;
let opened: OpenPage;

beforeAll(async () => {
  world = await openConsoleWorld();
  const { plan, tasks } = world;
  await proposeAcceptance(world, '1234567890');
  const file = { file_url: 'https://127.0.0.1/1', file_type: 'document', metadata: {} };
  await plan.insert('evidence', { task_id: tasks[0], uploaded_by: plan.worker, ...file });
  opened = await world.browser.page('/console', world.token);
  await serveBuild(opened.page, await buildPseudoConsole());
});

afterAll(() => world?.close());

/** Where each page is, and what has to be there before it is read. */
const PAGES: readonly (readonly [string, () => string, string])[] = [
  ['the portfolio', () => '/console', 'table.projects, .empty'],
  ['the portfolio by time', () => '/console?view=timeline', '.time-bar'],
  [
    'the plan and a task',
    () => `/console/projects/${world.project}/plan?task=${world.tasks[0]}`,
    '.panel h3',
  ],
  ['the table', () => `/console/projects/${world.project}/table`, '.grid-row.is-task'],
  ['the board', () => `/console/projects/${world.project}/board`, '[role=region], section h2'],
  ['cost', () => `/console/projects/${world.project}/cost`, 'table'],
  ['the history', () => `/console/projects/${world.project}/history`, '.record-list li'],
  ['alerts', () => '/console/alerts', '.groups'],
  ['reviews', () => '/console/reviews', '.piece .acts'],
  ['acceptances', () => '/console/acceptances', '.piece'],
  ['the trail', () => '/console/audit', '.record-list li'],
  ['the system', () => '/console/system', '.system-facts'],
];

/**
 * Texts of the page that say something, each once: what nobody sees is read out. Tables of the database and jobs have the names that
 * the service gives them.
 */
const TEXTS = `[...new Set([...document.querySelectorAll('body *')].flatMap((element) => {
  if (element.closest('pre, code, .record-list :is(dt, dd, .quiet), .system-table tbody, noscript, datalist') !== null) return [];
  const said = ['aria-label', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '');
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data);
  return [...said, ...own].map((text) => text.trim()).filter((text) => /[A-Za-z]{3}/.test(text));
}))]`;

/** Elements whose words are cut: longer than the place that they have, where that hides them and no ellipsis says so. */
const CUT = `[...document.querySelectorAll('button, a, h1, h2, h3, th, dt, label, legend, caption, [role=columnheader], .health, .status')]
  .filter((element) => {
    const { overflowX, textOverflow, position } = getComputedStyle(element);
    if (element.closest('.visually-hidden, .skip') !== null || element.offsetParent === null) return false;
    return overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1;
  }).map((element) => element.className + ': ' + element.textContent.slice(0, 60))`;

/** What wide pages scroll sideways by. */
const TOO_WIDE = `Math.max(0, document.scrollingElement.scrollWidth - innerWidth)`;

/** What is no word of the console: names of the data, of keys and of files, days and moments. */
const DATA = [
  /^(?:\/ )?(?:Organisation|New gymnasium|GYM-1|Ground|Dig the pit|Pour the floor|Order the steel|owner|worker|helper|sponsor)$/,
  /\b(?:PIT|API|JSON|CSV|Home|Ctrl|PostgreSQL \d)/,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\bago\b|\bin \d+ |\bthis minute\b/,
  /[0-9a-f]{8}/,
  // Why a project is off track is a sentence of the service.
  /^\d+ of \d+ tasks are overdue/,
];

test('texts of a list of words become longer, and what names something in the code stays', () => {
  const source = (close: string, tasks: string): string =>
    `import { x } from './x.ts';\nexport const w = { 'a-b': ${close}, f: (n: 'one' | 'two') => \`\${n} ${tasks}\` };`;
  expect(pseudoWords(source(`'Close'`, 'tasks'))).toBe(source('"Çlóšé··"', 'táškš··'));
});

test.each(PAGES)(
  '%s says nothing that is not in a list of words, and cuts none of them at 40 % more',
  async (_, path, ready) => {
    const { page } = opened;
    await page.goto(new URL(path(), world.service.url).href);
    await page.locator(ready).first().waitFor();
    await page.waitForTimeout(300);
    const texts = await page.evaluate<string[]>(TEXTS);
    expect(texts.some((text) => MARK.test(text))).toBe(true);
    expect(texts.filter((text) => ![MARK, ...DATA].some((known) => known.test(text)))).toEqual([]);
    expect(await page.evaluate(CUT)).toEqual([]);
    expect(await page.evaluate(TOO_WIDE)).toBe(0);
  },
);
