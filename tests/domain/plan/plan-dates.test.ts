import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays, daysBetween } from '../../../src/domain/civil-date.ts';
import { isMoved, moveAlong } from '../../../src/domain/plan/moved-window.ts';
import { envelope, fitIntoParent } from '../../../src/domain/plan/date-window.ts';
import {
  changePlanDates,
  isUnworked,
  datesAgree,
  resolvePlanDates,
  type PlanDates,
} from '../../../src/domain/plan/plan-dates.ts';
import { refusal } from '../refusal.ts';

const calendar = new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: ['2024-05-01', '2024-12-25'] });
const day = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2024-01-01', n));
const duration = fc.integer({ min: 0, max: 200 });

/** Every complete plan this rule can produce, from whichever two were given. */
const plans: fc.Arbitrary<PlanDates> = fc
  .oneof(
    fc.record({ start: day, durationDays: duration }),
    fc.record({ end: day, durationDays: duration }),
    fc.tuple(day, fc.nat(200)).map(([start, span]) => ({ start, end: addDays(start, span) })),
  )
  .map((given) => resolvePlanDates(given, calendar, 'input'));

describe('any two of start, end and duration give the third', () => {
  test('and the three agree', () => {
    fc.assert(
      fc.property(plans, ({ start, end, durationDays }) => {
        if (start === null || end === null || durationDays === null) throw new Error('incomplete');
        expect(start <= end).toBe(true);
        expect(datesAgree({ start, end, durationDays }, calendar)).toBe(true);
        // What was derived may be given back whole.
        expect(resolvePlanDates({ start, end, durationDays }, calendar, 'input')).toEqual({
          start,
          end,
          durationDays,
        });
      }),
    );
  });

  test('less than two stays unscheduled', () => {
    expect(resolvePlanDates({}, calendar, 'input')).toEqual({ start: null, end: null, durationDays: null });
    expect(resolvePlanDates({ durationDays: 4 }, calendar, 'input').start).toBeNull();
    expect(resolvePlanDates({ start: '2024-05-03' }, calendar, 'input').end).toBeNull();
  });

  test('a milestone stands on one day, working or not', () => {
    for (const start of ['2024-05-03', '2024-05-04']) {
      const milestone = { start, end: start, durationDays: 0 };
      expect(resolvePlanDates({ start, durationDays: 0 }, calendar, 'input')).toEqual(milestone);
      expect(resolvePlanDates(milestone, calendar, 'input')).toEqual(milestone);
    }
  });

  test('three that disagree are refused, and both are named', () => {
    const disagreeing = { start: '2024-05-06', end: '2024-05-10', durationDays: 4 };
    expect(() => resolvePlanDates(disagreeing, calendar, 'input')).toThrow(
      '2024-05-06 to 2024-05-10 is 5 working days, not the 4 given',
    );
    expect(() => resolvePlanDates(disagreeing, calendar, 'input')).toThrow(
      expect.objectContaining({
        detail: {
          pit: 'PIT006',
          field: 'input.durationDays',
          expected: { durationDays: 5, orEndDate: '2024-05-09' },
          actual: { endDate: '2024-05-10', durationDays: 4 },
        },
      }),
    );
  });

  test.each([
    [{ start: '2024-05-10', end: '2024-05-09' }, 'input.endDate'],
    [{ start: '2024-05-10', durationDays: -1 }, 'input.durationDays'],
    [{ start: '2024-05-10', durationDays: 1.5 }, 'input.durationDays'],
    [{ start: '2024-05-10', durationDays: 1e9 }, 'input.durationDays'],
    [{ start: '2024-05-32', durationDays: 1 }, 'input.startDate'],
    [{ end: 'soon', durationDays: 1 }, 'input.endDate'],
  ])('%j is refused at %s', (given, field) => {
    expect(() => resolvePlanDates(given, calendar, 'input')).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field }),
    );
  });
});

describe('a partial change', () => {
  const current: PlanDates = { start: '2024-05-06', end: '2024-05-10', durationDays: 5 };

  test.each([
    [
      'moves with its start',
      { start: '2024-05-13' },
      { start: '2024-05-13', end: '2024-05-17', durationDays: 5 },
    ],
    [
      'grows with its end',
      { end: '2024-05-13' },
      { start: '2024-05-06', end: '2024-05-13', durationDays: 6 },
    ],
    [
      'grows with its duration',
      { durationDays: 6 },
      { start: '2024-05-06', end: '2024-05-13', durationDays: 6 },
    ],
    [
      'takes two as they are',
      { start: '2024-05-07', end: '2024-05-08' },
      { start: '2024-05-07', end: '2024-05-08', durationDays: 2 },
    ],
    [
      'derives a duration given as null',
      { start: '2024-05-07', end: '2024-05-08', durationDays: null },
      { start: '2024-05-07', end: '2024-05-08', durationDays: 2 },
    ],
    [
      'loses end and duration together',
      { end: null },
      { start: '2024-05-06', end: null, durationDays: null },
    ],
    [
      'keeps its end without a start',
      { start: null },
      { start: null, end: '2024-05-10', durationDays: null },
    ],
    [
      'keeps its duration without dates',
      { start: null, end: null },
      { start: null, end: null, durationDays: 5 },
    ],
    [
      'becomes unscheduled',
      { start: null, end: null, durationDays: null },
      { start: null, end: null, durationDays: null },
    ],
    ['stays where nothing is said', {}, current],
  ])('%s', (_, change, expected) => {
    expect(changePlanDates(current, change, calendar, 'input')).toEqual(expected);
  });

  test('schedules what had only a duration', () => {
    const unscheduled = { start: null, end: null, durationDays: 5 };
    expect(changePlanDates(unscheduled, { start: '2024-05-06' }, calendar, 'input')).toEqual(current);
    expect(changePlanDates(unscheduled, { end: '2024-05-10' }, calendar, 'input')).toEqual(current);
  });

  test('of one value keeps that value', () => {
    fc.assert(
      fc.property(plans, day, (plan, date) => {
        const moved = changePlanDates(plan, { start: date }, calendar, 'input');
        expect(moved.start).toBe(date);
        if (!isUnworked(plan) || date === plan.start) expect(moved.durationDays).toBe(plan.durationDays);
        else expect(daysBetween(date, moved.end ?? '')).toBe(daysBetween(plan.start ?? '', plan.end ?? ''));
      }),
    );
  });

  test('to what it is already changes nothing, whatever the calendar says by now', () => {
    const names = ['start', 'end', 'durationDays'] as const;
    const anyDays = new WorkCalendar({ weekdays: [1, 4], holidays: ['2024-05-06'] });
    fc.assert(
      fc.property(plans, fc.subarray([...names]), (plan, sent) => {
        const again = Object.fromEntries(sent.map((name) => [name, plan[name]]));
        expect(changePlanDates(plan, again, anyDays, 'input')).toEqual(plan);
      }),
    );
  });

  test.each([
    ['a new start beside the rest of a form', { start: '2024-05-13' }, '2024-05-13', '2024-05-17'],
    ['a new end beside the rest of a form', { end: '2024-05-13' }, '2024-05-06', '2024-05-13'],
    ['a new duration beside the rest of a form', { durationDays: 2 }, '2024-05-06', '2024-05-07'],
  ])('%s is the only change', (_, change, start, end) => {
    expect(changePlanDates(current, { ...current, ...change }, calendar, 'input')).toMatchObject({
      start,
      end,
    });
  });

  test('of a weekend keeps its calendar days, and counts what working days it comes upon', () => {
    const weekend = { start: '2024-05-11', end: '2024-05-12', durationDays: 0 };
    const moved = (change: object) => changePlanDates(weekend, change, calendar, 'input');
    expect(moved({ start: '2024-05-18' })).toEqual({
      start: '2024-05-18',
      end: '2024-05-19',
      durationDays: 0,
    });
    expect(moved({ start: '2024-05-18', durationDays: 0 }).end).toBe('2024-05-19');
    expect(moved({ end: '2024-05-19', durationDays: 0 }).start).toBe('2024-05-18');
    expect(moved({ start: '2024-05-13' })).toEqual({
      start: '2024-05-13',
      end: '2024-05-14',
      durationDays: 2,
    });
  });

  test.each([
    ['a duration', { start: '2099-01-04', durationDays: 40_000 }, 'input.durationDays'],
    ['a duration beyond all years', { start: '2200-12-01', durationDays: 40_000 }, 'input.durationDays'],
    ['a duration before all years', { end: '1950-01-01', durationDays: 40_000 }, 'input.durationDays'],
    ['a date', { start: '1899-12-31' }, 'input.startDate'],
  ])('that leads out of the days of a plan by %s is refused', (_, change, field) => {
    expect(() =>
      changePlanDates({ start: null, end: null, durationDays: null }, change, calendar, 'input'),
    ).toThrow(refusal('BAD_USER_INPUT', { pit: 'PIT006', field }));
  });

  test('takes what lies inside along by working days, never out of the task', () => {
    const inner = fc.tuple(fc.nat(60), fc.nat(60));
    fc.assert(
      fc.property(plans, day, inner, (plan, date, [from, to]) => {
        const after = changePlanDates(plan, { start: date }, calendar, 'input');
        if (!isMoved(plan, after)) return;
        const length = daysBetween(plan.start ?? '', plan.end ?? '');
        const [first, last] = [Math.min(from, to), Math.max(from, to)].map((n) =>
          addDays(plan.start ?? '', n % (length + 1)),
        );
        const step = { start: first ?? '', end: last ?? '' };
        if (step.start > step.end) return;
        const moved = moveAlong(step, { before: plan, after }, calendar);
        expect([moved.start! >= after.start!, moved.start! <= moved.end!, moved.end! <= after.end!]).toEqual([
          true,
          true,
          true,
        ]);
        if (calendar.isWorkingDay(step.start) && calendar.isWorkingDay(step.end) && plan.durationDays! > 0) {
          expect(calendar.durationBetween(moved.start!, moved.end!)).toBe(
            calendar.durationBetween(step.start, step.end),
          );
        }
      }),
    );
  });
});

describe('a child against its parent', () => {
  const parent = { label: 'phase "Build"', start: '2024-05-01', end: '2024-05-31' };
  const early = { label: 'task "Dig"', start: '2024-04-30', end: '2024-05-02' };
  const late = { label: 'task "Roof"', start: '2024-05-30', end: '2024-06-03' };

  test('widens it', () => {
    expect(fitIntoParent(early, parent, 'widen', 'input')).toEqual({
      start: '2024-04-30',
      end: '2024-05-31',
    });
    expect(fitIntoParent(late, parent, 'widen', 'input')).toEqual({ start: '2024-05-01', end: '2024-06-03' });
  });

  test('or is refused, and both are named', () => {
    expect(() => fitIntoParent(early, parent, 'refuse', 'input')).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.startDate' }),
    );
    expect(() => fitIntoParent(late, parent, 'refuse', 'input')).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.endDate' }),
    );
    expect(() => fitIntoParent(late, parent, 'refuse', 'input')).toThrow(
      'task "Roof" (2024-05-30 to 2024-06-03) lies outside phase "Build" (2024-05-01 to 2024-05-31)',
    );
  });

  test('an unplanned parent takes the child’s dates, or bounds nothing', () => {
    const open = { label: 'phase "Later"', start: null, end: null };
    expect(fitIntoParent(late, open, 'widen', 'input')).toEqual({ start: late.start, end: late.end });
    expect(fitIntoParent(late, open, 'refuse', 'input')).toEqual({ start: null, end: null });
  });

  test('an envelope holds every window and touches two of their sides', () => {
    fc.assert(
      fc.property(fc.array(plans, { minLength: 1 }), (windows) => {
        const { start, end } = envelope(windows);
        expect(start).toBe(windows.map((w) => w.start).sort()[0]);
        expect(end).toBe(
          windows
            .map((w) => w.end)
            .sort()
            .at(-1),
        );
      }),
    );
    expect(envelope([])).toEqual({ start: null, end: null });
  });
});

test('what is absent may be spelt out as undefined', () => {
  const current = { start: '2026-01-05', end: '2026-01-09', durationDays: 5 };
  const change = { start: undefined, end: undefined, durationDays: 3 };
  expect(changePlanDates(current, change, new WorkCalendar(), 'input')).toEqual({
    start: '2026-01-05',
    end: '2026-01-07',
    durationDays: 3,
  });
});
