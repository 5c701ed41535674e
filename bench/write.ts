import { isDeepStrictEqual } from 'node:util';
import { openArena, type Arena, type Contestant, type Sample } from './arena.ts';
import { openScratchDataset, type Dataset } from './dataset.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';
import type { Options } from './options.ts';
import { printHeading, printLine } from './report.ts';

const WARM_UP_SECONDS = 4;
/** Mutations that are put to both, and answered alike, before anything is measured. */
const COMPARED = 5;

/**
 * Measures the service's mutations against the bare handler's, in turns on a copy of the data. Each has projects of
 * its own, two hundred, so that neither waits for the other's locks nor works on the other's sums.
 */
export async function benchWrite(options: Options): Promise<void> {
  const scratch = await openScratchDataset();
  try {
    const arena = await openArena({ ...scratch, actor: { ...scratch.actor, role: 'admin' } });
    await contest(arena, options, scratch.samples).finally(() => arena.close());
  } finally {
    await scratch.close();
  }
}

async function contest(arena: Arena, options: Options, samples: Dataset['samples']): Promise<void> {
  for (const mutation of MUTATIONS) {
    if (!isWanted(options, mutation.name)) continue;
    const ids = samples[mutation.on];
    await checkAnswers(arena, mutation, ids.slice(0, COMPARED));
    printHeading(mutation.name, mutation.about);
    for (const connections of options.connections) {
      await compare(arena, options, { mutation, ids, connections });
    }
  }
}

function isWanted({ only }: Options, name: string): boolean {
  return only.length === 0 || only.includes(name.toUpperCase());
}

function bodyOf(mutation: Mutation, id: string, turn: number): string {
  return JSON.stringify({ query: mutation.document, variables: mutation.variables(id, turn) });
}

/** What both must answer alike. Ids and times of what is made differ, and numbers above follow all changes before. */
function essence(answer: unknown, { name }: Mutation): unknown {
  const payload = (answer as { data?: Record<string, Payload> | null }).data?.[name];
  if (payload === undefined) return answer;
  const { task, workPackage, phase, project } = payload;
  return [task.status, task.progressPercent, workPackage.id, phase.id, project.id];
}

interface Payload {
  task: { status: string; progressPercent: number };
  workPackage: { id: string };
  phase: { id: string };
  project: { id: string };
}

async function checkAnswers({ service, bare, ask }: Arena, mutation: Mutation, ids: string[]): Promise<void> {
  for (const id of ids) {
    const body = bodyOf(mutation, id, 0);
    const ours = essence(await ask(service, service.path(mutation.name), body), mutation);
    const theirs = essence(await ask(bare, bare.path(mutation.name), body), mutation);
    if (Array.isArray(ours) && isDeepStrictEqual(ours, theirs)) continue;
    throw new Error(`${mutation.name} is answered differently.
service: ${JSON.stringify(ours)}\nbare:    ${JSON.stringify(theirs)}`);
  }
}

interface Contest {
  mutation: Mutation;
  ids: string[];
  connections: number;
}

/** A B A B, so that whatever else the machine does falls on both. Projects alternate in `ids`: half are each one's. */
async function compare(
  arena: Arena,
  options: Options,
  { mutation, ids, connections }: Contest,
): Promise<void> {
  const contestants: Contestant[] = [arena.service, arena.bare];
  const samples = new Map<Contestant, Sample[]>(contestants.map((each) => [each, []]));
  for (let round = 0; round <= options.rounds; round++) {
    for (const [side, contestant] of contestants.entries()) {
      const seconds = round === 0 ? WARM_UP_SECONDS : options.seconds;
      const path = contestant.path(mutation.name);
      const own = ids.filter((_, index) => index % 2 === side);
      const bodies = own.map((id) => bodyOf(mutation, id, connections + round));
      const sample = await arena.measure(contestant, { path, bodies, connections, seconds });
      if (round > 0) samples.get(contestant)?.push(sample);
    }
  }
  const [service, bare] = contestants.map((each) => samples.get(each) ?? []);
  if (service !== undefined && bare !== undefined) printLine(connections, service, bare);
}
