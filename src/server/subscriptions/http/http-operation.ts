import type { IncomingMessage } from 'node:http';
import { badInput } from '../../../domain/errors.ts';
import { isRecord } from '../../../domain/record.ts';
import type { OperationRequest } from '../validated-operation.ts';

/** An operation as an HTTP request states it: in the body of a POST, or in the address of a GET. */
export interface HttpOperation extends OperationRequest {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** @throws PitError BAD_USER_INPUT where it has not the shape that GraphQL over HTTP asks for. */
export function httpOperationOf(request: IncomingMessage, body: unknown): HttpOperation {
  const given = request.method === 'GET' ? searchOf(request.url ?? '') : body;
  if (!isRecord(given)) throw unshaped('body', 'a JSON object with a query');
  const { query, operationName = null } = given;
  if (typeof query !== 'string') throw unshaped('query', 'the text of an operation');
  if (operationName !== null && typeof operationName !== 'string') throw unshaped('operationName', 'a name');
  return {
    query,
    operationName,
    variables: objectOf(given, 'variables'),
    extensions: objectOf(given, 'extensions'),
  };
}

function objectOf(given: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = given[name] ?? {};
  if (!isRecord(value)) throw unshaped(name, 'an object');
  return value;
}

function searchOf(url: string): Record<string, unknown> {
  const search = new URL(url, 'http://localhost').searchParams;
  return {
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: jsonOf(search, 'variables'),
    extensions: jsonOf(search, 'extensions'),
  };
}

function jsonOf(search: URLSearchParams, name: string): unknown {
  try {
    return JSON.parse(search.get(name) ?? 'null') as unknown;
  } catch {
    throw unshaped(name, 'an object in JSON');
  }
}

function unshaped(field: string, expected: string) {
  return badInput('The request does not state an operation.', { field, expected });
}
