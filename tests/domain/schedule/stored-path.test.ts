import fc from 'fast-check';
import { storedPathInOrder } from '../../../src/domain/schedule/stored-path.ts';

test('a task that starts before what drives it stands behind it on a stored path', () => {
  // By a finish-to-finish link the long work `b` starts before `a`, which drives it.
  const path = storedPathInOrder([
    { taskId: 'b', earlyStart: '2026-11-02', driverIds: ['a'] },
    { taskId: 'a', earlyStart: '2026-11-09', driverIds: [] },
    { taskId: 'c', earlyStart: '2026-11-23', driverIds: ['b', 'elsewhere'] },
  ]);
  expect(path).toEqual(['a', 'b', 'c']);
});

test('rows of two computations that drive each other in a circle are told all the same', () => {
  const path = storedPathInOrder([
    { taskId: 'a', earlyStart: '2026-11-02', driverIds: ['b'] },
    { taskId: 'b', earlyStart: '2026-11-09', driverIds: ['a'] },
  ]);
  expect(path.sort()).toEqual(['a', 'b']);
});

test('every task of a stored path is told once, none before one that drives it', () => {
  const tasks = fc.array(fc.tuple(fc.nat(60), fc.array(fc.nat(20), { maxLength: 3 })), { maxLength: 20 });
  fc.assert(
    fc.property(tasks, (drawn) => {
      const path = drawn.map(([day, drivers], at) => ({
        taskId: String(at),
        earlyStart: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
        driverIds: drivers.filter((driver) => driver < at).map(String),
      }));
      const order = storedPathInOrder(path);
      expect([...order].sort()).toEqual(path.map(({ taskId }) => taskId).sort());
      for (const { taskId, driverIds } of path)
        for (const driver of driverIds) expect(order.indexOf(driver)).toBeLessThan(order.indexOf(taskId));
    }),
  );
});
