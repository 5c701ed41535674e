import { type LinkColumns, type TaskColumns } from '../remaining-work/plan-facts.ts';

/** Gone: the place of a task that was not kept. */
const GONE = -1;

/**
 * A copy of the tasks that are to be kept, in their order.
 * @returns the copy, and the new number of every old one, -1 where it was not kept.
 */
export function copyTasks(
  tasks: TaskColumns,
  isKept: (id: string) => boolean,
): { tasks: TaskColumns; places: Int32Array } {
  const places = new Int32Array(tasks.ids.length).fill(GONE);
  const kept: number[] = [];
  tasks.ids.forEach((id, n) => {
    if (!isKept(id)) return;
    places[n] = kept.length;
    kept.push(n);
  });
  const ints = (column: Int32Array): Int32Array => Int32Array.from(kept, (n) => column[n]!);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(kept, (n) => column[n]!);
  const copy: TaskColumns = {
    ids: kept.map((n) => tasks.ids[n]!),
    start: ints(tasks.start),
    end: ints(tasks.end),
    duration: ints(tasks.duration),
    progress: bytes(tasks.progress),
    state: bytes(tasks.state),
    actualStart: ints(tasks.actualStart),
    actualFinish: ints(tasks.actualFinish),
    remaining: ints(tasks.remaining),
    flags: bytes(tasks.flags),
    constraint: bytes(tasks.constraint),
    constraintDay: ints(tasks.constraintDay),
    deadline: ints(tasks.deadline),
  };
  return { tasks: copy, places };
}

/**
 * The links whose tasks are all kept, by the tasks' new numbers, and then those that are added.
 * @param places new numbers of the tasks, as `copyTasks` gives them.
 */
export function keepLinks(
  links: LinkColumns,
  places: Int32Array,
  isKept: (id: string) => boolean,
  added: LinkColumns,
): LinkColumns {
  const kept: number[] = [];
  for (let k = 0; k < links.ids.length; k += 1) {
    if (places[links.from[k]!] === GONE || places[links.to[k]!] === GONE || !isKept(links.ids[k]!)) continue;
    kept.push(k);
  }
  const count = kept.length + added.ids.length;
  const next: LinkColumns = {
    ids: new Array<string>(count),
    from: new Int32Array(count),
    to: new Int32Array(count),
    type: new Uint8Array(count),
    lag: new Int32Array(count),
  };
  kept.forEach((k, at) => copyLink(links, k, next, at));
  for (let at = 0; at < kept.length; at += 1) {
    next.from[at] = places[next.from[at]!]!;
    next.to[at] = places[next.to[at]!]!;
  }
  added.ids.forEach((_, k) => copyLink(added, k, next, kept.length + k));
  return next;
}

function copyLink(links: LinkColumns, k: number, next: LinkColumns, at: number): void {
  next.ids[at] = links.ids[k]!;
  next.from[at] = links.from[k]!;
  next.to[at] = links.to[k]!;
  next.type[at] = links.type[k]!;
  next.lag[at] = links.lag[k]!;
}
