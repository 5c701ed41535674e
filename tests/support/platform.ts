import { linkDemo, type DemoLinks } from '../../examples/platform/demo-links.ts';
import type { SubscriptionTransport } from '../../examples/platform/gateways.ts';
import { startPlatform, type Platform } from '../../examples/platform/platform.ts';
import { settlePorts } from '../../examples/platform/ports.ts';
import { tokenCheckOf } from '../../examples/platform/token-check.ts';
import { loadConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { signDevelopmentToken } from '../../src/server/development-token.ts';
import { DEMO_ADMIN, loadDemoIfEmpty } from '../../src/services/demo.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { startTestService, type TestService } from './service.ts';

const SECRET = 'a secret that a whole platform shares';
const CONFIG = loadConfig({ PIT_JWT_SECRET: SECRET });
export const TOKEN_CHECK = tokenCheckOf(CONFIG);
/** Starting two gateways takes a while on a machine that has other tests to run. */
export const PLATFORM_START_MS = 150_000;

/** Signs as the platform's identity provider would. @param lifetime in jose's words, `1 minute ago` included. */
export function tokenFor(actor: Actor, lifetime = '10m'): Promise<string> {
  return signDevelopmentToken(CONFIG, actor, lifetime);
}

/** PIT with the demonstration data, its siblings and both gateways. */
export interface TestPlatform extends Omit<Platform, 'stop'> {
  readonly database: TestDatabase;
  readonly links: DemoLinks;
  readonly pitUrl: string;
  /** Stops PIT, and starts it again where it was. @param meanwhile happens while PIT is away. */
  restartPit(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestPlatform(subscriptions: SubscriptionTransport = 'ws'): Promise<TestPlatform> {
  const database = await cloneDatabase();
  const startPit = (port = '0') => startTestService(database, { PIT_JWT_SECRET: SECRET, PORT: port });
  await loadDemoIfEmpty(database.appUrl);
  let pit: TestService = await startPit();
  const pitUrl = pit.url;
  const leave = async () => {
    await pit.stop();
    await database.drop();
  };
  try {
    const links = await linkDemo(pitUrl, await tokenFor(DEMO_ADMIN));
    const ports = await settlePorts(0, 0);
    const platform = await startPlatform({ pitUrl, tokens: TOKEN_CHECK, ports, subscriptions });
    return {
      ...platform,
      database,
      links,
      pitUrl,
      restartPit: async (meanwhile) => {
        await pit.stop();
        await meanwhile?.();
        pit = await startPit(new URL(pitUrl).port);
      },
      stop: async () => {
        await platform.stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

export interface GraphAnswer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
}

/** What a gateway answers. */
export async function askGateway(
  url: string,
  token: string | undefined,
  query: string,
  headers: Record<string, string> = {},
): Promise<GraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}
