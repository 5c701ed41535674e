import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import { axeViolations, type OpenPage, type PageOptions } from '../../support/browser/console-browser.ts';
import { proposeAcceptance } from './acceptance-tests.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string, options?: PageOptions) => Promise<OpenPage>;
type Page = OpenPage['page'];

/** Tests of what stands around and behind every page. */
export function testFrame(world: () => ConsoleWorld, open: Open): void {
  test('an administrator looks beyond their rights only with a reason, in a red frame that ends with the project', async () => {
    const { plan, service } = world();
    const token = await service.token(plan.actor(plan.helper, 'admin'));
    const division = await plan.insert('division', { id: randomUUID(), name: 'Elsewhere' });
    const hidden = await plan.project({ name: 'Not for everybody', status: 'active', division_id: division });
    const phase = await plan.phase(hidden, { name: 'Only one' });
    await plan.task(hidden, phase, {
      name: 'A hidden task',
      start_date: '2026-12-07',
      end_date: '2026-12-11',
    });
    const { page, found } = await open(`/console/projects/${hidden}/plan`, token);
    const look = page.getByRole('button', { name: 'Look at it all the same' });
    await page.getByLabel('Why, in 10 to 500 characters').fill('curious');
    expect(await look.isDisabled()).toBe(true);
    await page.getByLabel('Why, in 10 to 500 characters').fill('Covering for a colleague on leave');
    await look.click();
    await page.getByText('You look, and act, beyond your rights: “Covering for').waitFor();
    await page.locator('[role=row][aria-label^="A hidden task"]').waitFor();
    await page.locator('header nav').getByRole('link', { name: 'Portfolio' }).click();
    await page.getByText('You look, and act').waitFor({ state: 'detached' });
    await page.goBack();
    await look.waitFor();
    const audited = await plan.rows<{ override_reason: string }>(
      `SELECT DISTINCT override_reason FROM pit.audit_log JOIN pit_ops.audit_detail ON audit_log_id = id WHERE action = 'OVERRIDE'`,
    );
    expect(audited).toEqual([{ override_reason: 'Covering for a colleague on leave' }]);
    expect(found).toEqual([]);
  });

  test('a page shows the questions that it asked, which any client can put, without a token', async () => {
    const { token } = world();
    const { page, found } = await open('/console', token);
    await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
    await page.getByRole('button', { name: 'API: the questions of this page' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Portfolio', { exact: true }).click();
    const query = await dialog
      .getByRole('region', { name: 'The question Portfolio', exact: true })
      .textContent();
    expect(() => parse(query ?? '')).not.toThrow();
    expect(query).toContain('\n  projects(first: $first');
    expect(await dialog.textContent()).not.toContain(token);
    expect(found).toEqual([]);
  });

  test('a task says which risks it treats, whether they are accepted, and by which rule it comes again', async () => {
    const { plan, service, project, token } = world();
    const phase = await plan.phase(project, { name: 'Again', order_index: 3 });
    const dates = { start_date: '2026-12-31', end_date: '2026-12-31', duration_days: 1 };
    const task = await plan.task(project, phase, { name: 'Check the pumps', ...dates });
    const { riskId } = await proposeAcceptance(
      { ...world(), tasks: [task, task, task] },
      'The pumps are checked each month.',
    );
    const make = `mutation ($input: CreateSeriesInput!) { createSeries(input: $input) { series { id } } }`;
    const input = { taskId: task, rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' };
    expect((await service.query(token, make, { input })).body.errors).toBeUndefined();
    const { page, found } = await open(`/console/projects/${project}/plan?task=${task}`, token);
    await page.getByText('every month on the last day').waitFor();
    await page.getByText('This is the one of 31 Dec 2026.').waitFor();
    await page.getByText('31 Jan 2027').first().waitFor();
    const risks = page.getByRole('region', { name: 'Risks' });
    await risks.getByText(riskId.slice(0, 8)).waitFor();
    await risks.getByRole('link', { name: 'Acceptances' }).click();
    await page.getByRole('article').getByText('The pumps are checked each month.').waitFor();
    expect(found).toEqual([]);
  });

  test('the alerts say when the watchdog looked, and have it look at a project again', async () => {
    const { project, token } = world();
    const { page, found } = await open(`/console/alerts?by=project&group=${project}`, token);
    await page.getByText(/read at \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: 'Look again now' }).click();
    await page.getByText('The watchdog looks at it').waitFor({ state: 'attached' });
    expect(found).toEqual([]);
  });

  test('foremen see the runs of the watchdog', async () => {
    const { plan, service } = world();
    const { page, found } = await open(
      '/console/system',
      await service.token(plan.actor(plan.owner, 'foreman')),
    );
    await page.getByRole('table', { name: 'Runs of the watchdog' }).waitFor();
    expect(found).toEqual([]);
  });

  const STATES: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
    ['loading', '/console', waitsForAnswers],
    ['offline', '/console/alerts', losesTheService],
    ['expired', '/console/system', (page) => page.getByRole('dialog').getByLabel('Token').waitFor()],
  ];

  test.each(STATES)(
    '%s: a page has no violation of WCAG that axe finds, in both themes',
    async (name, path, reach) => {
      const { plan, service } = world();
      for (const theme of ['light', 'dark'] as const) {
        const life = name === 'expired' ? '4s' : '10m';
        const token = await service.token(plan.actor(plan.owner, 'admin'), {}, life);
        const { page } = await open(path, token, { theme, bypassCSP: true });
        await reach(page);
        expect(await axeViolations(page)).toEqual([]);
      }
    },
  );

  test('an answer that is late is said to be, while what was there stays', async () => {
    const { page } = await open('/console/system', world().token);
    await page.getByText('Scheduled jobs').waitFor();
    await page.route('**/graphql', () => {});
    await page.getByText('older, an answer is late').waitFor();
    expect(await page.getByText('Scheduled jobs').count()).toBe(1);
  });
}

/** Nothing is answered: the page shows its own shape. */
async function waitsForAnswers(page: Page): Promise<void> {
  await page.route('**/graphql', () => {});
  await page.reload();
  await page.locator('.skeleton').first().waitFor();
}

/** The service is gone, by socket and by request. */
async function losesTheService(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  await page.routeWebSocket('**/graphql', (socket) => socket.close());
  await page.route('**/graphql', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
}
