import { MIGRATIONS } from '../../../migrations/index.ts';
import { clock } from '../../../src/clock.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { startTestService } from '../../support/processes/service.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const QUERY = `{ serviceStatus { version startedAt openStreams migration databaseVersion isReadOnly today settledDay
  isDaySettled lastScanAt lastEventAt deadDeliveries jobs { name isRunning startedAt finishedAt hasFailed leasedUntil }
  queues { name depth oldestAt } } }`;

interface Status extends Record<string, unknown> {
  jobs: { name: string; finishedAt: string | null; hasFailed: boolean }[];
  queues: { name: string; depth: number; oldestAt: string | null }[];
}

test('operators learn versions, days, queues and the database, in one round trip', async () => {
  const admin = api.plan.actor(api.plan.owner, 'admin');
  await rollOverDays(api.plan.pool);
  await api.plan.project();
  const answer = await api.graph.ask(admin, QUERY);
  expect(answer.errors).toBeUndefined();
  const status = answer.data?.['serviceStatus'] as Status;
  const today = clock.today('UTC');
  expect(status).toMatchObject({
    migration: MIGRATIONS.at(-1)?.name,
    isReadOnly: false,
    today,
    settledDay: today,
    isDaySettled: true,
    lastScanAt: null,
    deadDeliveries: 0,
    jobs: [],
    openStreams: 0,
  });
  expect(status['version']).toMatch(/^\d+\.\d+\.\d+/);
  expect(status['databaseVersion']).toMatch(/^18/);
  const depths = Object.fromEntries(status.queues.map(({ name, depth }) => [name, depth]));
  expect(depths).toMatchObject({ deliveries: 0, messages: 0, escalations: 0, 'schedule applications': 0 });
  expect(depths['audit records without a seal']).toBeGreaterThan(3);
  expect(answer.statements).toBe(4);
});

test('what waits of another organisation is not counted', async () => {
  const neighbour = await api.plan.neighbour();
  const { data } = await api.graph.ask(neighbour.actor(neighbour.owner, 'foreman'), QUERY);
  const own = (data?.['serviceStatus'] as Status).queues.find(({ name }) => name.startsWith('audit'));
  const [row] = await api.plan.rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM pit_ops.audit_detail WHERE org_id = $1 AND digest IS NULL',
    [neighbour.orgId],
  );
  expect(own?.depth).toBe(row?.n);
});

test('the status is for administrators, foremen and services', async () => {
  const codes: Record<string, unknown> = {};
  for (const role of Object.values(ActorRole)) {
    const { errors } = await api.graph.ask(api.plan.actor(api.plan.owner, role), QUERY);
    codes[role] = errors?.[0]?.extensions['code'] ?? 'read';
  }
  expect(codes).toEqual({
    admin: 'read',
    foreman: 'read',
    service: 'read',
    member: 'FORBIDDEN',
    viewer: 'FORBIDDEN',
  });
});

test('a process that runs the jobs says when each has last run', async () => {
  const service = await startTestService(api.plan.database, {}, { jobs: true });
  try {
    const token = await service.token(api.plan.actor(api.plan.owner, 'admin'));
    const jobs = async () => {
      const { body } = await service.query(token, QUERY);
      return (body.data?.['serviceStatus'] as Status).jobs;
    };
    const until = Date.now() + 20_000;
    let found = await jobs();
    while (found.find(({ name }) => name === 'day roll-over')?.finishedAt == null && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await jobs();
    }
    expect(found.find(({ name }) => name === 'day roll-over')).toMatchObject({
      finishedAt: expect.any(String) as string,
      hasFailed: false,
    });
  } finally {
    await service.stop();
  }
});
