import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How Hive follows PIT's subscriptions; its own clients may use WebSockets or server-sent events with each. */
export const SUBSCRIPTION_TRANSPORTS = ['ws', 'sse', 'callback'] as const;
export type SubscriptionTransport = (typeof SUBSCRIPTION_TRANSPORTS)[number];

export interface GatewayOptions {
  /** SDL of the supergraph. */
  readonly supergraph: string;
  /** A free port. */
  readonly port: number;
  /** What PIT knows a gateway by; null where it does not ask. */
  readonly secret?: string | null;
  /** Apollo's gateway follows none. */
  readonly subscriptions?: SubscriptionTransport;
}

/** A gateway in a process of its own. */
export interface RunningGateway {
  readonly url: string;
  stop(): Promise<void>;
}

const PACKAGE = fileURLToPath(new URL('gateway/', import.meta.url));
const HOST = '127.0.0.1';
const START_MS = 60_000;
const STOP_MS = 5_000;

/** Hive Gateway, by its own command: queries, mutations and subscriptions. */
export function startHive(options: GatewayOptions): Promise<RunningGateway> {
  const command = join(PACKAGE, 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const address = ['--host', HOST, '--port', String(options.port)];
  return startGateway('Hive Gateway', options, (supergraphFile) => [
    ...[command, 'supergraph', supergraphFile, '--config-path', join(PACKAGE, 'hive.config.js'), ...address],
  ]);
}

/** Apollo's gateway: queries and mutations. */
export function startApollo(options: GatewayOptions): Promise<RunningGateway> {
  return startGateway("Apollo's gateway", options, (supergraphFile) => [
    ...[join(PACKAGE, 'apollo.js'), supergraphFile, HOST, String(options.port)],
  ]);
}

/** Resolves once the gateway answers; the files it works from are gone when it has stopped. */
async function startGateway(
  name: string,
  { supergraph, port, secret, subscriptions = 'sse' }: GatewayOptions,
  words: (supergraphFile: string) => string[],
): Promise<RunningGateway> {
  const directory = await mkdtemp(join(tmpdir(), 'pit-gateway-'));
  const supergraphFile = join(directory, 'supergraph.graphql');
  const origin = `http://${HOST}:${port}`;
  await writeFile(supergraphFile, supergraph);
  const child = spawn(process.execPath, words(supergraphFile), {
    cwd: PACKAGE,
    // Nothing is inherited: PORT and LOG_LEVEL are PIT's here, and mean something else there.
    env: {
      PLATFORM_SUBSCRIPTIONS: subscriptions,
      PLATFORM_CALLBACK_URL: `${origin}/callback`,
      PLATFORM_GATEWAY_SECRET: secret ?? '',
    },
    // By the channel a gateway notices when we are gone, however that came about, and goes too.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const stop = async () => {
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(child, `${origin}/graphql`);
  } catch (error) {
    await stop();
    const text = Buffer.concat(said).toString().trim();
    throw new Error(`${name} did not start on port ${port}. ${text}`, { cause: error });
  }
  return { url: `${origin}/graphql`, stop };
}

async function untilItAnswers(child: ChildProcess, url: string): Promise<void> {
  const late = AbortSignal.timeout(START_MS);
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: '{"query":"{ __typename }"}', signal: late };
  while (child.exitCode === null) {
    late.throwIfAborted();
    const answered = await fetch(url, request).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error('The process has ended.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(cut);
}
