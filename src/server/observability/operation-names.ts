/** More operations than this are no longer told apart. */
const MOST = 200;
/** Names that callers of one organisation may add, so that the others' operations are told apart too. */
const MOST_OF_ONE = MOST / 2;
const LONGEST = 64;
/** A name with more digits than this has an id or a time in it, and would neither repeat nor be anybody's business. */
const MOST_DIGITS = 4;

/** Names of operations as labels of metrics: callers choose them, so they are bounded in number and kind. */
export class OperationNames {
  private readonly known = new Set<string>();
  /** Names added, by who has. */
  private readonly added = new Map<string, number>();

  /**
   * The name itself, "anonymous" where the operation has none, or "other" where it is one too many.
   *
   * @param sharer the caller's organisation.
   */
  labelOf(name: string | undefined, sharer: string): string {
    if (name === undefined || name === '') return 'anonymous';
    if (this.known.has(name)) return name;
    const added = this.added.get(sharer) ?? 0;
    const isTooMany = this.known.size >= MOST || added >= MOST_OF_ONE;
    if (isTooMany || name.length > LONGEST || digitsIn(name) > MOST_DIGITS) return 'other';
    this.known.add(name);
    this.added.set(sharer, added + 1);
    return name;
  }
}

function digitsIn(name: string): number {
  return name.replace(/\D/g, '').length;
}
