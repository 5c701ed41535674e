import fc from 'fast-check';
import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import { NO_CHANGE, type TaskChange } from '../../../../src/domain/schedule/preview/plan-change.ts';
import { dayOrNone } from '../../../../src/domain/schedule/remaining-work/day-axis.ts';
import { packPlan } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { previewWrites } from '../../../../src/domain/schedule/preview/schedule-apply.ts';
import {
  previewSchedule,
  type PreviewInput,
  type SchedulePreview,
} from '../../../../src/domain/schedule/preview/schedule-preview.ts';
import { applied } from './applied-plan.ts';
import { DATA_DAY, packed, loosePlans } from '../remaining-work/arbitrary-plans.ts';
import { day, done, everyDay, link, open, rulesAt, underWay } from '../remaining-work/plan-on-days.ts';

const preview = (more: Pick<PreviewInput, 'plan'> & Partial<PreviewInput>): SchedulePreview =>
  previewSchedule({ calendar: everyDay, rules: rulesAt(0), ...more });

const change = (...tasks: TaskChange[]) => ({ ...NO_CHANGE, tasks });

const dates = (start: number, end: number, durationDays: number) => ({
  startDate: day(start),
  endDate: day(end),
  durationDays,
});

const shifts = ({ moved }: SchedulePreview): Record<string, number | null> =>
  Object.fromEntries(moved.map((move) => [move.taskId, move.shiftDays]));

test('against the stored dates no change is what rescheduling would write', () => {
  // b was planned behind a, and a is late: it has not begun on day 6.
  const stale = packPlan(
    [open('a', 4, { start: day(0), end: day(3) }), open('b', 3, { start: day(4), end: day(6) })],
    [link('a', 'FS', 'b')],
  );
  const tried = preview({ plan: stale, rules: rulesAt(6), base: 'plan' });
  expect(shifts(tried)).toEqual({ a: 6, b: 6 });
  expect(tried.moved[0]!.because).toEqual({ kind: 'date', link: null });
  expect(previewWrites(tried)).toEqual([
    { taskId: 'a', dates: dates(6, 9, 4), startOrigin: 'engine' },
    { taskId: 'b', dates: dates(10, 12, 3), startOrigin: 'engine' },
  ]);
  expect(previewWrites(tried, new Set(['a'])).map((write) => write.taskId)).toEqual(['b']);
});

test('of work under way only the end is written, with what is left pinned; manual and completed work is not', () => {
  const plan = packPlan(
    [
      { ...underWay('u', 10, 0, 50), start: day(0), end: day(9) },
      open('m', 2, { mode: 'manual', start: day(0), end: day(1) }),
      { ...done('c', 0, 2), start: day(1), end: day(2) },
    ],
    [],
  );
  const writes = previewWrites(preview({ plan, rules: rulesAt(8), base: 'plan' }));
  expect(writes).toEqual([
    { taskId: 'u', dates: { endDate: day(12), durationDays: 13 }, remaining: { days: 5, origin: 'engine' } },
  ]);
});

test('a start that a person set and the schedule keeps stays the person’s', () => {
  const plan = packPlan([open('a', 4, { start: day(0) }), open('b', 3)], [link('a', 'FS', 'b')]);
  const tried = preview({ plan, change: change({ taskId: 'a', startDate: day(3) }) });
  expect(previewWrites(tried).map((write) => write.startOrigin)).toEqual(['person', 'engine']);
});

test('so does an end alone, on a day off too: it does not go on to the next day that is worked on', () => {
  const sunday = day(13);
  const plan = packPlan([{ id: 'due', end: sunday }], []);
  const calendar = new WorkCalendar();
  const tried = previewSchedule({ plan, calendar, rules: rulesAt(0), base: 'plan' });
  const writes = previewWrites(tried);
  expect(writes).toEqual([{ taskId: 'due', dates: dates(11, 11, 1), startOrigin: 'person' }]);
  const next = previewSchedule({
    plan: applied(plan, tried, writes),
    calendar,
    rules: rulesAt(1),
    base: 'plan',
  });
  expect([next.moved, previewWrites(next)]).toEqual([[], []]);
});

test('what has no dates and no duration is given none, whatever it follows', () => {
  const plan = packPlan(
    [open('a', 4, { start: day(0), end: day(3) }), { id: 'x' }, { id: 'y' }],
    [link('a', 'FS', 'x')],
  );
  const tried = preview({ plan, rules: rulesAt(6), base: 'plan' });
  expect(shifts(tried)).toEqual({ a: 6 });
  expect(previewWrites(tried).map((write) => write.taskId)).toEqual(['a']);
});

test('nor is a start without an end moved on with the data date, begun or not', () => {
  const begun = { ...underWay('u', 0, 0, 20), durationDays: null, start: day(0) };
  const plan = packPlan([begun, { id: 'w', start: day(1) }, open('a', 2)], [link('u', 'FS', 'a')]);
  const tried = preview({ plan, rules: rulesAt(6), base: 'plan' });
  expect(previewWrites(tried).map((write) => write.taskId)).toEqual(['a']);
});

test('work that has not begun takes as long as somebody said is left of it', () => {
  const plan = packPlan([open('a', 5, { start: day(0), end: day(4), remainingDays: 8 })], []);
  const tried = preview({ plan, base: 'plan' });
  const writes = previewWrites(tried);
  expect(writes).toEqual([{ taskId: 'a', dates: dates(0, 7, 8), startOrigin: 'person' }]);
  expect(preview({ plan: applied(plan, tried, writes), base: 'plan' }).moved).toEqual([]);
});

test('what is written agrees with itself, and says no end of what has none', () => {
  const calendars = fc.constantFrom(everyDay, new WorkCalendar());
  fc.assert(
    fc.property(loosePlans, calendars, (plan, calendar) => {
      const tried = previewSchedule({
        plan: packed(plan),
        calendar,
        rules: rulesAt(DATA_DAY),
        base: 'plan',
      });
      const { axis } = tried.schedule;
      for (const { taskId, dates: written } of previewWrites(tried)) {
        const task = plan.tasks.find(({ id }) => id === taskId)!;
        expect(task.durationDays ?? task.end).toBeDefined();
        const { startDate, endDate, durationDays } = written!;
        if (startDate === undefined || durationDays === 0) continue;
        const worked = axis.indexAfter(dayOrNone(endDate)) - axis.indexOf(dayOrNone(startDate));
        expect([taskId, worked]).toEqual([taskId, durationDays]);
      }
    }),
    { numRuns: 500 },
  );
});

test('written in pieces, in whatever order, the dates of a schedule are those that are written at once', () => {
  const calendars = fc.constantFrom(everyDay, new WorkCalendar());
  fc.assert(
    fc.property(
      loosePlans,
      calendars,
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      (plan, calendar, chosen) => {
        const rules = rulesAt(DATA_DAY);
        const facts = packed(plan);
        const whole = previewSchedule({ plan: facts, calendar, rules, base: 'plan' });
        const writes = previewWrites(whole);
        const first = applied(
          facts,
          whole,
          writes.filter((_, at) => chosen[at % chosen.length]),
        );
        const rest = previewSchedule({ plan: first, calendar, rules, base: 'plan' });
        expect(rest.schedule.earlyFinish).toEqual(whole.schedule.earlyFinish);
        expect(rest.schedule.totalSlack).toEqual(whole.schedule.totalSlack);
        expect(previewWrites(rest)).toEqual(writes.filter((_, at) => !chosen[at % chosen.length]));
        expect(applied(first, rest, previewWrites(rest))).toEqual(applied(facts, whole, writes));
      },
    ),
    { numRuns: 500 },
  );
});
