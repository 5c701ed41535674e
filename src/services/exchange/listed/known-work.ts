import { toCents } from '../../../domain/money.ts';
import type { ManualStatus } from '../../../domain/plan/status.ts';
import type { TaskStatus } from '../../../domain/enums.ts';
import type { StoredActual } from '../../plan/status/actual-dates.ts';
import type { Tx } from '../../transaction/command.ts';
import { FIND_PHASES, FIND_TASKS, LOCK_PROJECTS } from '../../../db/queries/exchange/listed-plan-query.ts';

/** A task as the organisation has it, with what was set on it by hand. */
export interface KnownTask extends ManualStatus, Omit<StoredActual, 'taskId'> {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  readonly description: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly durationDays: number | null;
  readonly capexCost: string;
  readonly status: TaskStatus;
  readonly progressPercent: number;
  readonly requiresEvidence: boolean;
  readonly isDeleted: boolean;
}

export interface KnownProject {
  readonly id: string;
  readonly divisionId: string | null;
  readonly ownerId: string;
  readonly status: string;
  readonly isDeleted: boolean;
}

/** Where tasks are put: a live phase, and the next free position in it. */
export interface KnownPhase {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly orderIndex: number;
  readonly nextTask: number;
}

/** What the organisation has of a list, from earlier runs. */
export interface KnownWork {
  readonly tasks: ReadonlyMap<string, KnownTask>;
  readonly projects: ReadonlyMap<string, KnownProject>;
}

/**
 * Finds earlier runs' tasks by their references, and locks the projects that they lie in. A project is known by its
 * tasks, so that it may be renamed, and its tasks moved, without being doubled by the next run.
 */
export async function findKnownWork(tx: Tx, references: readonly string[]): Promise<KnownWork> {
  const found = await tx.run(FIND_TASKS, [references]);
  const tasks = new Map(found.rows.map((task) => [task.reference, task]));
  const projectIds = [...new Set(found.rows.map((task) => task.projectId))];
  const locked = await tx.run(LOCK_PROJECTS, [projectIds]);
  return { tasks, projects: new Map(locked.rows.map((project) => [project.id, project])) };
}

/** The live phases of projects. */
export async function findPhases(tx: Tx, projectIds: readonly string[]): Promise<KnownPhase[]> {
  if (projectIds.length === 0) return [];
  return (await tx.run(FIND_PHASES, [projectIds])).rows;
}

/** What an import decides about a task, whether it is known or not. */
export interface WantedTask {
  readonly name: string;
  readonly description: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly durationDays: number | null;
  readonly capexCost: string;
  readonly status: TaskStatus;
  readonly progressPercent: number;
}

/** Whether a known task stands as wanted, its status aside. */
export function isSamePlan(known: KnownTask, wanted: WantedTask): boolean {
  return (
    known.name === wanted.name &&
    known.description === wanted.description &&
    known.startDate === wanted.startDate &&
    known.endDate === wanted.endDate &&
    known.durationDays === wanted.durationDays &&
    toCents(known.capexCost) === toCents(wanted.capexCost) &&
    known.progressPercent === wanted.progressPercent
  );
}
