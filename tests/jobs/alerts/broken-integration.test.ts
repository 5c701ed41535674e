import { WebhookMutations } from '../../../resolvers/delivery/webhook.mutations.ts';
import { HAS_DEAD_DELIVERIES } from '../../../src/db/queries/watchdog/scan-query.ts';
import { WatchdogJob } from '../../../src/jobs/watchdog.ts';
import { asActor } from '../../db/tenancy/as-actor.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { answering, WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const HOUR = 3_600;
const LATER = 3_600_000;
const SINCE = '2026-01-01T00:00:00.000Z';
let first: Plan;
let plan: Plan;
let receiver: WebhookReceiver;
let world: DeliveryWorld;
let watchdog: WatchdogJob;

beforeAll(async () => {
  first = await Plan.open();
});

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  plan = await first.neighbour();
  world = await DeliveryWorld.open(plan, receiver.ca);
});

afterEach(async () => {
  world.job.close();
  await watchdog.stop();
  await receiver.stop();
});

afterAll(() => first.close());

/** Of one organisation, the others of which are tests that are over. */
const openAlerts = async (): Promise<string[]> => {
  const rows = await plan.rows<{ line: string }>(
    `SELECT code || ' ' || project_id AS line FROM pit.watchdog_alert WHERE org_id = $1 AND resolved_at IS NULL ORDER BY line`,
    [plan.orgId],
  );
  return rows.map(({ line }) => line);
};

/** Asks until these alerts are open; the suite's own limit ends what never comes true. */
async function until(...expected: string[]): Promise<void> {
  const wanted = JSON.stringify(expected.sort());
  while (JSON.stringify(await openAlerts()) !== wanted) await new Promise((next) => setTimeout(next, 20));
}

/** Events of the projects that no attempt of four days could bring to the receiver. */
async function giveUp(...projects: string[]): Promise<string> {
  const webhook = await world.register(receiver, ['pit.task.updated']);
  for (const project of projects) await world.announce(project);
  receiver.behaviours = [answering(500)];
  await world.runOn(90 * HOUR);
  receiver.behaviours = [];
  return webhook;
}

test('an event that is given up is an alert of its project, which goes when the event is sent again, and comes back with it', async () => {
  watchdog = new WatchdogJob(plan.pool, { quiet: 30, longest: 60, busy: 20 });
  const [broken, sound] = [await plan.project(), await plan.project()];
  await giveUp(broken);
  await world.announce(sound);
  await world.run();
  expect(receiver.received.map(({ event }) => event.data['projectId'])).toEqual([sound]);
  await until(`integration_broken ${broken}`);

  receiver.behaviours = [answering(400)];
  expect(await new WebhookMutations().redeliverDeliveries({ since: SINCE }, world.request())).toMatchObject({
    redelivered: 1,
  });
  await until();
  await world.runOn(200 * HOUR);
  await until(`integration_broken ${broken}`);

  receiver.behaviours = [];
  await new WebhookMutations().redeliverDeliveries({ since: SINCE }, world.request());
  await world.run();
  await until();
});

test('of an endpoint that is gone all that waits is given up, and forgiven with the endpoint', async () => {
  watchdog = new WatchdogJob(plan.pool, { quiet: 30, longest: 60, busy: 20 });
  const projects = [await plan.project(), await plan.project(), await plan.project()];
  const webhook = await world.register(receiver, ['pit.task.updated']);
  for (const project of projects) await world.announce(project, 3);
  receiver.behaviours = [answering(410)];
  await world.run();
  await until(...projects.map((id) => `integration_broken ${id}`));

  await new WebhookMutations().deleteWebhook({ id: webhook }, world.request());
  await until();
});

test('what was given up by a process that died at once is found by the next run over all, and so is its cure', async () => {
  watchdog = new WatchdogJob(plan.pool, { quiet: LATER, longest: LATER, busy: LATER });
  const project = await plan.project();
  await watchdog.sweep();
  await giveUp(project);
  await watchdog.sweep();
  await until(`integration_broken ${project}`);
  const states = () => plan.rows('SELECT state FROM pit_ops.watchdog_state WHERE project_id = $1', [project]);
  const noted = await states();
  await watchdog.sweep();
  expect(await states()).toEqual(noted);

  await plan.rows(`UPDATE pit_ops.delivery SET state = 'cancelled' WHERE org_id = $1 AND state = 'dead'`, [
    plan.orgId,
  ]);
  await watchdog.sweep();
  await until();
});

test('whether events of a project were given up costs what was given up of it, however much was sent or given up of others', async () => {
  watchdog = new WatchdogJob(plan.pool, { quiet: LATER, longest: LATER, busy: LATER });
  const [project, other] = [await plan.project(), await plan.project()];
  const webhook = await giveUp(project);
  for (const [lane, state] of [
    [project, 'sent'],
    [other, 'dead'],
  ]) {
    await plan.rows(
      `INSERT INTO pit_ops.delivery (org_id, kind, target_id, event_stream, event_seq, lane, payload, state, finished_at)
       SELECT $1, 'webhook', $2, $3::uuid, n, $3::uuid, '{}', $4, now() FROM generate_series(1000000, 1004000) n`,
      [plan.orgId, webhook, lane, state],
    );
  }
  await plan.rows('ANALYZE pit_ops.delivery');
  const service = { org: plan.orgId, user: plan.owner, role: 'service' } as const;
  const lines = await asActor(plan.database.appUrl, service, async (client) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, TIMING off) ${HAS_DEAD_DELIVERIES.text}`,
      [project],
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(lines).toMatch(/using delivery_dead_idx on delivery d .*rows=1/);
  expect(lines).toMatch(/Index Cond: .*lane = /);
});
