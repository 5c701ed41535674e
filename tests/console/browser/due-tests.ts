import { randomUUID } from 'node:crypto';
import type { OpenPage } from '../../support/browser/console-browser.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string) => Promise<OpenPage>;

/** Tests of the day that work is committed to; a file of tests calls them on the service and the browser that it has. */
export function testDue(world: () => ConsoleWorld, open: Open): void {
  test('a later day is asked for beside the plan by who does the work, and granted by somebody else alone', async () => {
    const { plan, service, project } = world();
    const phase = await plan.phase(project, { name: 'Findings', order_index: 1 });
    const origin = { source_module: 'audit', source_reference_id: randomUUID() };
    const dates = { start_date: '2026-12-07', end_date: '2026-12-11', duration_days: 5 };
    const task = await plan.task(project, phase, { name: 'Mend the fence', ...origin, ...dates });
    const path = `/console/projects/${project}/plan?task=${task}`;

    const asking = await open(path, await service.token(plan.actor(plan.worker, 'member')));
    await asking.page.getByRole('heading', { name: 'Committed to 11 Dec 2026' }).waitFor();
    await asking.page.getByText('the plan ends on that day').waitFor();
    await asking.page.getByRole('button', { name: 'Ask for a later day' }).click();
    await asking.page.getByLabel('Day', { exact: true }).fill('2026-12-18');
    await asking.page.getByLabel('Why, in ten characters or more').fill('The wood comes a week later.');
    await asking.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await asking.page.getByText('18 Dec 2026 instead of 11 Dec 2026').waitFor();
    await asking.page.getByText('to be decided by').waitFor();
    expect(await asking.page.getByRole('button', { name: 'Grant' }).count()).toBe(0);
    expect(await asking.page.getByRole('button', { name: 'Ask for a later day' }).count()).toBe(0);

    const deciding = await open(path, await service.token(plan.actor(plan.owner, 'member')));
    await deciding.page.getByText('The wood comes a week later.').waitFor();
    expect(await deciding.page.getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(true);
    await deciding.page.getByRole('button', { name: 'Grant' }).click();
    await deciding.page.getByRole('heading', { name: 'Committed to 18 Dec 2026' }).waitFor();
    await deciding.page.getByText('first to 11 Dec 2026, extended 1 time').waitFor();

    // Who has asked sees it without a reload.
    await asking.page.getByRole('heading', { name: 'Committed to 18 Dec 2026' }).waitFor();
    expect([...asking.found, ...deciding.found]).toEqual([]);
  });
}
