import { BoundedCache } from '../../../bounded-cache.ts';
import { step } from '../../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { PLAN_AFRESH, PLAN_ONCE } from '../../../db/queries/schedule/schedule-store-query.ts';
import { TIMELINE_ITEMS } from '../../../db/queries/schedule/timeline-items-query.ts';
import { TIMELINE_NEWS } from '../../../db/queries/schedule/timeline-news-query.ts';
import { patchItems, type ItemRecords } from '../../../domain/schedule/timeline/timeline-records.ts';
import type { Tx } from '../../transaction/command.ts';
import { textColumn } from '../plan-columns.ts';
import { TIMELINE_TOPICS } from './kept-timeline.ts';
import { itemRecords } from './timeline-items.ts';

/** Memory that the records of timelines kept between two layouts may take, in bytes, and what one takes. */
const BYTES = 64 * 1024 * 1024;
const RECORD_BYTES = 250;
/** As of plans at hand: events beyond which all is read, and how long events alone are followed, in ms. */
const MOST_EVENTS = 2_000;
const WHOLE_EVERY_MS = 10 * 60 * 1_000;

interface Resident {
  readonly records: ItemRecords;
  /** The newest event of the project's stream that they take in. */
  readonly seq: number;
  readonly wholeAt: number;
}

const residents = new BoundedCache<Resident>('resident_timeline_items', BYTES, {
  sizeOf: ({ records }) => 1_000 + records.ids.length * RECORD_BYTES,
});

/** How often this process has read the records of timelines, by the way. */
const reads = { whole: 0, patched: 0 };

export function itemReads(): Readonly<typeof reads> {
  return { ...reads };
}

/**
 * What the timeline of a project shows beside the schedule, as it stands now; null without such a project. Records at hand take
 * in what events name, as long as that only changes values; what puts records at other places has all of them read.
 */
export async function readItems(tx: Tx, projectId: string): Promise<ItemRecords | null> {
  const key = `${tx.actor.orgId}:${projectId}`;
  const resident = residents.get(key);
  const patched = resident === undefined ? null : await patchedItems(tx, projectId, resident);
  if (patched !== null) {
    reads.patched += 1;
    keep(key, patched);
    return patched.records;
  }
  const {
    rows: [row],
  } = await tx.run(TIMELINE_ITEMS, [[projectId]]);
  if (row === undefined) return null;
  reads.whole += 1;
  const records = itemRecords(row);
  keep(key, { records, seq: row.planSeq, wholeAt: performance.now() });
  return records;
}

async function patchedItems(tx: Tx, projectId: string, resident: Resident): Promise<Resident | null> {
  if (performance.now() - resident.wholeAt > WHOLE_EVERY_MS) return null;
  tx.defer(step(PLAN_ONCE));
  const values = [projectId, resident.seq, MOST_EVENTS, TIMELINE_TOPICS];
  const [[news]] = await tx.pipeline([step(TIMELINE_NEWS, values), step(PLAN_AFRESH)]);
  if (news === undefined || !isWhole(news)) return null;
  const records = patchItems(resident.records, itemRecords(news), textColumn(news.namedTasks));
  return records && { records, seq: news.planSeq, wholeAt: resident.wholeAt };
}

/** Whether the events are all that there were, and each says what it is about. */
function isWhole({ events, unnamed, planSeq, since }: RowOfStatement<typeof TIMELINE_NEWS>): boolean {
  return unnamed === 0 && events === planSeq - since;
}

function keep(key: string, resident: Resident): void {
  const kept = residents.get(key);
  if (kept === undefined || kept.seq <= resident.seq) residents.set(key, resident);
}
