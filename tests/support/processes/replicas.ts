import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf, taken } from '../subscriptions/websocket-client.ts';
import { Plan } from '../worlds/plan-database.ts';
import { startTestService, type TestService } from './service.ts';

const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor task { progressPercent } }
}`;
const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { progressPercent } } }`;

interface Told {
  data: { taskProgress: { cursor: string; task: { progressPercent: number } } };
}

/** Two services on one database: one that is written to, and one that is listened to. */
export class Replicas {
  private constructor(
    readonly plan: Plan,
    readonly written: TestService,
    readonly followed: TestService,
    private readonly work: { project: string; task: string },
  ) {}

  static async start(env: Record<string, string> = {}): Promise<Replicas> {
    const plan = await Plan.open();
    const written = await startTestService(plan.database, env);
    const followed = await startTestService(plan.database, env);
    const project = await plan.project();
    const task = await plan.task(project, await plan.phase(project));
    return new Replicas(plan, written, followed, { project, task });
  }

  async stop(): Promise<void> {
    await Promise.all([this.written?.stop(), this.followed?.stop()]);
    await this.plan.close();
  }

  /** Cursors of the next `count` events that a subscriber of `service` gets. */
  async follow(service: TestService, after: string, count: number): Promise<string[]> {
    const client = clientOf(service.url, await service.token(this.plan.actor()));
    try {
      const told = await taken<Told>(
        client,
        { query: PROGRESS, variables: { id: this.work.project, after } },
        count,
      );
      return told.map(({ data }) => data.taskProgress.cursor);
    } finally {
      await client.dispose();
    }
  }

  /** The cursor of the project's event number `seq`. */
  place(seq: number): string {
    return Buffer.from(`${this.work.project}:${seq}:${this.plan.orgId}`).toString('base64url');
  }

  /** Updates on the one replica; two events each. */
  async update(percents: readonly number[]): Promise<void> {
    const token = await this.written.token(this.plan.actor());
    for (const percent of percents) {
      const { body } = await this.written.query(token, UPDATE, {
        input: { taskId: this.work.task, percent },
      });
      if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    }
  }

  /** How often the followed replica was woken by `source`. */
  async outboxReads(source: string): Promise<number> {
    const text = await (await fetch(this.followed.url.replace('/graphql', '/metrics'))).text();
    const line = new RegExp(`^pit_wakeups_total\\{source="${source}"\\} (\\d+)`, 'm').exec(text);
    return Number(line?.[1] ?? 0);
  }

  /** Resolves when the followed replica has been woken by `source` more than `times`. */
  async woken(source: string, times: number): Promise<void> {
    while ((await this.outboxReads(source)) <= times) await sleep(20);
  }
}
