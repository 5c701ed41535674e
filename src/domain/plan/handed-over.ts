/** Who answers for a task and who works on it. */
interface People {
  readonly ownerId: string;
  readonly assignees: readonly string[];
}

/** A task, or a subtask of it, whose people may be others now; nobody had one that is new. */
export interface HandedOver {
  /** Of the task. */
  readonly id: string;
  readonly name: string;
  readonly before: People | null;
  /** Null for a subtask that is left to the owner of its task. */
  readonly after: People | null;
}

/** Who has got some of the work, and from whom some were taken, each person once. */
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
