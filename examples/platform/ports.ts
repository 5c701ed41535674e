import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { SiblingName } from './subgraphs/start.ts';

/** Where each part beside PIT listens. */
export type PlatformPorts = Readonly<Record<'hive' | 'apollo' | 'webhooks' | 'mail' | SiblingName, number>>;

const HOST = '127.0.0.1';

/**
 * Chooses the ports, and refuses those that are taken before anything is started.
 *
 * @param first that of Hive Gateway, which the others follow; 0 takes free ones.
 * @param pit PIT's own, which is a setting of PIT's; 0 is whatever PIT takes.
 * @throws Error that names each port that is taken, and whose it would be.
 */
export async function choosePorts(first: number, pit: number): Promise<PlatformPorts> {
  const [hive, risk, audit, skills, apollo, webhooks, mail] =
    first === 0 ? await freePorts() : portsFrom(first);
  const ports = { hive, risk, audit, skills, apollo, webhooks, mail };
  const taken: string[] = [];
  for (const [part, port] of Object.entries({ ...ports, PIT: pit })) {
    if (!(await isFree(port))) taken.push(`  ${port}, for ${part}`);
  }
  if (taken.length === 0) return ports;
  throw new Error(
    `These ports are taken:\n${taken.join('\n')}\n` +
      'Choose others: PORT=5001 npm run platform -- --port 5000. PORT is PIT; the gateway has --port, and the ' +
      'others follow it.',
  );
}

type SevenPorts = readonly [number, number, number, number, number, number, number];

/** The one behind the first is left out: by default it is PIT's. */
function portsFrom(first: number): SevenPorts {
  return [first, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7];
}

async function freePorts(): Promise<SevenPorts> {
  const servers = await Promise.all(Array.from({ length: 7 }, () => listen(0)));
  const [a, b, c, d, e, f, g] = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return [a ?? 0, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0, g ?? 0];
}

async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, HOST);
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
