import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { findCycle } from '../../../src/domain/graph.ts';
import { buildNetwork, dayIndex, shownDates } from '../../../src/domain/schedule/network.ts';
import {
  arcWeight,
  computeSchedule,
  type Network,
  type Schedule,
} from '../../../src/domain/schedule/critical-path.ts';
import { DependencyType } from '../../../src/domain/enums.ts';
import { refusal } from '../refusal.ts';

const FS = DependencyType.FINISH_TO_START;
const origin = { calendar: new WorkCalendar(), projectStart: '2024-05-06' };

const networks: fc.Arbitrary<Network> = fc.integer({ min: 1, max: 25 }).chain((nodeCount) => {
  // Arcs run from lower to higher numbers, so no cycle can arise.
  const arc = fc.record({
    a: fc.nat(nodeCount - 1),
    b: fc.nat(nodeCount - 1),
    type: fc.constantFrom(...Object.values(DependencyType)),
    lag: fc.integer({ min: -6, max: 6 }),
  });
  return fc
    .record({
      durations: fc.array(fc.nat(9), { minLength: nodeCount, maxLength: nodeCount }),
      arcs: fc.array(arc, { maxLength: 40 }),
      notBefore: fc.array(fc.nat(12), { minLength: nodeCount, maxLength: nodeCount }),
    })
    .map(({ durations, arcs, notBefore }) => {
      const forward = arcs
        .filter(({ a, b }) => a !== b)
        .map(({ a, b, type, lag }) => ({ from: Math.min(a, b), to: Math.max(a, b), type, lag }));
      return {
        nodeCount,
        durations: Int32Array.from(durations),
        from: Int32Array.from(forward, ({ from }) => from),
        to: Int32Array.from(forward, ({ to }) => to),
        weights: Int32Array.from(forward, ({ from, to, type, lag }) =>
          arcWeight(type, lag, durations[from] ?? 0, durations[to] ?? 0),
        ),
        notBefore: Int32Array.from(notBefore),
      };
    });
});

/** Whether the starts respect every arc of the network. */
function respectsArcs(network: Network, starts: Float64Array): boolean {
  return network.weights.every(
    (weight, arc) => starts[network.to[arc]!]! >= starts[network.from[arc]!]! + weight,
  );
}

test('early and late times respect every dependency, and early ones the project’s start', () => {
  fc.assert(
    fc.property(networks, (network) => {
      const schedule = computeSchedule(network);
      expect(respectsArcs(network, schedule.earlyStart)).toBe(true);
      expect(respectsArcs(network, schedule.lateStart)).toBe(true);
      expect(Math.min(...schedule.earlyStart)).toBeGreaterThanOrEqual(0);
      expect(schedule.lateFinish.every((finish) => finish <= schedule.length)).toBe(true);
      expect(schedule.critical).toContain(1);
    }),
  );
});

test('no task could have an earlier early start: something holds each one where it is', () => {
  fc.assert(
    fc.property(networks, (network) => {
      const { earlyStart, driving } = computeSchedule(network);
      earlyStart.forEach((start, node) => {
        const isDriven = network.to.some((to, arc) => to === node && driving[arc] === 1);
        expect(isDriven || start === network.notBefore?.[node]).toBe(true);
      });
    }),
  );
});

/** The schedule when one task starts `delay` days later than it could. */
function delayed(network: Network, schedule: Schedule, node: number, delay: number): Schedule {
  const notBefore = Int32Array.from(network.notBefore ?? []);
  notBefore[node] = schedule.earlyStart[node]! + delay;
  return computeSchedule({ ...network, notBefore });
}

test('total float is how far a task may slip before the project does', () => {
  fc.assert(
    fc.property(networks, fc.nat(), (network, seed) => {
      const schedule = computeSchedule(network);
      const node = seed % network.nodeCount;
      const float = schedule.totalFloat[node]!;
      expect(delayed(network, schedule, node, float).length).toBe(schedule.length);
      expect(delayed(network, schedule, node, float + 1).length).toBe(schedule.length + 1);
    }),
  );
});

test('free float is how far a task may slip before any other does', () => {
  fc.assert(
    fc.property(networks, fc.nat(), (network, seed) => {
      const schedule = computeSchedule(network);
      const node = seed % network.nodeCount;
      const hasSuccessor = network.from.includes(node);
      const others = (s: Schedule): number[] => [...s.earlyStart].filter((_, n) => n !== node);
      const float = schedule.freeFloat[node]!;
      expect(others(delayed(network, schedule, node, float))).toEqual(others(schedule));
      if (hasSuccessor) {
        expect(others(delayed(network, schedule, node, float + 1))).not.toEqual(others(schedule));
      } else {
        expect(float).toBe(schedule.totalFloat[node]);
      }
    }),
  );
});

test('a finish that cannot be met makes floats negative and the late tasks critical', () => {
  const network = buildNetwork(
    [
      { id: 'a', durationDays: 3 },
      { id: 'b', durationDays: 4 },
    ],
    [{ predecessorId: 'a', successorId: 'b', type: FS, lagDays: 0 }],
    origin,
  );
  const schedule = computeSchedule({ ...network, finishBy: 5 });
  expect([...schedule.totalFloat]).toEqual([-2, -2]);
  expect([...schedule.freeFloat]).toEqual([0, 0]);
  expect([...schedule.critical]).toEqual([1, 1]);
  expect(schedule.length).toBe(7);
});

test('each dependency type binds the ends that it names', () => {
  // Predecessor 5 days, successor 3: where the successor starts with a lag of 4.
  const start = (type: DependencyType): number => arcWeight(type, 4, 5, 3);
  expect(start(DependencyType.FINISH_TO_START)).toBe(9);
  expect(start(DependencyType.START_TO_START)).toBe(4);
  expect(start(DependencyType.FINISH_TO_FINISH)).toBe(6);
  expect(start(DependencyType.START_TO_FINISH)).toBe(1);
});

test('a cycle is refused with its path', () => {
  const ids = ['a', 'b', 'c'];
  const network = buildNetwork(
    ids.map((id) => ({ id, durationDays: 1 })),
    ids.map((id, n) => ({ predecessorId: id, successorId: ids[(n + 1) % 3] ?? '', type: FS, lagDays: 0 })),
    origin,
  );
  expect(findCycle(network)).toHaveLength(4);
  expect(() => computeSchedule(network)).toThrow(refusal('BAD_USER_INPUT', { pit: 'PIT003' }));
});

test('links to absent tasks ask nothing, and an own start holds', () => {
  const network = buildNetwork(
    [{ id: 'a', durationDays: 2, notBefore: '2024-05-11' }],
    [{ predecessorId: 'gone', successorId: 'a', type: FS, lagDays: 0 }],
    origin,
  );
  expect(network.links).toEqual([]);
  expect([...computeSchedule(network).earlyStart]).toEqual([5]);
  expect(dayIndex('2024-05-03', origin)).toBe(-1);
});

test('spans are shown with their last day, a milestone on the day before its index', () => {
  expect(shownDates(0, 5, origin)).toEqual({ start: '2024-05-06', end: '2024-05-10' });
  expect(shownDates(4, 6, origin)).toEqual({ start: '2024-05-10', end: '2024-05-13' });
  expect(shownDates(5, 5, origin)).toEqual({ start: '2024-05-10', end: '2024-05-10' });
  expect(shownDates(0, 0, origin)).toEqual({ start: '2024-05-06', end: '2024-05-06' });
});

test('of a hundred thousand tasks none starts before its links allow, or later than they ask', () => {
  const nodeCount = 100_000;
  const durations = Int32Array.from({ length: nodeCount }, (_, n) => n % 9);
  // Three links each, in an order that has nothing to do with that of the tasks.
  const from = Int32Array.from({ length: 3 * nodeCount }, (_, k) => (k * 7_919) % (nodeCount - 1));
  const to = from.map((node, k) => Math.min(nodeCount - 1, node + 1 + ((k * 104_729) % 500)));
  const weights = from.map((node) => durations[node]!);
  const { earlyStart, lateStart, length } = computeSchedule({ nodeCount, durations, from, to, weights });

  const asked = new Float64Array(nodeCount);
  const allowed = Float64Array.from(durations, (days) => length - days);
  for (const [k, node] of from.entries()) {
    asked[to[k]!] = Math.max(asked[to[k]!]!, earlyStart[node]! + weights[k]!);
    allowed[node] = Math.min(allowed[node]!, lateStart[to[k]!]! - weights[k]!);
  }
  expect(earlyStart).toEqual(asked);
  expect(lateStart).toEqual(allowed);
});
