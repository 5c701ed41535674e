import type { Actor } from '../../../src/domain/directory/actor.ts';
import { Plan } from '../worlds/plan-database.ts';
import { startTestService, type TestService } from '../processes/service.ts';

export const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id name progressPercent } actor { id } }
}`;
const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }`;

/** What a subscriber to `PROGRESS` is told of one event. */
export interface Told {
  data: { taskProgress: { cursor: string; topic: string; task: { progressPercent: number } } };
}

/** A project with one task behind a running service, and what happens to it. */
export class SubscriptionScene {
  project = '';
  task = '';
  token = '';

  private constructor(
    readonly plan: Plan,
    readonly service: TestService,
  ) {}

  static async open(options: Parameters<typeof startTestService>[2] = {}): Promise<SubscriptionScene> {
    const plan = await Plan.open();
    const scene = new SubscriptionScene(plan, await startTestService(plan.database, {}, options));
    await scene.begin();
    return scene;
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.plan.close();
  }

  /** A new project, of which nothing has been told yet. */
  async begin(): Promise<void> {
    this.project = await this.plan.project();
    this.task = await this.plan.task(this.project, await this.plan.phase(this.project));
    this.token = await this.service.token(this.plan.actor());
  }

  /** One change of the task's progress, which is two events: of its progress and of the task. */
  async progress(percent: number): Promise<void> {
    const { body } = await this.service.query(this.token, UPDATE, { input: { taskId: this.task, percent } });
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  }

  /** The place of the newest event: who begins there misses nothing, however long beginning takes. */
  async newest(): Promise<string> {
    const query = 'query ($id: ID!) { project(id: $id) { eventCursor } }';
    const { body } = await this.service.query(this.token, query, { id: this.project });
    return (body.data?.['project'] as { eventCursor: string }).eventCursor;
  }

  /** The subscription to the project's progress after a cursor. */
  following(after?: string): { query: string; variables: { id: string; after?: string | undefined } } {
    return { query: PROGRESS, variables: { id: this.project, after } };
  }

  /** A token that has so many seconds to live. */
  tokenFor(seconds: number, actor: Actor = this.plan.actor()): Promise<string> {
    return this.service.token(actor, {}, `${seconds}s`);
  }

  /** A number that the service tells of itself, as its name is printed. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(new URL('/metrics', this.service.url))).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  }
}
