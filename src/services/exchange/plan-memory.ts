import { getHeapStatistics } from 'node:v8';
import { PitError } from '../../domain/errors.ts';
import type { PlanDocument } from '../../domain/exchange/plan-document.ts';

const MIB = 1_048_576;
/** What the service needs besides, and bytes that an import takes for each task and link, with what is made of them here. */
const [BESIDES, OF_EACH] = [128 * MIB, 4_096];

/**
 * Goes on only if the heap of this process has room for what a plan becomes. A process that runs out of memory ends with every request
 * in it, and the next one would begin the same import again.
 * @param heap bytes that the heap may have.
 * @throws PitError LIMIT_EXCEEDED with how much goes in.
 */
export function requireHeap(
  { tasks, links }: Pick<PlanDocument, 'tasks' | 'links'>,
  heap = getHeapStatistics().heap_size_limit,
): void {
  const count = tasks.length + links.length;
  const most = Math.max(0, Math.floor((heap - BESIDES) / OF_EACH));
  if (count <= most) return;
  throw new PitError('LIMIT_EXCEEDED', 'The plan is larger than the memory of the service.', {
    field: 'file',
    expected: `at most ${most} tasks and links together, with a heap of ${Math.round(heap / MIB)} MB`,
    actual: count,
  });
}
