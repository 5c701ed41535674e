import { axeViolations, type OpenPage } from '../../support/browser/console-browser.ts';
import { proposeAcceptance, testAcceptances } from './acceptance-tests.ts';
import { openConsoleWorld, type ConsoleWorld } from './console-world.ts';
import { testFrame } from './frame-tests.ts';
import { testPages } from './page-tests.ts';

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
  const page = await world.browser.page(path, token, options);
  opened.push(page);
  return page;
}

testAcceptances(() => world, open);
testPages(() => world, open);
testFrame(() => world, open);

const PAGES: readonly (readonly [string, string, string])[] = [
  ['acceptances', '/console/acceptances', 'Work on it'],
  ['the portfolio by time', '/console?view=timeline', 'New gymnasium'],
];

test.each(PAGES)(
  '%s has no violation of WCAG that axe finds, wide and narrow, in both themes',
  async (_, path, text) => {
    if (path.endsWith('acceptances')) await proposeAcceptance(world, 'The gate stays open in summer.');
    for (const theme of ['light', 'dark'] as const) {
      const { page } = await open(path, world.token, { theme, bypassCSP: true });
      await page.getByText(text).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      if (theme === 'dark') continue;
      await page.setViewportSize({ width: 320, height: 800 });
      await page.getByText(text).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
    }
  },
);

test('what opens for an interface and for columns has no violation of WCAG that axe finds', async () => {
  const { page } = await open(`/console/projects/${world.project}/table`, world.token, { bypassCSP: true });
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Committed to' }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'API: the questions of this page' }).click();
  await page.getByRole('dialog').locator('pre').first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
});
