import DataLoader from 'dataloader';
import { Organisation } from '../entities/organisation.ts';
import { clock } from './clock.ts';
import { loadCount, loadPage, readCount, readPage } from './db/read/keyset-page.ts';
import type { Page, ParentKey } from './db/read/keyset-page.ts';
import type { PageSpec } from './db/read/keyset-statement.ts';
import { Loaders, type SelectedColumns } from './db/read/loaders.ts';
import type { ReadRoute } from './db/read/replicas/read-route.ts';
import { TenantReadBatch } from './db/read/tenant-read-batch.ts';
import type { Order } from './db/read/select.ts';
import type { Value } from './db/connection/parameters.ts';
import type { Statement } from './db/connection/statement.ts';
import { NO_ENDS, STREAM_ENDS } from './db/queries/events/event-query.ts';
import { systemActor, type Actor } from './domain/directory/actor.ts';
import { PitError } from './domain/errors.ts';
import type { TimelineZoom } from './domain/enums.ts';
import { decodeEventCursor, encodeEventCursor, isKept, notKept } from './events/event-cursor.ts';
import type { StoredEvent, StreamEnds } from './events/stored-event.ts';
import type { StreamName } from './events/stream-name.ts';
import type { Topic } from './events/topics.ts';
import type { FollowOptions, Services } from './request-services.ts';
import { RequestTelemetry } from './request-telemetry.ts';
import type { AdviceRules } from './services/advice/advice-rules.ts';
import type { AuditSealer } from './services/audit/audit-seal.ts';
import type { ScheduleTokens } from './services/schedule/preview/schedule-tokens.ts';
import type { WebhookRules } from './services/delivery/webhooks.ts';
import type { ProcessStatus } from './services/maintenance/process-status.ts';
import { SettledEvents } from './services/events/settled-events.ts';
import type { EvidenceFiles } from './services/evidence/evidence-files.ts';
import type { CalendarAddresses } from './services/exchange/calendar/calendar-addresses.ts';
import { PolledStates, type PolledState } from './services/events/polled-states.ts';
import { wantJob, type WantedJob } from './services/exchange/requests/wanted-jobs.ts';
import { wantTimeline } from './services/schedule/timeline/timeline-requests.ts';
import { wantScan } from './services/watchdog/scan-requests.ts';
import { runMutation } from './services/transaction/mutation-transaction.ts';
import type { Command } from './services/transaction/command.ts';

export type { FollowOptions, Services } from './request-services.ts';
export type { Reference, SelectedColumns } from './db/read/ahead/reference.ts';
export type { PageSpec } from './db/read/keyset-statement.ts';
export type { Condition } from './db/read/list-conditions.ts';
export type { OrderTerm } from './db/read/cursor.ts';
export type { Page, ParentKey } from './db/read/keyset-page.ts';
export { decodeCursor, encodeCursor, listName, type CursorScope } from './db/read/cursor.ts';

const TIME_ZONE: SelectedColumns = { properties: ['timeZone'], signature: 'timeZone' };

/**
 * What one request works with: who asks, and that actor's loaders. Nothing is opened before the first read.
 * Apollo copies the context per operation, so state stands in plain properties.
 */
export class RequestContext {
  private reading: TenantReadBatch | undefined;
  private loading: Loaders | undefined;
  private ends: DataLoader<string, StreamEnds> | undefined;
  isPersonal = false;

  constructor(
    private readonly services: Services,
    /** Undefined for a request without a token, which may only see the schema. */
    readonly caller: Actor | undefined,
    readonly telemetry = new RequestTelemetry(caller?.requestId ?? ''),
    /** Where this request reads; undefined for the primary alone. */
    private route?: ReadRoute,
  ) {}

  /** Who asks; refuses when nobody does. An answer that took this into account is nobody else's. */
  get actor(): Actor {
    this.isPersonal = true;
    return this.who;
  }

  get orgId(): string {
    return this.who.orgId;
  }

  get files(): EvidenceFiles {
    return this.services.files;
  }

  get auditSealer(): AuditSealer {
    return this.services.auditSealer;
  }

  get scheduleTokens(): ScheduleTokens {
    return this.services.scheduleTokens;
  }

  get calendarAddresses(): CalendarAddresses {
    return this.services.calendarAddresses;
  }

  get webhookRules(): WebhookRules {
    return this.services.webhookRules;
  }

  get adviceRules(): AdviceRules {
    return this.services.adviceRules;
  }

  get process(): ProcessStatus {
    return this.services.process;
  }

  /** The same request, for lists that are asked together with the record that they hang on. */
  withRecord(): RequestContext {
    return Object.create(this, { loading: { value: this.loaders.withRecords() } }) as RequestContext;
  }

  /** The row with the id (or another unique key), or null. */
  one<E extends object>(
    entity: abstract new () => E,
    asked: SelectedColumns,
    id: string | null | undefined,
  ): Promise<E | null> | E | null {
    if (id === null || id === undefined) return null;
    const known = this.loaders.known(entity, asked, id);
    return known === undefined ? this.loaders.one(entity, asked).load(id) : known;
  }

  /** All rows that hang on `id` by the foreign key `key`, in order: for bounded children. */
  many<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: SelectedColumns,
    order?: Order,
  ): { of(id: string): Promise<E[]> } {
    const loader = this.loaders.many(entity, key, asked, order);
    return { of: (id) => loader.load(id) };
  }

  /** A page of a list that can grow; with `parent` batched over all parents asked in a tick. */
  page<E>(spec: PageSpec, asked: SelectedColumns, parent?: ParentKey): Promise<Page<E>> {
    return parent === undefined
      ? readPage(this.reader, spec, asked, this.loaders.ahead(spec.entity, asked.references))
      : loadPage(this.loaders, spec, asked, parent);
  }

  /** How many rows a list has, without its page; where `most` are counted, one more than those says that there are more. */
  count(spec: PageSpec, parent?: ParentKey, most?: number): Promise<number> {
    return parent === undefined
      ? readCount(this.reader, spec, most)
      : loadCount(this.loaders, spec, parent, most);
  }

  rows<R extends object>(statement: Statement<R>, values: readonly Value[] = []): Promise<R[]> {
    return this.reader.rows(statement, values);
  }

  /**
   * Runs a mutation's verb in its transaction, then forgets what was read before it, or failed, so that the payload is made
   * from fresh rows. `name` is the mutation's; with the input it tells one use of an idempotency key from another.
   */
  async write<T extends object>(name: string, input: object, verb: Command<T>): Promise<T> {
    const request = { name, input, tally: this.telemetry };
    const answer = await runMutation(this.services.writePool, this.actor, request, verb);
    this.readPrimary();
    return answer;
  }

  /**
   * Runs in the platform's name what it has to look at for every caller alike, in a transaction of its own. What that
   * answers is not for the caller to see as it is.
   */
  async asPlatform<T extends object>(name: string, verb: Command<T>): Promise<T> {
    const request = { name, input: {}, tally: this.telemetry };
    const platform = systemActor(this.orgId);
    const answer = await runMutation(this.services.writePool, platform, request, verb);
    const position = this.services.replicas?.writtenBy(platform);
    if (position !== undefined) this.services.replicas?.wrote(this.actor, position);
    if (this.route !== undefined) this.readPrimary();
    return answer;
  }

  /** Forgets what was read, and reads the primary from here on: a replica may not have what was just written or followed. */
  private readPrimary(): void {
    this.loading = this.reading = this.route = undefined;
  }

  /**
   * The events of a stream after a cursor, or from now on. The caller has made sure that the actor may see what the
   * stream is about, and does so again with each event.
   */
  async follow(
    streamId: string,
    topics: ReadonlySet<Topic>,
    after?: string | null,
    { accepts, restart }: FollowOptions = {},
  ): Promise<AsyncIterableIterator<readonly StoredEvent[]>> {
    if (this.route !== undefined) this.readPrimary();
    const stream = this.streamOf(streamId);
    const known = after == null ? undefined : decodeEventCursor(after, stream);
    const ends = await this.endsOf(streamId);
    const interest = { topics, ...(accepts && { accepts }) };
    if (known === undefined || isKept(known, ends))
      return this.services.events.follow(stream, { after: known ?? ends.latest, ...interest }, ends);
    if (restart === undefined) throw notKept(stream, ends);
    const made = {
      seq: ends.latest,
      createdAt: clock.now().toISOString(),
      sharedAs: `restart-${ends.latest}`,
    };
    const ahead = [{ ...stream, ...restart, ...made }];
    return this.services.events.follow(stream, { after: ends.latest, ...interest, ahead }, ends);
  }

  /** Has the watchdog look at a project: now, where somebody waits for it, or as after an event. */
  wantScan(projectId: string, { isUrgent }: { readonly isUrgent: boolean }): void {
    wantScan(this.services.writePool, { orgId: this.orgId, projectId, isUrgent });
  }

  wantJob(kind: WantedJob['kind'], id: string): void {
    wantJob(this.services.writePool, { kind, orgId: this.orgId, id });
  }

  /**
   * The states of something that has no events and no cursor: the one that it has, and then each that it is found to have,
   * looked at once a second, until it is over.
   * @param look reads it afresh; null where it is not to be seen any more.
   */
  followState(
    streamId: string,
    look: (context: RequestContext) => Promise<PolledState | null>,
  ): AsyncIterableIterator<readonly StoredEvent[]> {
    const { services, caller } = this;
    return new PolledStates(this.streamOf(streamId), () => look(new RequestContext(services, caller)));
  }

  wantTimeline(projectId: string, zoom: TimelineZoom): void {
    wantTimeline(this.services.writePool, { orgId: this.orgId, projectId, zoom });
  }

  /**
   * As `follow`, the events of all projects of the organisation. Which of them the actor may see is decided for each as it is
   * delivered. With `restMs` so many milliseconds pass between deliveries, and of each project the last event alone is delivered.
   */
  async followOrganisation(
    topics: ReadonlySet<Topic>,
    after?: string | null,
    { accepts, restMs }: Pick<FollowOptions, 'accepts'> & { readonly restMs?: number } = {},
  ): Promise<AsyncIterableIterator<readonly StoredEvent[]>> {
    const stream = this.streamOf(this.orgId);
    const known = after == null ? undefined : decodeEventCursor(after, stream);
    const ends = await this.services.events.endsOfOrganisation(this.orgId);
    if (known !== undefined && !isKept(known, ends)) throw notKept(stream, ends);
    const interest = { after: known ?? ends.latest, topics, ...(accepts && { accepts }) };
    const events = this.services.events.follow(stream, interest, ends);
    return restMs === undefined ? events : new SettledEvents(events, restMs);
  }

  async latestOfOrganisation(): Promise<string> {
    return encodeEventCursor(this.streamOf(this.orgId), await this.endOfOrganisation());
  }

  async endOfOrganisation(): Promise<number> {
    return (await this.services.events.endsOfOrganisation(this.orgId)).latest;
  }

  /** The cursor of a stream's newest event: what happens from now on comes after it. */
  async latestCursor(streamId: string): Promise<string> {
    return encodeEventCursor(this.streamOf(streamId), (await this.endsOf(streamId)).latest);
  }

  /** The civil date where the caller's organisation is, which decides what is overdue. */
  async today(): Promise<string> {
    const organisation = await this.one(Organisation, TIME_ZONE, this.orgId);
    return clock.today(organisation?.timeZone ?? 'UTC');
  }

  get loaders(): Loaders {
    this.loading ??= new Loaders(this.reader);
    return this.loading;
  }

  private streamOf(streamId: string): StreamName {
    return { orgId: this.orgId, streamId };
  }

  /** Batched: a list of projects may ask for the cursor of each. */
  private endsOf(streamId: string): Promise<StreamEnds> {
    this.ends ??= new DataLoader(async (ids) => {
      const rows = await this.rows(STREAM_ENDS, [ids]);
      const byStream = new Map(rows.map((row) => [row.streamId, row]));
      return ids.map((id) => byStream.get(id) ?? NO_ENDS);
    });
    return this.ends.load(streamId);
  }

  private get reader(): TenantReadBatch {
    // What a mutation reads, before its write as well, is what it writes to.
    if (this.telemetry.operationType === 'mutation') this.route = undefined;
    this.reading ??= new TenantReadBatch(this.services.readPool, this.who, this.telemetry, this.route);
    return this.reading;
  }

  private get who(): Actor {
    if (this.caller === undefined) throw new PitError('UNAUTHENTICATED', 'A bearer token is required.');
    return this.caller;
  }
}
