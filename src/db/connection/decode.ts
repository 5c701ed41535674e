/** How one column's text becomes the value that the graph shows. */
export type Decoder = (text: string) => unknown;

/** PostgreSQL's `2026-11-22 20:05:07.1+00` as `2026-11-22T20:05:07.100Z`; the session runs in UTC. */
export function isoTimestamp(text: string): string {
  const fraction = text.indexOf('.');
  const milliseconds =
    fraction < 0 ? '000' : text.slice(fraction + 1, text.indexOf('+', fraction)).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds.slice(0, 3)}Z`;
}

export const toBoolean: Decoder = (text) => text === 't';
export const toJson: Decoder = (text) => JSON.parse(text) as unknown;

const DECODERS: Record<string, Decoder> = {
  int: Number,
  int4: Number,
  integer: Number,
  bigint: Number,
  boolean: toBoolean,
  bool: toBoolean,
  jsonb: toJson,
  timestamptz: isoTimestamp,
  'timestamp with time zone': isoTimestamp,
};

/** The decoder of a column type, or undefined where the text goes straight out. */
export function decoderOf(columnType: string): Decoder | undefined {
  return DECODERS[columnType];
}

/** A row as the loaders hand it out: property names of the entity, values as the graph shows them. */
export type Row = Record<string, unknown>;

/** One column of a statement's answer. */
export interface Output {
  property: string;
  decode?: Decoder | undefined;
}
