import { isEnumType, type GraphQLEnumType, type GraphQLLeafType } from 'graphql';
import { isoTimestamp, toBoolean, toJson, type Decoder } from '../../db/connection/decode.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { OutputPlan } from './plan.ts';

/**
 * Writes a column's bytes as the JSON that the decoder and the type would have made of them. Answers false, and has
 * written nothing, where the value is none of the plain cases; the caller then takes the long way.
 */
export type ByteWriter = (out: JsonBytes, source: Buffer, start: number, end: number) => boolean;

const ascii = (text: string): Uint8Array => Buffer.from(text);
const TRUE = ascii('true');
const FALSE = ascii('false');
const LOWER_T = 0x74;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** Longer whole numbers may be more than an Int holds, which the type has to refuse. */
const SAFE_DIGITS = 9;
/** `2026-11-22 20:05:07` with its zone. */
const SECONDS_END = 19;

const isDigit = (byte = 0): boolean => byte >= ZERO && byte <= NINE;

const TEXTS = new Set(['ID', 'String']);

const text: ByteWriter = (out, source, start, end) => out.quoted(source, start, end);
const word: ByteWriter = (out, source, start, end) => out.upperCase(source, start, end);
const stringList: ByteWriter = (out, source, start, end) => out.stringList(source, start, end);
const number: ByteWriter = (out, source, start, end) => {
  if (end - start > SAFE_DIGITS) return false;
  out.copy(source, start, end);
  return true;
};
/** A `numeric` as a JSON number, without the zeros that its scale adds: `12.50` as `12.5`. */
const decimal: ByteWriter = (out, source, start, end) => {
  if (end - start > SAFE_DIGITS || !isDigit(source[end - 1])) return false;
  let last = end;
  const point = source.indexOf(POINT, start);
  if (point >= start && point < end) {
    while (source[last - 1] === ZERO) last -= 1;
    if (source[last - 1] === POINT) last -= 1;
  }
  out.copy(source, start, last);
  return true;
};
const boolean: ByteWriter = (out, source, start) => {
  out.constant(source[start] === LOWER_T ? TRUE : FALSE);
  return true;
};
const moment: ByteWriter = (out, source, start, end) => {
  if (end - start < SECONDS_END) return false;
  out.text(`"${isoTimestamp(source.toString('latin1', start, end))}"`);
  return true;
};

/** The decoder that a column must have for a scalar's short way, and the way. */
const SCALARS: Readonly<Record<string, { decode: Decoder | undefined; write: ByteWriter }>> = {
  ID: { decode: undefined, write: text },
  String: { decode: undefined, write: text },
  Date: { decode: undefined, write: text },
  Decimal: { decode: undefined, write: text },
  Int: { decode: Number, write: number },
  ByteCount: { decode: Number, write: number },
  Boolean: { decode: toBoolean, write: boolean },
  DateTime: { decode: isoTimestamp, write: moment },
};

/** The writer for a column that `decode` would decode, shown as `output`; undefined where there is no short way. */
export function byteWriter(output: OutputPlan, decode: Decoder | undefined): ByteWriter | undefined {
  if (output.kind === 'leaf') return leafByteWriter(output.type, decode);
  const isTexts = output.kind === 'list' && output.of.kind === 'leaf' && TEXTS.has(output.of.type.name);
  return isTexts && decode === toJson ? stringList : undefined;
}

function leafByteWriter(type: GraphQLLeafType, decode: Decoder | undefined): ByteWriter | undefined {
  if (isEnumType(type)) return decode === undefined ? enumByteWriter(type) : undefined;
  if (type.name === 'Percent') return percentByteWriter(decode);
  const scalar = Object.hasOwn(SCALARS, type.name) ? SCALARS[type.name] : undefined;
  return scalar?.decode === decode ? scalar?.write : undefined;
}

/** Percentages are whole numbers in some columns, and have two decimals in others. */
function percentByteWriter(decode: Decoder | undefined): ByteWriter | undefined {
  if (decode === Number) return number;
  return decode === undefined ? decimal : undefined;
}

/** Most words are shown in upper case; others (`yellow`, which is AMBER) are looked up. */
function enumByteWriter(type: GraphQLEnumType): ByteWriter {
  const values = type.getValues();
  if (values.every(({ name, value }) => name === String(value).toUpperCase())) return word;
  const names = new Map(values.map(({ name, value }) => [String(value), ascii(`"${name}"`)]));
  return (out, source, start, end) => {
    const name = names.get(source.toString('latin1', start, end));
    if (name === undefined) return false;
    out.constant(name);
    return true;
  };
}
