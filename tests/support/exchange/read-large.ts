// Reads files as large as a plan may be; one line of JSON for each says what came of it, and how the event loop fared.
import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { DEFAULT_MAPPING } from '../../../src/domain/exchange/csv/csv-mapping.ts';
import type { PlanFormat } from '../../../src/domain/exchange/plan-document.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { readPlan } from '../../../src/services/exchange/read-plan.ts';
import { LARGE_FILES, inPieces } from './large-files.ts';

/** Milliseconds of processor that this thread has had: those of the collector's threads beside it hold nobody up. */
function mainThreadMs(): number {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
}

/** How often others had their turn while the file was read, and the longest time, in ms of processor, that they waited for one. */
class Turns {
  count = 0;
  longest = 0;
  private last = mainThreadMs();
  private isOver = false;

  start(): void {
    const turn = (): void => {
      const now = mainThreadMs();
      this.longest = Math.max(this.longest, now - this.last);
      this.last = now;
      this.count += 1;
      if (!this.isOver) setImmediate(turn);
    };
    setImmediate(turn);
  }

  stop(): void {
    this.isOver = true;
  }
}

async function read(format: PlanFormat, content: AsyncIterable<Uint8Array>): Promise<string> {
  const warnings = new PlanWarnings();
  const file = { format, content, name: 'plan', csv: DEFAULT_MAPPING };
  try {
    const plan = await readPlan(file, { calendar: new WorkCalendar() }, warnings);
    const { tasks, links, branches, sources } = plan;
    return `${tasks.length} tasks, ${branches.length} branches, ${links.length} links, ${sources.length} sources`;
  } catch (error) {
    return error instanceof PitError ? `${error.code} ${error.message}` : `fault ${String(error)}`;
  }
}

/** The longest pause of the collector, which no step of ours bounds, in ms. */
let longestPauseMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestPauseMs = Math.max(longestPauseMs, duration);
}).observe({ entryTypes: ['gc'] });

const [only] = process.argv.slice(2);
for (const [name, format, content] of LARGE_FILES) {
  if (only !== undefined && only !== name) continue;
  const turns = new Turns();
  turns.start();
  const began = process.cpuUsage();
  const said = await read(format, inPieces(content()));
  turns.stop();
  const { user } = process.cpuUsage(began);
  await new Promise((done) => setImmediate(done));
  const heapMb = Math.round(process.memoryUsage().heapUsed / 1e6);
  const told = {
    name,
    said,
    turns: turns.count,
    longestMs: Math.round(turns.longest),
    longestPauseMs: Math.round(longestPauseMs),
    cpuMs: Math.round(user / 1e3),
    heapMb,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
