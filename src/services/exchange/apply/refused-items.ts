import { badInput, PitError } from '../../../domain/errors.ts';

/** Refusals that are named one by one. */
const MOST_NAMED = 20;

/** Collects what the rules refuse of a plan: nothing of it is imported, and all of it is said at once. */
export class RefusedItems {
  private readonly problems: { where: string; code: string; pit: string | null; message: string }[] = [];
  private first: PitError | undefined;
  private count = 0;

  /** What `check` answers; undefined where it is refused. */
  attempt<T>(where: string, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof PitError)) throw error;
      this.note(where, error);
      return undefined;
    }
  }

  note(where: string, error: PitError): void {
    this.count += 1;
    this.first ??= error;
    if (this.problems.length >= MOST_NAMED) return;
    const { code, message, detail } = error;
    this.problems.push({ where, code, pit: detail.pit ?? null, message });
  }

  /** @throws PitError the only refusal, or BAD_USER_INPUT with the first twenty in `detail.problems`. */
  throwIfAny(): void {
    const { first, problems, count } = this;
    const [problem] = problems;
    if (first === undefined || problem === undefined) return;
    const message =
      count === 1
        ? `${problem.where}: ${problem.message}`
        : `${count} lines of the file are refused; the first: ${problem.where}: ${problem.message}`;
    if (first.code !== 'BAD_USER_INPUT')
      throw new PitError(first.code, message, { ...first.detail, field: `file: ${problem.where}`, problems });
    const { pit, expected, actual } = first.detail;
    throw badInput(message, {
      ...(pit !== undefined && { pit }),
      field: `file: ${problem.where}`,
      expected,
      actual,
      problems,
    });
  }
}
