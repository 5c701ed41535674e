import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { DEFAULT_DUE_DAYS, dueDaysOf, firstDueDaysRefusal } from '../../../src/domain/intake/due-days.ts';
import {
  appendText,
  dueDate,
  priorityOf,
  raisedAgain,
  raisedPlan,
  raisedPriority,
  Severity,
} from '../../../src/domain/intake/intake.ts';
import { NEW_TASK } from '../../../src/domain/plan/task-values.ts';
import { TaskPriority } from '../../../src/domain/enums.ts';

const priorities = Object.values(TaskPriority);

test('severity becomes priority, priority a due day', () => {
  expect(Object.values(Severity).map(priorityOf)).toEqual(['low', 'normal', 'high', 'critical']);
  expect(priorities.map((priority) => dueDate(priority, '2024-01-01', DEFAULT_DUE_DAYS))).toEqual([
    '2024-03-31',
    '2024-03-01',
    '2024-01-31',
    '2024-01-15',
  ]);
});

test('an organisation says within how many days work of a priority is due, and the others keep theirs', () => {
  const dueDays = dueDaysOf({ high: 7 });
  expect(dueDays).toEqual({ low: 90, normal: 60, high: 7, critical: 14 });
  expect(dueDate('high', '2024-01-01', dueDays)).toBe('2024-01-08');
  expect(firstDueDaysRefusal({ low: 0, critical: 3_650 })).toBeNull();
  for (const [name, value] of Object.entries({ urgent: 1, low: -1, high: 1.5, critical: 3_651, normal: '5' }))
    expect(firstDueDaysRefusal({ [name]: value })).toMatchObject({ name });
});

test('work that becomes more urgent is due as soon as the organisation says of its new priority', () => {
  const current = { ...NEW_TASK, startDate: '2024-06-03', endDate: '2024-07-31' };
  const again = raisedAgain(
    current,
    { ...WORK, priority: 'high' },
    { ...SATURDAY, dueDays: dueDaysOf({ high: 5 }), raisedOn: '2024-06-01', lastStep: null },
  );
  expect(again.change).toMatchObject({ priority: 'high', endDate: '2024-06-06' });
});

test('the days of a raised priority count from the first raise, and never move the due date out', () => {
  const day = { ...SATURDAY, raisedOn: '2024-05-10', lastStep: null };
  const again = (current: object) =>
    raisedAgain({ ...NEW_TASK, startDate: '2024-05-10', ...current }, { ...WORK, priority: 'high' }, day)
      .change;
  expect(again({ endDate: '2024-07-09' })).toMatchObject({ priority: 'high', endDate: '2024-06-09' });
  expect(again({ endDate: '2024-06-05' })).toEqual({ priority: 'high' });
});

test('an intake raises the priority of a task and never lowers it', () => {
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

test('an intake appends the same description once', () => {
  const append = (current: string | null, addition: string | null) =>
    appendText(current, addition).description;
  const once = append('Camera 7 is dark.', 'Reported again by shift B.');
  expect(once).toBe('Camera 7 is dark.\n\nReported again by shift B.');
  expect(append(once, ' Reported again by shift B. ')).toBe(once);
  expect(append(once, 'Camera 7 is dark.')).toBe(once);
  expect(append(once, 'Camera 7')).toContain('\n\nCamera 7');
  expect(append(null, 'First.')).toBe('First.');
  expect(append('First.', null)).toBe('First.');
  expect(append(null, '  ')).toBeNull();
});

test('text is appended within the bound of a description or flows over as a whole, and appending twice adds nothing', () => {
  const text = fc.oneof(
    fc.string(),
    fc.integer({ min: 9_900, max: 10_000 }).map((length) => 'x'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.option(text), fc.option(text), (current, addition) => {
      const once = appendText(current, addition);
      expect(once.description?.length ?? 0).toBeLessThanOrEqual(10_000);
      if (once.overflow === null)
        expect(appendText(once.description, addition)).toEqual({ ...once, overflow: null });
      else expect(once).toEqual({ description: current, overflow: addition?.trim() });
    }),
  );
});

const day = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2024-01-01', days));
const calendar = new WorkCalendar({
  weekdays: [1, 2, 3, 4, 5],
  holidays: ['2024-12-25', '2024-12-26', '2025-01-01'],
});
const SATURDAY = { today: '2024-06-01', calendar, dueDays: DEFAULT_DUE_DAYS };
const WORK = { description: null, priority: null, dueDate: null };

test('raised work starts on a working day, never after its due date', () => {
  fc.assert(
    fc.property(day, fc.option(day), fc.constantFrom(...priorities), (today, due, priority) => {
      const { startDate, endDate } = raisedPlan(
        { ...WORK, priority, dueDate: due },
        { today, calendar, dueDays: DEFAULT_DUE_DAYS },
      );
      expect(calendar.isWorkingDay(String(startDate))).toBe(true);
      expect(String(startDate) <= String(endDate)).toBe(true);
    }),
  );
  const onSaturday = raisedPlan(WORK, SATURDAY);
  expect(onSaturday).toMatchObject({ startDate: '2024-06-03', endDate: '2024-07-31' });
  const dueOnSunday = raisedPlan({ ...WORK, dueDate: '2024-06-02' }, SATURDAY);
  expect(dueOnSunday).toMatchObject({ startDate: '2024-05-31', endDate: '2024-06-02' });
});

test('work raised again with a due date before its start starts on a working day', () => {
  fc.assert(
    fc.property(day, day, day, (start, due, today) => {
      const current = { ...NEW_TASK, startDate: start, endDate: addDays(start, 30) };
      const { change } = raisedAgain(
        current,
        { ...WORK, dueDate: due },
        { today, calendar, dueDays: DEFAULT_DUE_DAYS, raisedOn: today, lastStep: null },
      );
      if (change.startDate != null) expect(calendar.isWorkingDay(change.startDate)).toBe(true);
      expect(String(change.startDate ?? start) <= String(change.endDate ?? current.endDate)).toBe(true);
    }),
  );
});
