import { badInput } from '../errors.ts';
import { requireName } from '../text.ts';
import { isUuid } from '../uuid.ts';
import { ActorRole, TeamRole } from '../enums.ts';

/** What the platform says of an organisation and its people; ids are the platform's. */
export interface Directory {
  readonly organisation?: {
    id: string;
    name: string;
    timeZone?: string | null;
    settings?: object | null;
  } | null;
  readonly divisions?: readonly { id: string; name: string }[] | null;
  readonly users?: readonly DirectoryUser[] | null;
  readonly teams?: readonly { id: string; name: string; managerId: string }[] | null;
  readonly memberships?: readonly { teamId: string; userId: string; role?: TeamRole | null }[] | null;
}

interface DirectoryUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role?: ActorRole | null;
  /** False for whoever has left; what is not said stays as it is. */
  readonly isActive?: boolean | null;
}

/** One message of the directory at most; more come in several. */
export const MAX_ENTRIES = 5_000;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/**
 * The directory as the database takes it, names of columns and lists without doubles of an id.
 * @throws PitError BAD_USER_INPUT naming the entry, `input.users[3].email`.
 */
export function checkDirectory(directory: Directory): object {
  const { organisation } = directory;
  return {
    ...(organisation && { organisation: checkOrganisation(organisation) }),
    divisions: each(directory.divisions, 'divisions', (division, field) => ({
      id: id(division.id, `${field}.id`),
      name: requireName(division.name, `${field}.name`),
    })),
    users: each(directory.users, 'users', (user, field) => ({
      id: id(user.id, `${field}.id`),
      name: requireName(user.name, `${field}.name`),
      email: matching(user.email, `${field}.email`, 'an e-mail address', (text) => EMAIL.test(text)),
      role: user.role ?? ActorRole.MEMBER,
      ...(user.isActive != null && { is_active: user.isActive }),
    })),
    teams: each(directory.teams, 'teams', (team, field) => ({
      id: id(team.id, `${field}.id`),
      name: requireName(team.name, `${field}.name`),
      manager_id: id(team.managerId, `${field}.managerId`),
    })),
    memberships: each(directory.memberships, 'memberships', (membership, field) => ({
      team_id: id(membership.teamId, `${field}.teamId`),
      user_id: id(membership.userId, `${field}.userId`),
      role: membership.role ?? TeamRole.MEMBER,
    })),
  };
}

function checkOrganisation({
  id: key,
  name,
  timeZone,
  settings,
}: NonNullable<Directory['organisation']>): object {
  return {
    id: id(key, 'input.organisation.id'),
    name: requireName(name, 'input.organisation.name'),
    ...(timeZone && {
      time_zone: matching(timeZone, 'input.organisation.timeZone', 'an IANA time zone', isTimeZone),
    }),
    ...(settings && { settings }),
  };
}

function each<T, R>(
  entries: readonly T[] | null | undefined,
  list: string,
  check: (entry: T, field: string) => R,
): R[] {
  if ((entries?.length ?? 0) > MAX_ENTRIES) {
    const expected = `at most ${MAX_ENTRIES} entries`;
    throw badInput('The directory is too long.', {
      field: `input.${list}`,
      expected,
      actual: entries?.length,
    });
  }
  return (entries ?? []).map((entry, i) => check(entry, `input.${list}[${i}]`));
}

function id(value: string, field: string): string {
  return matching(value, field, 'a UUID', isUuid).toLowerCase();
}

function matching(
  value: string,
  field: string,
  expected: string,
  isRight: (text: string) => boolean,
): string {
  if (isRight(value)) return value;
  throw badInput(`${field} is not ${expected}`, { field, expected, actual: value.slice(0, 64) });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
