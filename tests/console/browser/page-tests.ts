import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { OpenPage } from '../../support/browser/console-browser.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string) => Promise<OpenPage>;
type Page = OpenPage['page'];

async function downloadedFrom(page: Page): Promise<{ name: string; rows: string[] }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  const text = await readFile(await file.path(), 'utf8');
  return { name: file.suggestedFilename(), rows: text.trim().split('\r\n') };
}

/** Tests of the portfolio, of the plan's filter, of the table's columns and of the trail. */
export function testPages(world: () => ConsoleWorld, open: Open): void {
  test('the portfolio is filtered by owner and end, shown by time, and handed over as a file', async () => {
    const { plan, token } = world();
    const [id, name] = [randomUUID(), 'Ines Portfolio'];
    await plan.insert('user', { id, name, email: 'ines@example.test', role: 'member' });
    const dates = { start_date: '2026-12-01', end_date: '2027-05-31' };
    await plan.project({ name: 'Swimming hall', status: 'active', owner_id: id, ...dates });
    const { page, found } = await open('/console', token);
    await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
    await page.getByRole('combobox', { name: 'Owner' }).fill('Ines');
    await page.locator('datalist option[value^="Ines"]').waitFor({ state: 'attached' });
    await page.getByRole('combobox', { name: 'Owner' }).fill('Ines Portfolio');
    await page.getByRole('button', { name: 'Owner: Ines Portfolio' }).waitFor();
    await page.getByRole('link', { name: 'New gymnasium' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Timeline' }).click();
    await page.getByText('1 Dec 2026 to 31 May 2027').waitFor({ state: 'attached' });
    expect((await downloadedFrom(page)).rows.map((row) => row.split(',')[2])).toEqual([
      'name',
      'Swimming hall',
    ]);
    await page.getByLabel('Ends from').fill('2027-06-01');
    await page.getByText('No project fits these filters.').waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('timeline');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
    expect(found).toEqual([]);
  });

  test('a filter of the plan dims what does not fit, and the address keeps it', async () => {
    const { project, token } = world();
    const { page, found } = await open(`/console/projects/${project}/plan`, token);
    const row = (name: string) => page.locator(`[role=row][aria-label^="${name}"]`);
    await row('Dig the pit').waitFor();
    await page.getByRole('searchbox', { name: 'Highlight by name' }).fill('pour');
    await page.getByText('1 row fits').waitFor();
    await page.locator('.gantt-row.is-dim', { hasText: 'Dig the pit' }).waitFor();
    expect(await row('Pour the floor').getAttribute('class')).not.toContain('is-dim');
    await page.waitForURL(/search=pour/);
    await page.reload();
    await page.locator('.gantt-row.is-dim', { hasText: 'Dig the pit' }).waitFor();
    expect(found).toEqual([]);
  });

  test('columns of the table are chosen, stand in the address, and are there again in the next one', async () => {
    const { project, token } = world();
    const path = `/console/projects/${project}/table`;
    const { page, found } = await open(path, token);
    const heads = page.getByRole('columnheader');
    await heads.getByText('Slack').waitFor();
    expect(await heads.count()).toBe(8);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Committed to' }).check();
    await heads.getByText('Committed to').waitFor();
    await page.getByRole('checkbox', { name: 'Slack' }).uncheck();
    await heads.getByText('Slack').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.getAll('column')).toContain('due');
    await page.goto(new URL(path, page.url()).href);
    await page.reload();
    await heads.getByText('Committed to').waitFor();
    expect(await heads.count()).toBe(8);
    expect(found).toEqual([]);
  });

  test('what two people change at once is shown in both versions, and one of them is chosen', async () => {
    const { service, project, token, tasks } = world();
    const change = async (name: string): Promise<void> => {
      const rename = `mutation ($input: UpdateTaskInput!) { updateTask(input: $input) { task { id } } }`;
      const { body } = await service.query(token, rename, { input: { id: tasks[1], name } });
      expect(body.errors).toBeUndefined();
    };
    const nameOf = async (): Promise<unknown> =>
      (await service.query(token, `{ task(id: "${tasks[1]}") { name } }`)).body.data;
    const { page, found } = await open(`/console/projects/${project}/table`, token);
    const cell = page.getByRole('rowheader').filter({ hasText: 'floor' });
    const edit = async (name: string): Promise<void> => {
      await cell.dblclick({ position: { x: 4, y: 4 } });
      await page.getByRole('textbox', { name: 'Task' }).fill(name);
    };
    await edit('Pour my floor');
    await change('Pour their floor');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Pour their floor').waitFor();
    await dialog.getByText('Pour my floor').waitFor();
    await dialog.getByRole('button', { name: 'Leave it as it is now' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await nameOf()).toEqual({ task: { name: 'Pour their floor' } });
    await edit('Pour the floor');
    await change('Pour another floor');
    await page.keyboard.press('Enter');
    await dialog.getByText('Pour another floor').waitFor();
    await dialog.getByRole('button', { name: 'Save mine over it' }).click();
    await cell.getByText('Pour the floor').waitFor();
    expect(await nameOf()).toEqual({ task: { name: 'Pour the floor' } });
    expect(found).toEqual([]);
  });

  test('a report on progress that somebody else was faster with is shown beside theirs', async () => {
    const { service, project, token, tasks } = world();
    const { page, found } = await open(`/console/projects/${project}/plan?task=${tasks[1]}`, token);
    const field = page.getByLabel('Progress in percent');
    await field.fill('35');
    const report = `mutation ($id: ID!) { updateProgress(input: { taskId: $id, percent: 20 }) { task { id } } }`;
    expect((await service.query(token, report, { id: tasks[1] })).body.errors).toBeUndefined();
    await page.locator('.panel-status').getByText('20 %').waitFor();
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('20 %').waitFor();
    await dialog.getByText('35 %').waitFor();
    await dialog.getByRole('button', { name: 'Save mine over it' }).click();
    await page.locator('.panel-status').getByText('35 %').waitFor();
    expect(found).toEqual([]);
  });

  test('the trail says who acted, leads to all of a request and to the plan of its day, and is handed over', async () => {
    const { plan, token } = world();
    const { page, found } = await open(`/console/audit?record=${world().tasks[1]}&action=UPDATE`, token);
    const entry = page.locator('.record-list > li').first();
    await entry.getByText('owner', { exact: true }).waitFor();
    await entry.locator('ins').first().waitFor();
    const { name, rows } = await downloadedFrom(page);
    expect(name).toBe('audit-trail.csv');
    expect(rows[0]).toContain('request id');
    expect(rows.length).toBeGreaterThan(2);
    await entry.getByRole('link', { name: 'The plan as of this day' }).waitFor();
    await entry.getByRole('link', { name: 'All of this request' }).click();
    await page.waitForURL(/request=/);
    await entry.waitFor();
    // What the service does by itself is nobody's.
    await plan.rows(`UPDATE pit.task SET description = 'The ground is wet here' WHERE id = $1`, [
      world().tasks[1],
    ]);
    expect(found).toEqual([]);
  });
}
