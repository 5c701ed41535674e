import type { Actor } from './domain/actor.ts';

/**
 * What is told of one request once it is over, by metrics, log and trace; filled in on its way, and shared by the copies
 * that Apollo makes of its context. Never the token, the query or its variables.
 */
export class RequestAccount {
  caller: Actor | undefined;
  /** Known only of operations that somebody with a token has asked. */
  operationName: string | undefined;
  operationType: 'query' | 'mutation' | 'subscription' | undefined;
  /** SQL statements sent, without BEGIN, COMMIT and the context. */
  statements = 0;
  /** `extensions.code` of each error answered. */
  readonly errorCodes: string[] = [];
  /** Under which unexpected errors were logged. */
  readonly errorIds: string[] = [];

  constructor(readonly requestId: string) {}
}
