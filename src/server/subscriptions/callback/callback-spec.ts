import type { IncomingMessage } from 'node:http';
import { badInput, type PitError } from '../../../domain/errors.ts';
import { isRecord } from '../../../domain/record.ts';
import { callbackSpecVersion } from '../../graphql/content-negotiation.ts';
import type { HttpOperation } from '../http/http-operation.ts';

/** In the headers of every message of the protocol. */
export const PROTOCOL_HEADER = { 'subscription-protocol': 'callback/1.0' };

/** What a router states of itself when it subscribes. */
export interface CallbackSpec {
  readonly url: string;
  readonly id: string;
  readonly verifier: string;
  readonly heartbeatMs: number;
}

const DEFAULT_HEARTBEAT_MS = 5_000;
/** A router that asks for more is called no more often than this. */
const SHORTEST_HEARTBEAT_MS = 500;
const LONGEST_HEARTBEAT_MS = 3_600_000;
const LONGEST_TEXT = 2_000;

/** Whether a request subscribes by callback. */
export function asksForCallback(body: unknown): boolean {
  return isRecord(body) && isRecord(body['extensions']) && isRecord(body['extensions']['subscription']);
}

/**
 * What `extensions.subscription` says, by the names of the protocol or by those of its preview.
 *
 * @throws PitError BAD_USER_INPUT for what is not version 1.0 of the protocol.
 */
export function callbackSpecOf({ headers }: IncomingMessage, { extensions }: HttpOperation): CallbackSpec {
  const version = callbackSpecVersion(headers.accept);
  if (version !== undefined && version !== '1.0') throw unacceptable('callbackSpec', '1.0', version);
  const given = extensions['subscription'] as Record<string, unknown>;
  return {
    url: textOf(given, 'callbackUrl', 'callback_url'),
    id: textOf(given, 'subscriptionId', 'subscription_id'),
    verifier: textOf(given, 'verifier', 'verifier'),
    heartbeatMs: heartbeatOf(given['heartbeatIntervalMs'] ?? given['heartbeat_interval_ms']),
  };
}

function textOf(given: Record<string, unknown>, name: string, oldName: string): string {
  const value = given[name] ?? given[oldName];
  if (typeof value === 'string' && /^[^\0]+$/.test(value) && value.length <= LONGEST_TEXT) return value;
  throw unacceptable(`extensions.subscription.${name}`, `a text of at most ${LONGEST_TEXT} characters`);
}

function heartbeatOf(value: unknown): number {
  if (value === undefined || value === null) return DEFAULT_HEARTBEAT_MS;
  if (value === 0) return 0;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LONGEST_HEARTBEAT_MS) {
    return Math.max(value, SHORTEST_HEARTBEAT_MS);
  }
  throw unacceptable(
    'extensions.subscription.heartbeatIntervalMs',
    `whole milliseconds, 0 to ${LONGEST_HEARTBEAT_MS}`,
  );
}

function unacceptable(field: string, expected: string, actual?: string): PitError {
  const detail = { field, expected, ...(actual !== undefined && { actual: actual.slice(0, 64) }) };
  return badInput('The request does not follow the callback protocol.', detail);
}
