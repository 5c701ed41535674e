import type pg from 'pg';
import { BoundedCache } from '../../bounded-cache.ts';
import { PgRawRow } from './raw-row-client.ts';
import { parameters, type Parameter, type Value } from './parameters.ts';
import type { Statement } from './statement.ts';
import type { Row } from './decode.ts';
import { instrumented } from './query-instrumentation.ts';

/** What pg's connection offers to a custom query; its own type declarations leave it out. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: readonly Parameter[] }): void;
  execute(message: { portal: string; rows: number }): void;
  /** Drops a prepared statement. */
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

/** A statement with the values that it is sent with. */
export interface Step<R extends object = Row> {
  readonly statement: Statement<R>;
  readonly values: readonly Parameter[];
  /** The command tag that the server must answer: a COMMIT of a failed transaction answers ROLLBACK, not an error. */
  readonly expect?: string;
}

export function step<R extends object>(statement: Statement<R>, values: readonly Value[] = []): Step<R> {
  return { statement, values: parameters(values) };
}

/** The rows of each of several steps, in their order. */
export type RowsOf<S extends readonly Step<object>[]> = {
  -readonly [K in keyof S]: S[K] extends Step<infer R> ? R[] : never;
};

/** Statements that each connection keeps prepared, by name. */
const prepared = new WeakMap<Wire, BoundedCache<Statement<object>>>();
/** Of one connection: a backend keeps some 100 KB for each with its plan. */
export const MAX_PREPARED = 250;
/**
 * Statements that have been sent before. One that is sent for the first time goes unprepared: callers who invent ever
 * new selections would otherwise push out what everybody else uses.
 */
const sent = new WeakSet<Statement<object>>();

/**
 * Several prepared statements in one round trip: Bind/Execute each, one Sync for all, hence one implicit
 * transaction. No Describe: the columns are known. Against BEGIN, set_config, SELECT, COMMIT one by one
 * this doubles the rate of a look-up by id and gives x1.5 on a batch of a hundred.
 *
 * A failure rejects every step. The connection is then not to be used again, since the statements behind the
 * failed one were never parsed; `runPipeline` sees to that.
 */
class Pipeline {
  readonly results: object[][] = [];
  private current: object[] = [];
  private position = 0;
  private settled = false;
  private failure: Error | null = null;
  /** Read by pg to skip its own parsing of the answer. */
  readonly name = '';

  constructor(
    private readonly steps: readonly Step<object>[],
    private readonly mayPrepare: boolean,
    private readonly done: (error: Error | null, results: object[][]) => void,
  ) {}

  submit(wire: Wire): Error | null {
    const known = preparedOn(wire);
    wire.stream.cork();
    try {
      for (const { statement, values } of this.steps) {
        const isPrepared = this.mayPrepare && known.get(statement.name) !== undefined;
        const name = isPrepared || (this.mayPrepare && sent.has(statement)) ? statement.name : '';
        if (!isPrepared) {
          wire.parse({ name, text: statement.text, types: [] });
          if (name === '') sent.add(statement);
          else known.set(name, statement);
        }
        wire.bind({ portal: '', statement: name, values });
        wire.execute({ portal: '', rows: 0 });
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    return null;
  }

  handleDataRow(message: PgRawRow | { fields: (string | null)[] }): void {
    const statement = this.steps[this.position]?.statement;
    if (statement === undefined) return;
    const { rawRow: RawRow } = statement;
    if (RawRow !== undefined && message instanceof PgRawRow) {
      this.current.push(new RawRow(message.bytes, message.start));
    } else {
      this.decode(statement, message.fields);
    }
  }

  /** Thrown out of here, an error would end the process: nobody stands between this and the socket. */
  private decode(statement: Statement<object>, fields: readonly (string | null)[]): void {
    try {
      this.current.push(statement.decode(fields));
    } catch (error) {
      this.failure ??= error as Error;
    }
  }

  handleCommandComplete(message: { text?: string }): void {
    const expected = this.steps[this.position]?.expect;
    if (expected !== undefined && message.text !== expected) {
      this.failure = new Error(`the server answered ${message.text} to ${expected}`);
    }
    this.results.push(this.current);
    this.current = [];
    this.position += 1;
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({});
  }

  handleRowDescription(): void {}

  handlePortalSuspended(): void {}

  handleError(error: Error): void {
    this.settle(error);
  }

  handleReadyForQuery(): void {
    this.settle(this.failure);
  }

  private settle(error: Error | null): void {
    if (this.settled) return;
    this.settled = true;
    const failed = this.steps[this.position]?.statement;
    if (error !== null && failed !== undefined) failures.set(error, failed);
    this.done(error, this.results);
  }
}

/** Where pipelines have failed, by the error. */
const failures = new WeakMap<Error, Statement<object>>();

/** The statement that a pipeline has failed at; undefined for an error that is none of a pipeline's. */
export function failedStatementOf(error: unknown): Statement<object> | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

/** What is evicted is closed on the server with the same round trip; it has been bound before, or will not be. */
function preparedOn(wire: Wire): BoundedCache<Statement<object>> {
  let known = prepared.get(wire);
  if (known === undefined) {
    const onEvicted = (name: string): void => wire.close({ type: 'S', name });
    known = new BoundedCache('prepared_statements', MAX_PREPARED, { onEvicted });
    prepared.set(wire, known);
  }
  return known;
}

/**
 * Runs `steps` on `client` in one round trip and answers the rows of each.
 * Rejects with the driver's error; the caller must then destroy the client.
 * @param mayPrepare false = no prepared statement is made or used.
 */
export function runPipeline<S extends readonly Step<object>[] | []>(
  client: pg.ClientBase,
  steps: S,
  mayPrepare = true,
): Promise<RowsOf<S>> {
  return instrumented(
    steps,
    () =>
      new Promise<RowsOf<S>>((resolve, reject) => {
        // Each row was made by the decoder of its own step.
        const pipeline = new Pipeline(steps, mayPrepare, (error, results) =>
          error ? reject(error) : resolve(results as RowsOf<S>),
        );
        client.query(pipeline as unknown as pg.Submittable);
      }),
  );
}
