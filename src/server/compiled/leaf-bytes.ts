import { isEnumType, type GraphQLLeafType } from 'graphql';
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
/** Longer whole numbers may be more than an Int holds, which the type has to refuse. */
const SAFE_DIGITS = 9;
/** `2026-11-22 20:05:07` with its zone. */
const SECONDS_END = 19;

const TEXTS = new Set(['ID', 'String']);

const text: ByteWriter = (out, source, start, end) => out.quoted(source, start, end);
const word: ByteWriter = (out, source, start, end) => out.upperCase(source, start, end);
const stringList: ByteWriter = (out, source, start, end) => out.stringList(source, start, end);
const number: ByteWriter = (out, source, start, end) => {
  if (end - start > SAFE_DIGITS) return false;
  out.copy(source, start, end);
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
  if (!isEnumType(type)) {
    const scalar = Object.hasOwn(SCALARS, type.name) ? SCALARS[type.name] : undefined;
    return scalar?.decode === decode ? scalar?.write : undefined;
  }
  const isUpperCased = type.getValues().every(({ name, value }) => name === String(value).toUpperCase());
  return decode === undefined && isUpperCased ? word : undefined;
}
