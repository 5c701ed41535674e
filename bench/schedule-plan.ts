import { WorkCalendar } from '../src/domain/calendar.ts';
import { addDays, toDayNumber } from '../src/domain/civil-date.ts';
import { NO_DAY } from '../src/domain/schedule/remaining-work/day-axis.ts';
import { emptyTasks, WorkState, type PlanFacts } from '../src/domain/schedule/remaining-work/plan-facts.ts';
import { planTopology } from '../src/domain/schedule/remaining-work/plan-topology.ts';
import { planAxis, scheduleProject } from '../src/domain/schedule/remaining-work/project-schedule.ts';
import { previewSchedule } from '../src/domain/schedule/preview/schedule-preview.ts';
import {
  DEFAULT_SCHEDULE_SETTINGS,
  type ScheduleRules,
} from '../src/domain/schedule/remaining-work/schedule-rules.ts';
import { diffLayouts } from '../src/domain/schedule/timeline/timeline-delta.ts';
import {
  NO_PARENT,
  NO_STATUS,
  type TimelineItemLinks,
  type TimelineItems,
} from '../src/domain/schedule/timeline/timeline-items.ts';
import { packId, RowKind } from '../src/domain/schedule/timeline/timeline-layout.ts';
import { layoutTimeline } from '../src/domain/schedule/timeline/timeline.ts';
import { median } from './report.ts';

const START = '2026-01-05';
const RULES: ScheduleRules = {
  ...DEFAULT_SCHEDULE_SETTINGS,
  dataDate: addDays(START, 60),
  projectStart: START,
  promisedFinish: null,
};
const TIMELINE_TASKS = 10_000;
const NO_LINKS: TimelineItemLinks = {
  from: new Int32Array(0),
  to: new Int32Array(0),
  type: new Uint8Array(0),
  lag: new Int32Array(0),
  flags: new Uint8Array(0),
};

/** A network as a plan in progress: of every five tasks one is completed and one under way. */
export function planOf(network: { durations: Int32Array; from: Int32Array; to: Int32Array }): PlanFacts {
  const { durations, from, to } = network;
  const tasks = emptyTasks(durations.length);
  durations.forEach((days, n) => {
    tasks.ids[n] = `t${n}`;
    tasks.duration[n] = days;
    if (n % 5 === 0) tasks.state[n] = WorkState.COMPLETED;
    if (n % 5 === 1) tasks.state[n] = WorkState.UNDER_WAY;
    tasks.progress[n] = [100, 40, 0, 0, 0][n % 5] ?? 0;
  });
  const ids = Array.from(from, (_, k) => `l${k}`);
  return {
    tasks,
    links: { ids, from, to, type: new Uint8Array(from.length), lag: new Int32Array(from.length) },
  };
}

/** Milliseconds of each step, the middle of the runs after as many that only warm up. */
export function timePlan(plan: PlanFacts, runs: number): [step: string, milliseconds: number][] {
  const calendar = new WorkCalendar();
  const axis = planAxis(plan, calendar, RULES);
  const topology = planTopology(plan.tasks.ids.length, plan.links);
  const layout = (planSeq: number, moved: number) =>
    layoutTimeline({ planSeq, today: START, origin: START, unit: 'day' }, timelineItems(moved), NO_LINKS);
  const before = layout(1, -1);
  const after = layout(2, 7);
  const change = { tasks: [{ taskId: 't777', durationDays: 400 }], addLinks: [], removeLinkIds: [] };
  const steps: [string, () => unknown][] = [
    ['order of the plan', () => planTopology(plan.tasks.ids.length, plan.links)],
    ['remaining work, order at hand', () => scheduleProject(plan, axis, RULES, topology)],
    ['preview of one longer task', () => previewSchedule({ plan, calendar, rules: RULES, change })],
    ['layout of 10,000 rows', () => layout(1, -1)],
    ['delta of one moved row', () => diffLayouts(before, after)],
  ];
  return steps.map(([step, run]) => [step, median(timesOf(run, runs))]);
}

function timesOf(run: () => unknown, runs: number): number[] {
  const times: number[] = [];
  for (let at = 0; at < 2 * runs; at += 1) {
    const begun = performance.now();
    run();
    if (at >= runs) times.push(performance.now() - begun);
  }
  return times;
}

/** The tasks of one project in one phase; task `moved` ends a day later. */
function timelineItems(moved: number): TimelineItems {
  const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
  const places = Array.from({ length: TIMELINE_TASKS }, (_, n) => n);
  const numbers = (value: (n: number) => number): Int32Array => Int32Array.from(places, value);
  const first = toDayNumber(START);
  const none = numbers(() => NO_DAY);
  return {
    ids: places.map((n) => packId(id(n))),
    parent: numbers((n) => (n === 0 ? NO_PARENT : Math.min(1, n - 1))),
    kind: Uint8Array.from(places, (n) => [RowKind.PROJECT, RowKind.PHASE][n] ?? RowKind.TASK),
    labels: places.map((n) => `Row ${n}`),
    order: numbers((n) => n),
    start: numbers((n) => first + (n % 700)),
    end: numbers((n) => first + (n % 700) + (n === moved ? 6 : 5)),
    progress: new Uint8Array(TIMELINE_TASKS),
    status: new Int8Array(TIMELINE_TASKS).fill(NO_STATUS),
    totalSlack: numbers((n) => n % 30),
    flags: new Uint8Array(TIMELINE_TASKS),
    baselineStart: none,
    baselineEnd: none,
  };
}
