import { BoundedCache } from '../../bounded-cache.ts';
import type { ScheduleColumns } from '../../domain/schedule/schedule-columns.ts';

/** Memory that stored schedules kept between two computations may take, in bytes. */
const BYTES = 64 * 1024 * 1024;
/** Bytes of a task and of a link in their columns, with the ids. */
const TASK_BYTES = 100;
const LINK_BYTES = 90;

/** A schedule as this process has stored it. */
export interface StoredVersion {
  /** The transaction that stored it: the row of the project is of no other one as long as nobody has stored since. */
  readonly version: string;
  readonly planSeq: number;
  readonly columns: ScheduleColumns;
}

const versions = new BoundedCache<StoredVersion>('stored_schedules', BYTES, {
  sizeOf: ({ columns: { taskIds, linkIds } }) =>
    1_000 + taskIds.length * TASK_BYTES + linkIds.length * LINK_BYTES,
});

/** What this process has stored of a project, if that is what is stored: of the version and the plan that are asked for. */
export function storedVersion(
  orgId: string,
  { projectId, version, planSeq }: { projectId: string; version: string | null; planSeq: number | null },
): StoredVersion | undefined {
  const known = versions.get(`${orgId}:${projectId}`);
  return known !== undefined && known.version === version && known.planSeq === planSeq ? known : undefined;
}

/** Keeps what a transaction stores. If that does not commit, no row will ever be of its version. */
export function keepVersion(orgId: string, projectId: string, stored: StoredVersion): void {
  versions.set(`${orgId}:${projectId}`, stored);
}
