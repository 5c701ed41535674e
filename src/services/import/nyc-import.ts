import { randomUUID } from 'node:crypto';
import { allowBulkInsert } from '../../db/write/long-transaction.ts';
import { conflict } from '../../domain/errors.ts';
import { toCents } from '../../domain/money.ts';
import { ProjectLifecycle } from '../../domain/enums.ts';
import { syncDirectory } from '../directory/directory.ts';
import { wantChecks } from '../quality/wanted-checks.ts';
import type { Tx } from '../transaction/command.ts';
import { decide, type DecidedProject, type Decision } from './decisions.ts';
import { findKnownPlan, type KnownProject } from './known-plan.ts';
import type { NycFile } from './nyc-file.ts';
import { planProjects, type PlannedProject } from './nyc-plan.ts';
import {
  ANALYZE_PLAN,
  FIND_DIVISIONS,
  FIND_SNAPSHOTS,
  INSERT_SNAPSHOTS,
  TRY_LOCK,
} from '../../db/queries/import/plan-import-query.ts';
import type { ImportReport } from './report.ts';
import { rollUpImported, type ProjectSource } from './rollup-known.ts';
import { inBatches, placePhases, placeProjects, type PlacedProject } from './write-plan.ts';
import { changeTasks, makeTasks } from './write-tasks.ts';

/** Rows from which on statistics of before mislead the planner. */
const MANY_ROWS = 500;

export interface ImportChoices {
  /** Who answers for a new project; the importing user by default. */
  readonly ownerOf?: (project: PlannedProject) => string;
  /** Told how many of the rows have been written. */
  readonly onRows?: (count: number) => void;
}

/**
 * Brings a file's projects into the organisation: divisions, projects, phases, tasks, cost snapshots, and the derived
 * columns of all of them. A second run with the same file on the same day changes nothing; a run with a newer file
 * changes what the file has changed. What was deleted here stays deleted, what lies in an archived project stays as it
 * is, and so does what the file no longer has.
 * @param tx as role `service`, which sees the whole organisation and may write its divisions.
 * @throws PitError CONFLICT while another import of the organisation is running.
 */
export async function importNycProjects(
  tx: Tx,
  file: NycFile,
  choices: ImportChoices = {},
): Promise<ImportReport> {
  await allowBulkInsert(tx);
  await takeLock(tx);
  const plans = planProjects(file.rows, tx.calendar);
  const divisions = await ensureDivisions(tx, plans);
  const divisionOf = ({ district }: PlannedProject): string | null =>
    district === null ? null : (divisions.ids.get(divisionName(district)) ?? null);
  const decided = decide(plans, await findKnownPlan(tx, referencesOf(plans)), tx);
  const ownerOf = choices.ownerOf ?? (() => tx.actor.userId);
  const placed = await placeProjects(tx, decided, { divisionOf, ownerOf });
  const { phases, made: phasesMade } = await placePhases(tx, placed);
  const changed = decisionsOf(placed).filter((decision) => decision.kind === 'change');
  const tasksMade = await makeTasks(tx, placed, phases, choices.onRows ?? (() => undefined));
  await changeTasks(tx, changed);
  const sources = changedSources(placed, divisionOf);
  // A changed task may have been moved here into a project that the file knows nothing of.
  const altered = changed.filter(changesPlan).map(({ known }) => known.projectId);
  const touched = new Set([...sources.map(({ id }) => id), ...altered]);
  await rollUpImported(tx, [...touched], sources);
  const costSnapshots = await snapshotCosts(tx, placed);
  announce(tx, placed, touched);
  if (tasksMade + changed.length > MANY_ROWS) await tx.run(ANALYZE_PLAN);
  return {
    ...file.report,
    made: {
      divisions: divisions.made,
      projects: placed.filter((project) => project.known === undefined).length,
      phases: phasesMade,
      tasks: tasksMade,
      costSnapshots,
    },
    updated: { projects: touched.size, tasks: changed.length },
    unchanged: count(placed, 'keep'),
    deletedHere: count(placed, 'deleted'),
    archivedHere: count(placed, 'archived'),
  };
}

async function takeLock(tx: Tx): Promise<void> {
  const { rows } = await tx.run(TRY_LOCK);
  if (rows[0]?.taken !== true) throw conflict('another import of this organisation is running');
}

function divisionName(district: string): string {
  return `District ${district}`;
}

/** The divisions of all districts by name; those that are missing are made. */
async function ensureDivisions(
  tx: Tx,
  plans: readonly PlannedProject[],
): Promise<{ ids: Map<string, string>; made: number }> {
  const districts = new Set(plans.flatMap(({ district }) => district ?? []));
  const names = [...districts].map(divisionName);
  const found = await tx.run(FIND_DIVISIONS, [names]);
  const ids = new Map(found.rows.map(({ id, name }) => [name, id]));
  const divisions = names.filter((name) => !ids.has(name)).map((name) => ({ id: randomUUID(), name }));
  if (divisions.length > 0) await syncDirectory(tx, { divisions });
  for (const { id, name } of divisions) ids.set(name, id);
  return { ids, made: divisions.length };
}

function referencesOf(plans: readonly PlannedProject[]): string[] {
  return plans.flatMap(({ phases }) => phases.flatMap(({ tasks }) => tasks.map((task) => task.reference)));
}

function decisionsOf(projects: readonly DecidedProject[]): Decision[] {
  return projects.flatMap((project) => project.phases.flatMap((phase) => phase.decisions));
}

function count(projects: readonly DecidedProject[], kind: Decision['kind']): number {
  return decisionsOf(projects).filter((decision) => decision.kind === kind).length;
}

/** What the file says of known projects of which something has changed. */
function changedSources(
  placed: readonly PlacedProject[],
  divisionOf: (project: PlannedProject) => string | null,
): ProjectSource[] {
  return placed.flatMap(({ known, plan, phases }) => {
    if (known === undefined || isClosed(known)) return [];
    const divisionId = divisionOf(plan);
    const isMoved = phases.some(({ decisions }) => decisions.some(changesPlan));
    if (!isMoved && divisionId === known.divisionId) return [];
    return [{ id: known.id, status: plan.status, divisionId }];
  });
}

/** Whether an import leaves a project alone, since it was deleted or archived here. */
function isClosed({ isDeleted, status }: KnownProject): boolean {
  return isDeleted || status === ProjectLifecycle.ARCHIVED;
}

function changesPlan(decision: Decision): boolean {
  return decision.kind === 'make' || (decision.kind === 'change' && !decision.isStatusOnly);
}

/** Keeps what each project has committed and spent, where that differs from the newest snapshot. */
async function snapshotCosts(tx: Tx, placed: readonly PlacedProject[]): Promise<number> {
  const live = placed.filter(({ known }) => known === undefined || !isClosed(known));
  const ids = live.flatMap((project) => (project.known === undefined ? [] : [project.id]));
  const found = await tx.run(FIND_SNAPSHOTS, [ids]);
  const newest = new Map(found.rows.map((snapshot) => [snapshot.projectId, snapshot]));
  const rows = live.flatMap(({ id, plan: { capexCommitted, capexSpent } }) => {
    const snapshot = { projectId: id, capexCommitted, capexSpent };
    return isSameCost(newest.get(id), snapshot) ? [] : [snapshot];
  });
  await inBatches(tx, INSERT_SNAPSHOTS, rows);
  return rows.length;
}

interface Snapshot {
  readonly projectId: string;
  readonly capexCommitted: string;
  readonly capexSpent: string;
}

function isSameCost(a: Snapshot | undefined, b: Snapshot): boolean {
  if (a === undefined) return false;
  return (
    toCents(a.capexCommitted) === toCents(b.capexCommitted) && toCents(a.capexSpent) === toCents(b.capexSpent)
  );
}

function announce(tx: Tx, placed: readonly PlacedProject[], touched: ReadonlySet<string>): void {
  const fresh = placed.filter(({ known }) => known === undefined).map(({ id }) => id);
  wantChecks(tx, [...fresh, ...touched]);
  for (const id of [...fresh, ...touched]) {
    tx.emit({ topic: 'pit.project.updated', streamId: id, payload: { projectId: id } });
  }
}
