import { CLOSE_GAP, PLACE, type Level } from '../../../db/queries/plan/plan-position-query.ts';
import { badInput } from '../../../domain/errors.ts';
import type { Tx } from '../../transaction/command.ts';

/** Puts a node at a position among its live siblings; null, and what lies beyond, is the end. */
export async function placeNode(tx: Tx, level: Level, id: string, position: number | null): Promise<void> {
  await tx.run(PLACE[level], [id, position]);
}

/** Closes the gap that a node will leave; to be done while it still stands among its siblings. */
export async function closeGap(tx: Tx, level: Level, id: string): Promise<void> {
  await tx.run(CLOSE_GAP[level], [id]);
}

/**
 * A position as a caller states it; null is the end.
 * @throws PitError BAD_USER_INPUT for a negative one.
 */
export function optionalPosition(position: number | null | undefined): number | null {
  if (position === null || position === undefined) return null;
  if (Number.isInteger(position) && position >= 0) return position;
  throw badInput('That is no position.', {
    field: 'input.position',
    expected: 'a whole number, 0 for the first place',
    actual: position,
  });
}
