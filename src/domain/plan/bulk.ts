import { badInput, PitError, type ErrorCode, type PitErrorCode } from '../errors.ts';

/** What becomes of the others when some items of a bulk request are refused. */
export const BulkMode = { ALL_OR_NOTHING: 'all_or_nothing', PARTIAL: 'partial' } as const;
export type BulkMode = (typeof BulkMode)[keyof typeof BulkMode];

/** The most items that one request may hold. */
export const MAX_ITEMS = 500;

/** Why one item was refused. */
export interface ItemError {
  /** Its place in the request, from 0. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly pit: PitErrorCode | null;
  readonly message: string;
  readonly field: string | null;
}

/** @throws PitError BAD_USER_INPUT for no item, or more than `MAX_ITEMS`. */
export function requireItems(count: number, field: string): void {
  if (count >= 1 && count <= MAX_ITEMS) return;
  throw badInput(`${field} holds ${count} items`, { field, expected: `1 to ${MAX_ITEMS}`, actual: count });
}

/** Collects the refusals of a bulk request's items. */
export class Refusals {
  private readonly collected: ItemError[] = [];

  /** What `work` makes of an item; undefined when it was refused, which is noted. */
  attempt<T>(index: number, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.note(index, error);
      return undefined;
    }
  }

  /** Notes that an item was refused; what is no refusal is thrown on. */
  note(index: number, error: unknown): void {
    if (!(error instanceof PitError)) throw error;
    const { pit = null, field = null } = error.detail;
    this.collected.push({ index, code: error.code, pit, message: error.message, field });
  }

  /** The refusals in the order of the items. */
  get errors(): ItemError[] {
    return [...this.collected].sort((a, b) => a.index - b.index);
  }

  /**
   * Refuses the whole request when any item was refused and it is all or nothing.
   * @throws PitError with the code of the first refusal and all of them in `detail.errors`.
   */
  throwIfAllOrNothing(mode: BulkMode, field: string): void {
    const { errors } = this;
    const [first] = errors;
    if (first === undefined || mode === BulkMode.PARTIAL) return;
    const count = errors.length === 1 ? '1 item was' : `${errors.length} items were`;
    const reason = `item ${first.index}: ${first.message}`;
    throw new PitError(first.code, `Nothing was done: ${count} refused; ${reason}`, {
      ...(first.pit !== null && { pit: first.pit }),
      field: first.field ?? field,
      expected: 'items that are all acceptable, or the mode PARTIAL',
      errors,
    });
  }
}
