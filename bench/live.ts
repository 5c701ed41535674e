import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, startService, type Contestant } from './arena.ts';
import { answer, spawnHere, startCompetitor, stopChild } from './competitor.ts';
import { openScratchDataset } from './dataset.ts';
import type { Options } from './options.ts';
import { median } from './report.ts';
import type { Arrivals, Command } from './subscribers.ts';

const SUBSCRIPTION = `subscription Live($id: ID!) {
  taskProgress(projectId: $id) { cursor topic occurredAt task { id name status progressPercent endDate owner { id name } } }
}`;
const MUTATION = `mutation Change($input: UpdateTaskInput!) { updateTask(input: $input) { task { id } } }`;
const PROJECT = `query Project($id: ID!) { task(id: $id) { project { id } } }`;
const SUBSCRIBERS = [1, 100, 1_000, 10_000];
/** Of one organisation, as many as the service takes (`src/server/subscriptions/websocket/server.ts`). */
const MOST_SOCKETS = 10_000;
/** Numbers of statements and events settle between two measurements. */
const PAUSE_MS = 700;

/** One event to all subscribers. */
interface Sample {
  /** Milliseconds from the answer to the mutation. */
  first: number;
  last: number;
  /** Milliseconds of the server's processor time, the mutation's included. */
  cpu: number;
  statements: number;
  bytes: number;
}

interface Measured {
  samples: Sample[];
  /** Kilobytes of the server's memory per subscriber. */
  memory: number | undefined;
}

/** A project of the data, one of its tasks, and how often that was changed. */
interface Scene {
  projectId: string;
  taskId: string;
  turn: number;
}

/**
 * Measures how one event reaches many subscribers of one project, whose sockets a second process holds: when the last
 * has it, what it costs, what a subscriber weighs, and what a reader that has stopped reading changes. `bare` sends
 * the same bytes to as many sockets and does nothing else.
 */
export async function benchLive(options: Options): Promise<void> {
  const dataset = await openScratchDataset();
  try {
    const service = await startService({ ...dataset, actor: { ...dataset.actor, role: 'admin' } });
    const bare = { ...(await startCompetitor('bare', 'bare-live.ts', {})), token: '', path: () => '/' };
    const scene = await sceneOf(service, dataset.samples.writtenTasks[0] ?? '');
    printRow(['subscribers', 'who', 'first ms', 'last ms', 'CPU ms', 'statements', 'KB each', 'ratio']);
    for (const count of SUBSCRIBERS) await compare({ service, bare, count, scene, options });
    await Promise.all([service.stop(), bare.stop()]);
  } finally {
    await dataset.close();
  }
}

async function sceneOf(service: Contestant, taskId: string): Promise<Scene> {
  const body = JSON.stringify({ query: PROJECT, variables: { id: taskId } });
  const { data } = (await ask(service, '/graphql', body)) as { data: { task: { project: { id: string } } } };
  return { projectId: data.task.project.id, taskId, turn: 0 };
}

interface Contest {
  service: Contestant;
  bare: Contestant;
  count: number;
  scene: Scene;
  options: Options;
}

async function compare({ service, bare, count, scene, options }: Contest): Promise<void> {
  const ours = await measure(service, { count, stalled: 0 }, scene, options);
  const withStalled = await measure(
    service,
    { count: Math.min(count, MOST_SOCKETS - 1), stalled: 1 },
    scene,
    options,
  );
  const theirs = await measure(bare, { count, stalled: 0 }, scene, options);
  const ratio = medianOf(theirs, 'last') / medianOf(ours, 'last');
  printRow(rowOf(String(count), 'service', ours, ratio.toFixed(2)));
  // The memory of sockets before serves those after them, so that only the first of a number tells anything.
  printRow(rowOf('', '+1 stalled', { ...withStalled, memory: undefined }, ''));
  printRow(rowOf('', 'bare', { ...theirs, memory: undefined }, ''));
}

async function measure(
  contestant: Contestant,
  { count, stalled }: { count: number; stalled: number },
  scene: Scene,
  { rounds }: Options,
): Promise<Measured> {
  const subscribers = spawnHere('subscribers.ts');
  try {
    const before = await contestant.usage();
    const { port, token } = contestant;
    const variables = { id: scene.projectId };
    await tell(subscribers, { open: count, stalled, port, token, query: SUBSCRIPTION, variables });
    await sleep(PAUSE_MS);
    const after = await contestant.usage();
    const samples: Sample[] = [];
    // The first event of a connection finds everything cold.
    for (let round = 0; round <= rounds; round++) {
      const sample = await oneEvent(contestant, subscribers, scene);
      if (round > 0) samples.push(sample);
      await sleep(PAUSE_MS);
    }
    return { samples, memory: (after.memory - before.memory) / 1024 / (count + stalled) };
  } finally {
    await stopChild(subscribers);
    await sleep(PAUSE_MS);
  }
}

/** A change of words makes one event. */
async function oneEvent(contestant: Contestant, subscribers: ChildProcess, scene: Scene): Promise<Sample> {
  scene.turn += 1;
  const input = { id: scene.taskId, description: `Turn ${scene.turn}` };
  const change = JSON.stringify({ query: MUTATION, variables: { input } });
  const body = contestant.name === 'service' ? change : SAMPLE_PAYLOAD;
  const before = await contestant.usage();
  const response = await fetch(`http://127.0.0.1:${contestant.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${contestant.token}` },
    body,
  });
  const answered = process.hrtime.bigint();
  const text = await response.text();
  if (text.includes('"errors"')) throw new Error(`the update was refused: ${text}`);
  const { first, last, bytes } = await tell<Arrivals>(subscribers, 'arrivals');
  const after = await contestant.usage();
  return {
    first: Number(BigInt(first) - answered) / 1e6,
    last: Number(BigInt(last) - answered) / 1e6,
    cpu: (after.cpu - before.cpu) / 1000,
    statements: after.statements - before.statements,
    bytes,
  };
}

/** What the service sends for such an event, in shape and length. */
const SAMPLE_PAYLOAD = JSON.stringify({
  data: {
    taskProgress: {
      cursor: 'x'.repeat(52),
      topic: 'TASK_UPDATED',
      occurredAt: '2026-11-22T12:00:00.000Z',
      task: {
        id: 'x'.repeat(36),
        name: 'Replace the pumps of the northern station',
        status: 'ACTIVE',
        progressPercent: 42,
        endDate: '2026-12-31',
        owner: { id: 'x'.repeat(36), name: 'Somebody Responsible' },
      },
    },
  },
});

async function tell<T>(subscribers: ChildProcess, command: Command): Promise<T> {
  subscribers.send(command);
  return answer<T>(subscribers);
}

function rowOf(count: string, who: string, measured: Measured, ratio: string): string[] {
  const of = (key: keyof Sample): string => medianOf(measured, key).toFixed(key === 'statements' ? 0 : 1);
  return [
    count,
    who,
    of('first'),
    of('last'),
    of('cpu'),
    of('statements'),
    measured.memory?.toFixed(1) ?? '',
    ratio,
  ];
}

function printRow(cells: readonly string[]): void {
  const widths = [11, 11, 9, 9, 9, 11, 9, 7];
  console.log(widths.map((width, i) => (cells[i] ?? '').padStart(width)).join(' '));
}

function medianOf({ samples }: Measured, key: keyof Sample): number {
  return median(samples.map((sample) => sample[key]));
}
