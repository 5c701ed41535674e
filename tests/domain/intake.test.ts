import fc from 'fast-check';
import {
  appendText,
  dueDate,
  priorityOf,
  raisedPriority,
  Severity,
  summariseOrigin,
} from '../../src/domain/intake.ts';
import { TaskPriority } from '../../src/domain/vocabulary.ts';
import { refusal } from './refusal.ts';

const priorities = Object.values(TaskPriority);

test('severity becomes priority, priority a due day', () => {
  expect(Object.values(Severity).map(priorityOf)).toEqual(['low', 'normal', 'high', 'critical']);
  expect(priorities.map((priority) => dueDate(priority, '2024-01-01'))).toEqual([
    '2024-03-31',
    '2024-03-01',
    '2024-01-31',
    '2024-01-15',
  ]);
});

test('priority is raised and never lowered', () => {
  fc.assert(
    fc.property(fc.constantFrom(...priorities), fc.constantFrom(...priorities), (current, raised) => {
      const after = raisedPriority(current, raised);
      expect(priorities.indexOf(after)).toBe(
        Math.max(priorities.indexOf(current), priorities.indexOf(raised)),
      );
      expect(raisedPriority(after, raised)).toBe(after);
    }),
  );
});

test('text is appended once', () => {
  const once = appendText('Camera 7 is dark.', 'Reported again by shift B.', 'description');
  expect(once).toBe('Camera 7 is dark.\n\nReported again by shift B.');
  expect(appendText(once, ' Reported again by shift B. ', 'description')).toBe(once);
  expect(appendText(once, 'Camera 7 is dark.', 'description')).toBe(once);
  expect(appendText(once, 'Camera 7', 'description')).toContain('\n\nCamera 7');
  expect(appendText(null, 'First.', 'description')).toBe('First.');
  expect(appendText('First.', null, 'description')).toBe('First.');
  expect(appendText(null, '  ', 'description')).toBeNull();
});

test('appending twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), fc.option(fc.string()), (current, addition) => {
      fc.pre(!`${current}${addition}`.includes('\0'));
      const once = appendText(current, addition, 'description');
      expect(appendText(once, addition, 'description')).toBe(once);
    }),
  );
});

test('a description has an end', () => {
  expect(() => appendText('x'.repeat(19_999), 'more', 'input.description')).toThrow(
    refusal('BAD_USER_INPUT', { field: 'input.description' }),
  );
});

test('an origin is summed up', () => {
  const tasks = [
    { status: 'completed', end: '2024-09-01' },
    { status: 'blocked', end: '2024-05-14' },
    { status: 'upcoming', end: '2024-06-01' },
    { status: 'not_started', end: null },
  ] as const;
  expect(summariseOrigin(tasks, '2024-05-15')).toEqual({
    open: 3,
    completed: 1,
    latestDueDate: '2024-06-01',
    hasOverdue: true,
    completionRatio: 0.25,
  });
  expect(summariseOrigin(tasks.slice(0, 1), '2024-12-01')).toEqual({
    open: 0,
    completed: 1,
    latestDueDate: '2024-09-01',
    hasOverdue: false,
    completionRatio: 1,
  });
  expect(summariseOrigin([], '2024-05-15')).toMatchObject({ latestDueDate: null, completionRatio: null });
});
