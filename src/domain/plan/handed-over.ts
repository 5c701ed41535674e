/** Who answers for a task and who works on it. */
interface People {
  readonly ownerId: string;
  readonly assignees: readonly string[];
}

/** A task whose people may be others now; nobody had one that is new. */
export interface HandedOver {
  readonly id: string;
  readonly name: string;
  readonly before: People | null;
  readonly after: People;
}

/** Who has got some of the tasks, and from whom some were taken, each person once. */
export interface Handover {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** A person who stays with a task, whether as its owner or as somebody who works on it, hears nothing of it. */
export function handoverOf(tasks: readonly HandedOver[]): Handover {
  const gained = new Set<string>();
  const lost = new Set<string>();
  for (const { before, after } of tasks) {
    const [had, has] = [peopleOf(before), peopleOf(after)];
    for (const id of has) if (!had.has(id)) gained.add(id);
    for (const id of had) if (!has.has(id)) lost.add(id);
  }
  return { gained: [...gained], lost: [...lost] };
}

function peopleOf(people: People | null): ReadonlySet<string> {
  return new Set(people === null ? [] : [people.ownerId, ...people.assignees]);
}
