import { Registry } from 'prom-client';
import type { Logger } from 'pino';
import { createCalendarLog } from '../../../src/server/observability/calendar-log.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** The calendar that a mutation makes or ends. */
async function change(name: string, type: string, input: object, selection: string) {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
  const { body } = await service.query(await service.token(plan.actor()), query, { input });
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  return body.data?.[name] as { url: string; calendarFeed: { id: string } };
}

async function counts(): Promise<Record<string, number>> {
  const text = await (await fetch(new URL('/metrics', service.url))).text();
  const lines = text.matchAll(/^pit_calendar_fetches_total\{outcome="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, outcome = '', count]) => [outcome, Number(count)]));
}

test('each fetch of a calendar is counted by what came of it', async () => {
  const { url, calendarFeed } = await change(
    'createCalendarFeed',
    'CreateCalendarFeedInput',
    {},
    'url calendarFeed { id }',
  );
  const nothing = { busy: 0, failed: 0, gone: 0, limited: 0, sent: 0, unchanged: 0, unknown: 0 };
  expect(await counts()).toEqual(nothing);
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const { userId } = plan.actor();
  await plan.rows(`INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)`, [userId, plan.orgId]);
  expect((await fetch(url)).status).toBe(410);
  await plan.rows(`DELETE FROM pit_ops.deactivated_user WHERE id = $1`, [userId]);
  await change('deleteCalendarFeed', 'DeleteCalendarFeedInput', { id: calendarFeed.id }, 'deletedId');
  for (const address of [url, new URL('/calendars/none.ics', service.url)])
    expect((await fetch(address)).status).toBe(404);
  expect(await counts()).toEqual({ ...nothing, sent: 1, unchanged: 1, gone: 1, unknown: 2 });
});

test('the log names the calendar that was fetched and never its address, and failures and slow ones louder', () => {
  const lines: [string, object][] = [];
  const at = (level: string) => (line: object) => void lines.push([level, line]);
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), isLevelEnabled: () => true };
  const registry = new Registry();
  const report = createCalendarLog(
    { watch: (tell, source) => tell(registry, source) },
    logger as unknown as Logger,
  );
  const address = { orgId: 'an organisation', feedId: 'a calendar', secret: Buffer.from('secret') };
  report({ outcome: 'sent', address, seconds: 0.01 });
  report({ outcome: 'sent', address, seconds: 2 });
  report({ outcome: 'unknown', address: null, seconds: 0 });
  report({ outcome: 'failed', address, seconds: 0 });
  const [organisation, calendar] = ['an organisation', 'a calendar'];
  expect(lines).toEqual([
    ['debug', { organisation, calendar, outcome: 'sent', ms: 10 }],
    ['warn', { organisation, calendar, outcome: 'sent', ms: 2_000 }],
    ['info', { organisation: undefined, calendar: undefined, outcome: 'unknown', ms: 0 }],
    ['warn', { organisation, calendar, outcome: 'failed', ms: 0 }],
  ]);
});
