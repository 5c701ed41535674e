import { CHILD_OUTSIDE } from '../../../db/queries/plan/wbs-element-query.ts';
import { changeFrame, NO_FRAME, type DateFrame } from '../../../domain/plan/date-frame.ts';
import { requireInside, type DateWindow, type NamedWindow } from '../../../domain/plan/date-window.ts';
import { changed } from '../../../domain/plan/task-values.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../../../domain/text.ts';
import { storeFrame, type WbsElement, type PlanAncestors } from './plan-ancestors.ts';
import { requireActiveUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';

/** What people plan of a phase or work package. */
export interface BranchValues {
  readonly name: string;
  readonly description: string | null;
  readonly ownerId: string;
  /** The bounds of its dates that are typed. */
  readonly frame: DateFrame;
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
  return { name: '', description: null, ownerId: tx.actor.userId, frame: NO_FRAME };
}

/**
 * The values after a change, each checked.
 * @param shown the dates that it shows as yet.
 * @throws PitError BAD_USER_INPUT; PIT002 for an unknown owner, PIT006 for dates that disagree.
 */
export async function changeBranch(
  tx: Tx,
  current: BranchValues,
  shown: DateWindow,
  change: BranchChange,
): Promise<BranchValues> {
  return {
    name: changed(current.name, change.name, (name) => requireName(name, 'input.name')),
    description: changed(current.description, change.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
    ownerId: await changeOwner(tx, current.ownerId, change.ownerId),
    frame: changeDates(tx, current.frame, shown, change),
  };
}

/** The typed bounds after a change; what lies inside does not move with them, so only one date is set at a time. */
export function changeDates(
  tx: Tx,
  frame: DateFrame,
  shown: DateWindow,
  change: Pick<BranchChange, 'startDate' | 'endDate' | 'durationDays'>,
): DateFrame {
  const asked = { start: change.startDate, end: change.endDate, durationDays: change.durationDays };
  return changeFrame(frame, shown, asked, { calendar: tx.calendar, field: 'input' });
}

/** The owner after a change; null takes the actor, who answers for what nobody else does. */
export async function changeOwner(
  tx: Tx,
  current: string,
  asked: string | null | undefined,
): Promise<string> {
  if (asked === undefined) return current;
  const [owner = tx.actor.userId] =
    asked === null ? [] : await requireActiveUsers(tx, [asked], 'input.ownerId', [current]);
  return owner;
}

/** A branch or project whose bounds are typed anew. */
interface Retyped {
  readonly what: 'phase' | 'project' | 'work package';
  readonly id: string;
  readonly name: string;
  /** The branch that it lies in; null for a phase or project. */
  readonly parent: WbsElement | null;
}

/**
 * Stores typed bounds where they have changed, and has the dates fitted.
 * @throws PitError PIT006 where the organisation refuses children outside of typed bounds: those of the node, or the
 * node itself in what it lies in.
 */
export async function retype(tx: Tx, above: PlanAncestors, node: Retyped, frame: DateFrame): Promise<void> {
  const before = above.frameOf(node.id);
  if (before.start === frame.start && before.end === frame.end) return;
  const changed: NamedWindow = {
    label: `${node.what} "${node.name}"`,
    start: frame.start === before.start ? null : frame.start,
    end: frame.end === before.end ? null : frame.end,
  };
  if (tx.settings.childDates === 'refuse') await requireAround(tx, node.id, changed);
  if (node.what !== 'project') above.fit(changed, node.parent, 'input');
  storeFrame(tx, above.project.id, node.id, frame);
  above.reach(node.what === 'project' ? null : { id: node.id, phaseId: node.parent?.id ?? node.id });
}

/** @throws PitError PIT006 naming both, when something live under a project or branch reaches out of its new bounds. */
async function requireAround(tx: Tx, id: string, bounds: NamedWindow): Promise<void> {
  const { start, end } = bounds;
  if (start === null && end === null) return;
  const { rows } = await tx.run(CHILD_OUTSIDE, [id, start, end]);
  const [child] = rows;
  if (child === undefined) return;
  requireInside({ ...child, label: `${child.what} "${child.name}"` }, bounds, 'input');
}
