import { RequestContext } from '../../../src/context.ts';
import { DeliveryJob, type DeliveryParts } from '../../../src/jobs/deliveries.ts';
import { WebhookSender } from '../../../src/server/delivery/webhook-sender.ts';
import { organisationFeed } from '../../../src/services/events/organisation-feed.ts';
import { registerWebhook } from '../../../src/services/delivery/webhooks.ts';
import { TEST_WEBHOOKS } from '../processes/graph.ts';
import type { Plan } from '../worlds/plan-database.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

export const NEVER = new AbortController().signal;

/** Deliveries of one organisation to a receiver, over time that is told and not waited for. */
export class DeliveryWorld {
  /** How many seconds later than now it is. */
  ahead = 0;
  readonly outcomes: string[] = [];

  private constructor(
    readonly plan: Plan,
    readonly job: DeliveryJob,
    readonly admin: string,
  ) {}

  static async open(plan: Plan, ca: string, parts: Partial<DeliveryParts> = {}): Promise<DeliveryWorld> {
    const sender = new WebhookSender({ privateHosts: ['localhost'], ca, callMs: 2_000 });
    const job: DeliveryJob = new DeliveryJob(plan.pool, {
      senders: { webhook: (message, signal) => sender.send(message, signal) },
      secrets: TEST_WEBHOOKS.secrets,
      ahead: () => world.ahead,
      chance: () => 0.5,
      onAttempt: (kind, outcome) => world.outcomes.push(`${kind} ${outcome}`),
      ...parts,
    });
    const id = crypto.randomUUID();
    const admin = await plan.insert('user', {
      id,
      name: 'Admin',
      email: `${id}@example.test`,
      role: 'admin',
    });
    const world = new DeliveryWorld(plan, job, admin);
    return world;
  }

  /** What a request of the administrator works with who changes webhooks. */
  request(): RequestContext {
    const unused = { readPool: this.plan.pool, files: undefined as never, events: undefined as never };
    const unsigned = {
      auditSealer: undefined as never,
      scheduleTokens: undefined as never,
      calendarAddresses: undefined as never,
      process: undefined as never,
      adviceRules: null,
    };
    const services = { ...unused, ...unsigned, writePool: this.plan.pool, webhookRules: TEST_WEBHOOKS };
    return new RequestContext(services, this.plan.actor(this.admin, 'admin'));
  }

  /** Registers the receiver, which knows the secret from then on. */
  async register(receiver: WebhookReceiver, topics: string[] = []): Promise<string> {
    await organisationFeed(this.plan.pool)(this.plan.orgId, undefined);
    const [end] = await this.plan.rows<{ seq: string }>(
      'SELECT last_seq AS seq FROM pit_ops.event_stream WHERE stream_id = org_id AND org_id = $1',
      [this.plan.orgId],
    );
    const input = { url: receiver.url, topics };
    const { webhookId } = await this.plan.run(
      (tx) => registerWebhook(tx, input, TEST_WEBHOOKS, Number(end?.seq ?? 0)),
      { actor: this.plan.actor(this.admin, 'admin') },
    );
    receiver.secrets.push(await this.secretOf(webhookId));
    return webhookId;
  }

  async secretOf(webhookId: string): Promise<string> {
    const [row] = await this.plan.rows<{ secret: Buffer }>(
      'SELECT secret FROM pit_ops.webhook_state WHERE endpoint_id = $1',
      [webhookId],
    );
    return TEST_WEBHOOKS.secrets.open(row?.secret ?? Buffer.alloc(0), webhookId);
  }

  /** Announces so many events of a project in one transaction. */
  async announce(projectId: string, count = 1): Promise<void> {
    await this.plan.run(async (tx) => {
      for (let n = 0; n < count; n++) {
        const payload = { projectId, taskId: crypto.randomUUID() };
        tx.emit({ topic: 'pit.task.updated', streamId: projectId, payload });
      }
      return {};
    });
  }

  run(signal: AbortSignal = NEVER): Promise<void> {
    return this.job.run(signal);
  }

  /** Runs, and goes on to the next time that something is due, until nothing is pending or `until` seconds have passed. */
  async runOn(until: number): Promise<void> {
    await this.run();
    for (;;) {
      const [next] = await this.plan.rows<{ seconds: number | null }>(
        `SELECT extract(epoch FROM min(next_at) - now())::float8 AS seconds FROM pit_ops.delivery
         WHERE state = 'pending' AND NOT is_waiting AND org_id = $1`,
        [this.plan.orgId],
      );
      if (next?.seconds == null || next.seconds > until) return;
      this.ahead = Math.max(this.ahead, next.seconds + 1);
      await this.run();
    }
  }

  deliveries(): Promise<{ state: string; attempt: number; error: string | null; status: number | null }[]> {
    return this.plan.rows(
      `SELECT state, attempt, last_error AS error, last_status AS status FROM pit_ops.delivery WHERE org_id = $1
       ORDER BY created_at, event_seq`,
      [this.plan.orgId],
    );
  }

  endpoint(id: string): Promise<{ active: boolean; reason: string | null }[]> {
    return this.plan.rows(
      'SELECT is_active AS active, disabled_reason AS reason FROM pit_ops.webhook_endpoint WHERE id = $1',
      [id],
    );
  }
}
