import type { Page } from 'playwright-core';
import { freePort } from '../../support/processes/pit-process.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { ConsoleBrowser, type OpenPage } from '../../support/browser/console-browser.ts';
import { CLIENT_ID, IdentityProvider, RESOURCE } from '../../support/browser/identity-provider.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

/** Seconds for which an access token holds. */
const LIFE = 6;

let plan: Plan;
let provider: IdentityProvider;
let service: TestService;
let browser: ConsoleBrowser;
const opened: OpenPage[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  const port = await freePort();
  provider = await IdentityProvider.open(`http://127.0.0.1:${port}`, LIFE);
  service = await startTestService(plan.database, {
    PORT: String(port),
    PIT_JWT_SECRET: '',
    PIT_JWKS_URL: `${provider.issuer}/jwks`,
    PIT_JWT_ISSUER: provider.issuer,
    PIT_JWT_AUDIENCE: RESOURCE,
    PIT_CONSOLE_OIDC_ISSUER: provider.issuer,
    PIT_CONSOLE_OIDC_CLIENT_ID: CLIENT_ID,
    PIT_CONSOLE_OIDC_RESOURCE: RESOURCE,
  });
  browser = await ConsoleBrowser.open(service.url, [provider.issuer]);
  await plan.project({ name: 'New gymnasium', code: 'GYM-1', status: 'active' });
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await provider?.close();
  await plan?.close();
});

beforeEach(() => {
  provider.actor = plan.actor(plan.owner, 'admin');
  provider.tampering = {};
  provider.withheld = [];
  provider.grants.length = 0;
});

afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.context().close();
});

async function open(path: string): Promise<OpenPage> {
  const made = await browser.page(path);
  opened.push(made);
  return made;
}

const enter = (page: Page) => page.getByRole('button', { name: 'Continue with 127.0.0.1' }).click();
const kept = (page: Page) =>
  page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');

test('people come back from their provider signed in, where they wanted to go, and leave nothing behind', async () => {
  const { page, found } = await open('/console/alerts?by=project');
  await enter(page);
  await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/console/alerts?by=project');
  expect(await kept(page)).not.toMatch(/ey[A-Z]|verifier|nonce/);
  // Loaded anew, the page asks the provider whether it still knows who it is: without a question to anybody.
  await page.reload();
  await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  expect(found).toEqual([]);
});

test('a session goes on by itself past the end of its token, and what happens meanwhile is seen', async () => {
  const { page, found } = await open('/console');
  await enter(page);
  await page.getByText('live', { exact: true }).waitFor();
  await page.waitForTimeout(LIFE * 1_000 + 500);
  await plan.project({ name: 'New library', code: 'LIB-1', status: 'active' });
  await page.getByRole('searchbox').fill('library');
  await page.getByRole('link', { name: 'New library' }).waitFor();
  await page.getByText('live', { exact: true }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(new Set(provider.grants)).toEqual(new Set(['authorization_code', 'refresh_token']));
  expect(found).toEqual([]);
});

test('who signs out is signed out at the provider too, and its token renews nothing any more', async () => {
  const { page } = await open('/console');
  await enter(page);
  await page.getByRole('link', { name: 'New gymnasium' }).waitFor();
  await page.getByRole('button', { name: /Owner|administrator/i }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Sign in to PIT' }).waitFor();
  expect(provider.grants).toContain('revoked');
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in to PIT' }).waitFor();
});

test.each([
  ['another issuer', { back: (url: URL) => url.searchParams.set('iss', 'https://elsewhere.example') }, /iss/],
  ['another state', { back: (url: URL) => url.searchParams.set('state', 'of-somebody-else') }, /state/],
  ['another nonce', { asked: (url: URL) => url.searchParams.set('nonce', 'of-somebody-else') }, /nonce/],
])('an answer with %s signs nobody in', async (_name, tampering, reason) => {
  provider.tampering = tampering;
  const { page } = await open('/console');
  await enter(page);
  const alert = page.getByRole('alert').filter({ hasText: 'was refused' });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(reason);
  expect(await kept(page)).not.toMatch(/ey[A-Z]|verifier/);
});

test('an answer that nobody has asked for signs nobody in', async () => {
  const { page } = await open('/console/sign-in?code=stolen&state=planted');
  await page.getByText('nobody has asked for it in this window').waitFor();
  expect(page.url()).not.toContain('stolen');
  expect(provider.grants).toEqual([]);
});

test('a token without a claim that the service needs signs nobody in, and the claim is named', async () => {
  provider.withheld = ['role'];
  const { page } = await open('/console');
  await enter(page);
  await page.getByRole('alert').filter({ hasText: '"role"' }).waitFor();
});
