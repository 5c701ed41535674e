/** Parameters go over the wire as text. */
export type Parameter = string | null;

type Element = string | number | boolean | null;

/** What may be bound to a statement; `parameters` makes of it the texts that PostgreSQL reads. */
export type Value = string | number | boolean | null | Uint8Array | readonly Element[];

/** Values as they go over the wire. */
export function parameters(values: readonly Value[]): Parameter[] {
  return values.map((value) => {
    if (value === null || typeof value === 'string') return value;
    if (typeof value !== 'object') return String(value);
    return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : arrayLiteral(value);
  });
}

/** Words that an array literal takes unquoted: ids, enum values, numbers, dates. */
const PLAIN = /^(?!null$)[\w.:+-]+$/i;

/** The PostgreSQL array literal of values: the only place that writes one. */
export function arrayLiteral(values: readonly Element[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: Element): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string' || PLAIN.test(value)) return String(value);
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
