import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import { pathInOrder } from '../../../../src/domain/schedule/remaining-work/longest-path.ts';
import {
  packPlan,
  workStateOf,
  WorkState,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import type { ScheduleRules } from '../../../../src/domain/schedule/remaining-work/schedule-rules.ts';
import { day, done, link, open, rulesAt, scheduled, underWay } from './plan-on-days.ts';

describe('late work that a finished task used to hide', () => {
  const today: ScheduleRules = rulesAt(0, { dataDate: '2026-11-18', projectStart: null });
  const fiveDays = new WorkCalendar();
  const late: PlannedTask[] = [
    { id: 'A', start: '2026-10-01', end: '2026-10-07', durationDays: 5 },
    { id: 'B', start: '2026-10-08', end: '2026-10-21', durationDays: 10 },
  ];
  const criticalOf = (long: PlannedTask): { critical: string[]; finish: string | null } => {
    const plan = packPlan([...late, long], [link('A', 'FS', 'B')]);
    const { critical, forecastFinish } = scheduled(plan, today, fiveDays);
    return { critical: plan.tasks.ids.filter((_, n) => critical[n] === 1), finish: forecastFinish };
  };

  test('of A before B, A not begun and weeks late, both are critical though L was long and is done', () => {
    const long = { id: 'L', start: '2026-10-01', end: '2026-11-11', durationDays: 30 };
    const finished = { ...long, state: WorkState.COMPLETED, progress: 100, actualFinish: '2026-11-11' };
    expect(criticalOf(finished)).toEqual({ critical: ['A', 'B'], finish: '2026-12-08' });
  });

  test('and also while L is under way and ends on 25 November', () => {
    const long = { id: 'L', start: '2026-10-15', end: '2026-11-25', durationDays: 30 };
    const running = { ...long, state: WorkState.UNDER_WAY, progress: 80, actualStart: '2026-10-15' };
    expect(criticalOf(running)).toEqual({ critical: ['A', 'B'], finish: '2026-12-08' });
  });
});

/** Start and finish of what remains of the one task, on data date 5, and the violations by kind. */
function ruled(task: Partial<PlannedTask>, more: Partial<ScheduleRules> = {}) {
  const plan = packPlan([open('p', 6), open('t', 3, task)], [link('p', 'FS', 't')]);
  const schedule = scheduled(plan, rulesAt(5, more));
  return {
    span: [schedule.earlyStart[1], schedule.earlyFinish[1]],
    total: schedule.totalSlack[1],
    violations: Object.fromEntries(schedule.violations.map(({ kind, days }) => [kind, days])),
  };
}

describe('a task of 3 days behind one that ends on day 10', () => {
  test.each<[string, Partial<PlannedTask>, ReturnType<typeof ruled>]>([
    ['as soon as possible', {}, { span: [11, 14], total: 0, violations: {} }],
    ['a typed start holds it', { start: day(15) }, { span: [15, 18], total: 0, violations: {} }],
    [
      'an engine’s start does not',
      { start: day(15), startOrigin: 'engine' },
      { span: [11, 14], total: 0, violations: {} },
    ],
    [
      'snet',
      { constraintKind: 'snet', constraintDate: day(20) },
      { span: [20, 23], total: 0, violations: {} },
    ],
    [
      'fnet',
      { constraintKind: 'fnet', constraintDate: day(20) },
      { span: [18, 21], total: 0, violations: {} },
    ],
    [
      'snlt kept',
      { constraintKind: 'snlt', constraintDate: day(11) },
      { span: [11, 14], total: 0, violations: {} },
    ],
    [
      'snlt missed',
      { constraintKind: 'snlt', constraintDate: day(9) },
      { span: [11, 14], total: -2, violations: { snlt: 2 } },
    ],
    [
      'fnlt kept',
      { constraintKind: 'fnlt', constraintDate: day(13) },
      { span: [11, 14], total: 0, violations: {} },
    ],
    [
      'fnlt missed',
      { constraintKind: 'fnlt', constraintDate: day(12) },
      { span: [11, 14], total: -1, violations: { fnlt: 1 } },
    ],
    ['deadline missed', { deadline: day(10) }, { span: [11, 14], total: -3, violations: { deadline: 3 } }],
    [
      'mso goes before its link',
      { constraintKind: 'mso', constraintDate: day(9) },
      { span: [9, 12], total: 0, violations: { link: 2 } },
    ],
    [
      'mfo goes before its link',
      { constraintKind: 'mfo', constraintDate: day(12) },
      { span: [10, 13], total: 0, violations: { link: 1 } },
    ],
    [
      'mso goes before a typed start',
      { constraintKind: 'mso', constraintDate: day(12), start: day(30) },
      { span: [12, 15], total: 0, violations: {} },
    ],
    [
      'mso gone by',
      { constraintKind: 'mso', constraintDate: day(2) },
      { span: [5, 8], total: -3, violations: { link: 6, mso: 3 } },
    ],
    ['manual', { mode: 'manual', start: day(8) }, { span: [8, 11], total: 0, violations: { link: 3 } }],
    [
      'manual gone by',
      { mode: 'manual', start: day(1) },
      { span: [5, 8], total: 3, violations: { link: 6, manual_start: 4 } },
    ],
    ['manual without a date is automatic', { mode: 'manual' }, { span: [11, 14], total: 0, violations: {} }],
    [
      'a constraint without a date asks nothing',
      { constraintKind: 'mso' },
      { span: [11, 14], total: 0, violations: {} },
    ],
  ])('%s', (_, task, expected) => {
    expect(ruled(task)).toEqual(expected);
  });

  test('once it is under way its start is history: only what binds the finish is left', () => {
    const begun = { state: WorkState.UNDER_WAY, actualStart: day(4) } as const;
    const override = { outOfSequence: 'progress_override' } as const;
    for (const constraintKind of ['snet', 'fnet', 'snlt', 'mso'] as const) {
      expect(ruled({ ...begun, constraintKind, constraintDate: day(30) }, override).span).toEqual([5, 8]);
    }
    expect(ruled({ ...begun, constraintKind: 'mfo', constraintDate: day(30) }, override).span).toEqual([
      28, 31,
    ]);
    expect(ruled({ ...begun, mode: 'manual' }).span).toEqual([5, 8]);
  });
});

test('a predecessor of what must start has the slack that this leaves it', () => {
  const must = open('m', 2, { constraintKind: 'mso', constraintDate: day(4) });
  const plan = packPlan([open('a', 6), must, open('z', 20)], [link('a', 'FS', 'm')]);
  const schedule = scheduled(plan, rulesAt(0));
  expect([...schedule.totalSlack]).toEqual([-2, 0, 0]);
  expect([...schedule.linkSlack]).toEqual([-2]);
  expect([...schedule.driving]).toEqual([0]);
});

describe('the finish', () => {
  const plan = packPlan([open('a', 4), open('b', 3), open('c', 2)], [link('a', 'FS', 'b')]);

  test('slack is measured against the network’s own end, the variance against the promise', () => {
    const schedule = scheduled(plan, rulesAt(0, { promisedFinish: day(4) }));
    expect([...schedule.totalSlack]).toEqual([0, 0, 5]);
    expect([schedule.forecastFinish, schedule.lengthDays, schedule.finishVarianceDays]).toEqual([
      day(6),
      7,
      2,
    ]);
  });

  test('or both against the promise', () => {
    const schedule = scheduled(plan, rulesAt(0, { promisedFinish: day(4), floatAgainst: 'project_end' }));
    expect([...schedule.totalSlack]).toEqual([-2, -2, 3]);
    expect([...schedule.critical]).toEqual([1, 1, 0]);
  });

  test('without a promise the project’s end is the network’s', () => {
    const schedule = scheduled(plan, rulesAt(0, { floatAgainst: 'project_end' }));
    expect([...schedule.totalSlack]).toEqual([0, 0, 5]);
    expect(schedule.finishVarianceDays).toBeNull();
  });

  test('work with no more slack than the limit is critical', () => {
    expect([...scheduled(plan, rulesAt(0, { criticalSlackDays: 5 })).critical]).toEqual([1, 1, 1]);
  });

  test('an empty plan has none', () => {
    const empty = scheduled(packPlan([], []), rulesAt(0, { promisedFinish: day(4) }));
    expect([empty.forecastFinish, empty.lengthDays, empty.finishVarianceDays]).toEqual([null, 0, null]);
    expect(empty.criticalCount).toBe(0);
  });
});

test('the longest path is told in order, and ends where a constraint holds the work', () => {
  const tasks = [open('z', 2), open('c', 3), open('b', 4), open('a', 5), open('free', 1), done('d', 0, 2)];
  const links = [link('a', 'FS', 'b'), link('b', 'FS', 'z'), link('c', 'FS', 'z'), link('d', 'FS', 'a')];
  const path = (more: PlannedTask[]): string[] => {
    const plan = packPlan([...tasks, ...more], [...links, link('z', 'FS', 'held')]);
    const schedule = scheduled(plan, rulesAt(2));
    return pathInOrder(schedule).map((n) => plan.tasks.ids[n]!);
  };
  expect(path([])).toEqual(['a', 'b', 'z']);
  expect(path([open('held', 1)])).toEqual(['a', 'b', 'z', 'held']);
  expect(path([open('held', 1, { constraintKind: 'snet', constraintDate: day(40) })])).toEqual(['held']);
});

test('a task stands behind what drives its finish, although it starts before', () => {
  const tasks = [open('long', 5), open('short', 2), open('first', 6)];
  const plan = packPlan(tasks, [link('first', 'FS', 'short'), link('short', 'FF', 'long')]);
  const schedule = scheduled(plan, rulesAt(0));
  expect([...schedule.earlyStart]).toEqual([3, 6, 0]);
  expect(pathInOrder(schedule).map((n) => plan.tasks.ids[n]!)).toEqual(['first', 'short', 'long']);
});

test('what is left of work that began after the data date does not come before it began', () => {
  const plan = packPlan([underWay('u', 5, 15, 40), open('next', 2)], [link('u', 'FS', 'next')]);
  const schedule = scheduled(plan, rulesAt(0));
  expect([[...schedule.earlyStart], [...schedule.earlyFinish]]).toEqual([
    [15, 18],
    [18, 20],
  ]);
});

test('a plan that runs beyond the year 9999 has a schedule, which ends with the last day there is', () => {
  const tasks = Array.from({ length: 80 }, (_, n) => open(`t${n}`, 40_000));
  const links = tasks.slice(1).map(({ id }, n) => link(`t${n}`, 'FS', id));
  const schedule = scheduled(packPlan(tasks, links), rulesAt(0, { promisedFinish: day(4) }));
  expect([schedule.forecastFinish, schedule.lengthDays]).toEqual(['9999-12-31', 3_200_000]);
  expect(schedule.axis.date(-3_200_000)).toBe('0001-01-01');
  expect(schedule.criticalCount).toBe(80);
});

describe('the day on which a milestone is shown', () => {
  const shownOn = (milestone: Partial<PlannedTask>, before: PlannedTask[] = []): string => {
    const plan = packPlan([open('m', 0, milestone), ...before], [link('p', 'FS', 'm')]);
    const { shown, axis } = scheduled(plan, rulesAt(5));
    expect(shown.earlyStart[0]).toBe(shown.earlyFinish[0]);
    return axis.date(shown.earlyFinish[0]!);
  };
  test.each<[string, string, string]>([
    ['the last day of what it follows', shownOn({}, [open('p', 4)]), day(8)],
    ['the data date when what it follows was done before', shownOn({}, [done('p', 0, 5)]), day(5)],
    ['the data date when it follows nothing', shownOn({}), day(5)],
    ['its own day', shownOn({ start: day(9) }), day(9)],
    ['its own day when its predecessor ends then', shownOn({ start: day(8) }, [open('p', 4)]), day(8)],
    ['the day on which it must finish', shownOn({ constraintKind: 'mfo', constraintDate: day(9) }), day(9)],
    ['the day on which it was reached', shownOn({ state: 2, actualFinish: day(3) }), day(3)],
  ])('%s', (_, shown, expected) => {
    expect(shown).toBe(expected);
  });

  test('late dates are as far from it as its slack', () => {
    const plan = packPlan([open('m', 0), open('p', 4), open('z', 10)], [link('p', 'FS', 'm')]);
    const { shown, axis } = scheduled(plan, rulesAt(5));
    expect(axis.date(shown.lateStart[0]!)).toBe(day(14));
    expect(axis.date(shown.lateFinish[1]!)).toBe(day(14));
  });
});

test('work is under way when somebody said so, not because its planned start has passed', () => {
  const facts = { isCompleted: false, progress: 0, hasActualStart: false };
  expect(workStateOf(facts)).toBe(WorkState.NOT_STARTED);
  expect(workStateOf({ ...facts, progress: 1 })).toBe(WorkState.UNDER_WAY);
  expect(workStateOf({ ...facts, hasActualStart: true })).toBe(WorkState.UNDER_WAY);
  expect(workStateOf({ ...facts, isCompleted: true })).toBe(WorkState.COMPLETED);
});

test('links to absent tasks are left out', () => {
  const plan = packPlan([open('a', 2)], [link('gone', 'FS', 'a'), link('a', 'FS', 'gone')]);
  expect(plan.links.ids).toEqual([]);
  expect([...scheduled(plan, rulesAt(0)).earlyStart]).toEqual([0]);
});

test('the days of an axis are those of its calendar, inside of its table and outside', () => {
  const calendar = new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: ['2024-01-03'] });
  const plan = packPlan([underWay('a', 5, 0, 50)], []);
  const { axis } = scheduled(plan, rulesAt(1), calendar);
  const dates = Array.from({ length: 400 }, (_, n) => day(n * 7 - 900));
  const numbers = dates.map((date) => axis.indexOf(Date.parse(date) / 86_400_000));
  expect(numbers).toEqual(dates.map((date) => calendar.index(date) - calendar.index(day(0))));
  expect(numbers.map((index) => axis.date(index))).toEqual(
    numbers.map((index) => calendar.day(calendar.index(day(0)) + index)),
  );
});
