import { FIND_SNAPSHOTS, INSERT_SNAPSHOTS } from '../../../db/queries/exchange/listed-plan-query.ts';
import { toCents } from '../../../domain/money.ts';
import type { Tx } from '../../transaction/command.ts';
import { inBatches, type PlacedProject } from './write-projects.ts';

interface Snapshot {
  readonly projectId: string;
  readonly capexCommitted: string;
  readonly capexSpent: string;
}

/** Keeps what each project has committed and spent, where that differs from the newest snapshot. Answers how many it took. */
export async function snapshotCosts(tx: Tx, placed: readonly PlacedProject[]): Promise<number> {
  const ids = placed.flatMap((project) => (project.known === undefined ? [] : [project.id]));
  const found = await tx.run(FIND_SNAPSHOTS, [ids]);
  const newest = new Map(found.rows.map((snapshot) => [snapshot.projectId, snapshot]));
  const rows = placed.flatMap(({ id, plan }) => {
    const snapshot = { projectId: id, ...plan.listing.cost };
    return isSameCost(newest.get(id), snapshot) ? [] : [snapshot];
  });
  await inBatches(tx, INSERT_SNAPSHOTS, rows);
  return rows.length;
}

function isSameCost(a: Snapshot | undefined, b: Snapshot): boolean {
  if (a === undefined) return false;
  return (
    toCents(a.capexCommitted) === toCents(b.capexCommitted) && toCents(a.capexSpent) === toCents(b.capexSpent)
  );
}
