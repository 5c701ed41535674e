import type pg from 'pg';
import { Organisation } from '../entities/organisation.ts';
import { clock } from './clock.ts';
import { loadCount, loadPage, readCount, readPage, type Page, type ParentKey } from './db/pages.ts';
import type { PageSpec } from './db/page.ts';
import { Loaders, type Asked } from './db/loaders.ts';
import { Reader } from './db/reader.ts';
import type { Order } from './db/select.ts';
import type { Parameter, Row, Statement } from './db/statement.ts';
import type { Actor } from './domain/actor.ts';
import { PitError } from './domain/errors.ts';
import type { EvidenceFiles } from './services/evidence-files.ts';
import { write, type Verb } from './services/write.ts';

export type { Asked } from './db/loaders.ts';
export type { Condition, PageSpec } from './db/page.ts';
export type { OrderTerm } from './db/cursor.ts';
export type { ParentKey } from './db/pages.ts';
export { encodeCursor } from './db/cursor.ts';

const TIME_ZONE: Asked = { properties: ['timeZone'], signature: 'timeZone' };

/** What the service has one of, whoever asks. */
export interface Services {
  readPool: pg.Pool;
  writePool: pg.Pool;
  files: EvidenceFiles;
}

/**
 * What one request works with: who asks, and that actor's loaders. Nothing is opened before the first read.
 * Apollo copies the context per operation, so state stands in plain properties.
 */
export class RequestContext {
  private reading: Reader | undefined;
  private loading: Loaders | undefined;

  constructor(
    private readonly services: Services,
    /** Undefined for a request without a token, which may only see the schema. */
    readonly caller: Actor | undefined,
  ) {}

  /** Who asks; refuses when nobody does. */
  get actor(): Actor {
    if (this.caller === undefined) throw new PitError('UNAUTHENTICATED', 'A bearer token is required.');
    return this.caller;
  }

  /** The files behind evidence. */
  get files(): EvidenceFiles {
    return this.services.files;
  }

  /** Statements that reading has sent so far. */
  get statements(): number {
    return this.reading?.statements ?? 0;
  }

  /** The row with the id (or another unique key), or null. */
  one<E extends object>(
    entity: abstract new () => E,
    asked: Asked,
    id: string | null | undefined,
  ): Promise<E | null> | null {
    return id === null || id === undefined ? null : this.loaders.one(entity, asked).load(id);
  }

  /** All rows that hang on `id` by the foreign key `key`, in order: for bounded children. */
  many<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: Asked,
    order?: Order,
  ): { of(id: string): Promise<E[]> } {
    const loader = this.loaders.many(entity, key, asked, order);
    return { of: (id) => loader.load(id) };
  }

  /** A page of a list that can grow; with `parent` batched over all parents asked in a tick. */
  page<E>(spec: PageSpec, asked: Asked, parent?: ParentKey): Promise<Page<E>> {
    return parent === undefined
      ? readPage(this.reader, spec, asked)
      : loadPage(this.loaders, spec, asked, parent);
  }

  /** How many rows a list has, without its page. */
  count(spec: PageSpec, parent?: ParentKey): Promise<number> {
    return parent === undefined ? readCount(this.reader, spec) : loadCount(this.loaders, spec, parent);
  }

  /** The rows of a statement of its own (`src/db/*-query.ts`). */
  rows(statement: Statement, values: Parameter[]): Promise<Row[]> {
    return this.reader.rows(statement, values);
  }

  /**
   * Runs a mutation's verb in its transaction, then forgets what was read before it, so that the payload is made
   * from fresh rows. `name` is the mutation's; with the input it tells one use of an idempotency key from another.
   */
  async write<T extends object>(name: string, input: object, verb: Verb<T>): Promise<T> {
    const answer = await write(this.services.writePool, this.actor, { name, input }, verb);
    this.loading = undefined;
    return answer;
  }

  /** The civil date where the caller's organisation is, which decides what is overdue. */
  async today(): Promise<string> {
    const organisation = await this.one(Organisation, TIME_ZONE, this.actor.orgId);
    return clock.today(organisation?.timeZone ?? 'UTC');
  }

  /** This request's loaders. */
  get loaders(): Loaders {
    this.loading ??= new Loaders(this.reader);
    return this.loading;
  }

  private get reader(): Reader {
    this.reading ??= new Reader(this.services.readPool, this.actor);
    return this.reading;
  }
}
