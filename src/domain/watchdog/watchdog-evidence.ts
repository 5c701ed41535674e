import { addDays, daysBetween } from '../civil-date.ts';
import { AlertCode } from '../enums.ts';
import {
  isOpen,
  ofTask,
  type Finding,
  type WatchedProject,
  type WatchedSubtask,
  type WatchedTask,
} from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** Evidence that is not there, not looked at, or not good enough. */
export function findDoubts(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  const series = successions(project);
  const ofTasks = project.tasks.flatMap((task) => [
    ...missing(task),
    ...unreviewed(task, project.today, thresholds),
    ...rejectedTwice(task, thresholds),
    ...ending(task, newerThan(task, series), project.today, thresholds),
  ]);
  return [...ofTasks, ...project.subtasks.flatMap(missingOfSubtask)];
}

/**
 * `evidence_missing`, level 1: completed, though it requires evidence and none stands accepted. Completing it was
 * refused then; the requirement came, or the evidence went, afterwards.
 */
function missing(task: WatchedTask): Finding[] {
  if (isOpen(task) || !task.requiresEvidence || task.proof?.isProven === true) return [];
  const message = `“${task.name}” is completed without the accepted evidence that it requires.`;
  return [ofTask(task, { code: AlertCode.EVIDENCE_MISSING, level: 1, message, measures: {}, since: null })];
}

/** The same of a subtask, which gates itself. */
function missingOfSubtask(subtask: WatchedSubtask): Finding[] {
  if (isOpen(subtask) || !subtask.requiresEvidence || subtask.isProven) return [];
  const message = `The subtask “${subtask.name}” is completed without the accepted evidence that it requires.`;
  const about = { subjectType: 'subtask', subject: subtask.id } as const;
  return [{ ...about, code: AlertCode.EVIDENCE_MISSING, level: 1, message, measures: {}, since: null }];
}

/** `evidence_unreviewed`, level 3: a piece has waited for its first judgement for over 7 days. */
function unreviewed(task: WatchedTask, today: string, { evidenceReviewDays }: WatchdogThresholds): Finding[] {
  const { waiting = 0, waitingSince = null } = task.proof ?? {};
  if (waitingSince === null || daysBetween(waitingSince, today) <= evidenceReviewDays) return [];
  return [
    ofTask(task, {
      code: AlertCode.EVIDENCE_UNREVIEWED,
      level: 3,
      message: `Evidence for “${task.name}” has waited for a review since ${waitingSince}.`,
      measures: { waiting, waitingSince },
      since: waitingSince,
    }),
  ];
}

/** `evidence_rejected_twice`, level 2: evidence was rejected twice or more, and none has been accepted since. */
function rejectedTwice(task: WatchedTask, { evidenceRejections }: WatchdogThresholds): Finding[] {
  const { isProven = false, rejections = 0 } = task.proof ?? {};
  if (isProven || rejections === 0 || rejections < evidenceRejections) return [];
  return [
    ofTask(task, {
      code: AlertCode.EVIDENCE_REJECTED_TWICE,
      level: 2,
      message: `Evidence for “${task.name}” was rejected ${rejections} times.`,
      measures: { rejections },
      since: null,
    }),
  ];
}

/** The dates of the newest occurrence of a series that is proven, and of the newest that is open and not late; empty: none. */
interface Succession {
  readonly provenOn: string;
  readonly openOn: string;
}

function successions({ tasks, today }: WatchedProject): ReadonlyMap<string, Succession> {
  const series = new Map<string, Succession>();
  for (const task of tasks) {
    const { seriesId, nominalOn, endDate, proof } = task;
    if (seriesId === null || nominalOn === null) continue;
    const { provenOn, openOn } = series.get(seriesId) ?? { provenOn: '', openOn: '' };
    const isInTime = isOpen(task) && (endDate === null || endDate >= today);
    series.set(seriesId, {
      provenOn: proof?.isProven === true && nominalOn > provenOn ? nominalOn : provenOn,
      openOn: isInTime && nominalOn > openOn ? nominalOn : openOn,
    });
  }
  return series;
}

/** Whether a newer occurrence of the task's series is proven, and whether one is open and not late. */
function newerThan(
  { seriesId, nominalOn }: WatchedTask,
  series: ReadonlyMap<string, Succession>,
): { readonly isProven: boolean; readonly isOpen: boolean } {
  const known = seriesId === null ? undefined : series.get(seriesId);
  if (known === undefined || nominalOn === null) return { isProven: false, isOpen: false };
  return { isProven: known.provenOn > nominalOn, isOpen: known.openOn > nominalOn };
}

/**
 * `evidence_expired`, level 2: what was accepted has passed its last day, and nothing newer is accepted. `evidence_expiring`, level 4: it
 * will within 30 days, and nothing that renews it waits for its review. Of work that comes again, proof of a later occurrence is newer,
 * and one that is open and not late is what renews it.
 */
function ending(
  task: WatchedTask,
  newer: ReturnType<typeof newerThan>,
  today: string,
  { evidenceExpiringDays }: WatchdogThresholds,
): Finding[] {
  const { proof } = task;
  if (!task.requiresEvidence || proof === null || !proof.isProven || proof.provenUntil === null) return [];
  if (newer.isProven) return [];
  const { provenUntil, renewals } = proof;
  const measures = { provenUntil };
  if (provenUntil < today) {
    const message = `What proves “${task.name}” has expired on ${provenUntil}.`;
    const since = addDays(provenUntil, 1);
    return [ofTask(task, { code: AlertCode.EVIDENCE_EXPIRED, level: 2, message, measures, since })];
  }
  if (renewals > 0 || newer.isOpen || daysBetween(today, provenUntil) > evidenceExpiringDays) return [];
  const message = `What proves “${task.name}” expires on ${provenUntil}, and nothing that renews it waits.`;
  return [ofTask(task, { code: AlertCode.EVIDENCE_EXPIRING, level: 4, message, measures, since: null })];
}
