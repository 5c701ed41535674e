import { UsageError, type Options } from './options.ts';
import { timeApplication, timeLargeApplication } from './schedule-apply.ts';
import { timeBaselines } from './schedule-baselines.ts';
import { timeComputation } from './schedule-compute.ts';
import { timeLargePlan, timePlanOnDatabase } from './schedule-database.ts';
import { watchMemory } from './schedule-memory.ts';

/** The stages by name; those that take minutes run when they are asked for by name alone. */
const STAGES: Readonly<Record<string, { isLong?: boolean; run: (rounds: number) => Promise<void> | void }>> =
  {
    COMPUTE: { run: timeComputation },
    PLAN: { run: timePlanOnDatabase },
    APPLY: { run: timeApplication },
    BASELINES: { run: timeBaselines },
    LARGE: { isLong: true, run: timeLargePlan },
    MOVES: { isLong: true, run: timeLargeApplication },
    MEMORY: { isLong: true, run: watchMemory },
  };

/** Times the schedule, from the bare computation to what people wait for. */
export async function benchSchedule({ rounds, only }: Options): Promise<void> {
  const unknown = only.find((name) => !Object.hasOwn(STAGES, name));
  if (unknown !== undefined) {
    const names = Object.keys(STAGES).join(', ').toLowerCase();
    throw new UsageError(`schedule has no stage "${unknown.toLowerCase()}": ${names}`);
  }
  for (const [name, { isLong = false, run }] of Object.entries(STAGES)) {
    if (only.length > 0 ? !only.includes(name) : isLong) continue;
    console.log(`\n${name.toLowerCase()}`);
    await run(rounds);
  }
}
