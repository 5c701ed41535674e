import { SYNC } from '../../db/queries/directory/directory-query.ts';
import { isUnannounced } from '../../db/write/tenant-transaction.ts';
import { SYSTEM_USER } from '../../domain/directory/actor.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { checkDirectory, type Directory } from '../../domain/directory/directory.ts';
import { badInput } from '../../domain/errors.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { followSettings } from '../plan/projects/settings-change.ts';
import { requireApprovers, requireKnownSettings } from './settings.ts';
import type { Tx } from '../transaction/command.ts';

/** How many entries of each kind were taken in. */
export interface DirectoryCounts {
  organisations: number;
  divisions: number;
  users: number;
  teams: number;
  memberships: number;
  /** Tasks whose working days another calendar counts otherwise; null where the calendar is what it was. */
  durationsRecounted: number | null;
}

/**
 * Takes over what the platform says of the caller's organisation and its people. New entries are made, known ones
 * updated, none is ever deleted. For the service role alone.
 */
export async function syncDirectory(tx: Tx, input: Directory): Promise<DirectoryCounts> {
  requireMay('syncDirectory', { role: tx.actor.role, relations: [] });
  const directory = checkDirectory(input);
  const { organisation } = input;
  if (organisation && organisation.id.toLowerCase() !== tx.actor.orgId) {
    throw badInput('A directory speaks of its own organisation.', {
      pit: 'PIT005',
      field: 'input.organisation.id',
      expected: tx.actor.orgId,
      actual: organisation.id.slice(0, 64),
    });
  }
  if (isUnannounced(tx.organisation)) requireOwnAccount(tx.actor, input);
  requireOwnActive(tx.actor, input);
  if (organisation?.settings != null) requireKnownSettings(organisation.settings, 'settings');
  const { rows } = await tx.run(SYNC, [JSON.stringify(directory)]);
  // By now those are known whom the same directory names.
  if (organisation?.settings != null)
    await requireApprovers(tx, organisation.settings, 'input.organisation.settings');
  const { settings, ...counts } = (rows[0] as (typeof rows)[number]).taken;
  const durationsRecounted = settings === undefined ? null : await followSettings(tx, settings);
  return { ...counts, durationsRecounted };
}

/** Whoever deactivates their own account could never make it active again. */
function requireOwnActive({ userId }: Actor, { users }: Directory): void {
  const at = users?.findIndex(({ id, isActive }) => id.toLowerCase() === userId && isActive === false) ?? -1;
  if (at < 0) return;
  throw badInput("The token's own user stays active.", {
    field: `input.users[${at}].isActive`,
    expected: true,
    actual: false,
  });
}

/** Without an account of its own the service could announce an organisation, and never speak of it again. */
function requireOwnAccount({ userId }: Actor, { organisation, users }: Directory): void {
  if (!organisation) {
    throw badInput('The organisation is not known here yet: its first directory names it.', {
      field: 'input.organisation',
      expected: 'the id and name of the new organisation',
      actual: null,
    });
  }
  if (userId === SYSTEM_USER || users?.some(({ id }) => id.toLowerCase() === userId)) return;
  throw badInput("The first directory of an organisation names the token's user among its users.", {
    field: 'input.users',
    expected: userId,
    actual: users?.length ?? 0,
  });
}
