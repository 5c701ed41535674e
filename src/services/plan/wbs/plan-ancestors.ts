import { BRANCHES, FIT_DATES, SET_FRAME } from '../../../db/queries/plan/wbs-element-query.ts';
import { step, type Step } from '../../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { NO_FRAME, type DateFrame } from '../../../domain/plan/date-frame.ts';
import { notFound } from '../../../domain/errors.ts';
import { requireInside, type ChildDatesPolicy, type NamedWindow } from '../../../domain/plan/date-window.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { LockedProject } from '../projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';

/** A live phase or work package. */
export interface WbsElement {
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
 * The part of a locked project that stands above what a verb changes: its branches, their people, and the typed bounds
 * of their dates. It notes which of them a change reaches, and has their dates fitted to it in the end.
 */
export class PlanAncestors {
  private readonly reached = new Set<string>();

  constructor(
    readonly project: LockedProject,
    private readonly branches: ReadonlyMap<string, WbsElement>,
    /** By the ids of branches and project; what has no typed bound is not in it. */
    private readonly frames: ReadonlyMap<string, DateFrame>,
    private readonly policy: ChildDatesPolicy,
  ) {}

  /** @throws PitError NOT_FOUND when the project has no such live branch. */
  branch(kind: WbsElement['kind'], id: string, field: string): WbsElement {
    const branch = this.branches.get(id.toLowerCase());
    if (branch?.kind !== kind) throw notFound(kind, id, field);
    return branch;
  }

  /** The branch that a task lies in. */
  parentOf({ phaseId, workPackageId }: { phaseId: string; workPackageId: string | null }): WbsElement {
    return workPackageId === null
      ? this.branch('phase', phaseId, 'input.id')
      : this.branch('work package', workPackageId, 'input.id');
  }

  /** Owners of a branch and of what it lies in, up to the phase. */
  ownersOf(branch: WbsElement): string[] {
    return this.path(branch).map(({ ownerId }) => ownerId);
  }

  /** The typed bounds of a branch or of the project. */
  frameOf(id: string): DateFrame {
    return this.frames.get(id) ?? NO_FRAME;
  }

  /**
   * Checks the dates of a child against everything above it, which is then fitted to them.
   * @param parent the branch that the child lies in; null for a phase.
   * @throws PitError PIT006 where the organisation refuses dates outside of typed bounds.
   */
  fit(child: NamedWindow, parent: WbsElement | null, field: string): void {
    const above = [...(parent === null ? [] : this.path(parent)), this.project];
    for (const node of this.policy === 'widen' ? [] : above) {
      const label = `${'kind' in node ? node.kind : 'project'} "${node.name}"`;
      requireInside(child, { label, ...this.frameOf(node.id) }, field);
    }
    this.reach(parent);
  }

  /** Has the dates of a branch, of what it lies in, and of the project fitted; null: of the project alone. */
  reach(branch: Pick<WbsElement, 'id' | 'phaseId'> | null): void {
    this.reached.add(this.project.id);
    if (branch === null) return;
    this.reached.add(branch.id);
    this.reached.add(branch.phaseId);
  }

  /** Fits what was reached; the last of a verb, since it looks at what is stored by then. */
  save(tx: Tx): void {
    if (this.reached.size > 0) fitDates(tx, this.project.id, [...this.reached]);
  }

  private path(branch: WbsElement): WbsElement[] {
    const phase = this.branches.get(branch.phaseId);
    return branch.kind === 'phase' || phase === undefined ? [branch] : [branch, phase];
  }
}

/**
 * Brings the dates that a project and its branches show to the wider of what was typed and what their live children
 * have, once what was changed before is stored.
 * @param nodes branches whose children or typed bounds have changed; null for all of the project's.
 */
export function fitDates(tx: Tx, projectId: string, nodes: readonly string[] | null): void {
  tx.defer(step(FIT_DATES, [projectId, nodes]));
}

/** Stores the typed bounds of a branch or project; without any its dates follow its children. */
export function storeFrame(tx: Tx, projectId: string, nodeId: string, { start, end }: DateFrame): void {
  tx.defer(step(SET_FRAME, [nodeId, projectId, start, end]));
}

/** The step that reads branches and the phases above them, for `frameOf`. Ids that are none are not asked for. */
export function frameStep(branchIds: readonly (string | null | undefined)[]): Step<FrameRow> {
  const ids = branchIds.flatMap((id) => (isUuid(id) ? [id.toLowerCase()] : []));
  return step(BRANCHES, [[...new Set(ids)]]);
}

type FrameRow = RowOfStatement<typeof BRANCHES>;

/** The frame out of the rows of such a step; branches of other projects are none of it. */
export function frameOf(tx: Tx, project: LockedProject, rows: readonly FrameRow[]): PlanAncestors {
  const known = rows.filter(({ projectId }) => projectId === project.id);
  const branches = known.flatMap((row) => elementOf(row) ?? []);
  const frames = known.map(({ id, startTyped, endTyped }): [string, DateFrame] => [
    id,
    { start: startTyped, end: endTyped },
  ]);
  return new PlanAncestors(
    project,
    new Map(branches.map((branch) => [branch.id, branch])),
    new Map(frames),
    tx.settings.childDates,
  );
}

/** A branch out of a row; null for a row that has the typed bounds of the project. */
function elementOf(row: FrameRow): WbsElement | null {
  const { kind, phaseId, name, ownerId, updatedAt, nextTask } = row;
  if (kind === 'project' || phaseId === null || name === null || ownerId === null) return null;
  if (updatedAt === null || nextTask === null) return null;
  return { ...row, kind, phaseId, name, ownerId, updatedAt, nextTask };
}

/** The frame above the given branches of a locked project. */
export async function readFrame(
  tx: Tx,
  project: LockedProject,
  branchIds: readonly (string | null)[],
): Promise<PlanAncestors> {
  const [rows] = await tx.pipeline([frameStep([project.id, ...branchIds])]);
  return frameOf(tx, project, rows);
}

/** A node's dates with the words that an error calls it by. */
export function windowOf(
  what: string,
  node: { readonly name: string; readonly startDate: string | null; readonly endDate: string | null },
): NamedWindow {
  return { label: `${what} "${node.name}"`, start: node.startDate, end: node.endDate };
}
