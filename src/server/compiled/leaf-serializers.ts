import { isEnumType, type GraphQLLeafType } from 'graphql';

/** Writes one non-null leaf value as JSON text; throws where the type refuses the value. */
export type LeafWriter = (value: unknown) => string;

/** What must not stand in a JSON string as it is; lone surrogates included, which JSON.stringify escapes. */
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Text as a JSON string, the same as JSON.stringify, without its cost for plain text. */
function quote(text: string): string {
  return text.length < 5000 && !NEEDS_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The writer of a scalar or enum. What is not the plain case goes through the type's own `serialize`. */
export function leafWriter(type: GraphQLLeafType): LeafWriter {
  if (isEnumType(type)) return enumWriter(type);
  switch (type.name) {
    case 'String':
    case 'ID':
    case 'Date':
    case 'DateTime':
    case 'Decimal':
      return (value) => (typeof value === 'string' ? quote(value) : serialised(type, value));
    case 'Int':
    case 'Percent':
      return (value) =>
        typeof value === 'number' && (value | 0) === value ? String(value) : serialised(type, value);
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? String(value) : serialised(type, value));
    default:
      return (value) => serialised(type, value);
  }
}

function enumWriter(
  type: GraphQLLeafType & { getValues(): readonly { name: string; value: unknown }[] },
): LeafWriter {
  const names = new Map(type.getValues().map(({ name, value }) => [value, JSON.stringify(name)]));
  return (value) => names.get(value) ?? serialised(type, value);
}

function serialised(type: GraphQLLeafType, value: unknown): string {
  if (typeof value === 'function' || value instanceof Promise) throw new Error('not a plain value');
  const text = JSON.stringify(type.serialize(value)) as string | undefined;
  if (text === undefined) throw new Error(`${type.name} cannot represent the value`);
  return text;
}
