import type { TaskRowFragment, TaskStatus } from '../../../src/console/operations.ts';
import { byStatus, MOST_SELECTED, shiftOf, toggled } from '../../../src/console/selection/selection.ts';
import { MAX_ITEMS } from '../../../src/domain/plan/bulk.ts';

function row(id: string, status: TaskStatus, more: Partial<TaskRowFragment> = {}): TaskRowFragment {
  const viewerMay = ['START_TASK', 'COMPLETE_TASK', 'BLOCK_TASK', 'UNBLOCK_TASK', 'REOPEN_TASK'] as const;
  const usual = { id, status, startDate: '2026-12-07', actualStart: null, viewerMay: [...viewerMay] };
  return { ...usual, ...more } as TaskRowFragment;
}

test('a task is selected and taken out again, and no more are selected than one request takes', () => {
  expect(MOST_SELECTED).toBe(MAX_ITEMS);
  const one = toggled(new Set(), 'a');
  expect([...one]).toEqual(['a']);
  expect([...toggled(one, 'a')]).toEqual([]);
  const many = new Set(Array.from({ length: MOST_SELECTED }, (_, n) => String(n)));
  expect(toggled(many, 'one more').size).toBe(MOST_SELECTED);
  expect(toggled(many, '7').size).toBe(MOST_SELECTED - 1);
});

test('a status goes to those of a selection that a verb leads there, and each of the others says why not', () => {
  const rows = [
    row('new', 'NOT_STARTED'),
    row('done', 'COMPLETED'),
    row('stuck', 'BLOCKED'),
    row('foreign', 'NOT_STARTED', { viewerMay: [] }),
  ];
  const { able, refused } = byStatus(rows, 'COMPLETED');
  expect(able.map(({ id }) => id)).toEqual(['new']);
  expect(Object.fromEntries(refused)).toEqual({
    done: 'A completed task is reopened first.',
    stuck: 'A blocked task is unblocked first.',
    foreign: 'You may not move this task.',
  });
});

test('a shift tries a start for each task that has one and has not begun, across the turn of a year', () => {
  const rows = [
    row('planned', 'NOT_STARTED', { startDate: '2026-12-28' }),
    row('begun', 'ACTIVE', { actualStart: '2026-12-01' }),
    row('undated', 'NOT_STARTED', { startDate: null }),
    row('done', 'COMPLETED'),
  ];
  expect(shiftOf(rows, 7)).toEqual([{ taskId: 'planned', startDate: '2027-01-04' }]);
  expect(shiftOf(rows, -28)).toEqual([{ taskId: 'planned', startDate: '2026-11-30' }]);
});
