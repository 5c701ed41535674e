import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';
import { badInput, PitError, type ErrorDetail } from '../../domain/errors.ts';
import { LIMITS } from '../graphql/limits.ts';
import type { ExpensiveWork, LoopTime } from '../graphql/loop-time.ts';
import { excessOf, type Excess, type JsonBounds } from './json-shape.ts';
import { isJsonInUtf8 } from '../graphql/content-negotiation.ts';

/** How long the body of an operation may take; a file may take as long as a whole request. */
const BODY_MS = 30_000;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

type Decompress = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ['x-gzip', promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ['deflate', promisify<Buffer, ZlibOptions, Buffer>(inflate)],
  ['br', promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress)],
]);

/** HTTP 415: the body is in a form that is not read here. */
export class UnsupportedMediaType extends PitError {
  constructor(detail: ErrorDetail) {
    super('BAD_USER_INPUT', 'The form of the body is not supported.', detail);
  }
}

/** The client went away before its request was complete: nobody waits for an answer, and nothing has failed here. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}

/** What JSON in a body or a frame may hold. */
export const JSON_BOUNDS: JsonBounds = {
  depth: LIMITS.jsonDepth,
  items: LIMITS.jsonItems,
  values: LIMITS.jsonValues,
};

/** How a body is read. */
export interface Reading {
  /** Its bytes at most, before and after it is decompressed. */
  most: number;
  loopTime: LoopTime;
  /** Whose share of the event loop's time a large body takes. */
  sharer: string;
}

/**
 * The parsed body of a request in JSON, compressed or not. A large one is not even read before its caller's share of the
 * event loop's time allows it; until then it waits in the network.
 *
 * @throws UnsupportedMediaType, RequestAborted, PitError LIMIT_EXCEEDED, BAD_USER_INPUT or UNAVAILABLE.
 */
export async function readJson(request: IncomingMessage, reading: Reading): Promise<unknown> {
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (!isJsonInUtf8(type)) {
    throw new UnsupportedMediaType({
      field: 'content-type',
      expected: 'application/json, in UTF-8',
      actual: type?.slice(0, 255),
    });
  }
  const decompress = decompressionOf(encoding);
  const { most, loopTime, sharer } = reading;
  const expected = expectedBytes(request, decompress, most);
  if (expected <= LIMITS.smallBytes) {
    const bytes = await readBytes(request, most);
    checkShape(bytes);
    return parse(bytes);
  }
  const work = await loopTime.admit(sharer, (Math.min(expected, most) / 1e6) * MS_PER_MEGABYTE);
  const sent = await readBytes(request, most);
  return parseInTurn(decompress === undefined ? sent : await decompressed(sent, decompress, most), work);
}

/** What taking in and parsing a megabyte is expected to take of the event loop, and what taking it in alone does. */
const MS_PER_MEGABYTE = 15;
const READ_MS_PER_MEGABYTE = 1;

/** Of a compressed body, or one of unknown length, the most. */
function expectedBytes(request: IncomingMessage, decompress: Decompress | undefined, most: number): number {
  const length = request.headers['content-length'];
  return decompress === undefined && length !== undefined ? Number(length) : most;
}

async function parseInTurn(bytes: Buffer, work: ExpensiveWork): Promise<unknown> {
  work.spend((bytes.length / 1e6) * READ_MS_PER_MEGABYTE);
  await work.run(() => checkShape(bytes));
  const parsed = await work.run(() => parse(bytes));
  work.end();
  return parsed;
}

/** @throws PitError BAD_USER_INPUT. */
function checkShape(bytes: Buffer): void {
  const excess = excessOf(bytes, JSON_BOUNDS);
  if (excess !== undefined) throw refusalOf(excess);
  if (!isUtf8(bytes)) throw badInput('The body is not UTF-8.', { field: 'body', expected: 'JSON in UTF-8' });
}

function refusalOf({ bound, path }: Excess): PitError {
  const expected = `at most ${JSON_BOUNDS[bound]}`;
  if (bound === 'depth')
    return badInput('The body is nested too deeply.', {
      field: path ?? 'body',
      expected: `${expected} levels`,
    });
  if (bound === 'values')
    return badInput('The body holds too many values.', { field: path ?? 'body', expected });
  return badInput('A list holds too many values.', { field: path ?? 'body', expected });
}

function parse(bytes: Buffer): unknown {
  const start = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? BYTE_ORDER_MARK.length
    : 0;
  try {
    return JSON.parse(bytes.toString('utf8', start)) as unknown;
  } catch {
    throw badInput('The body is not JSON.', { field: 'body', expected: 'a JSON object with a query' });
  }
}

function decompressionOf(encoding = 'identity'): Decompress | undefined {
  const name = encoding.trim().toLowerCase();
  const decompress = DECOMPRESS.get(name);
  if (decompress === undefined && name !== 'identity' && name !== '') {
    throw new UnsupportedMediaType({
      field: 'content-encoding',
      expected: 'one of gzip, deflate, br',
      actual: name.slice(0, 255),
    });
  }
  return decompress;
}

/**
 * The body is complete by then: a decompressor that waits for more of it holds up to 16 MB (brotli's window), for as many
 * clients as care to send a few bytes.
 */
async function decompressed(bytes: Buffer, decompress: Decompress, most: number): Promise<Buffer> {
  try {
    return await decompress(bytes, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(most);
    throw badInput('The body is not compressed as its content-encoding says.', { field: 'content-encoding' });
  }
}

function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const late = setTimeout(() => {
      reject(new PitError('LIMIT_EXCEEDED', 'The body took too long to arrive.'));
    }, BODY_MS);
    request.on('close', () => {
      clearTimeout(late);
      if (!request.complete) reject(new RequestAborted());
    });
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(tooLarge(most));
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', () => reject(new RequestAborted()));
  });
}

function tooLarge(most: number): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The body is too large.', {
    expected: `at most ${most} bytes`,
  });
}
