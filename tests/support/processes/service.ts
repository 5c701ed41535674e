import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
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
 * @param env settings beside those of every test; an empty value unsets one.
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
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
