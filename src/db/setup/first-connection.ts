import pg from 'pg';
import { StartRefusal } from '../../start/start-refusal.ts';

/** The setting that an address came from. */
export type AddressSetting = 'DATABASE_URL' | 'DATABASE_MIGRATION_URL';

/** The oldest PostgreSQL that the migrations are written for and tested on. */
const OLDEST_VERSION = 18;

/** Seconds in which a server that is there accepts a connection, whatever its load. */
const CONNECT_SECONDS = 20;

/**
 * Connects to the server of a setting, as the first thing that is done there. The caller ends the connection.
 * @param options settings of the session in the start-up packet, which a pooler refuses.
 * @throws StartRefusal when nobody answers, the login is refused, or the server is too old.
 */
export async function connectFirst(
  url: string,
  setting: AddressSetting,
  options?: string,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    ...(options !== undefined && { options }),
  });
  // A server that goes away is told of by the statement that it breaks.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new StartRefusal(sentenceOf(error, new URL(url), setting), { cause: error });
  }
  try {
    const { rows } = await client.query<{ number: number; name: string }>(
      `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
    );
    requireVersion(rows[0]?.number ?? 0, rows[0]?.name ?? 'unknown', setting);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/**
 * @param number as `server_version_num` gives it: 180004 for 18.4.
 * @throws StartRefusal for a server that the migrations would fail on somewhere in their middle.
 */
export function requireVersion(number: number, name: string, setting: AddressSetting): void {
  if (number >= OLDEST_VERSION * 10_000) return;
  throw new StartRefusal(
    `The server that ${setting} names is PostgreSQL ${name}: PIT needs ${OLDEST_VERSION} or newer, so upgrade it or name another.`,
  );
}

/** Whether the server knows of a login, and lets it in no more than one that it does not know of. */
export function isLoginRefused(error: unknown): boolean {
  const { code = '' } = ((error as Error).cause ?? {}) as { code?: string };
  return code === '28P01' || code === '28000';
}

function sentenceOf(error: unknown, url: URL, setting: AddressSetting): string {
  const { code = '', message } = error as { code?: string; message: string };
  const login = `"${decodeURIComponent(url.username)}"`;
  const server = `PostgreSQL at ${url.host}`;
  switch (code) {
    case '28P01':
      return wrongPassword(`${server} refuses the name or password of ${login}`, setting);
    case '28000':
      return `${server} does not let in ${login} of ${originOf(setting)}: ${message}.`;
    case '08P01':
      return refusedByPooler(message, url, setting);
    case '3D000': {
      const name = decodeURIComponent(url.pathname.slice(1));
      return `There is no database "${name}" on ${server}: create it, or name another in ${setting}.`;
    }
    case '53300':
      return `${server} has no connection left for ${login} of ${setting}: ${message}.`;
    case '57P03':
      return `${server}, which ${setting} names, is not ready yet (${message}): start again shortly.`;
    case '':
      if (message.includes('password must be a string')) {
        return `${server} asks ${login} for a password, and ${setting} has none: give it there.`;
      }
  }
  return `No PostgreSQL answers at ${url.host} (${code === '' ? message : code}): start it, or correct ${setting}.`;
}

function originOf(setting: AddressSetting): string {
  return setting === 'DATABASE_MIGRATION_URL'
    ? 'DATABASE_MIGRATION_URL (where it is not set: pit_migrator with the password of DATABASE_URL)'
    : setting;
}

function wrongPassword(refusal: string, setting: AddressSetting): string {
  const cure = `${refusal} in ${originOf(setting)}: correct it there, since no start changes a password`;
  return setting === 'DATABASE_URL'
    ? `${cure}. On a new server "npm run db:migrate" has to make the login first.`
    : `${cure}.`;
}

/** PgBouncer refuses all that it refuses with one code, and passes on so why the server let nobody in. */
function refusedByPooler(message: string, url: URL, setting: AddressSetting): string {
  if (message.startsWith('unsupported startup parameter')) {
    return `${setting} names a pooler at ${url.host} (${message}): give it an address of the server itself, since migrations hold a lock for a session.`;
  }
  const login = `"${decodeURIComponent(url.username)}"`;
  return `The pooler at ${url.host} does not let ${login} of ${setting} in (${message}): its list of users, the server and ${setting} have to agree.`;
}
