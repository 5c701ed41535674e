import { eachInSteps, type Steps } from '../../in-steps.ts';
import { requireDepth } from '../plan-check.ts';
import type { PlanBranch } from '../plan-document.ts';
import { descriptionOf, nameOf } from '../file-text.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { fieldOf, isSet, type XmlElement } from '../xml-element.ts';
import { isUuid } from '../../uuid.ts';
import { numberOf } from './mspdi-file.ts';

/** A task without summaries above it lies here. */
const LOOSE: PlanBranch = {
  key: 'imported',
  phaseKey: null,
  name: 'Imported',
  description: null,
  recordId: null,
};

/** A task that is no summary, and where it lies. */
export interface OutlineLeaf {
  readonly uid: string;
  readonly element: XmlElement;
  readonly branchKey: string;
  /** Names of summaries between its branch and it, which have no place of their own. */
  readonly path: readonly string[];
}

export interface Outline {
  readonly branches: readonly PlanBranch[];
  readonly leaves: readonly OutlineLeaf[];
  /** The leaves under each summary, as a range of `leaves`. */
  readonly summaries: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
}

interface Open {
  readonly level: number;
  readonly uid: string;
  readonly branch: PlanBranch;
  readonly path: readonly string[];
  readonly from: number;
}

/**
 * The outline as phases, work packages and tasks: summaries of the first level are phases, those in a phase are its work
 * packages, and deeper ones fold into these. Empty lines, inactive tasks and those of other projects are left out.
 * @throws PitError LIMIT_EXCEEDED for an outline that is too deep.
 */
export function* outlineOf(tasks: readonly XmlElement[], warnings: PlanWarnings): Steps<Outline> {
  const walk = new OutlineWalk(warnings);
  let last: XmlElement | undefined;
  yield* eachInSteps(
    tasks,
    (task) => {
      if (!isKept(task, warnings)) return;
      if (last !== undefined) walk.take(last, levelOf(last), levelOf(task));
      last = task;
    },
    weightOf,
  );
  if (last !== undefined) walk.take(last, levelOf(last), 0);
  return walk.end();
}

/** A task is looked through for each of its fields. */
export function weightOf({ children }: XmlElement): number {
  return 1 + Math.floor(children.length / 50);
}

function isKept(task: XmlElement, warnings: PlanWarnings): boolean {
  if (isSet(task, 'IsNull') || fieldOf(task, 'UID') === null || levelOf(task) === 0) return false;
  const where = placeOf(task);
  if (fieldOf(task, 'Active') === '0') {
    warnings.add(PlanWarningKind.LEFT_OUT, where, 'an inactive task is left out');
    return false;
  }
  if (!isSet(task, 'ExternalTask')) return true;
  warnings.add(PlanWarningKind.LEFT_OUT, where, 'a task of another project is left out');
  return false;
}

function levelOf(task: XmlElement | undefined): number {
  const uid = task === undefined ? null : fieldOf(task, 'UID');
  return task === undefined ? 0 : (numberOf(task, 'OutlineLevel') ?? (uid === '0' ? 0 : 1));
}

/** How warnings call a task: by its number in the list and its name. */
export function placeOf(task: XmlElement): string {
  const name = fieldOf(task, 'Name');
  const number = fieldOf(task, 'ID') ?? fieldOf(task, 'UID') ?? '?';
  return name === null ? `task ${number}` : `task ${number} "${name.slice(0, 60)}"`;
}

/** The id that a GUID of the file is, in lower case; null for none. */
export function guidOf(text: string | null | undefined): string | null {
  const id = text?.replace(/^\{|\}$/g, '').toLowerCase();
  return isUuid(id) ? id : null;
}

class OutlineWalk {
  private readonly branches: PlanBranch[] = [];
  private readonly leaves: OutlineLeaf[] = [];
  private readonly summaries = new Map<string, { from: number; to: number }>();
  private readonly open: Open[] = [];
  private isLooseMade = false;

  constructor(private readonly warnings: PlanWarnings) {}

  take(element: XmlElement, level: number, nextLevel: number): void {
    requireDepth(level, placeOf(element));
    this.close(level);
    const uid = fieldOf(element, 'UID') ?? '';
    const top = this.open.at(-1);
    if (nextLevel > level || isSet(element, 'Summary')) {
      this.open.push(this.summary(element, { level, uid }, top));
      return;
    }
    const branchKey = top?.branch.key ?? this.loose();
    this.leaves.push({ uid, element, branchKey, path: top?.path ?? [] });
  }

  end(): Outline {
    this.close(0);
    return { branches: this.branches, leaves: this.leaves, summaries: this.summaries };
  }

  private close(level: number): void {
    while ((this.open.at(-1)?.level ?? -1) >= level) {
      const { uid, from } = this.open.pop()!;
      this.summaries.set(uid, { from, to: this.leaves.length });
    }
  }

  private summary(
    element: XmlElement,
    { level, uid }: { level: number; uid: string },
    top: Open | undefined,
  ): Open {
    const where = placeOf(element);
    const from = this.leaves.length;
    const name = nameOf(fieldOf(element, 'Name') ?? '', `Summary ${uid}`, where, this.warnings);
    if (top !== undefined && top.branch.phaseKey !== null) {
      this.warnings.add(
        PlanWarningKind.OUTLINE,
        where,
        `the summary folds into the work package "${top.branch.name}"`,
      );
      return { level, uid, branch: top.branch, path: [...top.path, name], from };
    }
    const description = descriptionOf(fieldOf(element, 'Notes'), where, this.warnings);
    const recordId = guidOf(fieldOf(element, 'GUID'));
    const branch = { key: uid, phaseKey: top?.branch.key ?? null, name, description, recordId };
    this.branches.push(branch);
    return { level, uid, branch, path: [], from };
  }

  private loose(): string {
    if (!this.isLooseMade) this.branches.push(LOOSE);
    this.isLooseMade = true;
    return LOOSE.key;
  }
}
