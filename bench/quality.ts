import { randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import type { Actor } from '../src/domain/directory/actor.ts';
import { AuditSealer } from '../src/services/audit/audit-seal.ts';
import { lookOutside, type OutsideParts } from '../src/services/quality/outside-look.ts';
import { runProjectChecks } from '../src/services/quality/quality.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { makePlan } from './large-plan.ts';
import { longestGapDuring, type LongestGap } from './loop-gaps.ts';
import { UsageError, type Options } from './options.ts';
import { checkBesideReads } from './quality-night.ts';
import { onStage, printTitle, printTook, timeRuns, type Stage } from './schedule-stage.ts';

const PLAN = { tasks: 10_000, links: 15_000 };
const RUNS = 5;
/** What nobody else is to notice of a run: so long it may keep the event loop, in ms of the processor. */
const MOST_GAP_MS = 50;

const STAGES: Readonly<Record<string, (rounds: number) => Promise<void>>> = {
  CHECKS: timeChecks,
  NIGHT: checkBesideReads,
};

/** Times the quality checks: a run over a large plan, and a night over the demonstration beside reads. */
export async function benchQuality({ rounds, only }: Options): Promise<void> {
  const unknown = only.find((name) => !Object.hasOwn(STAGES, name));
  if (unknown !== undefined) {
    const names = Object.keys(STAGES).join(', ').toLowerCase();
    throw new UsageError(`quality has no stage "${unknown.toLowerCase()}": ${names}`);
  }
  for (const [name, run] of Object.entries(STAGES)) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.log(`\n${name.toLowerCase()}`);
    await run(rounds);
  }
}

/** Exit code 1: the event loop was kept for more than 50 ms of processor time. */
async function timeChecks(rounds: number): Promise<void> {
  await onStage(async (stage) => {
    const projectId = await makePlan(stage.ground.adminUrl, PLAN);
    const parts = outsideOf(stage);
    const check = async (): Promise<void> => {
      const outside = await lookOutside(parts, 'runProjectChecks', projectId);
      await stage.run((tx) => runProjectChecks(tx, { projectId }, outside), ADMIN);
    };
    const took = await timeRuns(RUNS * rounds, check);
    const gaps: LongestGap[] = [];
    for (let run = 0; run < RUNS * rounds; run += 1) gaps.push(await longestGapDuring(check));
    printTitle(`${PLAN.tasks} tasks, ${PLAN.links} links`, 'nothing');
    printTook('runProjectChecks', took);
    const [wall, cpu] = [middle(gaps.map(({ ms }) => ms)), middle(gaps.map(({ cpuMs }) => cpuMs))];
    const isFine = cpu <= MOST_GAP_MS;
    console.log(
      `longest stretch of the event loop, median of ${gaps.length} runs: ${wall.toFixed(1)} ms, ${cpu.toFixed(1)} ms of processor time; ` +
        `under ${MOST_GAP_MS} ms: ${isFine ? 'held' : 'FAILED'}; load average ${loadavg()[0]!.toFixed(1)}`,
    );
    if (!isFine) process.exitCode = 1;
  });
}

const ADMIN: Actor = { ...DEMO_ADMIN, requestId: 'bench' };

/** Without files: what they are read by is a disk or a bucket. */
function outsideOf({ run }: Stage): OutsideParts {
  return {
    store: { read: () => Promise.reject(new Error('there are no files')) },
    sealer: new AuditSealer(randomBytes(32)),
    asCaller: (verb) => run(verb, ADMIN),
    asPlatform: (verb) => run(verb),
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
