import { axeViolations, type OpenPage } from '../../support/browser/console-browser.ts';
import { openConsoleWorld, type ConsoleWorld } from './console-world.ts';
import { testDue } from './due-tests.ts';
import { testOpenStates } from './open-states-tests.ts';
import { testWork } from './work-tests.ts';

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

const planPath = (): string => `/console/projects/${world.project}/plan`;
const rowOf = (name: string): string => `[role=row][aria-label^="${name}"]`;

test('the link opens the portfolio, signed in, and its token leaves the address at once', async () => {
  const { page, found } = await open('/console', world.token);
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  expect(page.url()).not.toContain('token');
  expect(await page.title()).toBe('Portfolio – PIT');
  await page.getByText('live', { exact: true }).waitFor();
  expect(found).toEqual([]);
});

test('without a token one signs in, and hears what is wrong with the token', async () => {
  const { page } = await open('/console/alerts');
  await page.getByLabel('Token').fill('no token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That is no token').waitFor();
  const forged = `${world.token.slice(0, -4)}AAAA`;
  await page.getByLabel('Token').fill(forged);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: /token/i }).waitFor();
  await page.getByLabel('Token').fill(world.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  expect(
    await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])'),
  ).not.toContain('ey');
});

test('a red project leads to why it is so, to who holds it up, and to what a slip would do', async () => {
  const { page, found } = await open('/console', world.token);
  await page.getByRole('link', { name: 'New gymnasium' }).click();
  await page.locator(rowOf('Dig the pit')).dblclick();
  await page.getByRole('heading', { name: 'Dig the pit' }).waitFor();
  await page.getByRole('button', { name: 'What if it slips a week?' }).click();
  await page.getByText('2 tasks move').waitFor();
  await page.getByText('after Dig the pit').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await page.getByText('2 tasks move').count()).toBe(0);
  expect(found).toEqual([]);
});

test('what is reported elsewhere moves the row of an open plan, without a reload', async () => {
  const { page, found } = await open(planPath(), world.token);
  const row = page.locator(rowOf('Order the steel'));
  await row.waitFor();
  await page.getByText('live', { exact: true }).waitFor();
  const report =
    'mutation ($id: ID!) { updateProgress(input: { taskId: $id, percent: 60 }) { task { id } } }';
  const { body } = await world.service.query(world.token, report, { id: world.tasks[2] });
  expect(body.errors).toBeUndefined();
  await page.locator(`${rowOf('Order the steel')}[aria-label*="60 %"]`).waitFor();
  expect(found).toEqual([]);
});

test('a task is moved by keys alone: pushed, previewed, applied, and stored as it was seen', async () => {
  const { page, found } = await open(planPath(), world.token);
  await page.locator(rowOf('Dig the pit')).waitFor();
  await page.getByRole('treegrid').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await page.locator('[aria-selected=true]').filter({ hasText: 'Dig the pit' }).waitFor();
  await page.keyboard.press('Alt+ArrowRight');
  await page.getByText('1 day later').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Apply' }).waitFor();
  await page.getByLabel('Reason').fill('The ground is frozen.');
  await page.keyboard.press('Enter');
  await page.getByText('were moved').waitFor();
  const asked = '{ task(id: "' + world.tasks[0] + '") { startDate } }';
  const { body } = await world.service.query(world.token, asked);
  expect(body.data).toEqual({ task: { startDate: '2026-12-08' } });
  await page.locator(`${rowOf('Dig the pit')}[aria-label*="8 Dec to 14 Dec 2026"]`).waitFor();
  expect(found).toEqual([]);
});

test('a plan opens as its reader has last looked at it, and whole for everybody else', async () => {
  const { plan, service, token, project } = world;
  const asked =
    'query ($id: ID!) { project(id: $id) { myGanttState { zoomLevel viewportStart viewportEnd } } }';
  const saved = async (isSo: (view: string) => boolean): Promise<string> => {
    for (;;) {
      const { body } = await service.query(token, asked, { id: project });
      const view = JSON.stringify(body.data?.['project']);
      if (isSo(view)) return view;
    }
  };
  const { page, found } = await open(planPath(), token);
  await page.locator(rowOf('Dig the pit')).waitFor();
  await page.getByRole('button', { name: 'Day', exact: true }).click();
  await page.locator('button[aria-pressed=true]', { hasText: 'Day' }).waitFor();
  await page.getByRole('link', { name: 'Table', exact: true }).click();
  const [, from] = /"viewportStart":"([-0-9]+)"/.exec(await saved((view) => view.includes('"DAY"'))) ?? [];
  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await page.waitForURL(`**/plan?zoom=day&at=${from}`);
  const stranger = await open(planPath(), await service.token(plan.actor(plan.worker, 'admin')));
  await stranger.page.locator(rowOf('Dig the pit')).waitFor();
  expect(new URL(stranger.page.url()).search).toBe('');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.getByRole('link', { name: 'Table', exact: true }).click();
  await saved((view) => view.includes('"viewportStart":null'));
  expect(found).toEqual([]);
});

test('who may only look is offered nothing to write with', async () => {
  const { plan, service, tasks } = world;
  const token = await service.token(plan.actor(plan.owner, 'viewer'));
  const { page } = await open(`${planPath()}?task=${tasks[0]}`, token);
  await page.getByText('You may look at this task and not change it.').waitFor();
  const names = await page.getByRole('button').allTextContents();
  expect(
    names.filter((name) => /report|complete|block|start|apply|preview|comment|slip/i.test(name)),
  ).toEqual([]);
});

test('a token that runs out while somebody types loses nothing of it', async () => {
  const { plan, service, tasks } = world;
  const short = await service.token(plan.actor(plan.owner, 'admin'), {}, '20s');
  const { page } = await open(`${planPath()}?task=${tasks[0]}`, short);
  await page.getByPlaceholder('Comment').fill('Half a sentence');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor({ timeout: 60_000 });
  const stranger = await service.token(plan.actor(plan.worker, 'admin'));
  await dialog.getByLabel('Token').fill(stranger);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('somebody else').waitFor();
  await dialog.getByLabel('Token').fill(world.token);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByPlaceholder('Comment').inputValue()).toBe('Half a sentence');
});

test('hostile names are shown as they are', async () => {
  const { plan } = world;
  const name = '<img src=x onerror=alert(1)> {{7*7}} \u202Egnp.exe =cmd()';
  const project = await plan.project({ name, status: 'active' });
  const phase = await plan.phase(project, { name });
  await plan.task(project, phase, { name, start_date: '2026-12-07', end_date: '2026-12-11' });
  const { page, found } = await open('/console?search=onerror', world.token);
  await page.getByRole('link', { name: '<img' }).click();
  await page.locator('[role=row]').filter({ hasText: '<img src=x' }).first().waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(found).toEqual([]);
});

test('operators see how many streams are open, that of their own page with them', async () => {
  const { page, found } = await open('/console/system', world.token);
  const streams = page.locator('.system-facts div').filter({ hasText: 'Open streams' }).locator('dd');
  await streams.getByText(/^[1-9]/).waitFor({ timeout: 5_000 });
  expect(found).toEqual([]);
});

test('an administrator sends what was given up again, and hears how much it was', async () => {
  const { plan, token } = world;
  await plan.rows(
    `WITH endpoint AS (
       INSERT INTO pit_ops.webhook_endpoint (org_id, url) VALUES ($1, 'https://hooks.invalid/') RETURNING id
     ), kept AS (
       INSERT INTO pit_ops.webhook_state (org_id, endpoint_id, secret, fed_seq)
       SELECT $1, id, '\\x00', 0 FROM endpoint
     )
     INSERT INTO pit_ops.delivery (org_id, kind, target_id, payload, state, finished_at)
     SELECT $1, 'webhook', id, '{}', 'dead', now() FROM endpoint`,
    [plan.orgId],
  );
  const { page, found } = await open('/console/system', token);
  await page.getByRole('button', { name: 'Send what is dead again' }).click();
  await page.getByText('1 delivery is sent again').waitFor({ state: 'attached' });
  expect(found).toEqual([]);
});

testWork(() => world, open);
testDue(() => world, open);
testOpenStates(() => world, open);

test('two keys go from page to page without doing what the second does there, and a question mark tells all keys', async () => {
  const { plan, tasks, token } = world;
  const file = { file_url: 'https://files.test/plan', file_type: 'document', metadata: {} };
  const evidence = await plan.insert('evidence', { task_id: tasks[0], uploaded_by: plan.worker, ...file });
  const { page, found } = await open('/console/reviews', token);
  await page.getByText('1 piece of evidence waits for you').waitFor();
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'On the board' }).waitFor();
  await page.keyboard.press('Escape');
  const decided = (): Promise<object[]> =>
    plan.rows('SELECT decision::text FROM pit.evidence_review WHERE evidence_id = $1', [evidence]);
  expect(await decided()).toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('paragraph').filter({ hasText: 'Nothing waits for your review.' }).waitFor();
  expect(await decided()).toEqual([{ decision: 'accepted' }]);
  expect(found).toEqual([]);
});

const PAGES: readonly (readonly [string, () => string, string])[] = [
  ['the portfolio', () => '/console', 'New gymnasium'],
  ['a plan', planPath, 'Dig the pit'],
  ['a task', () => `${planPath()}?task=${world.tasks[0]}`, 'What if it slips a week?'],
  ['the table', () => `/console/projects/${world.project}/table`, 'Dig the pit'],
  ['the board', () => `/console/projects/${world.project}/board`, 'Dig the pit'],
  ['cost and forecast', () => `/console/projects/${world.project}/cost`, 'Budget and cost'],
  ['its history', () => `/console/projects/${world.project}/history`, 'Who did what'],
  ['the audit trail', () => '/console/audit', 'Verify the trail'],
  ['alerts', () => '/console/alerts', 'Alerts'],
  ['reviews', () => '/console/reviews', 'Nothing waits for your review.'],
  ['how the service is', () => '/console/system', 'Scheduled jobs'],
  ['signing in', () => '/console/sign-in', 'Sign in'],
  ['what is not there', () => '/console/projects/nothing/plan', 'There is nothing here for you.'],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(PAGES)('%s has no violation of WCAG that axe finds', async (name, path, text) => {
    const token = name === 'signing in' ? undefined : world.token;
    const { page } = await open(path(), token, { theme, width: 1280, bypassCSP: true });
    await page.getByText(text).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // What a narrow page adds is structure, which has no theme.
    if (theme === 'dark') return;
    await page.setViewportSize({ width: 320, height: 800 });
    await page.getByText(text).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
