import { ATTACKS } from './attacks/attacks.ts';
import { runAttack } from './attacks/run-attack.ts';
import { benchAuditTrail } from './audit-trail.ts';
import { benchConsole } from './console.ts';
import { benchFirstStart } from './first-start.ts';
import { benchForecast } from './forecast.ts';
import { benchLive } from './live.ts';
import { readOptions, UsageError, type Options } from './options.ts';
import { benchQuality } from './quality.ts';
import { benchRead } from './read.ts';
import { benchScale } from './scale.ts';
import { benchSchedule } from './schedule.ts';
import { benchTimeline } from './timeline.ts';
import { benchWatchdog } from './watchdog.ts';
import { benchWrite } from './write.ts';

/** The benchmarks by name, each with the line that the usage shows. */
const BENCHMARKS: Readonly<
  Record<string, { about: string; run: (args: readonly string[]) => Promise<void> }>
> = {
  read: { about: 'five queries against a bare handler with hand-written SQL', run: withOptions(benchRead) },
  write: { about: 'two mutations against the same, on a copy of the data', run: withOptions(benchWrite) },
  live: {
    about: 'one event to 1, 100, 1,000 and 10,000 subscribers of a project',
    run: withOptions(benchLive),
  },
  schedule: {
    about: 'the schedule, from the bare computation to what people wait for',
    run: withOptions(benchSchedule),
  },
  timeline: {
    about: 'the timeline of 10,000 tasks against one bare statement',
    run: withOptions(benchTimeline),
  },
  console: {
    about: 'the web console on a plan of 10,000 tasks, in Chromium',
    run: withOptions(benchConsole),
  },
  scale: { about: 'what pages of every list touch in databases of several sizes', run: benchScale },
  audit: { about: 'the verification of an audit trail, range by range', run: benchAuditTrail },
  start: {
    about: 'reads while the schedules of the demonstration are computed for the first time',
    run: benchFirstStart,
  },
  watchdog: {
    about: 'a scan of 10,000 tasks, and reads while the demonstration is scanned for the first time',
    run: withOptions(benchWatchdog),
  },
  forecast: { about: 'a forecast of 10,000 tasks in 1,000 runs', run: benchForecast },
  quality: {
    about: 'quality checks of 10,000 tasks, and reads during a night over the demonstration',
    run: withOptions(benchQuality),
  },
  attack: { about: 'an attack by name on a service with a heap of 512 MB', run: runAttack },
};

function withOptions(
  benchmark: (options: Options) => Promise<void>,
): (args: readonly string[]) => Promise<void> {
  return (args) => benchmark(readOptions(args));
}

const list = (entries: Readonly<Record<string, { about: string }>>): string =>
  Object.entries(entries)
    .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
    .join('\n');

const USAGE = `Usage: npm run bench -- <benchmark> [options]

${list(BENCHMARKS)}

Attacks (attack <name>|all [--seconds <n>] [--profile <directory>], 60 seconds by default):

${list(ATTACKS)}

The audit trail (audit [--records <n>] [--limit <n>]): 200,000 records, 50,000 a request by default.

The schedule (schedule [--rounds <n>] [--only <stage,stage>]): compute, plan, apply and baselines; by name alone
large (100,000 tasks) and memory (1,000 projects in a heap of 512 MB).

The watchdog (watchdog [--rounds <n>] [--only <stage,stage>]): steady and first.

Quality checks (quality [--rounds <n>] [--only <stage,stage>]): checks and night.

Lists by size (scale [--sizes <20k,200k>] [--only <name>]): every order and filter of the schema; 2k, and by name alone 2m
(some 10 GB, an hour).

Options:
  --seconds <n>        seconds of load per measurement (3)
  --rounds <n>         measurements per competitor; the median counts (3)
  --connections <n,n>  numbers of connections (16,64)
  --only <Q1,Q4>       only these queries or mutations

The first run of read, write or live builds a database of 200,000 tasks in the data directory, which takes some minutes.`;

async function main(): Promise<void> {
  const [name = '--help', ...rest] = process.argv.slice(2);
  if (name === '--help' || name === '-h' || rest.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const benchmark = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
  if (benchmark === undefined) throw new UsageError(`There is no benchmark "${name}".`);
  await benchmark.run(rest);
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
