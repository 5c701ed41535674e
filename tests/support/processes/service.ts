import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { clock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config/config.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { startService, type ServiceOptions } from '../../../src/server/service.ts';
import type { TestDatabase } from '../postgres/database.ts';

const SECRET = 'a secret that is only ever used in tests';

/** The whole service on a port of its own. */
export interface TestService {
  readonly url: string;
  /** A bearer token that speaks for the actor for ten minutes, or so long, unless other claims say otherwise. */
  token(actor: Actor, claims?: Record<string, unknown>, life?: string): Promise<string>;
  /** What the service answers to an operation, and with which status. */
  query(
    token: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: { data?: Record<string, unknown> | null; errors?: unknown[] } }>;
  stop(): Promise<void>;
}

/**
 * @param env settings beside those of every test; an empty value unsets one. The day of `PIT_TODAY` holds until it stops.
 * @param options what is no setting: times that a test cannot wait for.
 */
export async function startTestService(
  database: Pick<TestDatabase, 'appUrl'>,
  env: Record<string, string> = {},
  options: Partial<ServiceOptions> = {},
): Promise<TestService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pit-service-'));
  const config = loadConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PIT_DATA_DIR: dataDir,
    PIT_JWT_SECRET: SECRET,
    LOG_LEVEL: 'fatal',
    ...env,
  });
  const letDaysPass = holdDay(config.today);
  const service = await startService({ config, databaseUrl: database.appUrl, ...options });
  return {
    url: service.url,
    token: (actor, claims = {}, life = '10m') => {
      const { userId, orgId, role, divisionIds } = actor;
      const issued = { org_id: orgId, role, division_ids: divisionIds, ...claims };
      return new SignJWT(issued)
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setIssuer(config.tokenIssuer)
        .setAudience(config.tokenAudience)
        .setExpirationTime(life)
        .sign(new TextEncoder().encode(SECRET));
    },
    query: async (token, query, variables = {}, headers = {}) => {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, body: (await response.json()) as never };
    },
    stop: async () => {
      await service.stop();
      letDaysPass();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The service asks the clock of this process, which has read its setting before a test could give one. */
function holdDay(day: string | null): () => void {
  if (day === null) return () => undefined;
  const today = clock.today.bind(clock);
  clock.today = () => day;
  return () => {
    clock.today = today;
  };
}

/** A number of the service's `/metrics`, by name and label as they stand there; NaN where it has none. */
export async function metricOf(
  { url }: Pick<TestService, 'url'>,
  name: string,
  label: string,
): Promise<number> {
  const text = await (await fetch(url.replace('/graphql', '/metrics'))).text();
  return Number(new RegExp(`^${name}\\{${label}\\} (.+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}
