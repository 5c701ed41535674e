import { LOCK, LOCKED, CHANGE } from '../../db/queries/directory/settings-query.ts';
import { Organisation } from '../../../entities/organisation.ts';
import { requireDataDate } from '../../domain/schedule/data-date.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { requireSettingsChange } from '../../domain/directory/organisation-settings.ts';
import { thresholdRefusal } from '../../domain/watchdog/watchdog-thresholds.ts';
import { followSettings } from '../plan/projects/settings-change.ts';
import { requireUnmodified, type Versioned } from '../transaction/optimistic-lock.ts';
import { requireUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';

/** What changes of an organisation's settings, each by its name: a value sets, null takes the default back. */
export interface SettingsInput {
  readonly ifUpdatedAt?: string | null;
  readonly idempotencyKey?: string | null;
  readonly [setting: string]: unknown;
}

/** What the payload of changed settings is read by. */
export interface ChangedSettings {
  readonly organisationId: string;
  /** Tasks whose working days another calendar counts otherwise, of the oldest 10,000; null where the calendar is what it was. */
  readonly durationsRecounted: number | null;
}

/**
 * Changes settings of the actor's organisation; what is not named stays. For its administrators.
 * @throws PitError FORBIDDEN; BAD_USER_INPUT naming the setting; CONFLICT.
 */
export async function updateSettings(tx: Tx, input: SettingsInput): Promise<ChangedSettings> {
  const { role, overrideReason } = tx.actor;
  requireMay('updateOrganisationSettings', { role, relations: [], overrideReason });
  const { ifUpdatedAt, idempotencyKey: _, ...named } = input;
  const change = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  requireKnownSettings(change, 'input');
  const { dataDate } = (change['schedule'] ?? {}) as { dataDate?: string | null };
  if (dataDate != null && dataDate !== 'today')
    requireDataDate(dataDate, tx.today, 'input.schedule.dataDate');
  await requireApprovers(tx, change, 'input');
  await tx.run(LOCK);
  const { rows } = await tx.run(LOCKED);
  await requireUnmodified(tx, Organisation, rows[0] as Versioned, ifUpdatedAt);
  const changed = await tx.run(CHANGE, [JSON.stringify(change)]);
  const durationsRecounted = await followSettings(tx, changed.rows[0]?.settings ?? {});
  return { organisationId: tx.actor.orgId, durationsRecounted };
}

/** Goes on only if a change names settings that there are, with values that they take. */
export function requireKnownSettings(change: unknown, at: string): void {
  requireSettingsChange(change, at, thresholdRefusal);
}

/**
 * Goes on only if those who are to decide on acceptances are users of the organisation.
 * @param change settings that name only what there is, with values that it takes.
 * @throws PitError NOT_FOUND, PIT002.
 */
export async function requireApprovers(tx: Tx, change: object, at: string): Promise<void> {
  const { acceptance } = change as { acceptance?: { approverIds?: readonly string[] | null } | null };
  if (acceptance?.approverIds == null) return;
  await requireUsers(tx, acceptance.approverIds, `${at}.acceptance.approverIds`);
}
