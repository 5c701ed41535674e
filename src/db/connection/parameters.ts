/** Parameters go over the wire as text. */
export type Parameter = string | null;

/** What may be bound to a statement; `parameters` makes of it the texts that PostgreSQL reads. */
export type Value = string | number | boolean | null | Uint8Array | readonly (string | number | null)[];

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
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: string | number | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || PLAIN.test(value)) return String(value);
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
