import { allowBulkInsert } from '../../../db/write/long-transaction.ts';
import { ANALYZE_PLAN, TRY_LOCK } from '../../../db/queries/exchange/listed-plan-query.ts';
import { conflict } from '../../../domain/errors.ts';
import { ProjectLifecycle } from '../../../domain/enums.ts';
import { requireListable } from '../../../domain/exchange/listed-check.ts';
import type { ListedPlan } from '../../../domain/exchange/plan-document.ts';
import { wantChecks } from '../../quality/wanted-checks.ts';
import type { Tx } from '../../transaction/command.ts';
import { decide, type DecidedProject, type Decision } from './decisions.ts';
import { findKnownWork, type KnownProject } from './known-work.ts';
import { divisionsOf, ownersOf } from './listed-names.ts';
import { snapshotCosts } from './listed-costs.ts';
import type { ListReport } from './list-report.ts';
import { rollUpImported, type ProjectSource } from './rollup-known.ts';
import { placePhases, placeProjects, type PlacedProject, type ProjectChoices } from './write-projects.ts';
import { changeTasks, makeTasks } from './write-tasks.ts';

/** Rows from which on statistics of before mislead the planner. */
const MANY_ROWS = 500;

/**
 * Brings the plans of a list into the organisation, thousands in a few statements: divisions, projects, phases, tasks, what
 * they cost, and the derived columns of all of them. A second run with the same list on the same day changes nothing; a run
 * with a newer one changes what that has changed. What was deleted here stays deleted, what lies in an archived project stays
 * as it is, and so does what the list has no more.
 * @param tx as role `service`, which sees the whole organisation and may write its divisions.
 * @param onRows told how many tasks have been written.
 * @throws PitError CONFLICT while another list comes into the organisation; BAD_USER_INPUT for a plan that says what no list
 * says (`requireListable`).
 */
export async function applyListed(
  tx: Tx,
  plans: readonly ListedPlan[],
  onRows: (count: number) => void = () => undefined,
): Promise<ListReport> {
  for (const plan of plans) requireListable(plan);
  await allowBulkInsert(tx);
  await takeLock(tx);
  const divisions = await divisionsOf(tx, plans);
  const { divisionOf } = divisions;
  const ownerOf = await ownersOf(tx, plans);
  const keys = plans.flatMap(({ tasks }) => tasks.map(({ key }) => key));
  const decided = decide(plans, await findKnownWork(tx, keys), tx);
  const placed = await placeProjects(tx, decided, { divisionOf, ownerOf });
  const { phases, made: phasesMade } = await placePhases(tx, placed);
  const changed = decisionsOf(placed).filter((decision) => decision.kind === 'change');
  const tasksMade = await makeTasks(tx, placed, phases, onRows);
  await changeTasks(tx, changed);
  const sources = changedSources(placed, divisionOf);
  // A changed task may have been moved here into a project that the list knows nothing of.
  const altered = changed.filter(changesPlan).map(({ known }) => known.projectId);
  const touched = new Set([...sources.map(({ id }) => id), ...altered]);
  await rollUpImported(tx, [...touched], sources);
  const costSnapshots = await snapshotCosts(
    tx,
    placed.filter(({ known }) => known === undefined || !isClosed(known)),
  );
  announce(tx, placed, touched);
  if (tasksMade + changed.length > MANY_ROWS) await tx.run(ANALYZE_PLAN);
  return {
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

function decisionsOf(projects: readonly DecidedProject[]): Decision[] {
  return projects.flatMap((project) => project.phases.flatMap((phase) => phase.decisions));
}

function count(projects: readonly DecidedProject[], kind: Decision['kind']): number {
  return decisionsOf(projects).filter((decision) => decision.kind === kind).length;
}

/** What the list says of known projects of which something has changed. */
function changedSources(
  placed: readonly PlacedProject[],
  divisionOf: ProjectChoices['divisionOf'],
): ProjectSource[] {
  return placed.flatMap(({ known, plan, phases }) => {
    if (known === undefined || isClosed(known)) return [];
    const divisionId = divisionOf(plan);
    const isMoved = phases.some(({ decisions }) => decisions.some(changesPlan));
    if (!isMoved && divisionId === known.divisionId) return [];
    return [{ id: known.id, status: plan.listing.state, divisionId }];
  });
}

/** Whether an import leaves a project alone, since it was deleted or archived here. */
function isClosed({ isDeleted, status }: KnownProject): boolean {
  return isDeleted || status === ProjectLifecycle.ARCHIVED;
}

function changesPlan(decision: Decision): boolean {
  return decision.kind === 'make' || (decision.kind === 'change' && !decision.isStatusOnly);
}

function announce(tx: Tx, placed: readonly PlacedProject[], touched: ReadonlySet<string>): void {
  const fresh = placed.filter(({ known }) => known === undefined).map(({ id }) => id);
  wantChecks(tx, [...fresh, ...touched]);
  for (const id of [...fresh, ...touched]) {
    tx.emit({ topic: 'pit.project.updated', streamId: id, payload: { projectId: id } });
  }
}
