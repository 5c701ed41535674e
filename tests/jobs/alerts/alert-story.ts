import { clock } from '../../../src/clock.ts';
import { WatchdogJob, type WatchdogDelays } from '../../../src/jobs/watchdog.ts';
import type { SubscriptionStream } from '../../../src/server/subscriptions/subscription-stream.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';
import { SubscriptionGraph, tell } from '../../support/subscriptions/subscription-client.ts';
import { AlertCauses, SETTINGS, TODAY } from './alert-causes.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const ALERTS = `subscription { alertRaised { alert { id code resolvedAt project { id } subject { __typename } } } }`;

/** An alert as a subscriber last heard of it. */
interface Heard {
  readonly id: string;
  readonly code: string;
  readonly isOpen: boolean;
  readonly project: string;
  readonly subject: string | null;
}

/** An organisation in which things go wrong, with the watchdog at work, and a subscriber who hears of its alerts. */
export class AlertStory {
  private readonly heard: Heard[] = [];
  private wake: () => void = () => undefined;
  private readonly real = { ...clock };

  private constructor(
    readonly causes: AlertCauses,
    private readonly parts: {
      readonly graph: SubscriptionGraph;
      readonly stream: SubscriptionStream;
      readonly watchdog: WatchdogJob;
      readonly deliveries: DeliveryWorld;
      readonly receiver: WebhookReceiver;
    },
  ) {}

  static async open(delays?: WatchdogDelays): Promise<AlertStory> {
    const plan = await Plan.open(SETTINGS);
    await plan.rows('INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, $2)', [plan.orgId, TODAY]);
    const graph = await SubscriptionGraph.open(plan);
    const receiver = await WebhookReceiver.start();
    const deliveries = await DeliveryWorld.open(plan, receiver.ca);
    const admin = plan.actor(deliveries.admin, 'admin');
    const scene = { plan, deliveries, receiver };
    const stream = await graph.follow(admin, ALERTS, {});
    const watchdog = new WatchdogJob(plan.pool, delays);
    const parts = { graph, stream, watchdog, deliveries, receiver };
    const story = new AlertStory(new AlertCauses(scene), parts);
    clock.today = () => TODAY;
    void story.listen();
    return story;
  }

  /** Resolves once the subscriber has heard that an alert of this code is open in the project, or resolved. */
  async until(code: string, project: string, isOpen: boolean): Promise<Heard> {
    for (;;) {
      const last = this.heard.findLast((each) => each.code === code && each.project === project);
      if (last?.isOpen === isOpen) return last;
      await new Promise<void>((resolve) => {
        const others = this.wake;
        this.wake = () => {
          others();
          resolve();
        };
      });
    }
  }

  async close(): Promise<void> {
    const { graph, stream, watchdog, deliveries, receiver } = this.parts;
    Object.assign(clock, this.real);
    deliveries.job.close();
    await watchdog.stop();
    await stream.return();
    await graph.close();
    await receiver.stop();
    await graph.plan.close();
  }

  private async listen(): Promise<void> {
    for (;;) {
      const { value, done } = await this.parts.stream.next();
      if (done === true || value === undefined) return;
      const { alert } = tell(value).data['alertRaised'] as unknown as {
        alert: {
          id: string;
          code: string;
          resolvedAt: string | null;
          project: { id: string };
          subject: { __typename: string } | null;
        };
      };
      const { id, code, resolvedAt, project, subject } = alert;
      const isOpen = resolvedAt === null;
      this.heard.push({ id, code, isOpen, project: project.id, subject: subject?.__typename ?? null });
      const wake = this.wake;
      this.wake = () => undefined;
      wake();
    }
  }
}
