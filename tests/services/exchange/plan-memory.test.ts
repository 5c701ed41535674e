import { requireHeap } from '../../../src/services/exchange/plan-memory.ts';

const plan = (tasks: number, links: number) => ({
  tasks: Array<never>(tasks),
  links: Array<never>(links),
});

test('a plan that a process has no memory for is refused with how much goes in', () => {
  const heap = 512 * 1_048_576;
  expect(() => requireHeap(plan(32_768, 65_536), heap)).not.toThrow();
  expect(() => requireHeap(plan(32_769, 65_536), heap)).toThrow(
    expect.objectContaining({
      code: 'LIMIT_EXCEEDED',
      detail: {
        field: 'file',
        expected: 'at most 98304 tasks and links together, with a heap of 512 MB',
        actual: 98_305,
      },
    }) as Error,
  );
  // The largest plan that there is, with what Node takes by itself on a machine of four gigabytes.
  expect(() => requireHeap(plan(100_000, 200_000), 2_048 * 1_048_576)).not.toThrow();
  expect(() => requireHeap(plan(1, 0), 64 * 1_048_576)).toThrow('larger than the memory');
});
