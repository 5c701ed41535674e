// A development token for a user of the database in use, on standard output; who it is for, on standard error.
import pg from 'pg';
import { config } from '../src/config/config.ts';
import { findUser, type FoundUser } from '../src/db/queries/directory/find-user-statement.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { ALL_DIVISIONS, mayHoldAllDivisions } from '../src/domain/directory/actor.ts';
import { ActorRole } from '../src/domain/enums.ts';
import { signDevelopmentToken } from '../src/server/auth/development-token.ts';
import { UsageError, runCommand, text, type Options } from './command.ts';

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';
const ROLES = Object.values(ActorRole);
const SECONDS_OF: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const MOST_SECONDS = 365 * 86_400;

const USAGE = `Usage: npm run token -- --user <id or email> [--role ${ROLES.join('|')}] [--ttl 1h]
                    [--division <id>,...] [--org <id>]

  --user      whom the token speaks for
  --role      another role than the user's own
  --ttl       how long it holds: 30m, 1h (default 12h), 7d; at most 365d
  --division  the divisions it carries, by id (default: all of the organisation; "none" for none)
  --org       the user's organisation; needed with DATABASE_URL, where nobody sees all of them`;

await runCommand(
  USAGE,
  {
    user: { type: 'string' },
    role: { type: 'string' },
    ttl: { type: 'string' },
    division: { type: 'string' },
    org: { type: 'string' },
  },
  async (options) => {
    if (config.production) throw new Error('Development tokens do not exist in production.');
    const who = text(options, 'user');
    if (who === undefined) throw new UsageError('Say whom the token is for.');
    const role = readRole(options);
    const lifetime = readLifetime(options);
    const user = await lookUp(who, text(options, 'org'));
    const speaksAs = role ?? user.role;
    const divisionIds = divisionsOf(text(options, 'division'), user, speaksAs);
    const subject = { userId: user.id, orgId: user.orgId, role: speaksAs, divisionIds };
    const token = await signDevelopmentToken(config, subject, lifetime);
    console.error(`${user.name}, ${subject.role} of ${user.organisation}:`);
    console.log(token);
  },
);

function readRole(options: Options): ActorRole | undefined {
  const given = text(options, 'role');
  const role = ROLES.find((each) => each === given);
  if (given !== undefined && role === undefined) {
    throw new UsageError(`There is no role "${given}": it is one of ${ROLES.join(', ')}.`);
  }
  return role;
}

function readLifetime(options: Options): string {
  const lifetime = text(options, 'ttl') ?? '12h';
  const [, count, unit = ''] = /^([1-9]\d{0,7})\s?([smhd])$/.exec(lifetime) ?? [];
  if (count === undefined) throw new UsageError(`"${lifetime}" is no length of time: 30m, 1h and 7d are.`);
  if (Number(count) * (SECONDS_OF[unit] ?? Infinity) > MOST_SECONDS) {
    throw new UsageError(`"${lifetime}" is too long for a token: 365d is the most.`);
  }
  return lifetime;
}

/** The divisions that the token names; whoever may hold all of them need not name any. */
function divisionsOf(given: string | undefined, user: FoundUser, role: ActorRole): readonly string[] {
  if (given === undefined) return mayHoldAllDivisions(role) ? ALL_DIVISIONS : user.divisionIds;
  if (given === 'none') return [];
  const ids = given.split(',').map((id) => id.trim().toLowerCase());
  const unknown = ids.find((id) => !user.divisionIds.includes(id));
  if (unknown === undefined) return ids;
  const known = user.divisionIds.length === 0 ? 'it has none' : `it has ${user.divisionIds.join(', ')}`;
  throw new UsageError(`"${unknown}" is no division of ${user.organisation}: ${known}.`);
}

async function lookUp(who: string, organisation: string | undefined): Promise<FoundUser> {
  const database = await openServer(config);
  const client = new pg.Client(database.adminUrl ?? database.appUrl);
  try {
    await client.connect();
    // The embedded server's superuser sees every organisation; the application role sees the one it names.
    if (database.adminUrl === null) await enterOrganisation(client, organisation);
    const users = await findUser(client, who);
    if (database.adminUrl === null) await client.query('COMMIT');
    return theOnly(
      users.filter(({ orgId }) => organisation === undefined || orgId === organisation),
      who,
    );
  } finally {
    await client.end();
    await database.close();
  }
}

async function enterOrganisation(client: pg.Client, organisation: string | undefined): Promise<void> {
  if (organisation === undefined)
    throw new UsageError('With DATABASE_URL, name the organisation too: --org.');
  const context = { 'app.org_id': organisation, 'app.user_id': SYSTEM_USER, 'app.role': ActorRole.SERVICE };
  // A pooler would hand settings of the session to whoever comes next.
  await client.query('BEGIN READ ONLY');
  for (const [name, value] of Object.entries(context)) {
    await client.query('SELECT set_config($1, $2, true)', [name, value]);
  }
}

function theOnly(users: readonly FoundUser[], who: string): FoundUser {
  const [user, ...others] = users;
  if (user === undefined) throw new Error(`Nobody goes by "${who}".`);
  if (others.length > 0) {
    const list = users.map(({ id, name, organisation }) => `  ${id}  ${name}, ${organisation}`);
    throw new Error(`More than one user goes by "${who}"; name one by id:\n${list.join('\n')}`);
  }
  return user;
}
