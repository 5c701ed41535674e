import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';
import { runProjectChecks } from '../../../src/services/quality/quality.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let service: TestService;
/** Holds a project's row, so that a run over it waits. */
let holder: pg.Client;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  holder = new pg.Client(plan.database.adminUrl);
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await service?.stop();
  await plan?.close();
});

const RUN = 'mutation ($id: ID!) { runProjectChecks(input: { projectId: $id }) { result { id } } }';

/** Somebody who asks for a run and may go before it is over. */
interface Client {
  leave(): void | Promise<void>;
  /** Once there is an answer, or it is certain that none comes. */
  readonly over: Promise<unknown>;
}

async function byHttp(project: string): Promise<Client> {
  const asked = request(service.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await service.token(plan.actor())}`,
    },
  });
  const over = new Promise((resolve) => {
    asked.on('response', (response) => response.resume().once('end', resolve).once('error', resolve));
    asked.once('error', resolve);
  });
  asked.end(JSON.stringify({ query: RUN, variables: { id: project } }));
  return { leave: () => void asked.destroy(), over };
}

async function byWebSocket(project: string): Promise<Client> {
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    connectionParams: { authorization: `Bearer ${await service.token(plan.actor())}` },
  });
  let forget: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    forget = client.subscribe(
      { query: RUN, variables: { id: project } },
      { next: () => undefined, error: () => resolve(), complete: () => resolve() },
    );
  });
  return {
    leave: () => forget(),
    over: over.finally(() => client.dispose()),
  };
}

async function waiting(count: number): Promise<void> {
  const asked = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'`;
  for (;;) {
    const [row] = await plan.rows(asked);
    if (row?.['n'] === count) return;
    await sleep(10);
  }
}

/** Until no connection of the service is in a transaction. */
async function atRest(): Promise<void> {
  const asked = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'pit_app' AND state <> 'idle'`;
  for (let quiet = 0; quiet < 10;) {
    const [row] = await plan.rows(asked);
    quiet = row?.['n'] === 0 ? quiet + 1 : 0;
    await sleep(10);
  }
}

const results = async (project: string): Promise<number> =>
  (await plan.rows('SELECT id FROM pit.qa_result WHERE project_id = $1', [project])).length;

test.each([
  ['HTTP', byHttp],
  ['a WebSocket', byWebSocket],
])(
  'a run that somebody asks for over %s is stored, and not where they leave before it is over',
  async (_, ask) => {
    for (const [isLeaving, stored] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const project = await plan.project();
      await plan.task(project, await plan.phase(project));
      await holder.query('BEGIN');
      await holder.query('SELECT id FROM pit.project WHERE id = $1 FOR UPDATE', [project]);
      const client = await ask(project);
      await waiting(1);
      if (isLeaving) await client.leave();
      // An answer to somebody else: the service has heard by then that the first one is gone.
      await service.query(await service.token(plan.actor()), '{ viewer { user { id } } }');
      await sleep(50);
      await holder.query('COMMIT');
      if (!isLeaving) await client.over;
      await atRest();
      expect([isLeaving, await results(project)]).toEqual([isLeaving, stored]);
    }
  },
);

test('a run that takes too long is given up, says so, and stores nothing', async () => {
  const project = await plan.project();
  const signal = AbortSignal.timeout(0);
  await sleep(10);
  const outside = { files: [], trail: { holds: true, records: 0, isWhole: true, faulty: [] } };
  const running = plan.run((tx) => runProjectChecks(tx, { projectId: project }, outside, signal));
  await expect(running).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('took longer'),
  });
  expect(await results(project)).toBe(0);
});
