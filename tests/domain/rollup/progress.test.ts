import fc from 'fast-check';
import {
  addShare,
  branchShare,
  computeProgress,
  progressValue,
  removeShare,
  replaceShare,
  requirePercent,
  shownPercent,
  subtaskState,
  taskShare,
  type ProgressBranch,
  type ProgressWeighting,
  type TaskProgress,
} from '../../../src/domain/rollup/progress.ts';
import { compare, rational } from '../../../src/domain/rational.ts';
import { refusal } from '../refusal.ts';

const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 50, 99, 100));
const weighting = fc.constantFrom<ProgressWeighting>('equal', 'duration', 'cost');
const task: fc.Arbitrary<TaskProgress> = fc.record({
  progressPercent: percent,
  durationDays: fc.option(fc.nat(60)),
  costCents: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  subtaskPercents: fc.array(percent, { maxLength: 6 }),
});
const tasks = fc.array(task, { maxLength: 8 });
const branch = (depth: number): fc.Arbitrary<ProgressBranch> =>
  fc.record({
    tasks,
    branches: depth === 0 ? fc.constant([]) : fc.array(branch(depth - 1), { maxLength: 4 }),
  });

const plainTask = (progressPercent: number, more: Partial<TaskProgress> = {}): TaskProgress => ({
  progressPercent,
  durationDays: 1,
  costCents: 0n,
  subtaskPercents: [],
  ...more,
});
const shownOf = (branches: ProgressBranch, by: ProgressWeighting = 'equal'): number =>
  shownPercent(computeProgress(branches, by));
const leaf = (...percents: number[]): ProgressBranch => ({
  tasks: percents.map((p) => plainTask(p)),
  branches: [],
});

test('a parent is rounded from exact children, not from rounded ones', () => {
  const thirds = leaf(1, 0, 0);
  const nested = { tasks: [], branches: [thirds, thirds, leaf(1, 1, 0)] };
  // (1/3 + 1/3 + 2/3) / 3 = 0.444; the mean of the rounded (0, 0, 1) would be 0.333.
  expect(progressValue(computeProgress(nested, 'equal'))).toEqual(rational(4, 9));
  expect(shownOf({ tasks: [], branches: [leaf(1, 0), leaf(1, 0)] })).toBe(1);
  expect(shownOf({ tasks: [], branches: [leaf(1, 0, 0), leaf(1, 0, 0)] })).toBe(0);
});

test('a progress of half a percent is rounded up', () => {
  expect(shownOf(leaf(0, 1))).toBe(1);
  expect(shownOf(leaf(0, 25))).toBe(13);
  expect(shownOf(leaf(0, 0, 1))).toBe(0);
});

test('100 is shown only when every child is at 100', () => {
  expect(shownOf({ tasks: Array(300).fill(plainTask(100)).concat(plainTask(99)), branches: [] })).toBe(99);
  expect(shownOf(leaf(100, 100))).toBe(100);
  // A milestone weighs nothing by duration, and still holds its parent below 100.
  const milestone = plainTask(0, { durationDays: 0 });
  expect(shownOf({ tasks: [plainTask(100), milestone], branches: [] }, 'duration')).toBe(99);
  expect(
    shownOf({ tasks: [], branches: [{ tasks: [plainTask(100), milestone], branches: [] }] }, 'duration'),
  ).toBe(99);
});

test('what has no work in it says nothing to its parent', () => {
  const empty: ProgressBranch = { tasks: [], branches: [{ tasks: [], branches: [] }] };
  expect(branchShare(computeProgress(empty, 'equal'), 'equal')).toBeNull();
  expect(shownOf(empty)).toBe(0);
  expect(shownOf({ tasks: [], branches: [empty, leaf(100)] })).toBe(100);
});

test('weights: equal, by duration, by cost; equal again when nothing weighs', () => {
  const work: ProgressBranch = {
    tasks: [
      plainTask(100, { durationDays: 1, costCents: 300n }),
      plainTask(0, { durationDays: 4, costCents: 100n }),
    ],
    branches: [],
  };
  expect([shownOf(work), shownOf(work, 'duration'), shownOf(work, 'cost')]).toEqual([50, 20, 75]);
  expect(shownOf(leaf(100, 0), 'cost')).toBe(50);
});

test('a task with subtasks is their mean, whatever its own number says', () => {
  expect(taskShare(plainTask(7, { subtaskPercents: [100, 50, 50] }), 'equal').value).toEqual(
    rational(200, 3),
  );
  expect(shownPercent(subtaskState([100, 50, 50]))).toBe(67);
});

test('a task that is not complete sums up as 99 at most, and holds its parent below 100', () => {
  const waiting = plainTask(99, { subtaskPercents: [100, 100] });
  expect(taskShare(waiting, 'equal')).toMatchObject({ value: rational(99), isComplete: false });
  expect(shownOf({ tasks: [waiting, ...Array(300).fill(plainTask(100))], branches: [] })).toBe(99);
  expect(taskShare(plainTask(100, { subtaskPercents: [100, 100] }), 'equal').isComplete).toBe(true);
});

test('weighted by duration or cost, progress of a tree is like the flat list of its tasks', () => {
  const allTasks = (node: ProgressBranch): TaskProgress[] => [
    ...node.tasks,
    ...node.branches.flatMap(allTasks),
  ];
  fc.assert(
    fc.property(branch(2), fc.constantFrom<ProgressWeighting>('duration', 'cost'), (node, by) => {
      const nested = computeProgress(node, by);
      const flat = computeProgress({ tasks: allTasks(node), branches: [] }, by);
      expect(nested.weight).toBe(flat.weight);
      // Where some branch weighs nothing at all, its plain mean has no part in either.
      if (flat.weight > 0n) expect(progressValue(nested)).toEqual(progressValue(flat));
    }),
  );
});

test('a value lies between the least and the greatest child, and 100 means all', () => {
  fc.assert(
    fc.property(
      tasks.filter((list) => list.length > 0),
      weighting,
      (list, by) => {
        const state = computeProgress({ tasks: list, branches: [] }, by);
        const shares = list.map((each) => taskShare(each, by));
        const value = progressValue(state)!;
        expect(shares.some((share) => compare(share.value, value) <= 0)).toBe(true);
        expect(shares.some((share) => compare(share.value, value) >= 0)).toBe(true);
        expect(shownPercent(state) === 100).toBe(
          shares.every((share) => compare(share.value, rational(100)) === 0),
        );
      },
    ),
  );
});

test('after any sequence of changes the kept sums equal those computed afresh', () => {
  const change = fc.record({ at: fc.nat(), task: fc.option(task) });
  fc.assert(
    fc.property(tasks, fc.array(change, { maxLength: 20 }), weighting, (initial, changes, by) => {
      const list = [...initial];
      let kept = computeProgress({ tasks: list, branches: [] }, by);
      for (const { at, task: next } of changes) {
        const index = at % (list.length + 1);
        const before = list[index];
        const beforeShare = before === undefined ? null : taskShare(before, by);
        kept = replaceShare(kept, beforeShare, next === null ? null : taskShare(next, by));
        list.splice(index, 1, ...(next === null ? [] : [next]));
      }
      expect(kept).toEqual(computeProgress({ tasks: list, branches: [] }, by));
    }),
  );
});

test('a change climbs the path to the root and leaves every level exact', () => {
  fc.assert(
    fc.property(
      fc.array(branch(0), { minLength: 1, maxLength: 5 }),
      task,
      weighting,
      (packages, added, by) => {
        const root = computeProgress({ tasks: [], branches: packages }, by);
        const [first, ...rest] = packages;
        const before = computeProgress(first!, by);
        const after = addShare(before, taskShare(added, by));
        const climbed = replaceShare(root, branchShare(before, by), branchShare(after, by));
        const changed = { tasks: [...first!.tasks, added], branches: [] };
        expect(climbed).toEqual(computeProgress({ tasks: [], branches: [changed, ...rest] }, by));
        expect(removeShare(after, taskShare(added, by))).toEqual(before);
      },
    ),
  );
});

test.each([-1, 101, 0.5, NaN, '50', null])('%p is refused as a percentage', (value) => {
  expect(() => requirePercent(value, 'input.percent')).toThrow(
    refusal('BAD_USER_INPUT', { field: 'input.percent' }),
  );
});
