import { packPlan, type PlannedTask } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import {
  day,
  done,
  link,
  open,
  remainders,
  rulesAt,
  scheduled,
  underWay,
  type LinkName,
} from './plan-on-days.ts';

const OVERRIDE = { outOfSequence: 'progress_override' } as const;

/** Where the remaining work of j begins, for a predecessor i, a link of 20 days of lag, and the data date 10. */
function startOfSuccessor(i: PlannedTask, type: LinkName, j = open('j', 3), more: object = {}): number {
  return remainders([i, j], [link('i', type, 'j', 20)], rulesAt(10, more))['j']![0]!;
}

describe('what a link asks of work that has not begun', () => {
  // i: 5 days in each state; 20 days of lag lift every demand above the data date 10. rem(j) is 3.
  test.each<[string, PlannedTask, LinkName, number]>([
    ['not started, FS: R(i) + rem(i) + l', open('i', 5), 'FS', 10 + 5 + 20],
    ['not started, SS: R(i) + l', open('i', 5), 'SS', 10 + 20],
    ['not started, FF: R(i) + rem(i) - rem(j) + l', open('i', 5), 'FF', 10 + 5 - 3 + 20],
    ['not started, SF: R(i) + l - rem(j)', open('i', 5), 'SF', 10 + 20 - 3],
    ['under way, FS: R(i) + rem(i) + l', underWay('i', 5, 7, 40), 'FS', 10 + 3 + 20],
    ['under way, SS: AS + l', underWay('i', 5, 7, 40), 'SS', 7 + 20],
    ['under way, FF: R(i) + rem(i) - rem(j) + l', underWay('i', 5, 7, 40), 'FF', 10 + 3 - 3 + 20],
    ['under way, SF: AS + l - rem(j)', underWay('i', 5, 7, 40), 'SF', 7 + 20 - 3],
    ['completed, FS: AF + l', done('i', 2, 6), 'FS', 6 + 20],
    ['completed, SS: AS + l', done('i', 2, 6), 'SS', 2 + 20],
    ['completed, FF: AF + l - rem(j)', done('i', 2, 6), 'FF', 6 + 20 - 3],
    ['completed, SF: AS + l - rem(j)', done('i', 2, 6), 'SF', 2 + 20 - 3],
  ])('%s', (_, i, type, expected) => {
    expect(startOfSuccessor(i, type)).toBe(expected);
  });
});

describe('what a link asks of work that is under way', () => {
  const j = underWay('j', 6, 8, 50); // 3 days remain
  test.each<[LinkName, number, number]>([
    ['FS', 35, 10],
    ['SS', 10, 10],
    ['FF', 32, 32],
    ['SF', 27, 27],
  ])('%s: retained logic %i, progress override %i', (type, retained, overridden) => {
    expect(startOfSuccessor(open('i', 5), type, j)).toBe(retained);
    expect(startOfSuccessor(open('i', 5), type, j, OVERRIDE)).toBe(overridden);
  });
});

describe('worked cases, start, finish and total slack of the remaining work', () => {
  test('B began before A was done: retained logic waits for A, progress override does not', () => {
    const tasks = [underWay('A', 5, 0, 40), underWay('B', 5, 2, 20), open('C', 3)];
    const links = [link('A', 'FS', 'B'), link('B', 'FS', 'C')];
    expect(remainders(tasks, links, rulesAt(4))).toEqual({ A: [4, 7, 0], B: [7, 11, 0], C: [11, 14, 0] });
    expect(remainders(tasks, links, rulesAt(4, OVERRIDE))).toEqual({
      A: [4, 7, 4],
      B: [4, 8, 0],
      C: [8, 11, 0],
    });
  });

  test('a start link counts from the actual start, a finish link from the finish to come', () => {
    const tasks = [underWay('A', 6, 1, 50), open('B', 4), open('X', 2)];
    const links = [link('A', 'SS', 'B', 2), link('A', 'FF', 'X', 1)];
    for (const more of [{}, OVERRIDE]) {
      expect(remainders(tasks, links, rulesAt(2, more))).toEqual({
        A: [2, 5, 1],
        B: [3, 7, 0],
        X: [4, 6, 1],
      });
    }
  });

  test('a lead does not reach back before the data date, and completed work holds nothing', () => {
    const tasks = [done('A', 0, 9), open('B', 10), done('Z', 0, 8)];
    for (const more of [{}, OVERRIDE]) {
      const { B, Z } = remainders(tasks, [link('A', 'FS', 'B', -2)], rulesAt(9, more));
      expect({ B, Z }).toEqual({ B: [9, 19, 0], Z: [0, 8, NaN] });
    }
  });

  /**
   * A network of four activities in a row of which the second began before the first was done (the out-of-sequence
   * example of Trauner, Manginelli, Lowe, Nagata and Furniss, "Construction Delays", in its shape): 10 days each, the first
   * half done, the second at 40 %, data date 10.
   */
  test('four activities out of sequence: the finish is that of the whole chain, or of what began', () => {
    const tasks = [underWay('1', 10, 0, 50), underWay('2', 10, 5, 40), open('3', 10), open('4', 10)];
    const links = [link('1', 'FS', '2'), link('2', 'FS', '3'), link('3', 'FS', '4')];
    const finishUnder = (more: object): number[] => remainders(tasks, links, rulesAt(10, more))['4']!;
    expect(finishUnder({})).toEqual([31, 41, 0]);
    expect(finishUnder(OVERRIDE)).toEqual([26, 36, 0]);
  });
});

describe('remaining days', () => {
  const remainingOf = (task: PlannedTask): number =>
    remainders([task], [], rulesAt(0))
      [task.id]!.slice(0, 2)
      .reduce((start, finish) => finish - start);
  test.each<[string, PlannedTask, number]>([
    ['all of it without progress', open('a', 7), 7],
    ['rounded up', open('a', 7, { progress: 50, state: 1 }), 4],
    ['one day at least until it is complete', open('a', 7, { progress: 99, state: 1 }), 1],
    ['one day with a claim of 100', open('a', 7, { progress: 100, state: 1 }), 1],
    ['as somebody said', open('a', 7, { progress: 50, state: 1, remainingDays: 6 }), 6],
    ['none said: it may end today', open('a', 7, { progress: 50, state: 1, remainingDays: 0 }), 0],
    ['none of a milestone', open('a', 0, { remainingDays: 5 }), 0],
    ['one day where only the last day is known', { id: 'a', end: day(3) }, 1],
    ['the days between, where no duration is stored', { id: 'a', start: day(0), end: day(4) }, 5],
    ['none where nothing is known', { id: 'a' }, 0],
  ])('%s', (_, task, days) => {
    expect(remainingOf(task)).toBe(days);
  });
});

test('actual dates that nobody recorded are the planned ones, not after the data date', () => {
  const completed = { state: 2, progress: 100 } as const;
  const tasks = [
    open('early', 3, { ...completed, start: day(1) }),
    open('late', 3, { ...completed, start: day(9) }),
    open('undated', 3, completed),
    open('milestone', 0, { ...completed, actualFinish: day(4) }),
    open('begun', 10, { state: 1, progress: 50, start: day(2) }),
    open('after begun', 1),
  ];
  const spans = remainders(tasks, [link('begun', 'SS', 'after begun', 6)], rulesAt(5));
  expect(spans['early']!.slice(0, 2)).toEqual([1, 4]);
  expect(spans['late']!.slice(0, 2)).toEqual([2, 5]);
  expect(spans['undated']!.slice(0, 2)).toEqual([2, 5]);
  expect(spans['milestone']!.slice(0, 2)).toEqual([4, 4]);
  expect(spans['after begun']!.slice(0, 2)).toEqual([8, 9]);
});

test('work closed today is followed tomorrow, a milestone closed today on the same day', () => {
  const tasks = [done('work', 3, 6), done('milestone', 5, 5), open('b', 2), open('c', 2)];
  const spans = remainders(tasks, [link('work', 'FS', 'b'), link('milestone', 'FS', 'c')], rulesAt(5));
  expect([spans['b']![0], spans['c']![0]]).toEqual([6, 5]);
});

test('nothing starts before the project’s typed start, and a derived one binds nobody', () => {
  const tasks = [open('undated', 2), open('dated', 2, { start: day(20) })];
  expect(remainders(tasks, [], rulesAt(-7))['undated']!.slice(0, 2)).toEqual([0, 2]);
  const free = scheduled(packPlan(tasks, []), rulesAt(5, { projectStart: null }));
  expect(free.axis.origin).toBe(day(20));
  expect([...free.earlyStart]).toEqual([-15, 0]);
});
