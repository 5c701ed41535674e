import fc from 'fast-check';
import { DEFAULT_CALENDAR_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays, type CivilDate } from '../../../src/domain/civil-date.ts';
import { RuleDates } from '../../../src/domain/recurrence/rule-dates.ts';
import {
  reconcile,
  type KnownOccurrence,
  type RecurrencePlan,
} from '../../../src/domain/recurrence/reconcile.ts';

const calendar = new WorkCalendar({ ...DEFAULT_CALENDAR_RULE, holidays: ['2027-01-01', '2026-04-30'] });
const planOf = (rule: string, startsOn: CivilDate, more: Partial<RecurrencePlan> = {}): RecurrencePlan => ({
  dates: RuleDates.of(rule, startsOn),
  shift: 'none',
  catchUp: 'latest',
  mode: 'fixed',
  leadDays: 0,
  durationDays: 1,
  ...more,
});

const known = (
  nominalOn: CivilDate,
  outcome: KnownOccurrence['outcome'],
  completedOn: CivilDate | null = null,
): KnownOccurrence => ({ nominalOn, dueOn: nominalOn, outcome, completedOn });

/** The rows that a series has, as runs on these days make them; what `done` names is completed before the next run. */
function runs(plan: RecurrencePlan, days: readonly CivilDate[], done: ReadonlySet<CivilDate> = new Set()) {
  const rows = new Map<CivilDate, KnownOccurrence & { startOn: CivilDate }>();
  for (const today of days) {
    for (const [nominalOn, row] of rows) {
      if (row.outcome === 'open' && done.has(nominalOn))
        rows.set(nominalOn, { ...row, outcome: 'completed' });
    }
    const { missed, made } = reconcile(plan, [...rows.values()].at(-1) ?? null, today, calendar);
    for (const each of [...missed, ...made]) {
      expect(rows.has(each.nominalOn)).toBe(false);
      rows.set(each.nominalOn, {
        ...each,
        outcome: missed.includes(each) ? 'missed' : 'open',
        completedOn: null,
      });
    }
  }
  return [...rows.values()].map(({ nominalOn, dueOn, outcome }) => [nominalOn, dueOn, outcome]);
}

test('the yearly control of the last of March is due on the working day before, and the day itself makes the next', () => {
  const plan = planOf('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31', '2026-03-31', {
    shift: 'previous_working_day',
    durationDays: 10,
  });
  const first = reconcile(plan, null, '2026-03-18', calendar);
  expect(first).toEqual({
    missed: [],
    made: [{ nominalOn: '2026-03-31', startOn: '2026-03-18', dueOn: '2026-03-31' }],
    nextOn: '2026-03-31',
    isOver: false,
  });
  const due = known('2028-03-31', 'open');
  expect(reconcile(plan, due, '2028-03-30', calendar)).toEqual({
    missed: [],
    made: [],
    nextOn: '2028-03-31',
    isOver: false,
  });
  expect(reconcile(plan, due, '2028-03-31', calendar).made).toEqual([
    { nominalOn: '2029-03-31', startOn: '2029-03-19', dueOn: '2029-03-30' },
  ]);
});

test('work that is completed early has its next at once, and one that is skipped is not made again', () => {
  const plan = planOf('FREQ=MONTHLY', '2026-03-15');
  for (const outcome of ['completed', 'skipped', 'missed'] as const) {
    const newest = known('2026-05-15', outcome);
    const { made, missed } = reconcile(plan, newest, '2026-04-20', calendar);
    expect([made.map(({ nominalOn }) => nominalOn), missed]).toEqual([['2026-06-15'], []]);
  }
});

test('monthly work over two years with a holiday, a missed month and a changed rule has one row a month', () => {
  const monthly = planOf('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', { shift: 'previous_working_day' });
  const days = Array.from({ length: 15 }, (_, month) => addDays('2026-01-02', month * 30));
  // No process ran from June to September.
  const ran = days.filter((day) => day < '2026-06-01' || day > '2026-09-15');
  const rows = runs(monthly, ran);
  expect(rows.slice(0, 10)).toEqual([
    ['2026-01-31', '2026-01-30', 'open'],
    ['2026-02-28', '2026-02-27', 'open'],
    ['2026-03-31', '2026-03-31', 'open'],
    ['2026-04-30', '2026-04-29', 'open'],
    ['2026-05-31', '2026-05-29', 'open'],
    ['2026-06-30', '2026-06-30', 'missed'],
    ['2026-07-31', '2026-07-31', 'missed'],
    ['2026-08-31', '2026-08-31', 'open'],
    ['2026-09-30', '2026-09-30', 'open'],
    ['2026-10-31', '2026-10-30', 'open'],
  ]);
  // From 2027 on it is quarterly: what there is stays, and the new rule begins behind it.
  const newest = rows.at(-1)!;
  const quarterly = planOf('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', '2027-06-15');
  expect(String(newest[0]) < '2027-06-15').toBe(true);
  const after = reconcile(quarterly, known(String(newest[0]), 'open'), '2027-06-20', calendar);
  expect([...after.missed, ...after.made].map(({ nominalOn }) => nominalOn)).toEqual([
    '2027-06-15',
    '2027-09-15',
  ]);
});

test('all dates that passed get a task where the rule of catching up says so, sixty at most', () => {
  const plan = planOf('FREQ=DAILY', '2026-01-01', { catchUp: 'all' });
  const { missed, made } = reconcile(plan, null, '2026-04-10', calendar);
  expect([missed.length, made.length]).toEqual([40, 61]);
  expect(made.at(-1)?.nominalOn).toBe('2026-04-11');
});

test('more dates than one run takes are gone through by the next runs, without one too many', () => {
  const plan = planOf('FREQ=DAILY', '2020-01-01');
  const first = reconcile(plan, null, '2026-01-01', calendar);
  expect([first.missed.length, first.made.length, first.nextOn]).toEqual([1000, 0, '2026-01-01']);
  const rows = runs(plan, ['2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01']);
  expect(rows.filter(([, , outcome]) => outcome === 'open').map(([nominalOn]) => nominalOn)).toEqual([
    '2026-01-01',
    '2026-01-02',
  ]);
  expect(rows).toHaveLength(2193 + 1);
});

test('a rule that has ended makes no more, and says that there is no further day', () => {
  const plan = planOf('FREQ=MONTHLY;COUNT=2', '2026-01-15');
  const newest = known('2026-02-15', 'open');
  const nothing = { missed: [], made: [], nextOn: null, isOver: true };
  expect(reconcile(plan, newest, '2026-02-15', calendar)).toEqual(nothing);
});

test('whatever days it runs on, each date has one row, and the newest is open and due after the last day', () => {
  const rules = fc.constantFrom(
    'FREQ=DAILY;INTERVAL=2',
    'FREQ=WEEKLY;BYDAY=MO,FR',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
  );
  const shifts = fc.constantFrom('none', 'next_working_day', 'previous_working_day' as const);
  const gaps = fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(rules, shifts, gaps, fc.boolean(), (rule, shift, steps, isAll) => {
      const startsOn = RuleDates.of(rule, '2026-01-01').between('2026-01-01', '2026-12-31', 1)[0]!;
      const plan = planOf(rule, startsOn, { shift, catchUp: isAll ? 'all' : 'latest' });
      let today = '2026-01-01';
      const days = steps.map((gap) => (today = addDays(today, gap)));
      const rows = runs(
        plan,
        days.flatMap((day) => [day, day]),
      );
      const nominals = rows.map(([nominalOn]) => nominalOn);
      expect(nominals).toEqual(plan.dates.between(startsOn, String(nominals.at(-1))));
      const [, dueOn, outcome] = rows.at(-1)!;
      expect([outcome, String(dueOn) > today]).toEqual(['open', true]);
      const openBehind = rows.filter(([, due, what]) => what === 'open' && String(due) > today);
      expect(openBehind).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test('with a lead the next one is there so many days before the newest is due, and never the one behind it too', () => {
  const plan = planOf('FREQ=MONTHLY;BYMONTHDAY=15', '2026-01-15', { leadDays: 10 });
  const newest = known('2026-03-15', 'open');
  expect(reconcile(plan, newest, '2026-03-04', calendar)).toMatchObject({ made: [], nextOn: '2026-03-05' });
  const { made, nextOn } = reconcile(plan, newest, '2026-03-05', calendar);
  expect([made.map(({ nominalOn }) => nominalOn), nextOn]).toEqual([['2026-04-15'], '2026-04-05']);
  // After a pause of processes what is due soon gets a task too, and is not taken for what passed.
  const late = reconcile(plan, newest, '2026-06-10', calendar);
  expect([late.missed, late.made].map((rows) => rows.map(({ nominalOn }) => nominalOn))).toEqual([
    ['2026-04-15'],
    ['2026-05-15', '2026-06-15', '2026-07-15'],
  ]);
});

test('what has rested leaves out the dates that passed, and goes on after today', () => {
  const plan = planOf('FREQ=DAILY', '2020-01-01', { hasRested: true });
  const newest = known('2020-02-01', 'open');
  const { missed, made, nextOn } = reconcile(plan, newest, '2026-06-10', calendar);
  expect([missed, made.map(({ nominalOn }) => nominalOn), nextOn]).toEqual([
    [],
    ['2026-06-11'],
    '2026-06-11',
  ]);
  const monthly = planOf('FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31', {
    shift: 'next_working_day',
    hasRested: true,
  });
  // The 31st of May 2026 is a Sunday, and its work is due on the first of June.
  const ahead = reconcile(monthly, known('2026-01-31', 'completed'), '2026-05-31', calendar);
  expect(ahead.made).toMatchObject([{ nominalOn: '2026-05-31', dueOn: '2026-06-01' }]);
  // What is ahead stays.
  expect(reconcile(plan, known('2026-06-20', 'open'), '2026-06-10', calendar)).toMatchObject({
    made: [],
    nextOn: '2026-06-20',
  });
});

test('after completion one is open at most, and the next is due the interval after it, clamped to the end of the month', () => {
  const plan = planOf('FREQ=MONTHLY;UNTIL=20270101', '2026-01-31', { mode: 'after_completion' });
  const next = (newest: KnownOccurrence | null, today: CivilDate) => {
    const { missed, made, nextOn, isOver } = reconcile(plan, newest, today, calendar);
    expect(missed).toEqual([]);
    return [made.map(({ nominalOn }) => nominalOn).join(), nextOn, isOver];
  };
  expect(next(null, '2026-01-01')).toEqual(['2026-01-31', null, false]);
  expect(next(known('2026-01-31', 'open'), '2026-09-01')).toEqual(['', null, false]);
  expect(next(known('2026-01-31', 'completed', '2026-01-31'), '2026-02-01')).toEqual([
    '2026-02-28',
    null,
    false,
  ]);
  // Late, and the next comes late; however early, never on a date of before.
  expect(next(known('2026-01-31', 'completed', '2026-05-20'), '2026-05-20')).toEqual([
    '2026-06-20',
    null,
    false,
  ]);
  expect(next(known('2026-05-31', 'completed', '2026-04-01'), '2026-04-01')).toEqual([
    '2026-06-01',
    null,
    false,
  ]);
  expect(next(known('2026-01-31', 'skipped'), '2026-02-01')).toEqual(['2026-02-28', null, false]);
  expect(next(known('2026-11-30', 'completed', '2026-12-02'), '2026-12-02')).toEqual(['', null, true]);
});
