import { createHash } from 'node:crypto';
import {
  IMPORTED_ROWS,
  LIVE_BRANCHES,
  LIVE_SUBTASKS,
  LIVE_TASKS,
  STORE_IMPORTED_ROWS,
  type ImportedKind,
} from '../../../db/queries/exchange/imported-row-query.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { oneLineName } from '../../../domain/exchange/file-text.ts';
import { PlanFormat, type PlanDocument } from '../../../domain/exchange/plan-document.ts';
import { groupBy } from '../../../domain/group-by.ts';
import type { Tx } from '../../transaction/command.ts';

/** Rows that one statement stores. */
const BATCH = 1_000;

/** A line of the file as it is known here. */
export interface KnownRow {
  readonly recordId: string;
  /** Of what the file said the last time; null for a row that the file names by its id. */
  readonly digest: string | null;
  readonly isLive: boolean;
}

/** A live branch of the project. */
export interface LiveBranch {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** The phase that a work package lies in; null for a phase. */
  readonly phaseId: string | null;
}

/** Which line of a plan is which row of its project, and which of them are there. */
export class KnownRows {
  readonly branches = new Map<string, LiveBranch>();
  private byName: ReadonlyMap<string, readonly LiveBranch[]> | undefined;
  private readonly live = new Set<string>();
  private readonly rows = new Map<string, { recordId: string; digest: string }>();
  private readonly stored: { kind: ImportedKind; key: string; recordId: string; digest: string }[] = [];

  constructor(
    readonly plan: PlanDocument,
    readonly projectId: string,
  ) {}

  static async read(tx: Tx, plan: PlanDocument, projectId: string, isNew: boolean): Promise<KnownRows> {
    const known = new KnownRows(plan, projectId);
    if (!isNew) await known.load(tx);
    return known;
  }

  /** @param recordId the row that the file itself names; it counts only in the project that the file came from. */
  find(kind: ImportedKind, key: string, recordId: string | null = null): KnownRow | undefined {
    const row = this.rows.get(`${kind} ${key}`);
    if (row !== undefined) return { ...row, isLive: kind === 'link' || this.live.has(row.recordId) };
    const isOurs = this.plan.recordId === this.projectId && recordId !== null && this.live.has(recordId);
    return isOurs ? { recordId, digest: null, isLive: true } : undefined;
  }

  /**
   * A live branch by its name, in a project that the file was exported from: a table names branches by nothing else. A work package may lie in
   * another phase of the same name.
   */
  branchCalled(name: string, phaseId: string | null): KnownRow | undefined {
    if (this.plan.recordId !== this.projectId) return undefined;
    const called = (this.byName ??= groupBy(this.branches.values(), (each) => oneLineName(each.name))).get(
      name,
    );
    const found =
      called?.find((each) => each.phaseId === phaseId) ??
      called?.find((each) => phaseId !== null && this.areAlike(each.phaseId, phaseId));
    return found && { recordId: found.id, digest: null, isLive: true };
  }

  /** Whether a work package lies in another phase than the one that the file has it in. */
  isInAnother(wanted: string | null, { phaseId }: LiveBranch): boolean {
    return phaseId !== null && phaseId !== wanted && !this.areAlike(phaseId, wanted ?? '');
  }

  /** Whether the file cannot tell the two branches apart, since it is a table of this project and they have the same names. */
  areAlike(one: string | null, other: string): boolean {
    const isTable = this.plan.format === PlanFormat.CSV && this.plan.recordId === this.projectId;
    const [a, b] = [this.branches.get(one ?? ''), this.branches.get(other)];
    if (!isTable || a === undefined || b === undefined) return false;
    if (oneLineName(a.name) !== oneLineName(b.name)) return false;
    if (a.phaseId === b.phaseId) return true;
    return b.phaseId !== null && this.areAlike(a.phaseId, b.phaseId);
  }

  /** The keys of a kind that earlier files had. */
  keysOf(kind: ImportedKind): string[] {
    const prefix = `${kind} `;
    return [...this.rows.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  /** Notes which row a line is, to be stored at the end. */
  note(kind: ImportedKind, key: string, recordId: string, digest: string): void {
    const row = this.rows.get(`${kind} ${key}`);
    if (row?.recordId === recordId && row.digest === digest) return;
    this.stored.push({ kind, key, recordId, digest });
  }

  async store(tx: Tx): Promise<void> {
    const { format, key } = this.plan;
    for (let from = 0; from < this.stored.length; from += BATCH) {
      const rows = JSON.stringify(this.stored.slice(from, from + BATCH));
      await tx.run(STORE_IMPORTED_ROWS, [rows, this.projectId, format, key]);
    }
  }

  private async load(tx: Tx): Promise<void> {
    const { format, key } = this.plan;
    const [rows, branches, tasks, subtasks] = await tx.pipeline([
      step(IMPORTED_ROWS, [this.projectId, format, key]),
      step(LIVE_BRANCHES, [this.projectId]),
      step(LIVE_TASKS, [this.projectId]),
      step(LIVE_SUBTASKS, [this.projectId]),
    ]);
    for (const { kind, key: name, recordId, digest } of rows)
      this.rows.set(`${kind} ${name}`, { recordId, digest });
    for (const { id, name, description, phaseId } of branches) {
      if (id === null || name === null) continue;
      this.branches.set(id, { id, name, description, phaseId });
    }
    for (const id of this.branches.keys()) this.live.add(id);
    for (const { id } of [...tasks, ...subtasks]) this.live.add(id);
    this.live.add(this.projectId);
  }
}

/** A digest of what a file says, by which a later one is compared. */
export function digestOf(value: object): string {
  const { where: _, ...said } = value as { where?: string };
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22);
}
