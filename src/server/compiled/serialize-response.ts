import { RawRow, type RowShape } from '../../db/connection/raw-row.ts';
import { JsonBytes } from './json-bytes.ts';
import { byteWriter, type ByteWriter } from './leaf-bytes.ts';
import { FallBackToGraphqlJs, ResolvedObject } from './resolved-object.ts';
import type { FieldPlan, ObjectPlan, OutputPlan } from './plan.ts';

const constant = (text: string): Uint8Array => Buffer.from(text);
const BEGIN = constant('{"data":');
const END = constant('}\n');
const NULL = constant('null');
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Writing is synchronous, so all responses are written into the same memory, one after the other. */
const out = new JsonBytes();

/**
 * The whole response for a plan whose resolvers have all answered. Values of rows are copied from the bytes they came
 * in; what resolvers made goes through the types. Throws where graphql-js must answer instead.
 */
export function writeResponse(plan: ObjectPlan, root: unknown): Buffer {
  out.clear();
  out.constant(BEGIN);
  writeObject(plan, root);
  out.constant(END);
  located = undefined;
  return out.take();
}

function writeObject(plan: ObjectPlan, value: unknown): void {
  const node = value instanceof ResolvedObject ? value : undefined;
  const row = node === undefined ? (value as Record<string, unknown>) : node.value;
  const columns = row instanceof RawRow ? columnsOf(plan, row.shape) : undefined;
  out.byte(OPEN_OBJECT);
  for (let i = 0; i < plan.fields.length; i++) {
    const field = plan.fields[i] as FieldPlan;
    out.constant(field.label);
    const column = columns?.[i];
    if (column !== undefined) writeColumn(field, column, row as unknown as RawRow);
    else if (field.slot >= 0) writeOutput(field.output, node?.children[field.slot]);
    else writeOutput(field.output, field.name === '__typename' ? '' : row[field.name]);
  }
  out.byte(CLOSE_OBJECT);
}

interface ColumnPlan {
  place: number;
  write: ByteWriter;
}

/**
 * Which fields of a plan are columns that can be written from bytes, by the shape of the rows. A shape is as short-lived
 * as its statement, which may be evicted and built anew while the plan lives on.
 */
const planned = new WeakMap<ObjectPlan, WeakMap<RowShape, (ColumnPlan | undefined)[]>>();

function columnsOf(plan: ObjectPlan, shape: RowShape): (ColumnPlan | undefined)[] {
  let shapes = planned.get(plan);
  if (shapes === undefined) planned.set(plan, (shapes = new WeakMap<RowShape, (ColumnPlan | undefined)[]>()));
  let columns = shapes.get(shape);
  if (columns === undefined)
    shapes.set(shape, (columns = plan.fields.map((field) => columnOf(field, shape))));
  return columns;
}

function columnOf(field: FieldPlan, shape: RowShape): ColumnPlan | undefined {
  const place = shape.places.get(field.name);
  if (field.slot >= 0 || place === undefined) return undefined;
  const write = byteWriter(field.output, shape.outputs[place]?.decode);
  return write && { place, write };
}

/** PostgreSQL gives no row more columns. */
const MAX_COLUMNS = 1664;
/** Where the fields of the row written last begin; the length stands in the four bytes before. */
const starts = new Int32Array(MAX_COLUMNS);
let located: RawRow | undefined;

function locate(row: RawRow): void {
  const bytes = row.wireBytes;
  let at = row.wireStart;
  for (let i = 0; i < row.shape.outputs.length; i++) {
    starts[i] = at + 4;
    at += 4 + Math.max(0, bytes.readInt32BE(at));
  }
  located = row;
}

function writeColumn(field: FieldPlan, { place, write }: ColumnPlan, row: RawRow): void {
  if (located !== row) locate(row);
  const bytes = row.wireBytes;
  const start = starts[place] as number;
  const length = bytes.readInt32BE(start - 4);
  if (length < 0) writeOutput(field.output, null);
  else if (!write(out, bytes, start, start + length)) {
    writeOutput(field.output, (row as unknown as Record<string, unknown>)[field.name]);
  }
}

function writeOutput(output: OutputPlan, value: unknown): void {
  if (value === null || value === undefined) {
    if (output.nonNull) throw new FallBackToGraphqlJs();
    out.constant(NULL);
    return;
  }
  switch (output.kind) {
    case 'leaf':
      return out.text(output.write(value));
    case 'object':
      return writeObject(output.plan, value);
    case 'abstract':
      return writeAbstract(output.plans, value);
    case 'list':
      return writeList(output.of, value);
  }
}

function writeAbstract(plans: ReadonlyMap<string, ObjectPlan>, value: unknown): void {
  const row = value instanceof ResolvedObject ? value.value : (value as Record<string, unknown>);
  const plan = plans.get(String(row['__typename']));
  if (plan === undefined) throw new FallBackToGraphqlJs();
  writeObject(plan, value);
}

function writeList(output: OutputPlan, items: unknown): void {
  if (!Array.isArray(items)) throw new FallBackToGraphqlJs();
  out.byte(OPEN_LIST);
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.byte(COMMA);
    writeOutput(output, items[i]);
  }
  out.byte(CLOSE_LIST);
}
