import fc from 'fast-check';
import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import {
  NO_CHANGE,
  type PlanChange,
  type TaskChange,
} from '../../../../src/domain/schedule/preview/plan-change.ts';
import { previewWrites } from '../../../../src/domain/schedule/preview/schedule-apply.ts';
import {
  previewSchedule,
  type SchedulePreview,
} from '../../../../src/domain/schedule/preview/schedule-preview.ts';
import { dayOrNone, NO_DAY } from '../../../../src/domain/schedule/remaining-work/day-axis.ts';
import {
  NO_COUNT,
  packPlan,
  TaskFlag,
  WorkState,
  type PlanFacts,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { anyPlans, DATA_DAY, packed, type SmallPlan } from '../remaining-work/arbitrary-plans.ts';
import { day, everyDay, open, rulesAt, underWay } from '../remaining-work/plan-on-days.ts';
import { applied } from './applied-plan.ts';

const change = (...tasks: TaskChange[]): PlanChange => ({ ...NO_CHANGE, tasks });

/** What a change of one task makes of it, as it is stored: dates, duration and what is left. */
function storedAfter(task: PlannedTask, asked: Omit<TaskChange, 'taskId'>, calendar = everyDay) {
  const plan = packPlan([task], []);
  const tried = previewSchedule({
    plan,
    calendar,
    rules: rulesAt(0),
    change: change({ taskId: task.id, ...asked }),
  });
  const { tasks } = applied(plan, tried, previewWrites(tried));
  const on = (column: Int32Array): number | null =>
    column[0] === NO_DAY ? null : column[0]! - dayOrNone(day(0));
  return [on(tasks.start), on(tasks.end), tasks.duration[0] === NO_COUNT ? null : tasks.duration[0]];
}

test('a milestone made of work of which an end alone is stored keeps that end', () => {
  expect(storedAfter({ id: 'due', end: day(5) }, { durationDays: 0 })).toEqual([5, 5, 0]);
});

test('so does work of which an end alone is stored, when its duration becomes another', () => {
  expect(storedAfter({ id: 'due', end: day(5) }, { durationDays: 3 })).toEqual([3, 5, 3]);
  // From Wednesday to Friday, where the end is a Saturday.
  expect(storedAfter({ id: 'due', end: day(12) }, { durationDays: 3 }, new WorkCalendar())).toEqual([
    9, 11, 3,
  ]);
});

test('work of which nobody has said how long it takes is no milestone because it starts on another day', () => {
  expect(storedAfter({ id: 'x', start: day(2) }, { startDate: day(4) })).toEqual([4, null, null]);
  expect(storedAfter({ id: 'x', start: day(2) }, { startDate: null })).toEqual([null, null, null]);
  expect(storedAfter({ id: 'x', start: day(2) }, { durationDays: 0 })).toEqual([2, 2, 0]);
});

test('work that spans days off alone keeps them when it starts on others', () => {
  const weekend = open('w', 0, { start: day(5), end: day(6) });
  expect(storedAfter(weekend, { startDate: day(12) }, new WorkCalendar())).toEqual([12, 13, 0]);
});

test('a new duration takes back what somebody said is left, and what is left anew holds beside it', () => {
  const begun = { ...underWay('u', 10, 0, 50), start: day(0), end: day(9), remainingDays: 9 };
  const tried = (asked: Omit<TaskChange, 'taskId'>) => {
    const given = { plan: packPlan([begun], []), calendar: everyDay, rules: rulesAt(4) };
    return previewWrites(previewSchedule({ ...given, change: change({ taskId: 'u', ...asked }) }));
  };
  expect(tried({ durationDays: 8 })).toMatchObject([
    { dates: { endDate: day(7) }, remaining: { days: 4, origin: 'engine' } },
  ]);
  expect(tried({ durationDays: 8, remainingDays: 6 })).toMatchObject([
    { dates: { endDate: day(9) }, remaining: { days: 6, origin: 'person' } },
  ]);
  expect(storedAfter(open('o', 5, { start: day(0), remainingDays: 8 }), { durationDays: 3 })).toEqual([
    0, 2, 3,
  ]);
});

test('a milestone of which somebody reported progress is shown, and stored, on one day', () => {
  const begun = { ...underWay('m', 0, 0, 20), start: day(2), end: day(2) };
  const plan = packPlan([begun], []);
  const tried = previewSchedule({ plan, calendar: everyDay, rules: rulesAt(6), base: 'plan' });
  expect(tried.moved).toMatchObject([{ startBefore: day(2), startAfter: day(6), endAfter: day(6) }]);
  expect(previewWrites(tried)).toEqual([
    { taskId: 'm', dates: { startDate: day(6), endDate: day(6), durationDays: 0 } },
  ]);
});

const edit = fc.record(
  {
    startDate: fc.option(fc.integer({ min: 0, max: 40 }).map(day), { freq: 3 }),
    durationDays: fc.nat(9),
    remainingDays: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 3 }),
    mode: fc.constantFrom('auto' as const, 'manual' as const),
    delete: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: [] },
);

const edits = fc.uniqueArray(fc.record({ n: fc.nat(13), edit }), { maxLength: 4, selector: ({ n }) => n });

/** A change of tasks that a plan has; of completed work nothing is left. */
function changeOf(
  { tasks }: SmallPlan,
  drawn: readonly { n: number; edit: Omit<TaskChange, 'taskId'> }[],
): PlanChange {
  const chosen = new Map(drawn.map(({ n, edit: asked }) => [tasks[n % tasks.length]!, asked]));
  return change(
    ...[...chosen].map(([{ id: taskId, state }, { remainingDays, ...asked }]) => ({
      taskId,
      ...asked,
      ...(state !== WorkState.COMPLETED && remainingDays !== undefined && { remainingDays }),
    })),
  );
}

/** What is asked of one task is what is stored, as far as the schedule that was shown lets it. */
function requireStored(asked: TaskChange, tried: SchedulePreview, { tasks }: PlanFacts): void {
  const n = tasks.ids.indexOf(asked.taskId);
  if (asked.delete === true) return expect(n).toBe(-1);
  const isManual = (tasks.flags[n]! & TaskFlag.MANUAL) !== 0;
  if (asked.mode !== undefined) expect(isManual).toBe(asked.mode === 'manual');
  if (asked.remainingDays != null) expect(tasks.remaining[n]).toBe(asked.remainingDays);
  if (asked.startDate === undefined && asked.durationDays === undefined) return;
  const isOver = tasks.state[n] === WorkState.COMPLETED;
  if (isManual || isOver || tried.pictures.after.end[n] === NO_DAY) requireGiven(asked, tasks, n);
  else requireShown(asked, tried, tasks, n);
}

function requireGiven({ startDate, durationDays }: TaskChange, tasks: PlanFacts['tasks'], n: number): void {
  if (startDate !== undefined) expect(tasks.start[n]).toBe(dayOrNone(startDate));
  if (durationDays !== undefined) expect(tasks.duration[n]).toBe(durationDays);
}

function requireShown(
  { durationDays, remainingDays }: TaskChange,
  { pictures: { after } }: SchedulePreview,
  tasks: PlanFacts['tasks'],
  n: number,
): void {
  expect(tasks.end[n]).toBe(after.end[n]);
  if (tasks.state[n] !== WorkState.NOT_STARTED) return;
  expect(tasks.start[n]).toBe(after.start[n]);
  if (durationDays !== undefined && remainingDays == null) expect(tasks.duration[n]).toBe(durationDays);
}

test.each(['schedule', 'plan'] as const)(
  'what is asked of tasks is stored, shown against the %s, and previewing again writes nothing',
  (base) => {
    const calendars = fc.constantFrom(everyDay, new WorkCalendar());
    fc.assert(
      fc.property(anyPlans, calendars, edits, (plan, calendar, drawn) => {
        const [facts, rules] = [packed(plan), rulesAt(DATA_DAY)];
        const asked = changeOf(plan, drawn);
        const tried = previewSchedule({ plan: facts, calendar, rules, change: asked, base });
        const after = applied(facts, tried, previewWrites(tried));
        for (const each of asked.tasks) requireStored(each, tried, after);
        const again = previewSchedule({ plan: after, calendar, rules, base });
        if (base === 'schedule') expect(again.moved).toEqual([]);
        else expect(previewWrites(again)).toEqual([]);
        expect(again.schedule.earlyFinish).toEqual(tried.schedule.earlyFinish);
        expect(again.schedule.totalSlack).toEqual(tried.schedule.totalSlack);
      }),
      { numRuns: 400 },
    );
  },
);
