import { Unsubscribing } from '../../../src/services/delivery/unsubscribing.ts';
import { unsubscribeHandler } from '../../../src/server/delivery/unsubscribe-handler.ts';
import { createHttpServer } from '../../../src/server/http/http-server.ts';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Plan } from '../../support/worlds/plan-database.ts';

const unsubscribing = new Unsubscribing(Buffer.alloc(32, 'test key'));
let plan: Plan;
let server: Server;

beforeAll(async () => {
  plan = await Plan.open();
  server = createHttpServer({ '/notifications/unsubscribe': unsubscribeHandler(plan.pool, unsubscribing) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await plan.close();
});

async function ask(method: string, token: string): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const body = method === 'POST' ? { body: 'List-Unsubscribe=One-Click' } : {};
  const url = `http://127.0.0.1:${port}/notifications/unsubscribe?t=${token}`;
  return (await fetch(url, { method, ...body })).status;
}

const preferences = () =>
  plan.rows('SELECT user_id, channel, is_on FROM pit_ops.notification_preference WHERE org_id = $1', [
    plan.orgId,
  ]);

test('the link in a mail only asks when it is followed, and ends mails when its button is pressed, without logging in', async () => {
  const token = unsubscribing.token({ orgId: plan.orgId, userId: plan.worker });
  expect(await ask('GET', token)).toBe(200);
  expect(await preferences()).toEqual([]);
  expect(await ask('POST', token)).toBe(200);
  expect(await ask('POST', token)).toBe(200);
  expect(await preferences()).toEqual([{ user_id: plan.worker, channel: 'email', is_on: false }]);
});

test.each([
  ['of nobody', () => 'x'],
  ['that is empty', () => ''],
  [
    'made by another key',
    () => new Unsubscribing(Buffer.alloc(32)).token({ orgId: plan.orgId, userId: plan.owner }),
  ],
  [
    'of which the user was exchanged',
    () => unsubscribing.token({ orgId: plan.orgId, userId: plan.owner }).replace(plan.owner, plan.sponsor),
  ],
])('a token %s ends nothing', async (_, token) => {
  const before = await preferences();
  expect(await ask('POST', token())).toBe(404);
  expect(await preferences()).toEqual(before);
});
