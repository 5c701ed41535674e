import { randomUUID } from 'node:crypto';
import { USERS_BY_EMAIL } from '../../../db/queries/exchange/imported-row-query.ts';
import { FIND_DIVISIONS } from '../../../db/queries/exchange/listed-plan-query.ts';
import type { ListedPlan } from '../../../domain/exchange/plan-document.ts';
import { syncDirectory } from '../../directory/directory.ts';
import type { Tx } from '../../transaction/command.ts';

/** The divisions that plans name, by name; those that are missing are made. */
export async function divisionsOf(
  tx: Tx,
  plans: readonly ListedPlan[],
): Promise<{ divisionOf: (plan: ListedPlan) => string | null; made: number }> {
  const names = [...new Set(plans.flatMap(({ listing }) => listing.divisionName ?? []))];
  const found = await tx.run(FIND_DIVISIONS, [names]);
  const ids = new Map(found.rows.map(({ id, name }) => [name, id]));
  const divisions = names.filter((name) => !ids.has(name)).map((name) => ({ id: randomUUID(), name }));
  if (divisions.length > 0) await syncDirectory(tx, { divisions });
  for (const { id, name } of divisions) ids.set(name, id);
  const divisionOf = ({ listing: { divisionName } }: ListedPlan): string | null =>
    divisionName === null ? null : (ids.get(divisionName) ?? null);
  return { divisionOf, made: divisions.length };
}

/** Who answers for plans that are new: whom they name by e-mail address, as far as active here, else the importing user. */
export async function ownersOf(tx: Tx, plans: readonly ListedPlan[]): Promise<(plan: ListedPlan) => string> {
  const emails = [...new Set(plans.flatMap(({ listing }) => listing.ownerEmail?.toLowerCase() ?? []))];
  const { rows } = emails.length === 0 ? { rows: [] } : await tx.run(USERS_BY_EMAIL, [emails]);
  const ids = new Map(rows.flatMap(({ id, email, isActive }) => (isActive ? [[email, id] as const] : [])));
  return ({ listing: { ownerEmail } }) => ids.get(ownerEmail?.toLowerCase() ?? null) ?? tx.actor.userId;
}
