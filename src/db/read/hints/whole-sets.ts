import { step, type Step } from '../../connection/pipeline.ts';
import { SINGLE_ROWS, WHOLE_SETS } from '../../connection/tenant-context.ts';

/** The steps of one round trip, and which of its answers are those of the statements. */
export interface OrderedSteps<S> {
  /** The statements in the order in which they are sent. */
  readonly batch: readonly S[];
  readonly steps: readonly Step<object>[];
  /** The answers of `batch` among those of `steps`. */
  readonly answersOf: (results: object[][]) => object[][];
}

/** Statements that read whole sets come last, behind a step that says so. */
export function wholeSetsLast<S extends Step<object>>(asked: readonly S[]): OrderedSteps<S> {
  if (!asked.some(({ statement }) => statement.readsWholeSets))
    return { batch: asked, steps: asked, answersOf: (results) => results };
  const paged = asked.filter(({ statement }) => !statement.readsWholeSets);
  const whole = asked.filter(({ statement }) => statement.readsWholeSets);
  return {
    batch: [...paged, ...whole],
    steps: [...paged, step(WHOLE_SETS), ...whole],
    answersOf: (results) => [...results.slice(0, paged.length), ...results.slice(paged.length + 1)],
  };
}

/**
 * Statements of a transaction that writes, whose order counts: each that reads whole sets stands between a step that says so and one
 * that takes it back.
 */
export function wholeSetsBetween(asked: readonly Step<object>[]): Omit<OrderedSteps<never>, 'batch'> {
  if (!asked.some(({ statement }) => statement.readsWholeSets))
    return { steps: asked, answersOf: (results) => results };
  const steps: Step<object>[] = [];
  const places = asked.map((each) => {
    const isWhole = each.statement.readsWholeSets === true;
    steps.push(...(isWhole ? [step(WHOLE_SETS), each, step(SINGLE_ROWS)] : [each]));
    return isWhole ? steps.length - 2 : steps.length - 1;
  });
  return { steps, answersOf: (results) => places.map((place) => results[place] as object[]) };
}
