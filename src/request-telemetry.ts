import type { Actor } from './domain/directory/actor.ts';

/** Who executed an operation: a plan, a plan that the operation's text was remembered with, or graphql-js. */
export type ExecutionWay = 'compiled' | 'cached' | 'graphql-js';

/**
 * What is told of one request once it is over, by metrics, log and trace; filled in on its way, and shared by the copies
 * that Apollo makes of its context. Never the token, the query or its variables.
 */
export class RequestTelemetry {
  caller: Actor | undefined;
  /** Known only of operations that somebody with a token has asked. */
  operationName: string | undefined;
  operationType: 'query' | 'mutation' | 'subscription' | undefined;
  /** Undefined for what was refused before it was executed. */
  way: ExecutionWay | undefined;
  /** SQL statements sent, without BEGIN, COMMIT and the context. */
  statements = 0;
  /** `extensions.code` of each error answered. */
  readonly errorCodes: string[] = [];
  /** Under which unexpected errors were logged. */
  readonly errorIds: string[] = [];

  constructor(
    readonly requestId: string,
    /** Where the request came from; a gateway's where there is one. */
    readonly address = 'unknown',
  ) {}

  private readonly hungUp: { controller?: AbortController; isSo: boolean } = { isSo: false };

  /** Aborted once nobody waits for the answer any more: long work asks it between its parts. Made when it is asked for. */
  get abandoned(): AbortSignal {
    const { controller = new AbortController(), isSo } = this.hungUp;
    this.hungUp.controller = controller;
    if (isSo) controller.abort();
    return controller.signal;
  }

  /** Notes that who asked has hung up, or ended the operation, before there was an answer. */
  abandon(): void {
    this.hungUp.isSo = true;
    this.hungUp.controller?.abort();
  }

  /** With whom the request shares what is shared out: its organisation, or whoever is unknown at the same address. */
  get sharer(): string {
    return this.caller?.orgId ?? `anonymous ${this.address}`;
  }
}
