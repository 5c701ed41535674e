import type { TaskPriority } from '../enums.ts';

/*
 * What a model is offered to name. It sees handles such as `t3`, never ids: whatever it answers stands for something that
 * was offered, or for nothing.
 */

export interface OfferedTask {
  readonly id: string;
  readonly name: string;
  readonly priority: TaskPriority;
}

/** One way to shorten the critical path, with what it gains as the schedule computes it. */
export type Compression = ShortenTask | OverlapTasks;

export interface ShortenTask {
  readonly action: 'shorten_task';
  readonly taskId: string;
  /** Working days. */
  readonly before: number;
  readonly after: number;
  /** Working days by which the project finishes earlier. */
  readonly daysSaved: number;
}

export interface OverlapTasks {
  readonly action: 'overlap_tasks';
  readonly dependencyId: string;
  readonly predecessorId: string;
  readonly successorId: string;
  /** Lag in working days; negative is a lead. */
  readonly before: number;
  readonly after: number;
  readonly daysSaved: number;
}

/** A text file of which the beginning is told, and nothing else: not where it lies. */
export interface OfferedFile {
  readonly id: string;
  /** SHA-256 of its content, as hexadecimal digits. */
  readonly sha256: string;
}

/** By handle; and the file that is read when the question is asked. */
export interface Offered {
  readonly file?: OfferedFile;
  readonly tasks?: Readonly<Record<string, OfferedTask>>;
  readonly controls?: Readonly<Record<string, string>>;
  readonly candidates?: Readonly<Record<string, Compression>>;
}

/** The values by handles made of a letter and their place, from 1. */
export function handlesOf<T>(letter: string, values: readonly T[]): Record<string, T> {
  return Object.fromEntries(values.map((value, at) => [`${letter}${at + 1}`, value]));
}

/** What the handle stands for; undefined where it was not offered. */
export function offeredAs<T>(
  offered: Readonly<Record<string, T>> | undefined,
  handle: string,
): T | undefined {
  return offered !== undefined && Object.hasOwn(offered, handle) ? offered[handle] : undefined;
}
