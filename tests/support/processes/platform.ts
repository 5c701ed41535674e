import { linkDemo, type DemoLinks } from '../../../examples/platform/demo-links.ts';
import {
  startPlatform,
  startSubgraphs,
  type Platform,
  type Subgraphs,
  type SubgraphsOptions,
} from '../../../examples/platform/platform.ts';
import type { SubgraphAddress } from '../../../examples/platform/supergraph.ts';
import { choosePorts } from '../../../examples/platform/ports.ts';
import { tokenCheckOf } from '../../../examples/platform/token-check.ts';
import { loadConfig } from '../../../src/config/config.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { signDevelopmentToken } from '../../../src/server/auth/development-token.ts';
import { DEMO_ADMIN } from '../../../src/services/demo/demo.ts';
import { cloneDatabase, type TestDatabase } from '../postgres/database.ts';
import { Relay } from './relay.ts';
import { loadSmallDemo } from '../worlds/small-demo.ts';
import { startTestService, type TestService } from './service.ts';

const SECRET = 'a secret that a whole platform shares';
export const GATEWAY_SECRET = 'a secret by which PIT knows its gateways';
const CONFIG = loadConfig({ PIT_JWT_SECRET: SECRET });
const TOKEN_CHECK = tokenCheckOf(CONFIG);
/** Starting two gateways takes a while on a machine that has other tests to run. */
export const PLATFORM_START_MS = 240_000;

/** Signs as the platform's identity provider would. @param lifetime in jose's words, `1 minute ago` included. */
export function tokenFor(actor: Actor, lifetime = '10m'): Promise<string> {
  return signDevelopmentToken(CONFIG, actor, lifetime);
}

/** PIT with the demonstration data, and what stands around it. */
export type TestPlatform<Around extends Subgraphs = Platform> = Around & {
  readonly links: DemoLinks;
  readonly pitUrl: string;
  readonly database: TestDatabase;
  /** Stops PIT, and starts it again where it was. */
  restartPit(): Promise<void>;
  /** Ends the connections that gateways have with PIT, as a PIT that is killed would. */
  breakOff(): void;
  /** From now on gateways find nobody at PIT's address. */
  takeDown(): void;
};

/** PIT, its siblings and both gateways. */
export function startTestPlatform(attached: readonly SubgraphAddress[] = []): Promise<TestPlatform> {
  return around((options) => startPlatform({ ...options, subscriptions: 'ws', attached }));
}

/** PIT and its siblings; a test starts the gateways that it wants. */
export function startTestSubgraphs(): Promise<TestPlatform<Subgraphs>> {
  return around(startSubgraphs);
}

async function around<Around extends Subgraphs>(
  start: (options: SubgraphsOptions) => Promise<Around>,
): Promise<TestPlatform<Around>> {
  const database = await cloneDatabase();
  const startPit = (port = '0') =>
    startTestService(database, { PIT_JWT_SECRET: SECRET, PIT_GATEWAY_SECRET: GATEWAY_SECRET, PORT: port });
  await loadSmallDemo(database);
  let pit: TestService = await startPit();
  const pitUrl = pit.url;
  const relay = await Relay.start(pitUrl);
  const leave = async () => {
    relay.cut();
    await pit.stop();
    await database.drop();
  };
  const restartPit = async () => {
    await pit.stop();
    pit = await startPit(new URL(pitUrl).port);
  };
  try {
    const links = await linkDemo(pitUrl, await tokenFor(DEMO_ADMIN));
    const ports = await choosePorts(0, 0);
    const platform = await start({ pitUrl: relay.url, tokens: TOKEN_CHECK, ports, secret: GATEWAY_SECRET });
    const stop = async () => {
      await platform.stop();
      await leave();
    };
    return {
      ...platform,
      links,
      pitUrl,
      database,
      restartPit,
      breakOff: () => relay.breakOff(),
      takeDown: () => relay.cut(),
      stop,
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
