import fc from 'fast-check';
import { cyclicArcs, findCycle, findPath, topologicalOrder, type Arcs } from '../../src/domain/graph.ts';

function graphOf(nodeCount: number, arcs: readonly (readonly [number, number])[]): Arcs {
  return {
    nodeCount,
    from: Int32Array.from(arcs, ([from]) => from),
    to: Int32Array.from(arcs, ([, to]) => to),
  };
}

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(fc.constant(size), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 24 })),
  );

/** Reachability the slow and certain way. */
function reaches(arcs: readonly (readonly [number, number])[], start: number, goal: number): boolean {
  const seen = new Set([start]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [from, to] of arcs) {
      if (seen.has(from) && !seen.has(to)) {
        seen.add(to);
        grew = true;
      }
    }
  }
  return seen.has(goal);
}

test('either an order in which all arcs point forward, or a cycle of real arcs', () => {
  fc.assert(
    fc.property(graphs, ([size, arcs]) => {
      const graph = graphOf(size, arcs);
      const order = [...topologicalOrder(graph)];
      const cycle = findCycle(graph);
      if (cycle === null) {
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(size).keys()]);
        for (const [from, to] of arcs) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      } else {
        expect(order.length).toBeLessThan(size);
        expect(cycle.at(0)).toBe(cycle.at(-1));
        expect(new Set(cycle).size).toBe(cycle.length - 1);
        for (let i = 1; i < cycle.length; i += 1) expect(arcs).toContainEqual([cycle[i - 1], cycle[i]]);
      }
    }),
  );
});

test('a path is found exactly when there is one', () => {
  fc.assert(
    fc.property(graphs, fc.nat(), fc.nat(), ([size, arcs], a, b) => {
      const [start, goal] = [a % size, b % size];
      const path = findPath(graphOf(size, arcs), start, goal);
      expect(path !== null).toBe(reaches(arcs, start, goal));
      if (path === null) return;
      expect([path.at(0), path.at(-1)]).toEqual([start, goal]);
      for (let i = 1; i < path.length; i += 1) expect(arcs).toContainEqual([path[i - 1], path[i]]);
    }),
  );
});

test('a cycle is named in the direction of its arcs', () => {
  const graph = graphOf(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 1],
    [3, 4],
  ]);
  const cycle = findCycle(graph);
  expect(cycle).toHaveLength(4);
  expect(`${cycle?.join()}`).toMatch(/^(1,2,3,1|2,3,1,2|3,1,2,3)$/);
  expect(findPath(graph, 1, 4)).toEqual([1, 2, 3, 4]);
});

test('a chain of a hundred thousand has no depth limit', () => {
  const size = 100_000;
  const chain = graphOf(
    size,
    Array.from({ length: size - 1 }, (_, n) => [n, n + 1] as const),
  );
  expect(topologicalOrder(chain)).toHaveLength(size);
  expect(findPath(chain, 0, size - 1)).toHaveLength(size);
  const ring = graphOf(
    size,
    [...Array(size).keys()].map((n) => [n, (n + 1) % size] as const),
  );
  expect(findCycle(ring)).toHaveLength(size + 1);
});

test('the arcs on some cycle are those whose end leads back to their start', () => {
  fc.assert(
    fc.property(graphs, ([size, arcs]) => {
      const expected = [...arcs.keys()].filter((arc) => {
        const [from, to] = arcs[arc]!;
        return reaches(arcs, to, from);
      });
      expect(cyclicArcs(graphOf(size, arcs))).toEqual(expected);
    }),
  );
});

test('the arcs of a cycle through a hundred thousand nodes are found', () => {
  const size = 100_000;
  const ring = Array.from({ length: size }, (_, node): [number, number] => [node, (node + 1) % size]);
  expect(cyclicArcs(graphOf(size, ring))).toHaveLength(size);
});
