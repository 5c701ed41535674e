/** One thing that the specification demands of the live database, in words: met when what was found is what was expected. */
export interface Requirement {
  /** Dotted: the group, then what it is about, such as `columns.task.capex_cost`. */
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  readonly met: boolean;
}

export function requirement(name: string, expected: string, found: string | undefined): Requirement {
  const said = found ?? 'missing';
  return { name, expected, found: said, met: said === expected };
}

/** That there is nothing of a kind, or which there are. */
export function noRequirement(name: string, found: readonly string[]): Requirement {
  return requirement(name, 'none', found.length === 0 ? 'none' : [...found].sort().join(', '));
}
