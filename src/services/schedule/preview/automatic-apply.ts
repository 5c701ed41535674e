import { step } from '../../../db/connection/pipeline.ts';
import { LOCK_FREE_PROJECTS } from '../../../db/queries/plan/lock-query.ts';
import { NEWEST_CHANGES } from '../../../db/queries/schedule/apply-query.ts';
import { allowLongTransaction } from '../../../db/write/long-transaction.ts';
import { takes } from '../../../domain/directory/project-access.ts';
import type { ScheduleSettings } from '../../../domain/schedule/remaining-work/schedule-rules.ts';
import { settingsIn } from '../../../domain/schedule/schedule-settings.ts';
import type { LockedProject } from '../../plan/projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';
import { PLAN_TOPICS, type ScheduleGround, type StoredPlan } from '../stored-plan.ts';
import { plannedWrites, type PlannedWrite } from './planned-writes.ts';
import { previewRequest } from './preview-request.ts';
import { previewPlan } from './project-preview.ts';
import { storePreview } from './store-preview.ts';

/** Tasks that one transaction moves by itself, for its project stays locked meanwhile; the next one moves on. */
const MOST_MOVED = 5_000;

/** A project whose plan nobody else changes before the transaction ends, and what has made its dates move. */
export interface AutomaticProject {
  readonly project: LockedProject;
  readonly reason: string;
}

/** Whether the schedule of a project is to become its plan of its own accord. */
export function isAppliedAutomatically(
  { settings }: Pick<ScheduleGround, 'settings'>,
  own: Partial<ScheduleSettings> = {},
): boolean {
  return settingsIn(settings.schedule, own).auto === 'apply';
}

/** Locks those of the projects that nobody is changing. Whoever is, will wake the schedule again. */
export async function lockForApplication(
  tx: Tx,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, AutomaticProject>> {
  if (projectIds.length === 0) return new Map();
  const [locked, changes] = await tx.pipeline([
    step(LOCK_FREE_PROJECTS, [projectIds]),
    step(NEWEST_CHANGES, [projectIds, PLAN_TOPICS]),
  ]);
  const topics = new Map(changes.map(({ projectId, topic }) => [projectId, topic]));
  return new Map(
    locked.map((project) => [project.id, { project, reason: reasonOf(tx, topics.get(project.id)) }]),
  );
}

/** The event that made the schedule another one; without one it was the day, or the settings. */
function reasonOf({ today }: Tx, topic: string | undefined): string {
  return topic === undefined
    ? `Rescheduled automatically as of ${today}.`
    : `Rescheduled automatically after ${topic}.`;
}

/**
 * Gives the automatic tasks of a plan the dates of its schedule, as `applySchedule` would: the earliest
 * first, at most `MOST_MOVED` of them. The schedule stays the same whichever of them have theirs, so that the next
 * computation finds the rest, and nothing once all are written. Work that would end before its subtasks keeps its end.
 *
 * @param plan as it was read under the lock of its project.
 * @returns how many tasks were written.
 * @throws PitError as `storePreview`, where the plan refuses dates.
 */
export async function applyAutomatically(
  tx: Tx,
  { project, reason }: AutomaticProject,
  plan: StoredPlan,
): Promise<number> {
  // A project that is completed or archived keeps its dates, and so does one whose setting became another since it was found.
  if (!takes('applySchedule', project.status) || !isAppliedAutomatically(tx, plan.settings)) return 0;
  const request = previewRequest({ projectId: project.id, base: 'plan' }, 'schedule');
  const previewed = previewPlan({ plan, ground: tx, actor: tx.actor }, request);
  const writes = plannedWrites(previewed.preview, new Set())
    .sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1))
    .slice(0, MOST_MOVED);
  if (writes.length === 0) return 0;
  // Plans of triggers are kept again from here on: planned afresh for each row, a thousand rows take a minute.
  await allowLongTransaction(tx);
  await storePreview({ tx, project, previewed, writes, isKeepingUnfit: true, reason });
  return writes.length;
}

function firstDay({ dates }: PlannedWrite): string {
  return dates?.startDate ?? dates?.endDate ?? '';
}
