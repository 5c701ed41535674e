import { readdirSync, readFileSync } from 'node:fs';
import {
  CALENDAR_DAYS_RULE,
  DEFAULT_CALENDAR_RULE,
  type CalendarRule,
} from '../../../../src/domain/calendar.ts';
import type { CivilDate } from '../../../../src/domain/civil-date.ts';
import type { PlannedLink, PlannedTask } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { DependencyType } from '../../../../src/domain/enums.ts';

const folder = (name: string): URL => new URL(`../../../oracles/${name}/`, import.meta.url);

/** What another program computed for one task: half-open days from the project's start, and both slacks. */
export interface Answer {
  readonly es: number;
  readonly ef: number;
  readonly ls: number;
  readonly lf: number;
  readonly total: number;
  /** Null where that program does not mean the same by it. */
  readonly free: number | null;
}

/** A plan with known answers. Its unit is the working day, or the minute where the calendar has days without end. */
export interface OraclePlan {
  readonly calendar: CalendarRule;
  readonly start: CivilDate;
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
  readonly answers: ReadonlyMap<string, Answer>;
}

/** What is known of a PSPLIB network: `MPM-Time` of its header and the row of `expected.csv`. */
export interface PsplibPlan {
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
  readonly mpmTime: number;
  readonly length: number;
  readonly criticalCount: number;
  readonly totalSlack: number;
  readonly freeSlack: number;
}

const numbersOf = (line: string): number[] => line.trim().split(/\s+/).map(Number);
const fs = (from: string, to: string): PlannedLink => ({
  id: `${from}>${to}`,
  predecessorId: from,
  successorId: to,
  type: DependencyType.FINISH_TO_START,
  lagDays: 0,
});

/** Every PSPLIB network by its file name (Kolisch and Sprecher 1997), single mode, finish to start. */
export function psplibPlans(): [file: string, plan: PsplibPlan][] {
  const rows = readFileSync(new URL('expected.csv', folder('psplib')), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return rows.map((row) => {
    const [, file = '', , , , , length, criticalCount, totalSlack, freeSlack] = row.split(',');
    const text = readFileSync(new URL(file, folder('psplib')), 'utf8');
    const known = { length, criticalCount, totalSlack, freeSlack };
    const numbers = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, Number(value)]));
    return [file, { ...readPsplib(text), ...(numbers as Record<keyof typeof known, number>) }];
  });
}

function readPsplib(text: string): Pick<PsplibPlan, 'tasks' | 'links' | 'mpmTime'> {
  const sections = text.split(/\*{10,}\n/);
  const lines = (title: string): string[] =>
    (sections.find((section) => section.startsWith(title)) ?? '').trim().split('\n');
  const jobs = lines('REQUESTS/DURATIONS').filter((line) => /^\s*\d/.test(line));
  return {
    mpmTime: numbersOf(lines('PROJECT INFORMATION')[2] ?? '')[5] ?? NaN,
    tasks: jobs.map(numbersOf).map(([job, , durationDays = NaN]) => ({ id: String(job), durationDays })),
    links: lines('PRECEDENCE RELATIONS')
      .slice(2)
      .map(numbersOf)
      .flatMap(([job, , , ...successors]) => successors.map((s) => fs(String(job), String(s)))),
  };
}

interface JsonTask {
  uid: number;
  parent: number | null;
  summary: boolean;
  duration_min: number;
  preds: { uid: number; type: 'FF' | 'FS' | 'SF' | 'SS'; lag_min: number }[];
  expect: Record<'early_start' | 'early_finish' | 'late_start' | 'late_finish', string> &
    Record<'total_slack_min' | 'free_slack_min', number>;
  days?: Record<'duration' | 'es' | 'ef' | 'ls' | 'lf' | 'total_slack' | 'free_slack', number>;
}

interface JsonPlan {
  project_start: string;
  minutes_per_day: number;
  tasks: JsonTask[];
}

const JSON_TYPES = {
  FF: DependencyType.FINISH_TO_FINISH,
  FS: DependencyType.FINISH_TO_START,
  SF: DependencyType.START_TO_FINISH,
  SS: DependencyType.START_TO_START,
} as const;

/** A link of a summary task stands for links of all the tasks under it. */
function leafLinks(tasks: readonly JsonTask[], unit: number): PlannedLink[] {
  const leaves = (uid: number): number[] => {
    const children = tasks.filter((task) => task.parent === uid);
    return children.length === 0 ? [uid] : children.flatMap((child) => leaves(child.uid));
  };
  return tasks.flatMap((task) =>
    task.preds.flatMap((pred) =>
      leaves(pred.uid).flatMap((from) =>
        leaves(task.uid).map((to) => ({
          id: `${from}${pred.type}${to}`,
          predecessorId: String(from),
          successorId: String(to),
          type: JSON_TYPES[pred.type],
          lagDays: pred.lag_min / unit,
        })),
      ),
    ),
  );
}

function readJson(name: string, file: string): JsonPlan {
  return JSON.parse(readFileSync(new URL(file, folder(name)), 'utf8')) as JsonPlan;
}

/** Plans in whole working days whose values Microsoft Project computed and stored. */
export function wholeDayPlans(): [file: string, plan: OraclePlan][] {
  return readdirSync(folder('msproject')).map((file) => {
    const plan = readJson('msproject', file);
    // Microsoft Project knows no direct successor where only the summary above is linked.
    const isLinked = (uid: number): boolean =>
      plan.tasks.some((task) => task.preds.some((pred) => pred.uid === uid));
    const leaves = plan.tasks.filter((task) => !task.summary);
    const answers = leaves.map(({ uid, days }): [string, Answer] => {
      const {
        es = NaN,
        ef = NaN,
        ls = NaN,
        lf = NaN,
        total_slack: total = NaN,
        free_slack = NaN,
      } = days ?? {};
      return [String(uid), { es, ef, ls, lf, total, free: isLinked(uid) ? free_slack : null }];
    });
    return [
      file,
      {
        calendar: DEFAULT_CALENDAR_RULE,
        start: plan.project_start.slice(0, 10),
        tasks: leaves.map(({ uid, days }) => ({ id: String(uid), durationDays: days?.duration ?? NaN })),
        links: leafLinks(plan.tasks, plan.minutes_per_day),
        answers: new Map(answers),
      },
    ];
  });
}

/** A plan within one day, by minutes: the engine counts units of work and knows nothing of their length. */
export function minutePlan(): OraclePlan {
  const plan = readJson('msproject-minutes', 'mpxj__sf259.json');
  const minutes = (text: string): number =>
    (Date.parse(`${text}Z`) - Date.parse(`${plan.project_start}Z`)) / 60_000;
  const leaves = plan.tasks.filter((task) => !task.summary);
  const answers = leaves.map(({ uid, expect: known }): [string, Answer] => [
    String(uid),
    {
      es: minutes(known.early_start),
      ef: minutes(known.early_finish),
      ls: minutes(known.late_start),
      lf: minutes(known.late_finish),
      total: known.total_slack_min,
      free: known.free_slack_min,
    },
  ]);
  return {
    calendar: CALENDAR_DAYS_RULE,
    start: plan.project_start.slice(0, 10),
    tasks: leaves.map((task) => ({ id: String(task.uid), durationDays: task.duration_min })),
    links: leafLinks(plan.tasks, 1),
    answers: new Map(answers),
  };
}
