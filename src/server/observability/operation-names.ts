/** More operations than this are no longer told apart. */
const MOST = 200;
const LONGEST = 64;
/** A name with more digits than this has an id or a time in it, and would neither repeat nor be anybody's business. */
const MOST_DIGITS = 4;

/** Names of operations as labels of metrics: callers choose them, so they are bounded in number and kind. */
export class OperationNames {
  private readonly known = new Set<string>();

  /** The name itself, "anonymous" where the operation has none, or "other" where it is one too many. */
  labelOf(name: string | undefined): string {
    if (name === undefined || name === '') return 'anonymous';
    if (this.known.has(name)) return name;
    if (this.known.size >= MOST || name.length > LONGEST || digitsIn(name) > MOST_DIGITS) return 'other';
    this.known.add(name);
    return name;
  }
}

function digitsIn(name: string): number {
  return name.replace(/\D/g, '').length;
}
