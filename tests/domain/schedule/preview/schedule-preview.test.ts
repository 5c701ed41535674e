import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import type { PlanChange } from '../../../../src/domain/schedule/preview/plan-change.ts';
import { packPlan } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { previewWrites } from '../../../../src/domain/schedule/preview/schedule-apply.ts';
import {
  previewSchedule,
  type PreviewInput,
  type SchedulePreview,
} from '../../../../src/domain/schedule/preview/schedule-preview.ts';
import { refusal } from '../../refusal.ts';
import { day, everyDay, link, open, rulesAt, underWay } from '../remaining-work/plan-on-days.ts';

const change = (more: Partial<PlanChange>): PlanChange => ({
  tasks: [],
  addLinks: [],
  removeLinkIds: [],
  ...more,
});

const chain = packPlan(
  [open('a', 4, { start: day(0) }), open('b', 3, { start: day(4) }), open('c', 2), open('d', 6)],
  [link('a', 'FS', 'b'), link('b', 'FS', 'c')],
);

const preview = (more: Partial<PreviewInput>): SchedulePreview =>
  previewSchedule({ plan: chain, calendar: everyDay, rules: rulesAt(0), ...more });

const shifts = ({ moved }: SchedulePreview): Record<string, number | null> =>
  Object.fromEntries(moved.map((move) => [move.taskId, move.shiftDays]));

test('a preview without changes moves no task', () => {
  const nothing = preview({ mitigations: [{ riskId: 'r', taskId: 'a', hundredths: 1_000n }] });
  expect(nothing).toMatchObject({
    moved: [],
    added: [],
    removed: [],
    risks: [],
    costByFiscalYear: [],
    isEmpty: true,
  });
  expect(previewWrites(nothing)).toEqual([]);
});

test('a later start moves what hangs on it, and each move tells why', () => {
  const tried = preview({ change: change({ tasks: [{ taskId: 'a', startDate: day(3) }] }) });
  expect(tried.moved).toEqual([
    {
      taskId: 'a',
      startBefore: day(0),
      startAfter: day(3),
      endBefore: day(3),
      endAfter: day(6),
      startShiftDays: 3,
      shiftDays: 3,
      wasCritical: true,
      isCritical: true,
      slackBefore: 0,
      slackAfter: 0,
      because: { kind: 'change', link: null },
    },
    expect.objectContaining({
      taskId: 'b',
      startAfter: day(7),
      because: { kind: 'link', link: { id: 'a-FS-b', predecessorId: 'a' } },
    }),
    expect.objectContaining({
      taskId: 'c',
      endAfter: day(11),
      because: { kind: 'link', link: { id: 'b-FS-c', predecessorId: 'b' } },
    }),
  ]);
  expect([tried.before.finish, tried.after.finish]).toEqual([day(8), day(11)]);
  expect(tried.isEmpty).toBe(false);
});

test('a longer duration moves its own end and whoever follows', () => {
  const tried = preview({ change: change({ tasks: [{ taskId: 'b', durationDays: 5 }] }) });
  expect(shifts(tried)).toEqual({ b: 2, c: 2 });
  expect(tried.moved[0]!.because).toEqual({ kind: 'change', link: null });
});

test('a preview adds and removes links', () => {
  const tried = preview({ change: change({ addLinks: [link('d', 'FS', 'c')], removeLinkIds: ['b-FS-c'] }) });
  expect(shifts(tried)).toEqual({ c: -1 });
  expect(tried.moved[0]!.because).toEqual({ kind: 'link', link: { id: 'd-FS-c', predecessorId: 'd' } });
  expect(tried.noLongerCritical).toEqual(['a', 'b']);
  expect(tried.becameCritical).toEqual(['d']);
});

test('a deleted task takes its links along, and what it held comes earlier', () => {
  const tried = preview({ change: change({ tasks: [{ taskId: 'b', delete: true }] }) });
  expect(tried.removed).toEqual(['b']);
  expect(shifts(tried)).toEqual({ c: -7 });
  expect(tried.moved[0]!.because).toEqual({ kind: 'date', link: null });
});

test('another data date, another rule for work out of sequence, and a task taken into one’s own hands', () => {
  expect(shifts(preview({ tried: { dataDate: day(2) } }))).toEqual({ a: 2, b: 2, c: 2, d: 2 });
  const early = packPlan([underWay('a', 5, 0, 40), underWay('b', 5, 2, 20)], [link('a', 'FS', 'b')]);
  const overridden = preview({
    plan: early,
    rules: rulesAt(4),
    tried: { outOfSequence: 'progress_override' },
  });
  expect(shifts(overridden)).toEqual({ b: -3 });
  const manual = preview({ change: change({ tasks: [{ taskId: 'b', mode: 'manual', startDate: day(2) }] }) });
  expect(shifts(manual)).toEqual({ b: -2, c: -2 });
  expect(manual.schedule.violations).toEqual([{ kind: 'link', task: 1, link: 0, days: 2 }]);
});

test('remaining days said, and taken back', () => {
  const plan = packPlan([underWay('a', 10, 0, 50)], []);
  const said = preview({
    plan,
    rules: rulesAt(5),
    change: change({ tasks: [{ taskId: 'a', remainingDays: 8 }] }),
  });
  expect(shifts(said)).toEqual({ a: 3 });
  const back = change({ tasks: [{ taskId: 'a', remainingDays: null }] });
  expect(shifts(preview({ plan: said.plan, rules: rulesAt(5), change: back }))).toEqual({ a: -3 });
});

test('a start taken back lets the work begin as soon as possible', () => {
  const plan = packPlan([open('a', 2, { start: day(9) })], []);
  const tried = preview({ plan, change: change({ tasks: [{ taskId: 'a', startDate: null }] }) });
  expect(shifts(tried)).toEqual({ a: -9 });
});

test('days off are no difference, and work that spans days off alone keeps them when it moves', () => {
  const calendar = new WorkCalendar();
  const plan = packPlan(
    [
      open('saturday', 2, { start: '2024-01-06', end: '2024-01-09' }),
      open('weekend', 0, { start: '2024-01-06', end: '2024-01-07' }),
      open('first', 7),
    ],
    [link('first', 'FS', 'weekend')],
  );
  const tried = previewSchedule({ plan, calendar, rules: rulesAt(0), base: 'plan' });
  expect(tried.moved.map(({ taskId, startAfter, endAfter }) => [taskId, startAfter, endAfter])).toEqual([
    ['weekend', '2024-01-09', '2024-01-10'],
    ['first', '2024-01-01', '2024-01-09'],
  ]);
});

describe('cost by financial year', () => {
  const cost = (capexCents: bigint, fyAllocation: number | null = null) => ({
    capexCents,
    opexCents: 100n,
    fyAllocation,
  });
  const costs = {
    byTask: new Map([
      ['a', cost(1_000n)],
      ['d', cost(5_000n, 2024)],
    ]),
    firstMonth: 1,
  };

  test('only years that change are told, and not a cent is lost', () => {
    const moved = change({ tasks: [{ taskId: 'a', startDate: '2024-12-30' }] });
    expect(preview({ change: moved, costs }).costByFiscalYear).toEqual([
      { fiscalYear: 2024, capexBefore: 6_000n, capexAfter: 5_500n, opexBefore: 200n, opexAfter: 150n },
      { fiscalYear: 2025, capexBefore: 0n, capexAfter: 500n, opexBefore: 0n, opexAfter: 50n },
    ]);
  });

  test('a deleted task’s cost goes with it', () => {
    const gone = change({ tasks: [{ taskId: 'a', delete: true }] });
    expect(preview({ change: gone, costs }).costByFiscalYear).toEqual([
      { fiscalYear: 2024, capexBefore: 6_000n, capexAfter: 5_000n, opexBefore: 200n, opexAfter: 100n },
    ]);
  });
});

test('a risk is told the day on which its mitigation is complete, and the percent times days that it loses', () => {
  const mitigations = [
    { riskId: 'fire', taskId: 'a', hundredths: 1_250n },
    { riskId: 'fire', taskId: 'c', hundredths: 9_000n },
    { riskId: 'flood', taskId: 'd', hundredths: 5_000n },
  ];
  const later = preview({ change: change({ tasks: [{ taskId: 'a', startDate: day(3) }] }), mitigations });
  expect(later.risks).toEqual([
    {
      riskId: 'fire',
      mitigationPct: '90.00',
      fullBefore: day(8),
      fullAfter: day(11),
      lostPointDays: '307.50',
    },
  ]);
  const gone = preview({ change: change({ tasks: [{ taskId: 'd', delete: true }] }), mitigations });
  expect(gone.risks).toEqual([
    { riskId: 'flood', mitigationPct: '50.00', fullBefore: day(5), fullAfter: null, lostPointDays: '0.00' },
  ]);
});

describe('refused', () => {
  test.each<[string, Partial<PlanChange>, Parameters<typeof refusal>]>([
    ['an unknown task', { tasks: [{ taskId: 'x' }] }, ['NOT_FOUND', { field: 'tasks.0.taskId' }]],
    [
      'an unknown end of a link',
      { addLinks: [link('a', 'FS', 'x')] },
      ['NOT_FOUND', { field: 'addDependencies.0.successorId' }],
    ],
    ['an unknown link', { removeLinkIds: ['x'] }, ['NOT_FOUND', { field: 'removeDependencyIds.0' }]],
    [
      'a task named twice',
      { tasks: [{ taskId: 'a' }, { taskId: 'a' }] },
      ['BAD_USER_INPUT', { field: 'tasks.1.taskId', actual: 'a' }],
    ],
    [
      'no day',
      { tasks: [{ taskId: 'a', startDate: '2024-02-30' }] },
      ['BAD_USER_INPUT', { pit: 'PIT006', field: 'tasks.0.startDate', actual: '2024-02-30' }],
    ],
    [
      'a duration below none',
      { tasks: [{ taskId: 'a', durationDays: -1 }] },
      ['BAD_USER_INPUT', { pit: 'PIT006', field: 'tasks.0.durationDays', actual: -1 }],
    ],
    [
      'half a day left',
      { tasks: [{ taskId: 'a', remainingDays: 0.5 }] },
      ['BAD_USER_INPUT', { pit: 'PIT006', field: 'tasks.0.remainingDays' }],
    ],
    [
      'a lag of a century',
      { addLinks: [link('a', 'FS', 'd', 36_500)] },
      ['BAD_USER_INPUT', { pit: 'PIT006', field: 'addDependencies.0.lagDays', actual: 36_500 }],
    ],
    [
      '501 links',
      { removeLinkIds: Array.from({ length: 501 }, () => 'a-FS-b') },
      ['BAD_USER_INPUT', { field: 'removeDependencyIds', actual: 501 }],
    ],
    [
      'a cycle, with its path',
      { addLinks: [link('c', 'FS', 'a')] },
      ['BAD_USER_INPUT', { pit: 'PIT003', cycle: ['a', 'b', 'c', 'a'] }],
    ],
  ])('%s', (_, asked, [code, detail]) => {
    expect(() => preview({ change: change(asked) })).toThrow(refusal(code, detail));
  });
});

test('a stored cycle can be broken by a preview, which then compares with the stored dates', () => {
  const ring = packPlan(
    [open('a', 1, { start: day(0), end: day(0) }), open('b', 1)],
    [link('a', 'FS', 'b'), link('b', 'FS', 'a')],
  );
  const tried = preview({ plan: ring, change: change({ removeLinkIds: ['b-FS-a'] }) });
  expect(tried.moved.map((move) => [move.taskId, move.startBefore, move.startAfter])).toEqual([
    ['b', null, day(1)],
  ]);
});
