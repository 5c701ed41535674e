import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../../context.ts';

/** An answer that begins now and writes itself for as long as it lasts; it deals with its own failures. */
export type StreamingResponse = (response: ServerResponse) => void;

/** Answers the GraphQL operation of an HTTP request: with the bytes of a response in JSON, Apollo's, or a stream. */
export type DispatchOperation = (
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
) => Promise<Buffer | HTTPGraphQLResponse | StreamingResponse>;
