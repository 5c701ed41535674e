import { randomUUID } from 'node:crypto';
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

test('the choice between two versions has no violation of WCAG that axe finds', async () => {
  const { service, token, tasks } = world;
  const { page } = await open(`/console/projects/${world.project}/table`, token, { bypassCSP: true });
  await page
    .getByRole('rowheader')
    .filter({ hasText: 'Order the steel' })
    .dblclick({ position: { x: 4, y: 4 } });
  await page.getByRole('textbox', { name: 'Task' }).fill('Order my steel');
  const rename = `mutation ($id: ID!) { updateTask(input: { id: $id, name: "Order their steel" }) { task { id } } }`;
  expect((await service.query(token, rename, { id: tasks[2] })).body.errors).toBeUndefined();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('Order their steel').waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test('a look beyond rights has no violation of WCAG that axe finds, in both themes', async () => {
  const { plan, service } = world;
  const division = await plan.insert('division', { id: randomUUID(), name: 'Behind' });
  const hidden = await plan.project({ name: 'Behind the wall', status: 'active', division_id: division });
  await plan.phase(hidden, { name: 'One phase' });
  const token = await service.token(plan.actor(plan.helper, 'admin'));
  for (const theme of ['light', 'dark'] as const) {
    const { page } = await open(`/console/projects/${hidden}/history`, token, { theme, bypassCSP: true });
    await page.getByLabel('Why, in 10 to 500 characters').fill('Covering for a colleague');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look at it all the same' }).click();
    await page.locator('.is-override').getByText('Behind the wall').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  }
});
