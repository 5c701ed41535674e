import type { QualityOutcome } from '../../../src/domain/quality/quality-catalogue.ts';
import {
  checkSchedule,
  type ScheduledWork,
  type ScheduleFacts,
} from '../../../src/domain/quality/quality-dcma.ts';

const DATA_DATE = '2026-11-18';

/** A task in which nothing is wrong. */
const SOUND: ScheduledWork = {
  id: '',
  isOpen: true,
  hasPredecessor: true,
  hasSuccessor: true,
  isFirstOrLast: false,
  isHeld: false,
  totalSlack: 0,
  remainingDays: 5,
  plannedStart: '2026-11-18',
  plannedEnd: '2026-11-24',
  actualStart: null,
  actualFinish: null,
  durationDays: 5,
  hasPeopleOrCost: true,
  baselineEnd: null,
};

/** A schedule of so many open tasks, the first of which are as said, with ten links, the first of which are too. */
function schedule(
  open: number,
  {
    tasks = [],
    links = [],
    ...more
  }: { tasks?: object[]; links?: object[] } & Partial<Omit<ScheduleFacts, 'tasks' | 'links'>>,
): ScheduleFacts {
  return {
    tasks: Array.from({ length: open }, (_, n) => ({ ...SOUND, id: `task ${n}`, ...tasks[n] })),
    links: Array.from({ length: 10 }, (_, n) => ({
      id: `link ${n}`,
      lagDays: 0,
      isFinishToStart: true,
      ...links[n],
    })),
    dataDate: DATA_DATE,
    hasBaseline: false,
    pathTestDays: 600,
    lengthDays: 100,
    varianceDays: 0,
    ...more,
  };
}

const times = (count: number, each: object): object[] => Array.from({ length: count }, () => each);
const pointOf = (facts: ScheduleFacts, id: string): QualityOutcome | undefined =>
  checkSchedule(facts).find((outcome) => outcome.id === id);

test('under 20 open tasks none of the fourteen points applies, and all do with 20', () => {
  const applying = (open: number) =>
    checkSchedule(schedule(open, {})).filter(({ outcome }) => outcome !== 'not_applicable');
  expect(applying(19)).toEqual([]);
  // Without a baseline nothing was to be finished.
  expect(applying(20)).toHaveLength(12);
});

const NO_SUCCESSOR = { hasSuccessor: false };

test.each<[string, object, number]>([
  ['DCMA.01', NO_SUCCESSOR, 1],
  ['DCMA.05', { isHeld: true }, 1],
  ['DCMA.06', { totalSlack: 45 }, 1],
  ['DCMA.07', { totalSlack: -1 }, 0],
  ['DCMA.08', { remainingDays: 45 }, 1],
  ['DCMA.09', { plannedStart: '2026-11-17' }, 0],
])('%s passes up to its share of 20 open tasks, and fails with one more', (id, wrong, most) => {
  const passing = pointOf(schedule(20, { tasks: times(most, wrong) }), id);
  expect(passing).toMatchObject({ outcome: 'pass', count: most, of: 20 });
  const failing = pointOf(schedule(20, { tasks: times(most + 1, wrong) }), id);
  const sample = times(most + 1, {}).map((_, n) => `task ${n}`);
  expect(failing).toMatchObject({ outcome: 'fail', count: most + 1, of: 20, sample });
});

test.each<[string, object, number]>([
  ['DCMA.02', { lagDays: -1 }, 0],
  ['DCMA.03', { lagDays: 1 }, 0],
  ['DCMA.04', { isFinishToStart: false }, 1],
])('%s passes up to its share of ten links, and fails with one more', (id, wrong, most) => {
  expect(pointOf(schedule(20, { links: times(most, wrong) }), id)).toMatchObject({ outcome: 'pass', of: 10 });
  const failing = pointOf(schedule(20, { links: times(most + 1, wrong) }), id);
  expect(failing).toMatchObject({ outcome: 'fail', count: most + 1 });
});

test.each<[string, object]>([
  ['DCMA.01', { ...NO_SUCCESSOR, isFirstOrLast: true }],
  ['DCMA.06', { totalSlack: 44 }],
  ['DCMA.08', { remainingDays: 44 }],
  ['DCMA.09', { plannedStart: '2026-11-17', actualStart: '2026-11-17' }],
  ['DCMA.10', { hasPeopleOrCost: false }],
])('%s takes what is just within it', (id, task) => {
  expect(pointOf(schedule(20, { tasks: times(20, task) }), id)).toMatchObject({ outcome: 'pass' });
});

const due = (open: number, late: number): object[] => [
  ...times(open, { baselineEnd: DATA_DATE }),
  ...times(late, { baselineEnd: '2026-11-10', isOpen: false, actualFinish: '2026-11-11' }),
  ...times(20 - open - late, { baselineEnd: '2026-11-10', isOpen: false, actualFinish: '2026-11-10' }),
];

test.each<[number, number, string[]]>([
  [0, 1, []],
  [0, 2, ['DCMA.11']],
  [1, 0, []],
  [2, 0, ['DCMA.11', 'DCMA.14']],
])('of 20 that were due %i open and %i late ones make %j', (open, late, ids) => {
  const facts = schedule(40, { tasks: due(open, late), hasBaseline: true });
  const failed = checkSchedule(facts).filter(({ outcome }) => outcome === 'fail');
  expect(failed.map(({ id }) => id)).toEqual(ids);
});

test.each<[number | null, string]>([
  [5, 'pass'],
  [6, 'fail'],
  [-20, 'pass'],
  [null, 'not_applicable'],
])('of a path of 100 days %s days of lateness make DCMA.13 a %s', (varianceDays, outcome) => {
  expect(pointOf(schedule(20, { varianceDays }), 'DCMA.13')).toMatchObject({ outcome });
});

test.each<[number | null, string]>([
  [600, 'pass'],
  [599, 'fail'],
  [null, 'not_applicable'],
])('%s days at the end of the path test make DCMA.12 a %s', (pathTestDays, outcome) => {
  expect(pointOf(schedule(20, { pathTestDays }), 'DCMA.12')).toMatchObject({ outcome });
});

test('twenty records are named at most, in the order of their ids', () => {
  const sample = pointOf(schedule(40, { tasks: times(40, NO_SUCCESSOR) }), 'DCMA.01')?.sample ?? [];
  expect(sample).toHaveLength(20);
  expect([...sample].sort()).toEqual(sample);
});
