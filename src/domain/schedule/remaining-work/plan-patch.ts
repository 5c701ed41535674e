import { emptyTasks, type LinkColumns, type PlanFacts, type TaskColumns } from './plan-facts.ts';
import { planTopology, type PlanTopology } from './plan-topology.ts';

/** Links by the ids of their ends. */
export interface NamedLinks extends Pick<LinkColumns, 'ids' | 'type' | 'lag'> {
  readonly fromIds: readonly string[];
  readonly toIds: readonly string[];
}

/** What has become of some tasks and links of a plan; whatever is named and not live is no more. */
export interface PlanNews {
  readonly namedTasks: readonly string[];
  readonly namedLinks: readonly string[];
  /** The live ones of the tasks, ordered by id. */
  readonly tasks: TaskColumns;
  /** The live ones of the links, and all links of the live tasks, ordered by id. */
  readonly links: NamedLinks;
}

/** A plan with its order, which hangs on its links alone. */
export interface OrderedPlan {
  readonly facts: PlanFacts;
  readonly topology: PlanTopology;
}

/**
 * A plan as it is after the news: the same as if it were read as a whole. Tasks and links are ordered by their ids, before and
 * after. Nothing of the plan before is written to, since a computation may still hold it; links and their order are shared
 * where no link has become another one.
 */
export function patchPlan({ facts, topology }: OrderedPlan, news: PlanNews): OrderedPlan {
  const named = new Set([...news.namedTasks, ...news.tasks.ids]);
  const { tasks, places } = patchTasks(facts.tasks, news.tasks, named);
  const links = patchLinks(facts, tasks.ids, { news, named, places });
  const isSame = links === facts.links && tasks.ids === facts.tasks.ids;
  return { facts: { tasks, links }, topology: isSame ? topology : planTopology(tasks.ids.length, links) };
}

/** Number of a task that is no more. */
const GONE = -1;

interface PatchedTasks {
  readonly tasks: TaskColumns;
  /** The new number of each task by its old one; null where all are as they were. */
  readonly places: Int32Array | null;
}

function patchTasks(old: TaskColumns, live: TaskColumns, named: ReadonlySet<string>): PatchedTasks {
  const at = live.ids.map((id) => placeOf(old.ids, id));
  const known = [...named].filter((id) => placeOf(old.ids, id) >= 0).length;
  if (at.every((n) => n >= 0) && known === live.ids.length) {
    const tasks = { ...copyOf(old), ids: old.ids };
    at.forEach((n, m) => copyRow(live, m, tasks, n));
    return { tasks, places: null };
  }
  return mergeTasks(old, live, named);
}

/** Both are ordered by id; what is named comes from the live ones or not at all. */
function mergeTasks(old: TaskColumns, live: TaskColumns, named: ReadonlySet<string>): PatchedTasks {
  const kept = old.ids.map((id) => !named.has(id));
  const count = kept.reduce((sum, isKept) => sum + Number(isKept), live.ids.length);
  const tasks = emptyTasks(count);
  const places = new Int32Array(old.ids.length).fill(GONE);
  let m = 0;
  let n = 0;
  const takeLive = (): void => copyRow(live, m++, tasks, n++);
  old.ids.forEach((id, from) => {
    while (m < live.ids.length && live.ids[m]! < id) takeLive();
    if (live.ids[m] === id) {
      places[from] = n;
      takeLive();
    } else if (kept[from]) {
      places[from] = n;
      copyRow(old, from, tasks, n++);
    }
  });
  while (m < live.ids.length) takeLive();
  return { tasks, places };
}

function copyOf(tasks: TaskColumns): TaskColumns {
  return {
    ids: tasks.ids,
    start: tasks.start.slice(),
    end: tasks.end.slice(),
    duration: tasks.duration.slice(),
    progress: tasks.progress.slice(),
    state: tasks.state.slice(),
    actualStart: tasks.actualStart.slice(),
    actualFinish: tasks.actualFinish.slice(),
    remaining: tasks.remaining.slice(),
    flags: tasks.flags.slice(),
    constraint: tasks.constraint.slice(),
    constraintDay: tasks.constraintDay.slice(),
    deadline: tasks.deadline.slice(),
  };
}

function copyRow(from: TaskColumns, m: number, to: TaskColumns, n: number): void {
  to.ids[n] = from.ids[m]!;
  to.start[n] = from.start[m]!;
  to.end[n] = from.end[m]!;
  to.duration[n] = from.duration[m]!;
  to.progress[n] = from.progress[m]!;
  to.state[n] = from.state[m]!;
  to.actualStart[n] = from.actualStart[m]!;
  to.actualFinish[n] = from.actualFinish[m]!;
  to.remaining[n] = from.remaining[m]!;
  to.flags[n] = from.flags[m]!;
  to.constraint[n] = from.constraint[m]!;
  to.constraintDay[n] = from.constraintDay[m]!;
  to.deadline[n] = from.deadline[m]!;
}

interface LinkChange {
  readonly news: PlanNews;
  readonly named: ReadonlySet<string>;
  readonly places: Int32Array | null;
}

function patchLinks(
  old: PlanFacts,
  ids: readonly string[],
  { news, named, places }: LinkChange,
): LinkColumns {
  const { links } = old;
  const received = liveLinks(news.links, ids);
  const isStale = staleLinks(old, new Set(news.namedLinks), named, new Set(received.ids));
  if (places === null && isAsBefore(links, isStale, received)) return links;
  return mergeLinks(links, isStale, received, places);
}

/** Links whose ends are both live bind somebody; the ends by their numbers. */
function liveLinks(links: NamedLinks, ids: readonly string[]): LinkColumns {
  const from = links.fromIds.map((id) => placeOf(ids, id));
  const to = links.toIds.map((id) => placeOf(ids, id));
  const kept = links.ids.map((_, k) => k).filter((k) => from[k]! >= 0 && to[k]! >= 0);
  return {
    ids: kept.map((k) => links.ids[k]!),
    from: Int32Array.from(kept, (k) => from[k]!),
    to: Int32Array.from(kept, (k) => to[k]!),
    type: Uint8Array.from(kept, (k) => links.type[k]!),
    lag: Int32Array.from(kept, (k) => links.lag[k]!),
  };
}

/** 1 for each link of which the news tell. */
function staleLinks(
  { tasks, links }: PlanFacts,
  namedLinks: ReadonlySet<string>,
  namedTasks: ReadonlySet<string>,
  received: ReadonlySet<string>,
): Uint8Array {
  const isNamed = new Uint8Array(tasks.ids.length);
  for (const id of namedTasks) {
    const n = placeOf(tasks.ids, id);
    if (n >= 0) isNamed[n] = 1;
  }
  return Uint8Array.from(links.ids, (id, k) =>
    Number(
      isNamed[links.from[k]!] === 1 || isNamed[links.to[k]!] === 1 || namedLinks.has(id) || received.has(id),
    ),
  );
}

function isAsBefore(links: LinkColumns, isStale: Uint8Array, received: LinkColumns): boolean {
  let m = 0;
  for (let k = 0; k < isStale.length; k += 1) {
    if (isStale[k] === 0) continue;
    const isSame =
      links.ids[k] === received.ids[m] &&
      links.from[k] === received.from[m] &&
      links.to[k] === received.to[m] &&
      links.type[k] === received.type[m] &&
      links.lag[k] === received.lag[m];
    if (!isSame) return false;
    m += 1;
  }
  return m === received.ids.length;
}

/** Both are ordered by id. A link of which the news do not tell has both its ends still. */
function mergeLinks(
  old: LinkColumns,
  isStale: Uint8Array,
  received: LinkColumns,
  places: Int32Array | null,
): LinkColumns {
  const count = isStale.reduce((sum, stale) => sum + 1 - stale, received.ids.length);
  const links: LinkColumns = {
    ids: new Array<string>(count).fill(''),
    from: new Int32Array(count),
    to: new Int32Array(count),
    type: new Uint8Array(count),
    lag: new Int32Array(count),
  };
  let [k, m] = [0, 0];
  for (let n = 0; n < count; n += 1) {
    while (isStale[k] === 1) k += 1;
    const isNews = k >= isStale.length || (m < received.ids.length && received.ids[m]! < old.ids[k]!);
    const [source, at] = isNews ? [received, m++] : [old, k++];
    links.ids[n] = source.ids[at]!;
    links.from[n] = isNews || places === null ? source.from[at]! : places[source.from[at]!]!;
    links.to[n] = isNews || places === null ? source.to[at]! : places[source.to[at]!]!;
    links.type[n] = source.type[at]!;
    links.lag[n] = source.lag[at]!;
  }
  return links;
}

/** Where an id stands among ordered ones; negative where it does not. */
export function placeOf(ids: readonly string[], id: string): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle]!;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
