import { pino } from 'pino';
import { RequestTelemetry } from '../../../src/request-telemetry.ts';
import { Metrics } from '../../../src/server/observability/metrics.ts';
import { createAccessLog } from '../../../src/server/observability/access-log.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, plantPlan } from '../../support/worlds/planting.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const ACTOR = actorOf('a');
const LEVELS: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warn' };

/** The lines that a request leaves in a log of some level. */
function linesOf(logLevel: string, request: { codes?: string[]; status?: number; seconds?: number }) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  const report = createAccessLog(new Metrics({}), pino({ level: logLevel }, { write }));
  const telemetry = new RequestTelemetry('request-1');
  telemetry.caller = { ...ACTOR, requestId: 'request-1' };
  telemetry.operationName = 'Board';
  telemetry.operationType = 'query';
  telemetry.statements = 4;
  telemetry.errorCodes.push(...(request.codes ?? []));
  report(telemetry, request.status ?? 200, request.seconds ?? 0.0123);
  return lines.map((line) => ({ ...line, level: LEVELS[line['level'] as number] }));
}

test('a line says who asked what, and how it went', () => {
  const [line] = linesOf('debug', { codes: ['NOT_FOUND', 'NOT_FOUND'] });
  expect(line).toMatchObject({
    level: 'info',
    requestId: 'request-1',
    actor: ACTOR.userId,
    organisation: ACTOR.orgId,
    operation: 'Board',
    type: 'query',
    status: 200,
    ms: 12,
    statements: 4,
    errors: ['NOT_FOUND'],
  });
});

test.each([
  ['what went well', {}, 'debug'],
  ['what was refused', { codes: ['FORBIDDEN'] }, 'info'],
  ['what Apollo did not look at', { status: 400 }, 'info'],
  ['what failed', { codes: ['BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR'] }, 'warn'],
  ['what there was no room for', { codes: ['UNAVAILABLE'], status: 503 }, 'warn'],
  ['what was slow', { seconds: 1.2 }, 'warn'],
])('the access log has %s at its level', (_name, request, level) => {
  expect(linesOf('debug', request)).toMatchObject([{ level }]);
});

test('what went well leaves nothing in a log of level info', () => {
  expect(linesOf('info', {})).toEqual([]);
});

describe('the id of a request', () => {
  let database: TestDatabase;
  let service: TestService;

  beforeAll(async () => {
    database = await cloneDatabase();
    await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
    service = await startTestService(database);
  });

  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  /** The id that is answered to a request that names one. */
  async function answeredTo(requestId: string | undefined, token = ''): Promise<string | null> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(requestId !== undefined && { 'x-request-id': requestId }),
    };
    const body = JSON.stringify({ query: '{ viewer { role } }' });
    const response = await fetch(service.url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.headers.get('x-request-id');
  }

  test('is answered as it came, also to who is refused', async () => {
    const token = await service.token(ACTOR);
    for (const held of [token, '', 'no.real.token']) {
      expect(await answeredTo('gateway:7.1-a', held)).toBe('gateway:7.1-a');
    }
  });

  test.each([undefined, 'with blanks in it', 'x'.repeat(65), '{"log":"injection"}'])(
    'is made where %p comes',
    async (given) => {
      const [first, second] = [await answeredTo(given), await answeredTo(given)];
      expect(first).toMatch(/^[0-9a-f-]{36}$/);
      expect(second).not.toBe(first);
    },
  );
});
