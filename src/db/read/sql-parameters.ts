import type { Parameter } from '../connection/parameters.ts';

/** Collects parameters; the only way a value gets into a statement. */
export class Sql {
  readonly values: Parameter[] = [];

  /**
   * @param perParent whether the first parameter is the list of parents' ids.
   * @param readsWholeSets as `Statement` has it.
   */
  constructor(
    readonly perParent: boolean,
    readonly readsWholeSets = false,
  ) {}

  parameter(value: Parameter, type: string): string {
    this.values.push(value);
    return `$${this.values.length + (this.perParent ? 1 : 0)}::${type}`;
  }
}
