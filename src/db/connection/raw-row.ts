import type { Output } from './decode.ts';

/** What rows of one statement have in common. */
export interface RowShape {
  readonly outputs: readonly Output[];
  /** Place of each property in the SELECT list. */
  readonly places: ReadonlyMap<string, number>;
}

/**
 * A row that stays in the bytes it came in. Its properties read like those of any row and are decoded when somebody
 * asks; the response is written from the bytes themselves (`src/server/compiled/`), so that most values never become
 * JavaScript values at all: a quarter of the processor time on a board of 500 tasks, whose strings and objects kept the
 * collector busy.
 */
export abstract class RawRow {
  /** Of the class, not of the row. */
  declare readonly shape: RowShape;

  constructor(
    readonly wireBytes: Buffer,
    /** Where the length of the first field stands. */
    readonly wireStart: number,
  ) {}
}

/** The class of a statement's rows, which carry `typename` so that unions resolve without a look-up. */
export type RawRowClass = new (wireBytes: Buffer, wireStart: number) => RawRow;

export function rawRowClass(typename: string, outputs: readonly Output[]): RawRowClass {
  const StatementRow = class extends RawRow {};
  const places = new Map(outputs.map(({ property }, place) => [property, place]));
  const shape: RowShape = { outputs, places };
  Object.defineProperty(StatementRow.prototype, 'shape', { value: shape });
  Object.defineProperty(StatementRow.prototype, '__typename', { value: typename, enumerable: true });
  for (const [property, place] of places) {
    Object.defineProperty(StatementRow.prototype, property, {
      enumerable: true,
      get(this: RawRow) {
        return valueAt(this, place);
      },
    });
  }
  return StatementRow;
}

/** What the rows of the class have in common. */
export function shapeOf(rows: RawRowClass): RowShape {
  return (rows.prototype as RawRow).shape;
}

function valueAt({ wireBytes, wireStart, shape }: RawRow, place: number): unknown {
  let at = wireStart;
  for (let i = 0; i < place; i++) at += 4 + Math.max(0, wireBytes.readInt32BE(at));
  const length = wireBytes.readInt32BE(at);
  if (length < 0) return null;
  const text = wireBytes.toString('utf8', at + 4, at + 4 + length);
  const decode = shape.outputs[place]?.decode;
  return decode === undefined ? text : decode(text);
}
