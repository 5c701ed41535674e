import { BRANCHES, SET_WINDOWS } from '../db/plan-branch-query.ts';
import type { Step } from '../db/pipeline.ts';
import { parameters, type Row } from '../db/statement.ts';
import { notFound } from '../domain/errors.ts';
import {
  fitIntoParent,
  type ChildDatesPolicy,
  type DateWindow,
  type NamedWindow,
} from '../domain/plan-dates.ts';
import { isUuid } from '../domain/uuid.ts';
import type { LockedProject } from './locked-project.ts';
import type { Tx } from './write.ts';

/** A live phase or work package. */
export interface Branch {
  readonly kind: 'phase' | 'work package';
  readonly id: string;
  readonly projectId: string;
  /** The phase it lies in; its own id for a phase. */
  readonly phaseId: string;
  readonly name: string;
  readonly description: string | null;
  readonly ownerId: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly updatedAt: string;
  /** The position behind the last of the tasks directly under it. */
  readonly nextTask: number;
}

/**
 * The part of a locked project that stands above what a verb changes: its branches, their people, and the windows
 * that grow around children's dates.
 */
export class PlanFrame {
  private readonly windows = new Map<string, NamedWindow>();
  private readonly widened = new Set<string>();

  constructor(
    readonly project: LockedProject,
    private readonly branches: ReadonlyMap<string, Branch>,
    private readonly policy: ChildDatesPolicy,
  ) {
    this.windows.set(project.id, windowOf('project', project));
    for (const branch of branches.values()) this.windows.set(branch.id, windowOf(branch.kind, branch));
  }

  /** @throws PitError NOT_FOUND when the project has no such live branch. */
  branch(kind: Branch['kind'], id: string, field: string): Branch {
    const branch = this.branches.get(id.toLowerCase());
    if (branch?.kind !== kind) throw notFound(kind, id, field);
    return branch;
  }

  /** The branch that a task lies in. */
  parentOf({ phaseId, workPackageId }: { phaseId: string; workPackageId: string | null }): Branch {
    return workPackageId === null
      ? this.branch('phase', phaseId, 'input.id')
      : this.branch('work package', workPackageId, 'input.id');
  }

  /** Owners of a branch and of what it lies in, up to the phase. */
  ownersOf(branch: Branch): string[] {
    return this.path(branch).map(({ ownerId }) => ownerId);
  }

  /**
   * Puts a child's dates inside everything above it.
   * @param parent the branch that the child lies in; null for a phase.
   * @throws PitError PIT006 where the organisation refuses dates outside of the parent's.
   */
  fit(child: NamedWindow, parent: Branch | null, field: string): void {
    const above = [...(parent === null ? [] : this.path(parent).map(({ id }) => id)), this.project.id];
    const fitted = above.map((id): [string, DateWindow] => [
      id,
      fitIntoParent(child, this.windowOf(id), this.policy, field),
    ]);
    for (const [id, window] of fitted) this.grow(id, window);
  }

  /** Stores the windows that grew. */
  save(tx: Tx): void {
    const ids = [...this.widened];
    if (ids.length === 0) return;
    const windows = ids.map((id) => this.windowOf(id));
    const values = parameters([ids, windows.map(({ start }) => start), windows.map(({ end }) => end)]);
    tx.later({ statement: SET_WINDOWS, values });
  }

  private path(branch: Branch): Branch[] {
    const phase = this.branches.get(branch.phaseId);
    return branch.kind === 'phase' || phase === undefined ? [branch] : [branch, phase];
  }

  private windowOf(id: string): NamedWindow {
    return this.windows.get(id) as NamedWindow;
  }

  private grow(id: string, { start, end }: DateWindow): void {
    const window = this.windowOf(id);
    if (window.start === start && window.end === end) return;
    this.windows.set(id, { ...window, start, end });
    this.widened.add(id);
  }
}

/** The step that reads branches and the phases above them, for `frameOf`. Ids that are none are not asked for. */
export function frameStep(branchIds: readonly (string | null | undefined)[]): Step {
  const ids = branchIds.flatMap((id) => (isUuid(id) ? [id.toLowerCase()] : []));
  return { statement: BRANCHES, values: parameters([[...new Set(ids)]]) };
}

/** The frame out of the rows of such a step; branches of other projects are none of it. */
export function frameOf(tx: Tx, project: LockedProject, rows: readonly Row[] | undefined): PlanFrame {
  const branches = ((rows ?? []) as unknown as Branch[]).filter(({ projectId }) => projectId === project.id);
  return new PlanFrame(
    project,
    new Map(branches.map((branch) => [branch.id, branch])),
    tx.settings.childDates,
  );
}

/** The frame above the given branches of a locked project. */
export async function readFrame(
  tx: Tx,
  project: LockedProject,
  branchIds: readonly (string | null)[],
): Promise<PlanFrame> {
  const [rows] = await tx.together([frameStep(branchIds)]);
  return frameOf(tx, project, rows);
}

/** A node's dates with the words that an error calls it by. */
export function windowOf(
  what: string,
  node: { readonly name: string; readonly startDate: string | null; readonly endDate: string | null },
): NamedWindow {
  return { label: `${what} "${node.name}"`, start: node.startDate, end: node.endDate };
}
