import { readdirSync, readFileSync } from 'node:fs';
import { DEFAULT_CALENDAR_RULE, WorkCalendar } from '../../../../src/domain/calendar.ts';
import type { PlannedLink, PlannedTask } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { DependencyType } from '../../../../src/domain/enums.ts';
import { wholeDayPlans, type Answer, type OraclePlan } from './oracle-plans.ts';

const folder = new URL('../../../oracles/mspdi/', import.meta.url);

/** By the number that MSPDI writes. */
const TYPES = [
  DependencyType.FINISH_TO_FINISH,
  DependencyType.FINISH_TO_START,
  DependencyType.START_TO_FINISH,
  DependencyType.START_TO_START,
];
/** Slack and lag are tenths of a minute; both files work eight hours a day, from 8 to 17. */
const TENTHS_PER_DAY = 4_800;
const SNET = '4';

const elements = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '');
const first = (text: string, name: string): string => elements(text, name)[0] ?? '';

/**
 * Two tasks of the file of 2019 whose only successors hang on their *start* carry the project's end as their late finish;
 * its tasks are scheduled by hand. The same network in a file of Project 2000 has the late dates that the links ask for.
 */
const TWICE_ANSWERED = { in: '2019', by: 'project2000', tasks: ['11', '13'] };

/** The MSPDI files, with the dates and slacks that Microsoft Project wrote into them. */
export function mspdiPlans(): [file: string, plan: OraclePlan][] {
  return readdirSync(folder).map((file) => {
    const plan = readMspdi(readFileSync(new URL(file, folder), 'utf8'));
    return [file, file.includes(TWICE_ANSWERED.in) ? { ...plan, answers: olderAnswers(plan) } : plan];
  });
}

function olderAnswers({ answers }: OraclePlan): ReadonlyMap<string, Answer> {
  const [, older] = wholeDayPlans().find(([file]) => file.includes(TWICE_ANSWERED.by)) ?? [];
  const known = new Map(answers);
  for (const id of TWICE_ANSWERED.tasks) known.set(id, older!.answers.get(id)!);
  return known;
}

function readMspdi(text: string): OraclePlan {
  const start = first(text, 'StartDate').slice(0, 10);
  const calendar = new WorkCalendar();
  /** Eight o'clock is the boundary before a day, seventeen the one after it. */
  const boundary = (moment: string): number => {
    const day = moment.slice(0, 10);
    const index = moment.endsWith('T17:00:00') ? calendar.indexAfter(day) : calendar.index(day);
    return index - calendar.index(start);
  };
  const leaves = elements(first(text, 'Tasks'), 'Task').filter((task) => first(task, 'Summary') === '0');
  const answers = leaves.map((task): [string, Answer] => [first(task, 'UID'), answerOf(task, boundary)]);
  return {
    calendar: DEFAULT_CALENDAR_RULE,
    start,
    tasks: leaves.map((task) => taskOf(task, answerOf(task, boundary))),
    links: leaves.flatMap(linksOf),
    answers: new Map(answers),
  };
}

function answerOf(task: string, boundary: (moment: string) => number): Answer {
  const days = (name: string): number => Number(first(task, name)) / TENTHS_PER_DAY;
  return {
    es: boundary(first(task, 'EarlyStart')),
    ef: boundary(first(task, 'EarlyFinish')),
    ls: boundary(first(task, 'LateStart')),
    lf: boundary(first(task, 'LateFinish')),
    total: days('TotalSlack'),
    free: days('FreeSlack'),
  };
}

/** The duration is that of the span: one task of the older file works round the clock by a calendar of its own. */
function taskOf(task: string, { es, ef }: Answer): PlannedTask {
  const isSnet = first(task, 'ConstraintType') === SNET;
  const constraint = isSnet
    ? ({ constraintKind: 'snet', constraintDate: first(task, 'ConstraintDate').slice(0, 10) } as const)
    : {};
  return { id: first(task, 'UID'), durationDays: ef - es, ...constraint };
}

function linksOf(task: string): PlannedLink[] {
  return elements(task, 'PredecessorLink').map((link) => ({
    id: `${first(link, 'PredecessorUID')}>${first(task, 'UID')}`,
    predecessorId: first(link, 'PredecessorUID'),
    successorId: first(task, 'UID'),
    type: TYPES[Number(first(link, 'Type'))] ?? DependencyType.FINISH_TO_START,
    lagDays: Number(first(link, 'LinkLag')) / TENTHS_PER_DAY,
  }));
}
