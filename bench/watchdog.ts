import { systemActor } from '../src/domain/directory/actor.ts';
import { RequestTelemetry } from '../src/request-telemetry.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { runMutation } from '../src/services/transaction/mutation-transaction.ts';
import { watchProject, type Watched } from '../src/services/watchdog/scan-runs.ts';
import { makePlan } from './large-plan.ts';
import { UsageError, type Options } from './options.ts';
import { onStage, printTitle, printTook, timeRuns, type Stage } from './schedule-stage.ts';
import { scanBesideReads } from './watchdog-first-scan.ts';

const PLAN = { tasks: 10_000, links: 15_000 };
const RUNS = 5;
/** What a scan of that plan may take on a machine with nothing else to do, in ms. */
const MOST_MS = 1_000;

const STAGES: Readonly<Record<string, (rounds: number) => Promise<void>>> = {
  STEADY: timeSteadyScan,
  FIRST: scanBesideReads,
};

/** Times the watchdog: a scan that finds nothing new in a large plan, and the first one of the demonstration beside reads. */
export async function benchWatchdog({ rounds, only }: Options): Promise<void> {
  const unknown = only.find((name) => !Object.hasOwn(STAGES, name));
  if (unknown !== undefined) {
    const names = Object.keys(STAGES).join(', ').toLowerCase();
    throw new UsageError(`watchdog has no stage "${unknown.toLowerCase()}": ${names}`);
  }
  for (const [name, run] of Object.entries(STAGES)) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.log(`\n${name.toLowerCase()}`);
    await run(rounds);
  }
}

/** Exit code 1: over a second. */
async function timeSteadyScan(rounds: number): Promise<void> {
  await onStage(async (stage) => {
    const projectId = await makePlan(stage.ground.adminUrl, PLAN);
    let open = 0;
    const first = await timeRuns(
      1,
      async () => {
        for (let isDone = false; !isDone;) {
          const { watched } = await scan(stage, projectId);
          open += watched.raised;
          ({ isDone } = watched);
        }
      },
      undefined,
      0,
    );
    const { statements } = await scan(stage, projectId);
    const steady = await timeRuns(RUNS * rounds, () => scan(stage, projectId));
    printTitle(
      `${PLAN.tasks} tasks, ${PLAN.links} links, ${open} alerts, ${statements} statements`,
      'nothing',
    );
    printTook('the first scan, which writes the alerts (once)', first);
    printTook('a scan that finds nothing new', steady);
    const isFine = steady.median <= MOST_MS;
    console.log(`under ${MOST_MS} ms: ${isFine ? 'held' : 'FAILED'}`);
    if (!isFine) process.exitCode = 1;
  });
}

async function scan({ pool }: Stage, projectId: string): Promise<{ watched: Watched; statements: number }> {
  const tally = new RequestTelemetry('');
  const request = { name: 'watchdogScan', input: {}, tally };
  const watched = await runMutation(pool, systemActor(DEMO_ADMIN.orgId), request, (tx) =>
    watchProject(tx, projectId),
  );
  return { watched, statements: tally.statements };
}
