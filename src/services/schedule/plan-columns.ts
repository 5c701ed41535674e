import type { PlanColumn, TaskColumn } from '../../db/queries/schedule/plan-load-query.ts';
import type { NewsLinkColumn } from '../../db/queries/schedule/plan-news-query.ts';
import { NO_DAY } from '../../domain/schedule/remaining-work/day-axis.ts';
import {
  NO_COUNT,
  workStateOf,
  type PlanFacts,
  type TaskColumns,
} from '../../domain/schedule/remaining-work/plan-facts.ts';
import type { PlanNews } from '../../domain/schedule/remaining-work/plan-patch.ts';

/** The columns of a plan as the texts of arrays; null where it has no tasks, or no links. */
export type PackedPlan = Readonly<Record<PlanColumn, string | null>>;

/** A packed plan as columns. */
export function unpackPlan(packed: PackedPlan): PlanFacts {
  return { tasks: unpackTasks(packed), links: unpackLinks(packed) };
}

/** What has become of a plan, packed in the same way. */
export type PackedNews = Readonly<
  Record<TaskColumn | NewsLinkColumn | 'namedTasks' | 'namedLinks', string | null>
>;

export function unpackNews(packed: PackedNews): PlanNews {
  const ids = textColumn(packed.linkIds);
  return {
    namedTasks: textColumn(packed.namedTasks),
    namedLinks: textColumn(packed.namedLinks),
    tasks: unpackTasks(packed),
    links: {
      ids,
      fromIds: textColumn(packed.fromIds),
      toIds: textColumn(packed.toIds),
      type: Uint8Array.from(intColumn(packed.type, ids.length, 0)),
      lag: intColumn(packed.lag, ids.length, 0),
    },
  };
}

function unpackTasks(packed: Readonly<Record<TaskColumn, string | null>>): TaskColumns {
  const ids = textColumn(packed.ids);
  const days = (text: string | null): Int32Array => intColumn(text, ids.length, NO_DAY);
  const counts = (text: string | null): Int32Array => intColumn(text, ids.length, NO_COUNT);
  const bytes = (text: string | null): Uint8Array => Uint8Array.from(counts(text));
  const progress = bytes(packed.progress);
  const actualStart = days(packed.actualStart);
  return {
    ids,
    start: days(packed.start),
    end: days(packed.end),
    duration: counts(packed.duration),
    progress,
    state: workStates({ progress, actualStart }),
    actualStart,
    actualFinish: days(packed.actualFinish),
    remaining: counts(packed.remaining),
    flags: bytes(packed.flags),
    constraint: bytes(packed.constraint),
    constraintDay: days(packed.constraintDay),
    deadline: days(packed.deadline),
  };
}

function unpackLinks(packed: PackedPlan): PlanFacts['links'] {
  const ids = textColumn(packed.linkIds);
  return {
    ids,
    from: intColumn(packed.from, ids.length, 0),
    to: intColumn(packed.to, ids.length, 0),
    type: Uint8Array.from(intColumn(packed.type, ids.length, 0)),
    lag: intColumn(packed.lag, ids.length, 0),
  };
}

function workStates({ progress, actualStart }: Pick<TaskColumns, 'progress' | 'actualStart'>): Uint8Array {
  return progress.map((percent, n) =>
    workStateOf({
      isCompleted: percent === 100,
      progress: percent,
      hasActualStart: actualStart[n] !== NO_DAY,
    }),
  );
}

/** The words of an array literal that needs no quotes, such as one of ids. */
export function textColumn(text: string | null): string[] {
  return text === null ? [] : text.slice(1, -1).split(',');
}

const [COMMA, MINUS, CLOSE, LETTER_N] = [',', '-', '}', 'N'].map((each) => each.charCodeAt(0));
const ZERO = '0'.charCodeAt(0);

/**
 * The whole numbers of an array literal such as `{3,NULL,-1}`, read letter by letter: splitting it would make a string
 * of each.
 * @param none stands for NULL.
 */
export function intColumn(text: string | null, count: number, none: number): Int32Array {
  const column = new Int32Array(count).fill(none);
  if (text === null) return column;
  let at = 0;
  let value = 0;
  let sign = 1;
  let isNull = false;
  for (let place = 1; place < text.length; place += 1) {
    const letter = text.charCodeAt(place);
    if (letter === COMMA || letter === CLOSE) {
      if (!isNull && at < count) column[at] = sign * value;
      at += 1;
      value = 0;
      sign = 1;
      isNull = false;
    } else if (letter === MINUS) sign = -1;
    else if (letter === LETTER_N) isNull = true;
    else if (!isNull) value = value * 10 + letter - ZERO;
  }
  return column;
}
