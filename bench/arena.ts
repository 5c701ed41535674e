import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SignJWT } from 'jose';
import { answer, spawnHere, startCompetitor, stopChild, type Competitor } from './competitor.ts';
import type { Dataset } from './dataset.ts';
import type { Load, Seen } from './load.ts';

const ISSUER = 'pit-bench';
const SECRET = 'nothing but the bench signs with this secret';

/** A competitor and how it is spoken to. */
export interface Contestant extends Competitor {
  token: string;
  /** Where the question with the name is put. */
  path(name: string): string;
}

/** One measurement: what the load saw, and what the server used per request. */
export interface Sample extends Seen {
  /** Microseconds of the server's processor time. */
  cpu: number;
  statements: number;
  roundTrips: number;
}

/** The service, the bare handler and the load, each in its own process. */
export interface Arena {
  service: Contestant;
  bare: Contestant;
  measure: (contestant: Contestant, order: Omit<Load, 'port' | 'token'>) => Promise<Sample>;
  /** One answer, parsed. */
  ask: (contestant: Contestant, path: string, body: string) => Promise<unknown>;
  close: () => Promise<void>;
}

export async function openArena(dataset: Dataset): Promise<Arena> {
  const [service, bare] = await Promise.all([startService(dataset), startBare(dataset)]);
  const load = spawnHere('load.ts');
  return {
    service,
    bare,
    ask,
    measure: async (contestant, order) => {
      const before = await contestant.usage();
      load.send({ ...order, port: contestant.port, token: contestant.token } satisfies Load);
      const seen = await answer<Seen>(load);
      const after = await contestant.usage();
      const each = (key: keyof typeof after): number =>
        (after[key] - before[key]) / Math.max(1, seen.requests);
      return { ...seen, cpu: each('cpu'), statements: each('statements'), roundTrips: each('roundTrips') };
    },
    close: async () => {
      await Promise.all([stopChild(load), service.stop(), bare.stop()]);
    },
  };
}

/** As in production: no embedded database, no development secret, warnings alone are logged. */
export async function startService({ appUrl, actor }: Dataset): Promise<Contestant> {
  const competitor = await startCompetitor('service', 'service.ts', {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: appUrl,
    PIT_SECRET: randomBytes(32).toString('hex'),
    PIT_FILES_URL: pathToFileURL(join(tmpdir(), 'pit-bench-files')).href,
    PIT_JWT_SECRET: SECRET,
    PIT_JWT_ISSUER: ISSUER,
  });
  const token = await new SignJWT({ org_id: actor.orgId, role: actor.role, division_ids: actor.divisionIds })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(actor.userId)
    .setIssuer(ISSUER)
    .setAudience('pit')
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(SECRET));
  return { ...competitor, token, path: () => '/graphql' };
}

async function startBare({ appUrl, actor }: Dataset): Promise<Contestant> {
  const competitor = await startCompetitor('bare', 'bare.ts', { DATABASE_URL: appUrl });
  const token = Buffer.from(JSON.stringify(actor)).toString('base64url');
  return { ...competitor, token, path: (name) => `/${name}` };
}

export async function ask({ port, token }: Contestant, path: string, body: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });
  return response.json();
}
