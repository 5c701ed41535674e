import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Balancer } from '../../support/processes/balancer.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const WORKERS = 8;
const READ = '{ projects(first: 5) { edges { node { name progressPercent phases { name } } } } }';
const WRITE = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }';

let plan: Plan;
const replicas: PitProcess[] = [];
let balancer: Balancer | undefined;

beforeAll(async () => {
  plan = await Plan.open();
  const settings = { PIT_DRAIN_SECONDS: '2' };
  for (let n = 0; n < 2; n++) replicas.push(await PitProcess.start(plan.database, settings));
  balancer = await Balancer.start(replicas.map(({ port }) => port));
}, 200_000);

afterAll(async () => {
  balancer?.stop();
  await Promise.all(replicas.map((replica) => replica.kill()));
  await plan?.close();
});

/** Workers that ask one thing after the other, each on a connection of its own; every fourth is a mutation. */
class Load {
  readonly lost: string[] = [];
  readonly acknowledged: string[] = [];
  answered = 0;
  private isOver = false;
  private readonly workers: Promise<void>[];

  constructor(
    private readonly url: string,
    private readonly token: string,
    tasks: readonly string[],
  ) {
    this.workers = tasks.map((task, worker) => this.work(task, worker));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.workers);
  }

  private async work(taskId: string, worker: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 1; !this.isOver; n++) {
      const comment = n % 4 === 0 ? `worker ${worker}, request ${n}` : undefined;
      const input = { taskId, percent: n % 90, comment };
      const body = comment === undefined ? { query: READ } : { query: WRITE, variables: { input } };
      const answer = await this.ask(agent, JSON.stringify(body));
      if (!/^200 \{"data"/.test(answer)) this.lost.push(answer.slice(0, 200));
      else if (comment !== undefined) this.acknowledged.push(comment);
      this.answered++;
      await sleep(5);
    }
    agent.destroy();
  }

  private ask(agent: Agent, body: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return new Promise((resolve) => {
      const call = request(this.url, { method: 'POST', agent, headers }, (response) => {
        let text = `${response.statusCode} `;
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text)).on('error', ({ message }) => resolve(message));
      });
      call.on('error', ({ message }) => resolve(message)).end(body);
    });
  }
}

test('a rolling restart of two replicas under load loses not one request, and no acknowledged write', async () => {
  if (balancer === undefined) throw new Error('no balancer');
  const project = await plan.project();
  const phase = await plan.phase(project);
  const tasks: string[] = [];
  for (let n = 0; n < WORKERS; n++) tasks.push(await plan.task(project, phase, { order_index: n }));
  const [first] = replicas;
  const load = new Load(balancer.url, (await first?.token(plan.actor())) ?? '', tasks);
  await sleep(500);
  for (const replica of replicas) {
    const [stopped] = await Promise.all([replica.stop(), balancer.sees(replica.port, false)]);
    expect(stopped).toBe(0);
    await replica.restart();
    await balancer.sees(replica.port, true);
    await sleep(300);
  }
  await load.stop();
  expect(load.lost).toEqual([]);
  expect(load.answered).toBeGreaterThan(500);
  expect(load.acknowledged.length).toBeGreaterThan(100);
  const stored = await plan.rows<{ comment: string }>('SELECT comment FROM pit.task_progress_log');
  const comments = new Set(stored.map(({ comment }) => comment));
  expect(load.acknowledged.filter((comment) => !comments.has(comment))).toEqual([]);
}, 240_000);
