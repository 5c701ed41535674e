import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../../context.ts';
import { badInput } from '../../domain/errors.ts';
import { errorOf, STATUS_OF } from '../graphql/errors.ts';
import { contentTypeOfRefusal } from '../graphql/content-negotiation.ts';

/** Clients send ten or so in a batch; whoever sends more is refused once for all, so that no small body makes a large answer. */
const MOST_REFUSED_EACH = 100;

/**
 * The refusal of a batch: limits are those of one request, which is one operation. It has as many answers as the batch has
 * operations, since a client that batches hands each operation its own and shows nothing of anything else.
 */
export function refuseBatch(
  batch: readonly unknown[],
  accept: string | undefined,
  { telemetry }: RequestContext,
): HTTPGraphQLResponse {
  const refusal = badInput('A request is one operation: send those of a batch one by one.', {
    field: 'body',
    expected: 'a JSON object with a query',
    actual: `an array of ${batch.length}`,
  });
  telemetry.errorCodes.push(refusal.code);
  const answer = { errors: [errorOf(refusal)] };
  const isEach = batch.length > 0 && batch.length <= MOST_REFUSED_EACH;
  const string = `${JSON.stringify(isEach ? batch.map(() => answer) : answer)}\n`;
  const headers = new HeaderMap([['content-type', contentTypeOfRefusal(accept)]]);
  return { status: STATUS_OF[refusal.code], headers, body: { kind: 'complete', string } };
}
