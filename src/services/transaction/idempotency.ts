import {
  CLAIM_KEY,
  FIND_ANSWER,
  FIND_RESPONSE,
  STORE_RESPONSE,
} from '../../db/queries/transaction/idempotency-query.ts';
import { createHash } from 'node:crypto';
import type { Statement } from '../../db/connection/statement.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { StatementCounter } from '../../db/read/tenant-read-batch.ts';
import { badInput, conflict } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx, Command } from './command.ts';

/** A mutation as it was asked for: its name and input, which may carry a key. */
export interface Request {
  name: string;
  input: object;
  /** Where its statements are counted. */
  tally?: StatementCounter;
}

/**
 * Runs `verb` unless this actor has run the same request under the same key within 24 hours; then its answer is
 * given again. The key is a row of the same transaction, so it holds exactly when the effect does. A key that came
 * with another request is a CONFLICT.
 */
export async function withIdempotencyKey<T extends object>(
  tx: Tx,
  request: Request,
  verb: Command<T>,
): Promise<T> {
  const key = keyOf(request.input);
  if (key === undefined) return verb(tx);
  const hash = hashOf(request);
  const taken = await tx.run(CLAIM_KEY, [key, Buffer.from(hash, 'hex')]);
  if (taken.rowCount === 0) return firstAnswer<T>(tx, key, hash);
  const answer = await verb(tx);
  await tx.run(STORE_RESPONSE, [key, JSON.stringify(answer)]);
  return answer;
}

/** Whoever reads by statements in their own name. */
interface Reader {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
}

/**
 * The answer that this actor has had for the same request under its key; null without a key, or where none was given yet. For
 * mutations that work long before they write: the write itself asks again.
 * @throws PitError BAD_USER_INPUT for a key that is not acceptable; CONFLICT for one that came with another request.
 */
export async function findAnswer<T extends object>(reader: Reader, request: Request): Promise<T | null> {
  const key = keyOf(request.input);
  if (key === undefined) return null;
  const [first] = await reader.rows(FIND_ANSWER, [key]);
  if (first === undefined) return null;
  requireSame(first.requestHash, hashOf(request));
  return first.response as T;
}

/** Clients write the same request in more than one way: null and absent are alike, and ids in either case. */
function hashOf({ name, input }: Request): string {
  const text = JSON.stringify([name, input], (_key, value: unknown) => {
    if (value === null) return undefined;
    return isUuid(value) ? value.toLowerCase() : value;
  });
  return createHash('sha256').update(text).digest('hex');
}

async function firstAnswer<T>(tx: Tx, key: string, hash: string): Promise<T> {
  const { rows } = await tx.run(FIND_RESPONSE, [key]);
  const [first] = rows;
  requireSame(first?.requestHash, hash);
  return first?.response as T;
}

function requireSame(first: string | undefined, hash: string): void {
  if (first === hash) return;
  throw conflict('The idempotency key was used for another request.', { field: 'input.idempotencyKey' });
}

/** The key of a request, if it has one. @throws PitError BAD_USER_INPUT for one that is not acceptable. */
export function keyOf(input: object): string | undefined {
  const { idempotencyKey: key } = input as { idempotencyKey?: string | null };
  if (key === undefined || key === null) return undefined;
  if (!/^[\x21-\x7e]{8,255}$/.test(key)) {
    throw badInput('The idempotency key is not acceptable.', {
      field: 'input.idempotencyKey',
      expected: '8 to 255 printable ASCII characters without blanks',
    });
  }
  return key;
}
