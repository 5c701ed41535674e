import type { GraphQLFormattedError } from 'graphql';
import { buildSubgraph, type Subgraph } from '../../../schema/build.ts';
import { RequestContext } from '../../../src/context.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { createApollo } from '../../../src/server/operations/apollo.ts';
import { startEvents, type Events } from '../../../src/server/subscriptions/events.ts';
import {
  SubscriptionManager,
  type EventResult,
} from '../../../src/server/subscriptions/subscription-manager.ts';
import type { ExecutionKind } from '../../../src/server/subscriptions/sharing/shared-executions.ts';
import type { SubscriptionStream } from '../../../src/server/subscriptions/subscription-stream.ts';
import { NO_SPANS } from '../../../src/server/observability/operation-spans.ts';
import type { Plan } from '../worlds/plan-database.ts';

/** What a subscriber is told of one event, whatever the subscription. */
export interface Told {
  data: Record<string, Record<string, unknown> & { cursor: string }>;
  errors?: GraphQLFormattedError[];
}

/** Live operations over a plan's database, without a transport. Its writers are those of the plan. */
export class SubscriptionGraph {
  /** Executions of events so far. */
  executions: Readonly<Record<ExecutionKind, number>> = { own: 0, shared: 0 };

  private constructor(
    readonly plan: Plan,
    readonly live: SubscriptionManager,
    /** What a request of the actor works with; its writers are those of the plan. */
    readonly contextOf: (actor: Actor) => RequestContext,
    readonly close: () => Promise<void>,
  ) {}

  static async open(
    plan: Plan,
    eventsUrl: string | null = null,
    isSharing?: boolean,
  ): Promise<SubscriptionGraph> {
    const subgraph: Subgraph = await buildSubgraph();
    const readPool = createPool(plan.database.appUrl, { max: 2, name: 'live-read' });
    const databaseUrl = plan.database.appUrl;
    const metrics = { ...SILENT };
    const events: Events = startEvents({
      listenUrl: databaseUrl,
      eventsUrl,
      readPool,
      writePool: plan.pool,
      metrics,
    });
    const apollo = createApollo(subgraph, { introspection: true });
    await apollo.start();
    const unused = {
      files: undefined as never,
      auditSealer: undefined as never,
      scheduleTokens: undefined as never,
      calendarAddresses: undefined as never,
      webhookRules: undefined as never,
      adviceRules: null,
      process: undefined as never,
    };
    const services = { readPool, writePool: plan.pool, events: events.relay, ...unused };
    const { schema } = subgraph;
    const executions = { own: 0, shared: 0 };
    const onExecution = (kind: ExecutionKind) => void (executions[kind] += 1);
    const shared = { schema, apollo, services, spans: NO_SPANS, onExecution, isSharing };
    const live = new SubscriptionManager({ ...shared, introspection: true });
    const close = async () => {
      live.drain();
      await Promise.all([events.close(), apollo.stop()]);
      await readPool.end();
    };
    const contextOf = (actor: Actor) => new RequestContext(services, actor);
    return Object.assign(new SubscriptionGraph(plan, live, contextOf, close), { executions });
  }

  /** A stream of results; a refusal fails the test. */
  async follow(actor: Actor, query: string, variables: Record<string, unknown>): Promise<SubscriptionStream> {
    const stream = await this.tryToFollow(actor, query, variables);
    if ('errors' in stream) throw new Error(`refused: ${JSON.stringify(stream.errors)}`);
    return stream;
  }

  /** The first error's extensions; a stream fails the test. */
  async refused(actor: Actor, query: string, variables: Record<string, unknown>) {
    const stream = await this.tryToFollow(actor, query, variables);
    if (!('errors' in stream)) throw new Error('not refused');
    return stream.errors[0]?.extensions ?? {};
  }

  private async tryToFollow(actor: Actor, query: string, variables: Record<string, unknown>) {
    const context = this.contextOf(actor);
    const prepared = this.live.prepare({ query, variables }, context);
    return 'errors' in prepared ? prepared : this.live.follow(prepared, context);
  }
}

const SILENT = {
  subscriberOpened: () => undefined,
  subscriberClosed: () => undefined,
  eventsDelivered: () => undefined,
  outboxRead: () => undefined,
};

export function tell(result: EventResult): Told {
  return JSON.parse(result.json) as Told;
}

/** The next `count` results of a stream; what comes in more than ten seconds does not come. */
export async function take(stream: SubscriptionStream, count: number): Promise<EventResult[]> {
  const results: EventResult[] = [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`only ${results.length} of ${count} came`)), 10_000);
  });
  try {
    while (results.length < count) {
      const { value, done } = await Promise.race([stream.next(), late]);
      if (done === true || value === undefined) throw new Error(`ended after ${results.length} of ${count}`);
      results.push(value);
    }
    return results;
  } finally {
    clearTimeout(timer);
  }
}
