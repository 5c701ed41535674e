/** One thing that the specification demands of the live database, in words: met when what was found is what was expected. */
export interface Demand {
  /** Dotted: the group, then what it is about, such as `columns.task.capex_cost`. */
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  readonly met: boolean;
}

export function demand(name: string, expected: string, found: string | undefined): Demand {
  const said = found ?? 'missing';
  return { name, expected, found: said, met: said === expected };
}

/** That there is nothing of a kind, or which there are. */
export function demandNone(name: string, found: readonly string[]): Demand {
  return demand(name, 'none', found.length === 0 ? 'none' : [...found].sort().join(', '));
}
