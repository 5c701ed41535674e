import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../../src/domain/directory/actor.ts';
import type { ActorRole } from '../../../../src/domain/enums.ts';
import type { Topic } from '../../../../src/events/topics.ts';
import { updateProgress } from '../../../../src/services/plan/status/task-status.ts';
import { SubscriptionGraph, take, tell } from '../../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

export type Stream = Awaited<ReturnType<SubscriptionGraph['follow']>>;

/** A project of a division with two tasks, and an actor for each reason to see it. */
export interface Scene {
  readonly project: string;
  readonly task: string;
  readonly other: string;
  readonly audience: Readonly<Record<Relation, Actor>>;
}

export type Relation =
  | 'owner'
  | 'sponsor'
  | 'taskOwner'
  | 'assignee'
  | 'divisionMember'
  | 'divisionViewer'
  | 'divisionAdmin'
  | 'foremanOfAll'
  | 'service';

/** One organisation with two divisions, whose events are followed with shared executions or without. */
export class SharingWorld {
  private constructor(
    readonly plan: Plan,
    readonly graph: SubscriptionGraph,
    readonly north: string,
    readonly south: string,
  ) {}

  static async open(isSharing: boolean): Promise<SharingWorld> {
    const plan = await Plan.open();
    const north = await plan.insert('division', { id: randomUUID(), name: 'North' });
    const south = await plan.insert('division', { id: randomUUID(), name: 'South' });
    return new SharingWorld(plan, await SubscriptionGraph.open(plan, null, isSharing), north, south);
  }

  async close(): Promise<void> {
    await this.graph.close();
    await this.plan.close();
  }

  async person(role: ActorRole = 'member', divisionIds: readonly string[] = []): Promise<Actor> {
    const id = randomUUID();
    await this.plan.insert('user', { id, name: `Person ${id}`, email: `${id}@example.test`, role });
    return { ...this.plan.actor(id, role), divisionIds };
  }

  async scene(values: Record<string, unknown> = {}): Promise<Scene> {
    const { plan, north } = this;
    const [owner, sponsor, taskOwner, assignee] = await Promise.all(
      Array.from({ length: 4 }, () => this.person()),
    );
    if (owner === undefined || sponsor === undefined || taskOwner === undefined || assignee === undefined)
      throw new Error('nobody');
    const people = { owner_id: owner.userId, sponsor_id: sponsor.userId };
    const project = await plan.project({ division_id: north, ...people, ...values });
    const phase = await plan.phase(project, { owner_id: owner.userId });
    const task = await plan.task(project, phase, { owner_id: taskOwner.userId });
    const assignees = JSON.stringify([assignee.userId]);
    const other = await plan.task(project, phase, { owner_id: owner.userId, assignees });
    const audience = {
      owner,
      sponsor,
      taskOwner,
      assignee,
      divisionMember: await this.person('member', [north]),
      divisionViewer: await this.person('viewer', [north]),
      divisionAdmin: await this.person('admin', [north]),
      foremanOfAll: await this.person('foreman', ['*']),
      service: await this.person('service'),
    };
    return { project, task, other, audience };
  }

  /** Streams of one operation, in the order of the actors. */
  follow(actors: readonly Actor[], query: string, variables: Record<string, unknown>): Promise<Stream[]> {
    return Promise.all(actors.map((actor) => this.graph.follow(actor, query, variables)));
  }

  /** Two events: of the progress and of the task. */
  progress({ task, audience }: Scene, percent: number): Promise<object> {
    const actor = audience.owner;
    return this.plan.run((tx) => updateProgress(tx, { taskId: task, percent }), { actor });
  }

  /** One event, whatever has happened. */
  emit(projectId: string, ids: Record<string, string>, topic: Topic = 'pit.task.updated'): Promise<object> {
    return this.plan.run((tx) => {
      tx.emit({ topic, streamId: projectId, payload: { projectId, ...ids } });
      return Promise.resolve({});
    });
  }

  change(text: string, ...values: unknown[]): Promise<unknown> {
    return this.plan.rows(text, values);
  }
}

/** What each stream is told next; how it ended where it did. */
export function nextOf(streams: readonly Stream[]): Promise<unknown[]> {
  return Promise.all(
    streams.map(async (stream) => {
      try {
        const [result] = await take(stream, 1);
        return result && tell(result).data;
      } catch (error) {
        return (error as { code?: string }).code ?? String(error);
      }
    }),
  );
}

export async function leave(streams: readonly Stream[]): Promise<void> {
  await Promise.all(streams.map((stream) => stream.return()));
}
