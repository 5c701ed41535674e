import { readFile } from 'node:fs/promises';
import type { OpenPage } from '../../support/browser/console-browser.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string) => Promise<OpenPage>;

/** Tests of the table and the board; a file of tests calls them on the service and the browser that it has. */
export function testWork(world: () => ConsoleWorld, open: Open): void {
  const path = (view: string): string => `/console/projects/${world().project}/${view}`;

  async function task(place: 0 | 1 | 2, fields: string): Promise<unknown> {
    const { service, token, tasks } = world();
    const { body } = await service.query(token, `query ($id: ID!) { task(id: $id) { ${fields} } }`, {
      id: tasks[place],
    });
    return (body.data as { task: unknown }).task;
  }

  test('a cell of the table is found, edited and saved by keys, and sorted rows come from the graph', async () => {
    const { page, found } = await open(`${path('table')}?search=Pour`, world().token);
    const grid = page.getByRole('grid');
    await grid.getByRole('row', { name: 'Pour the floor' }).getByRole('rowheader').click();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('spinbutton').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('140');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('spinbutton').inputValue()).toBe('140');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await grid.getByRole('gridcell', { name: '40 %' }).waitFor();
    expect(await task(1, 'progressPercent')).toEqual({ progressPercent: 40 });
    await page.getByRole('searchbox').fill('');
    await grid.getByRole('button', { name: 'Task' }).click();
    await grid
      .getByRole('columnheader', { name: 'Task' })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    for (const [place, name] of ['Dig the pit', 'Order the steel', 'Pour the floor'].entries())
      await grid.locator(`[aria-rowindex="${place + 2}"]`, { hasText: name }).waitFor();
    expect(found).toEqual([]);
  });

  test('several tasks are selected by pointer and by keys, and changed, tried and blocked together', async () => {
    const { page, found } = await open(path('table'), world().token);
    const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
    const select = async (): Promise<void> => {
      await page.getByRole('checkbox', { name: 'Select Dig the pit' }).check();
      await row('Pour the floor')
        .getByRole('rowheader')
        .click({ position: { x: 2, y: 2 } });
      await page.keyboard.press('Space');
      await page.getByText('2 tasks selected').waitFor();
    };
    const bar = page.getByRole('group', { name: 'Selected tasks' });
    await select();
    await bar.getByRole('combobox', { name: 'Priority' }).selectOption('HIGH');
    await bar.waitFor({ state: 'detached' });
    for (const place of [0, 1] as const) expect(await task(place, 'priority')).toEqual({ priority: 'HIGH' });
    await select();
    await bar.getByRole('button', { name: 'Preview' }).click();
    const sheet = page.getByRole('region', { name: 'What this would do' });
    await sheet.getByText('2 tasks move').waitFor();
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await bar.getByRole('combobox', { name: 'Status' }).selectOption('BLOCKED');
    await page.getByRole('textbox', { name: 'What blocks it?' }).fill('The yard is shut');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await bar.waitFor({ state: 'detached' });
    for (const place of [0, 1] as const)
      expect(await task(place, 'status blockedReason')).toEqual({
        ...{ status: 'BLOCKED', blockedReason: 'The yard is shut' },
      });
    await select();
    // What is blocked already is refused, stays selected, and says why at its row.
    await bar.getByRole('combobox', { name: 'Status' }).selectOption('COMPLETED');
    await row('Dig the pit').getByText('A blocked task is unblocked first.').waitFor();
    await page.getByText('2 tasks selected').waitFor();
    await bar.getByRole('combobox', { name: 'Status' }).selectOption('ACTIVE');
    await bar.waitFor({ state: 'detached' });
    expect(await task(0, 'blockedReason')).toEqual({ blockedReason: null });
    expect(found).toEqual([]);
  });

  test('the owner of a task is found by name and changed by keys; who is nobody is not taken', async () => {
    const { page, found } = await open(`${path('table')}?search=Pour`, world().token);
    const cell = page.getByRole('row', { name: 'Pour the floor' }).locator('.cell-owner');
    await cell.click();
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: 'Owner' });
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('nobody of that name');
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('nobody of that name');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('helper');
    await page.locator('datalist option[value^="helper"]').waitFor({ state: 'attached' });
    // While people are looked for, the name means nobody yet.
    for (let tries = 0; (await field.count()) > 0 && tries < 20; tries += 1) {
      await field.press('Enter', { timeout: 1_000 }).catch(() => undefined);
      await field.waitFor({ state: 'detached', timeout: 1_000 }).catch(() => undefined);
    }
    await field.waitFor({ state: 'detached' });
    await cell.getByText('helper').waitFor();
    expect(await task(1, 'owner { id }')).toEqual({ owner: { id: world().plan.helper } });
    expect(found).toEqual([]);
  });

  test('a queue of five reviews is emptied by keys alone, one of them with its reason', async () => {
    const { plan, token, tasks } = world();
    for (let n = 0; n < 5; n += 1) {
      const file = { file_url: `https://files.test/${n}`, file_type: 'document', metadata: {} };
      await plan.insert('evidence', { task_id: tasks[n % 2], uploaded_by: plan.worker, ...file });
    }
    const { page, found } = await open('/console/reviews', token);
    await page.getByText('5 pieces of evidence wait for you').waitFor();
    await page.getByRole('link', { name: 'Open at files.test' }).waitFor();
    await page.keyboard.press('j');
    await page.locator('.group:nth-child(2)[aria-pressed=true]').waitFor();
    await page.keyboard.press('r');
    await page.getByText('Say why').waitFor();
    await page.keyboard.type('The date is missing');
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    for (const left of ['4 pieces of evidence wait', '3 pieces', '2 pieces', '1 piece of evidence waits']) {
      await page.locator('.page-head').getByText(left).waitFor();
      await page.keyboard.press('a');
    }
    await page.getByRole('paragraph').filter({ hasText: 'Nothing waits for your review.' }).waitFor();
    expect(
      await plan.rows(
        `SELECT decision::text, count(*)::int AS n, max(comment) AS comment FROM pit.evidence_review GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { decision: 'accepted', n: 4, comment: null },
      { decision: 'rejected', n: 1, comment: 'The date is missing' },
    ]);
    expect(found).toEqual([]);
  });

  test('the table is exported as it is filtered, all of it', async () => {
    const { page, found } = await open(`${path('table')}?search=the&sort=NAME`, world().token);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('tasks-GYM-1.csv');
    const [head, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(head).toContain('id,name,description');
    expect(rows.map((row) => row.split(',')[1])).toEqual([
      'Dig the pit',
      'Order the steel',
      'Pour the floor',
    ]);
    expect(found).toEqual([]);
  });

  test('a card of the board is blocked and unblocked by keys, and lands where its dates say', async () => {
    const { service, token, tasks } = world();
    const begin =
      'mutation ($id: ID!) { updateProgress(input: { taskId: $id, percent: 60 }) { task { id } } }';
    expect((await service.query(token, begin, { id: tasks[2] })).body.errors).toBeUndefined();
    const { page, found } = await open(path('board'), token);
    const overdue = page.getByRole('region', { name: 'overdue' });
    const card = overdue.getByRole('button', { name: /^Order the steel/ });
    await card.focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByText('follows from the dates of a task').first().waitFor();
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByRole('textbox', { name: 'What blocks it?' }).fill('The mill is closed');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    const blocked = page.getByRole('region', { name: 'blocked' });
    await blocked.getByRole('button', { name: /^Order the steel/ }).waitFor();
    expect(await task(2, 'status blockedReason')).toEqual({
      status: 'BLOCKED',
      blockedReason: 'The mill is closed',
    });
    await blocked.getByRole('button', { name: 'Move: Order the steel' }).click();
    await blocked.getByRole('button', { name: 'Move to active' }).click();
    await card.waitFor();
    await page.getByText('that follows from its dates').first().waitFor();
    expect(found).toEqual([]);
  });
}
