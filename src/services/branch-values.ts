import { CHILD_OUTSIDE } from '../db/plan-branch-query.ts';
import { changePlanDates, fitIntoParent, type DateWindow } from '../domain/plan-dates.ts';
import { changed } from '../domain/task-values.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../domain/text.ts';
import { windowOf } from './plan-frame.ts';
import { requireUsers } from './references.ts';
import type { Tx } from './write.ts';

/** What people plan of a phase or work package. */
export interface BranchValues {
  readonly name: string;
  readonly description: string | null;
  readonly ownerId: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** Three-valued; an owner cannot be cleared. A duration stands for one of the two dates and is not kept. */
export interface BranchChange {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly ownerId?: string | null;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly durationDays?: number | null;
}

/** What a branch is before anything is said of it: the actor's. */
export function newBranch(tx: Tx): BranchValues {
  return { name: '', description: null, ownerId: tx.actor.userId, startDate: null, endDate: null };
}

/**
 * The values after a change, each checked.
 * @throws PitError BAD_USER_INPUT; PIT002 for an unknown owner, PIT006 for dates that disagree.
 */
export async function changeBranch(
  tx: Tx,
  current: BranchValues,
  change: BranchChange,
): Promise<BranchValues> {
  const { start, end } = changeWindow(tx, current, change);
  return {
    name: changed(current.name, change.name, (name) => requireName(name, 'input.name')),
    description: changed(current.description, change.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
    ownerId: await changeOwner(tx, current.ownerId, change.ownerId),
    startDate: start,
    endDate: end,
  };
}

/** The first and last day after a change; what lies inside does not move with them, so only one date is set at a time. */
export function changeWindow(
  tx: Tx,
  current: Pick<BranchValues, 'startDate' | 'endDate'>,
  change: Pick<BranchChange, 'startDate' | 'endDate' | 'durationDays'>,
): DateWindow {
  const asked = { start: change.startDate, end: change.endDate, durationDays: change.durationDays };
  const standing = { start: current.startDate, end: current.endDate, durationDays: null };
  return changePlanDates(standing, asked, tx.calendar, 'input');
}

/** The owner after a change; null takes the actor, who answers for what nobody else does. */
export async function changeOwner(
  tx: Tx,
  current: string,
  asked: string | null | undefined,
): Promise<string> {
  if (asked === undefined) return current;
  const [owner = tx.actor.userId] = asked === null ? [] : await requireUsers(tx, [asked], 'input.ownerId');
  return owner;
}

/**
 * Goes on only if nothing live under a project or branch reaches out of its new dates: they are the children's frame,
 * whatever becomes of children's own new dates.
 * @throws PitError PIT006 naming both.
 */
export async function requireAround(
  tx: Tx,
  what: string,
  node: { id: string; name: string; startDate: string | null; endDate: string | null },
): Promise<void> {
  const { rows } = await tx.query<DateWindow & { what: string; name: string }>(CHILD_OUTSIDE, [
    node.id,
    node.startDate,
    node.endDate,
  ]);
  const [child] = rows;
  if (child === undefined) return;
  const { start, end } = child;
  fitIntoParent(
    { label: `${child.what} "${child.name}"`, start, end },
    windowOf(what, node),
    'refuse',
    'input',
  );
}
