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
  const kept = [...links.ids.keys()].filter(
    (k) => places[links.from[k]!] !== GONE && places[links.to[k]!] !== GONE && isKept(links.ids[k]!),
  );
  return {
    ids: [...kept.map((k) => links.ids[k]!), ...added.ids],
    from: Int32Array.from([...kept.map((k) => places[links.from[k]!]!), ...added.from]),
    to: Int32Array.from([...kept.map((k) => places[links.to[k]!]!), ...added.to]),
    type: Uint8Array.from([...kept.map((k) => links.type[k]!), ...added.type]),
    lag: Int32Array.from([...kept.map((k) => links.lag[k]!), ...added.lag]),
  };
}
