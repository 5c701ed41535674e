import { nameOf } from '../file-text.ts';
import { eachInSteps, indexInSteps, type Steps } from '../../in-steps.ts';
import { requireDepth } from '../plan-check.ts';
import { PLAN_LIMITS, type PlanBranch } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { CsvMapping } from './csv-mapping.ts';
import type { CsvRow } from './csv-rows.ts';
import { withoutApostrophe } from './write-csv.ts';

/** A row with the key by which it is found again. */
export interface KeyedRow {
  readonly row: CsvRow;
  readonly key: string;
}

/** A row that is a task, and where it lies. */
export interface PlacedRow extends KeyedRow {
  readonly branchKey: string;
  /** Names of branches between its own and it, which have no place of their own. */
  readonly path: readonly string[];
}

export interface Placed {
  readonly branches: readonly PlanBranch[];
  readonly leaves: readonly PlacedRow[];
}

const LOOSE = {
  key: 'imported',
  phaseKey: null,
  name: 'Imported',
  description: null,
  recordId: null,
} as const;

/**
 * Which rows are phases and work packages, and where the tasks lie: by columns that name these, by parents, or by WBS numbers.
 * Branches below the second level fold into it.
 */
export function* placeRows(
  rows: readonly KeyedRow[],
  mapping: CsvMapping,
  warnings: PlanWarnings,
): Steps<Placed> {
  const places = new Places(warnings);
  yield* places.learn(rows, mapping);
  const leaves: PlacedRow[] = [];
  yield* eachInSteps(rows, (each) => {
    const placed = places.place(each);
    if (placed !== undefined) leaves.push(placed);
  });
  return { branches: places.branches, leaves };
}

interface Branch {
  readonly key: string;
  /** The branch of the plan that stands for it. */
  readonly branch: PlanBranch;
  readonly path: readonly string[];
}

class Places {
  readonly branches: PlanBranch[] = [];
  private byKey: ReadonlyMap<string, KeyedRow> = new Map();
  private readonly byWbs = new Map<string, KeyedRow>();
  private readonly parents = new Map<string, KeyedRow>();
  private readonly isBranch = new Set<string>();
  private readonly made = new Map<string, Branch>();

  constructor(private readonly warnings: PlanWarnings) {}

  /** Which rows lie under which, and which are branches by that or by their type. */
  *learn(rows: readonly KeyedRow[], { branchWords }: CsvMapping): Steps<void> {
    this.byKey = yield* indexInSteps(rows, (each) => [each.key, each] as const);
    yield* eachInSteps(rows, (each) => {
      const wbs = each.row.text('wbs');
      if (wbs !== null) this.byWbs.set(wbs, each);
    });
    yield* eachInSteps(rows, (each) => {
      const parent = this.parentOf(each);
      if (parent !== undefined) {
        this.parents.set(each.key, parent);
        this.isBranch.add(parent.key);
      }
      if (branchWords.includes(each.row.text('type')?.toLowerCase() ?? '')) this.isBranch.add(each.key);
    });
  }

  /** Where a task lies; undefined for a row that is a branch itself, which is made. */
  place({ row, key }: KeyedRow): PlacedRow | undefined {
    if (this.isBranch.has(key)) {
      this.branchOf(key, 0);
      return undefined;
    }
    const parent = this.parents.get(key);
    const named = parent === undefined ? this.named(row) : this.branchOf(parent.key, 0);
    return { row, key, branchKey: named.branch.key, path: named.path };
  }

  private parentOf({ row }: KeyedRow): KeyedRow | undefined {
    const key = row.text('parent');
    if (key !== null) {
      const parent = this.byKey.get(key);
      if (parent === undefined)
        this.warnings.add(
          PlanWarningKind.OUTLINE,
          row.at('parent'),
          `the parent "${key.slice(0, 60)}" is unknown`,
        );
      return parent?.row === row ? undefined : parent;
    }
    const wbs = row.text('wbs') ?? '';
    const cut = wbs.lastIndexOf('.');
    return cut < 0 ? undefined : this.byWbs.get(wbs.slice(0, cut));
  }

  /** The branch of a row that has rows under it: a phase, a work package in one, or deeper what folds into that. */
  private branchOf(key: string, depth: number): Branch {
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const { row } = this.byKey.get(key)!;
    // Rows that are each other's parents have no end.
    requireDepth(depth, row.at('parent'));
    const parent = this.parents.get(key);
    const above = parent === undefined ? undefined : this.branchOf(parent.key, depth + 1);
    const name = nameOf(
      withoutApostrophe(row.text('name') ?? ''),
      `Line ${row.line}`,
      row.where,
      this.warnings,
    );
    return this.add({ key, name, where: row.where }, above);
  }

  private add(
    { key, name, where }: { key: string; name: string; where: string },
    above: Branch | undefined,
  ): Branch {
    const isFolded = above !== undefined && above.branch.phaseKey !== null;
    if (isFolded)
      this.warnings.add(
        PlanWarningKind.OUTLINE,
        where,
        `the branch folds into the work package "${above.branch.name}"`,
      );
    const branch = isFolded
      ? above.branch
      : { key, phaseKey: above?.branch.key ?? null, name, description: null, recordId: null };
    if (!isFolded) this.branches.push(branch);
    const made = { key, branch, path: isFolded ? [...above.path, name] : [] };
    this.made.set(key, made);
    return made;
  }

  /** By the columns that name phase and work package; without them under "Imported". */
  private named(row: CsvRow): Branch {
    const phase = row.text('phase');
    if (phase === null) return this.made.get(LOOSE.key) ?? this.loose();
    const phaseKey = `phase: ${phase}`.slice(0, PLAN_LIMITS.key);
    const { where } = row;
    const nameFor = (text: string): string =>
      nameOf(withoutApostrophe(text), 'Unnamed', where, this.warnings);
    const above =
      this.made.get(phaseKey) ?? this.add({ key: phaseKey, name: nameFor(phase), where }, undefined);
    const workPackage = row.text('workPackage');
    if (workPackage === null) return above;
    const key = `${phaseKey} / ${workPackage}`.slice(0, PLAN_LIMITS.key);
    return this.made.get(key) ?? this.add({ key, name: nameFor(workPackage), where }, above);
  }

  private loose(): Branch {
    this.branches.push(LOOSE);
    const made = { key: LOOSE.key, branch: LOOSE, path: [] };
    this.made.set(LOOSE.key, made);
    return made;
  }
}
