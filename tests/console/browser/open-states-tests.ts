import { randomUUID } from 'node:crypto';
import { axeViolations, type OpenPage, type PageOptions } from '../../support/browser/console-browser.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string, options?: PageOptions) => Promise<OpenPage>;
type Page = OpenPage['page'];

/** What opens over a page, how, and by what it is known to be there. */
const STATES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  [
    'the menu of the person',
    async (page) => {
      await page.locator('.menu button').last().click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  ],
  [
    'the palette',
    async (page) => {
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('dialog').getByRole('combobox').fill('dig');
      await page.getByRole('option', { name: 'Dig the pit' }).waitFor();
    },
  ],
  [
    'the keys',
    async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'On the board' }).waitFor();
    },
  ],
  [
    'the legend of the plan',
    async (page) => {
      await page.getByRole('button', { name: 'Legend' }).click();
      await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
    },
  ],
  [
    'a refusal',
    async (page) => {
      await page.getByRole('button', { name: 'Complete' }).click();
      await page.locator('.failed').waitFor();
    },
  ],
  [
    'asking for a later day',
    async (page) => {
      await page.getByRole('button', { name: 'Ask for a later day' }).click();
      await page.getByLabel('Day', { exact: true }).waitFor();
    },
  ],
];

/** Tests of what opens over a page; a file of tests calls them on the service and the browser that it has. */
export function testOpenStates(world: () => ConsoleWorld, open: Open): void {
  // The task comes only then: tests before it count those that there are.
  describe('over a page', () => {
    let task: string;
    beforeAll(async () => {
      const { plan, project } = world();
      const phase = await plan.phase(project, { name: 'States', order_index: 2 });
      const origin = { source_module: 'audit', source_reference_id: randomUUID() };
      const dates = { start_date: '2026-12-07', end_date: '2026-12-11', duration_days: 5 };
      const needs = { requires_evidence: true };
      task = await plan.task(project, phase, { name: 'Paint the gate', ...origin, ...dates, ...needs });
    });

    describe.each(['light', 'dark'] as const)('open in the %s theme', (theme) => {
      test.each(STATES)('%s has no violation of WCAG that axe finds', async (_, act) => {
        const { project, token } = world();
        const path = `/console/projects/${project}/plan?task=${task}`;
        const { page } = await open(path, token, { theme, bypassCSP: true });
        await page.getByRole('heading', { name: 'Committed to 11 Dec 2026' }).waitFor();
        await act(page);
        expect(await axeViolations(page)).toEqual([]);
      });
    });
  });
}
