import { nameOf } from '../file-text.ts';
import { eachInSteps, type Steps } from '../../in-steps.ts';
import { requireDepth } from '../plan-check.ts';
import { PLAN_LIMITS, type PlanBranch } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { XerRow } from './xer-file.ts';

/** A task of the project itself lies here. */
const LOOSE: PlanBranch = {
  key: 'imported',
  phaseKey: null,
  name: 'Imported',
  description: null,
  recordId: null,
};

/** Where the tasks of a row of the structure lie: in its branch, and in it below these names. */
export interface XerPlace {
  readonly branch: PlanBranch;
  readonly path: readonly string[];
}

/**
 * The work breakdown structure as phases and work packages: what lies under the project is a phase, what lies in a phase a work
 * package, and deeper parts fold into these. Branches are made in the order of the file's structure, empty ones too.
 */
export class XerWbs {
  readonly branches: PlanBranch[] = [];
  private readonly rows: ReadonlyMap<string, XerRow>;
  private readonly places = new Map<string, XerPlace | null>();

  private hasLoose = false;

  /** @param rows those of the one project. */
  constructor(
    rows: readonly XerRow[],
    private readonly warnings: PlanWarnings,
  ) {
    this.rows = new Map(rows.map((row) => [row.text('wbs_id') ?? '', row]));
  }

  /** Makes the branches, in steps. */
  *read(): Steps<void> {
    const numbered = [...this.rows].map(([id, row]) => ({ id, number: row.number('seq_num') ?? 0 }));
    numbered.sort((a, b) => a.number - b.number);
    yield* eachInSteps(numbered, ({ id }) => this.at(id, 0));
  }

  /** Where the tasks of the row with this number lie. */
  placeOf(id: string | null): XerPlace {
    const place = id === null ? null : this.at(id, 0);
    if (place !== null) return place;
    if (!this.hasLoose) this.branches.push(LOOSE);
    this.hasLoose = true;
    return { branch: LOOSE, path: [] };
  }

  /** The name of the project, as its own row of the structure has it. */
  get projectName(): string | null {
    return (
      [...this.rows.values()].find((row) => row.text('proj_node_flag') === 'Y')?.text('wbs_name') ?? null
    );
  }

  /** Null for the project's own row, and for one that is not there. */
  private at(id: string, depth: number): XerPlace | null {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    const row = this.rows.get(id);
    const where = `line ${row?.line ?? 0}`;
    // Rows that lie in each other have no end.
    requireDepth(depth, where);
    const isProject = row === undefined || row.text('proj_node_flag') === 'Y';
    const place = isProject ? null : this.make(row, this.at(row.text('parent_wbs_id') ?? '', depth + 1));
    this.places.set(id, place);
    return place;
  }

  private make(row: XerRow, above: XerPlace | null): XerPlace {
    const where = `line ${row.line}`;
    const name = nameOf(
      row.text('wbs_name') ?? row.text('wbs_short_name') ?? '',
      'Unnamed',
      where,
      this.warnings,
    );
    if (above !== null && above.branch.phaseKey !== null) {
      this.warnings.add(
        PlanWarningKind.OUTLINE,
        where,
        `"${name}" folds into the work package "${above.branch.name}"`,
      );
      return { branch: above.branch, path: [...above.path, name] };
    }
    const key = (row.text('guid') ?? row.text('wbs_id') ?? where).slice(0, PLAN_LIMITS.key);
    const branch = { key, phaseKey: above?.branch.key ?? null, name, description: null, recordId: null };
    this.branches.push(branch);
    return { branch, path: [] };
  }
}
