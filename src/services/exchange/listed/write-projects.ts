import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import type { ListedPlan } from '../../../domain/exchange/plan-document.ts';
import type { Statement } from '../../../db/connection/statement.ts';
import type { Tx } from '../../transaction/command.ts';
import type { DecidedPhase, DecidedProject } from './decisions.ts';
import { findPhases, type KnownPhase, type WantedTask } from './known-work.ts';
import {
  FIND_CODES,
  INSERT_PHASES,
  INSERT_PROJECTS,
} from '../../../db/queries/exchange/listed-plan-query.ts';
import { rollUp, type RollUp } from './roll-up.ts';

/** Rows sent in one statement: few round trips, and messages of a megabyte or so. */
const BATCH = 2_000;

/** What the list names by words. */
export interface ProjectChoices {
  readonly divisionOf: (plan: ListedPlan) => string | null;
  readonly ownerOf: (plan: ListedPlan) => string;
}

interface Place {
  readonly id: string;
  readonly ownerId: string;
}

/** A decided project, and where it lies. */
export type PlacedProject = DecidedProject & Place;

/** Runs a statement for rows by the thousand. */
export async function inBatches<R extends object>(
  tx: Tx,
  statement: Statement<R>,
  rows: readonly object[],
  onRows: (count: number) => void = () => undefined,
): Promise<R[]> {
  const answers: R[][] = [];
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    answers.push((await tx.run(statement, [JSON.stringify(batch)])).rows);
    onRows(batch.length);
  }
  return answers.flat();
}

/** Makes the projects that are not known yet, complete with their derived columns, and places all. */
export async function placeProjects(
  tx: Tx,
  decided: readonly DecidedProject[],
  choices: ProjectChoices,
): Promise<PlacedProject[]> {
  const fresh = decided.filter((project) => project.known === undefined);
  const codes = await freeCodes(tx, fresh);
  const rows = fresh.map((project, at) => projectRow(project, codes[at] ?? null, choices, tx));
  const made = await inBatches(tx, INSERT_PROJECTS, rows);
  const ids = new Map(made.map(({ id, name, code }) => [`${code}|${name}`, id]));
  const placed = fresh.map((project, at) => {
    const row = rows[at];
    return [project, { id: ids.get(`${row?.code}|${row?.name}`), ownerId: row?.ownerId }] as const;
  });
  const places = new Map<DecidedProject, Partial<Place>>(placed);
  return decided.map((project) => ({ ...project, ...requirePlace(project.known ?? places.get(project)) }));
}

interface ProjectRow extends RollUp {
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly divisionId: string | null;
  readonly ownerId: string;
  readonly status: string;
}

function projectRow(
  project: DecidedProject,
  code: string | null,
  choices: ProjectChoices,
  tx: Tx,
): ProjectRow {
  const { name, description, listing } = project.plan;
  const divisionId = choices.divisionOf(project.plan);
  const ownerId = choices.ownerOf(project.plan);
  const numbers = rollUp(project.phases.map(newTasks), tx.settings.progressWeight);
  return { name, code, description, divisionId, ownerId, status: listing.state, ...numbers };
}

function requirePlace(place: Partial<Place> | undefined): Place {
  if (place?.id === undefined || place.ownerId === undefined) throw new Error('a project was not made');
  return { id: place.id, ownerId: place.ownerId };
}

/** Codes are unique in an organisation: where one is taken the next free of `code-2`, `code-3`, ... is it. */
async function freeCodes(tx: Tx, projects: readonly DecidedProject[]): Promise<(string | null)[]> {
  if (projects.length === 0) return [];
  const { rows } = await tx.run(FIND_CODES);
  const taken = new Set(rows.map(({ code }) => code));
  return projects.map(({ plan }) => {
    if (plan.code === null) return null;
    let code = plan.code;
    for (let next = 2; taken.has(code); next++) code = `${plan.code}-${next}`;
    taken.add(code);
    return code;
  });
}

/** The phases that new tasks go to, by `phaseKey`; those that are missing are made. */
export async function placePhases(
  tx: Tx,
  projects: readonly PlacedProject[],
): Promise<{ phases: Map<string, KnownPhase>; made: number }> {
  const known = projects.filter((project) => project.known !== undefined && project.phases.some(hasNewTask));
  const found = await findPhases(
    tx,
    known.map((project) => project.id),
  );
  const phases = new Map(found.map((phase) => [phaseKey(phase.projectId, phase.name), phase]));
  const next = new Map<string, number>();
  for (const { projectId, orderIndex } of found) {
    next.set(projectId, Math.max(next.get(projectId) ?? 0, orderIndex + 1));
  }
  const rows = projects.flatMap((project) =>
    project.phases
      .filter((phase) => isWanted(project, phase) && !phases.has(phaseKey(project.id, phase.name)))
      .map((phase, at) => phaseRow(project, phase, (next.get(project.id) ?? 0) + at, tx)),
  );
  const made = await inBatches(tx, INSERT_PHASES, rows);
  for (const phase of made) phases.set(phaseKey(phase.projectId, phase.name), phase);
  return { phases, made: made.length };
}

function phaseRow(project: PlacedProject, phase: DecidedPhase, orderIndex: number, tx: Tx): object {
  requireRoom('phases of a project', orderIndex + 1, `phases of ${project.plan.name}`);
  const numbers = rollUp([newTasks(phase)], tx.settings.progressWeight);
  const { name, description } = phase;
  return { projectId: project.id, name, description, ownerId: project.ownerId, orderIndex, ...numbers };
}

export function phaseKey(projectId: string, name: string): string {
  return `${projectId}|${name}`;
}

/** A phase that the list has and that is not here was deleted here, unless it is the first time or there is new work for it. */
function isWanted({ known }: PlacedProject, phase: DecidedPhase): boolean {
  return known === undefined || hasNewTask(phase);
}

function hasNewTask(phase: DecidedPhase): boolean {
  return newTasks(phase).length > 0;
}

function newTasks(phase: DecidedPhase): WantedTask[] {
  return phase.decisions.flatMap((decision) => (decision.kind === 'make' ? [decision.wanted] : []));
}
