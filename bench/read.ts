import { isDeepStrictEqual } from 'node:util';
import { openArena, type Arena, type Contestant, type Sample } from './arena.ts';
import { openDataset } from './dataset.ts';
import type { Options } from './options.ts';
import { READ_QUERIES, type ReadQuery } from './queries.ts';
import { printHeading, printLine } from './report.ts';

/** Just-in-time compilers need some thousand requests; the first number of connections takes the brunt. */
const WARM_UP_SECONDS = 4;
const WARM_AGAIN_SECONDS = 1;
/** Questions that are put to both, and answered alike, before anything is measured. */
const COMPARED = 5;

/**
 * Measures the service's reads against the bare handler's, in turns on the same data. Prints as it goes; stores
 * nothing, and asserts nothing but that both answer the same.
 */
export async function benchRead(options: Options): Promise<void> {
  const dataset = await openDataset();
  const arena = await openArena(dataset);
  try {
    for (const query of READ_QUERIES) {
      if (options.only.length > 0 && !options.only.includes(query.name)) continue;
      const { document } = query;
      const bodies = query
        .variables(dataset.samples)
        .map((variables) => JSON.stringify({ query: document, variables }));
      for (const body of bodies.slice(0, COMPARED)) await checkAnswers(arena, query, body);
      printHeading(query.name, query.about);
      let warmUp = WARM_UP_SECONDS;
      for (const connections of options.connections) {
        await compare(arena, options, { query, bodies, connections, warmUp });
        warmUp = WARM_AGAIN_SECONDS;
      }
    }
  } finally {
    await arena.close();
    await dataset.close();
  }
}

async function checkAnswers({ service, bare, ask }: Arena, query: ReadQuery, body: string): Promise<void> {
  const answers = [
    await ask(service, service.path(query.name), body),
    await ask(bare, bare.path(query.name), body),
  ];
  if (isDeepStrictEqual(answers[0], answers[1])) return;
  const [ours, theirs] = answers.map((answer) => JSON.stringify(answer).slice(0, 2000));
  throw new Error(`${query.name} is answered differently.\nservice: ${ours}\nbare:    ${theirs}`);
}

interface Contest {
  query: ReadQuery;
  bodies: string[];
  connections: number;
  /** Seconds before anything counts. */
  warmUp: number;
}

/** A B A B, so that whatever else the machine does falls on both. */
async function compare(
  arena: Arena,
  options: Options,
  { query, bodies, connections, warmUp }: Contest,
): Promise<void> {
  const contestants: Contestant[] = [arena.service, arena.bare];
  const samples = new Map<Contestant, Sample[]>(contestants.map((each) => [each, []]));
  for (let round = 0; round <= options.rounds; round++) {
    for (const contestant of contestants) {
      const seconds = round === 0 ? warmUp : options.seconds;
      const path = contestant.path(query.name);
      const sample = await arena.measure(contestant, { path, bodies, connections, seconds });
      if (round > 0) samples.get(contestant)?.push(sample);
    }
  }
  const [service, bare] = contestants.map((each) => samples.get(each) ?? []);
  if (service !== undefined && bare !== undefined) printLine(connections, service, bare);
}
