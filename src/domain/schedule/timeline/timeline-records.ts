import { placeOf } from '../remaining-work/plan-patch.ts';
import type { TimelineItems } from './timeline-items.ts';
import { RowKind } from './timeline-layout.ts';

/** The records of a project as they are stored, ordered by their ids; their days are their own, not those of a schedule. */
export interface ItemRecords {
  readonly ids: readonly string[];
  readonly items: TimelineItems;
}

/**
 * The records after some of them have become others; null where they stand at other places, or are others themselves: all
 * have to be read then, since the places of records that nobody names have moved as well.
 * @param news the named tasks that are live, their subtasks, and every phase, package and the project.
 */
export function patchItems(
  { ids, items }: ItemRecords,
  news: ItemRecords,
  namedTasks: readonly string[],
): ItemRecords | null {
  const at = news.ids.map((id) => placeOf(ids, id));
  if (at.includes(-1) || !isComplete({ ids, items }, news, namedTasks)) return null;
  const patched = copyOf(items);
  for (const [m, n] of at.entries()) {
    const parent = news.items.parent[m]!;
    const place = parent < 0 ? parent : at[parent]!;
    // The package of a task is among the news, and so is the task of a subtask.
    if (place !== items.parent[n] || news.items.order[m] !== items.order[n]) return null;
    copyRecord(news.items, m, patched, n);
  }
  return { ids, items: patched };
}

/** Whether no record of the kinds that the news have whole is missing among them. */
function isComplete({ ids, items }: ItemRecords, news: ItemRecords, namedTasks: readonly string[]): boolean {
  const isNamed = new Uint8Array(ids.length);
  for (const id of namedTasks) {
    const n = placeOf(ids, id);
    // What is not among the records is deleted, of another project, or new; the news tell.
    if (n >= 0) isNamed[n] = 1;
  }
  let expected = 0;
  for (let n = 0; n < ids.length; n += 1) {
    const kind = items.kind[n]!;
    const isWhole = kind === RowKind.PROJECT || kind === RowKind.PHASE || kind === RowKind.WORK_PACKAGE;
    const isOfNamed = kind === RowKind.SUBTASK && isNamed[items.parent[n]!] === 1;
    if (isWhole || isOfNamed || isNamed[n] === 1) expected += 1;
  }
  return expected === news.ids.length;
}

type Patched = {
  readonly [C in keyof TimelineItems]: TimelineItems[C] extends readonly string[]
    ? string[]
    : TimelineItems[C];
};

function copyOf(items: TimelineItems): Patched {
  return {
    ...items,
    ids: items.ids as string[],
    kind: items.kind.slice(),
    labels: [...items.labels],
    start: items.start.slice(),
    end: items.end.slice(),
    progress: items.progress.slice(),
    status: items.status.slice(),
    flags: items.flags.slice(),
    baselineStart: items.baselineStart.slice(),
    baselineEnd: items.baselineEnd.slice(),
  };
}

function copyRecord(from: TimelineItems, m: number, to: Patched, n: number): void {
  to.kind[n] = from.kind[m]!;
  to.labels[n] = from.labels[m]!;
  to.start[n] = from.start[m]!;
  to.end[n] = from.end[m]!;
  to.progress[n] = from.progress[m]!;
  to.status[n] = from.status[m]!;
  to.flags[n] = from.flags[m]!;
  to.baselineStart[n] = from.baselineStart[m]!;
  to.baselineEnd[n] = from.baselineEnd[m]!;
}
