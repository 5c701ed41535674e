import type { CivilDate } from '../civil-date.ts';

/** What a watcher was last told of a task or a project, or what is so now. */
export interface WatchedState {
  /** A status of tasks, or a lifecycle stage of projects. */
  readonly status: string;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/**
 * What a watcher is told of it, a sentence each; none where only the time goes on or progress is made.
 * - It is complete, or open again.
 * - It is blocked, or can go on.
 * - It begins or ends on another day.
 */
export function watchedChange(name: string, before: WatchedState, now: WatchedState): string[] {
  const sentences: string[] = [];
  const turn = turnOf(before.status, now.status);
  if (turn !== null) sentences.push(`“${name}” ${turn}.`);
  if (before.start !== now.start) sentences.push(dateChange(name, 'begins', before.start, now.start));
  if (before.end !== now.end) sentences.push(dateChange(name, 'ends', before.end, now.end));
  return sentences;
}

/** Stages of projects of which it is told that they are reached; all other words come and go with the time. */
const STAGES: Readonly<Record<string, string>> = { on_hold: 'is on hold', archived: 'is archived' };

function turnOf(before: string, now: string): string | null {
  if (before === now) return null;
  if (now === 'completed') return 'is complete';
  if (now === 'blocked') return 'is blocked';
  if (STAGES[now] !== undefined) return STAGES[now];
  if (before === 'completed' || before === 'archived') return 'is open again';
  return before === 'blocked' || before === 'on_hold' ? 'can go on' : null;
}

function dateChange(name: string, verb: string, before: CivilDate | null, now: CivilDate | null): string {
  if (now === null) return `“${name}” has no day any more on which it ${verb}; it was ${before ?? 'none'}.`;
  return before === null
    ? `“${name}” ${verb} on ${now}.`
    : `“${name}” ${verb} on ${now}, and no more on ${before}.`;
}
