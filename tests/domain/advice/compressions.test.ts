import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { compressionsOf } from '../../../src/domain/advice/compressions.ts';
import { DependencyType } from '../../../src/domain/enums.ts';
import {
  packPlan,
  type PlannedLink,
  type PlannedTask,
} from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { planTopology } from '../../../src/domain/schedule/remaining-work/plan-topology.ts';
import { planAxis } from '../../../src/domain/schedule/remaining-work/project-schedule.ts';
import { scheduleRulesOf } from '../../../src/domain/schedule/schedule-settings.ts';

const calendar = new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: [] });
const TODAY = '2026-03-02';

function compressions(tasks: PlannedTask[], links: PlannedLink[] = []) {
  const plan = packPlan(tasks, links);
  const stored = { settings: {}, typedStart: TODAY, promisedFinish: null };
  const rules = scheduleRulesOf({}, stored, TODAY);
  const topology = planTopology(plan.tasks.ids.length, plan.links);
  return compressionsOf({ plan, rules, topology, axis: planAxis(plan, calendar, rules) });
}

const after = (predecessorId: string, successorId: string, lagDays = 0): PlannedLink => ({
  id: `${predecessorId}-${successorId}`,
  predecessorId,
  successorId,
  type: DependencyType.FINISH_TO_START,
  lagDays,
});

test('tasks of the longest path are shortened by a quarter, and dependencies that drive it let them overlap', () => {
  const tasks = [
    { id: 'a', durationDays: 8 },
    { id: 'b', durationDays: 4 },
  ];
  expect(compressions(tasks, [after('a', 'b')])).toEqual([
    { action: 'shorten_task', taskId: 'a', before: 8, after: 6, daysSaved: 2 },
    { action: 'shorten_task', taskId: 'b', before: 4, after: 3, daysSaved: 1 },
    {
      action: 'overlap_tasks',
      dependencyId: 'a-b',
      predecessorId: 'a',
      successorId: 'b',
      before: 0,
      after: -1,
      daysSaved: 1,
    },
  ]);
});

test('what a second path holds up gains only as far as that lets it', () => {
  const tasks = [
    { id: 'a', durationDays: 20 },
    { id: 'b', durationDays: 18 },
  ];
  expect(compressions(tasks)).toEqual([
    { action: 'shorten_task', taskId: 'a', before: 20, after: 15, daysSaved: 2 },
  ]);
  expect(compressions([tasks[0]!, { id: 'b', durationDays: 20 }])).toEqual([]);
});

test('what people hold by hand, what has begun and what takes a few days is not overlapped or shortened', () => {
  expect(compressions([{ id: 'a', durationDays: 8, mode: 'manual', start: TODAY }])).toEqual([]);
  expect(compressions([{ id: 'a', durationDays: 3 }])).toEqual([]);
  const begun = [
    { id: 'a', durationDays: 8, progress: 50, state: 1 as const, actualStart: TODAY },
    { id: 'b', durationDays: 8 },
  ];
  expect(compressions(begun, [after('a', 'b')]).map(({ action }) => action)).not.toContain('overlap_tasks');
  expect(compressions([])).toEqual([]);
});

test('a plan whose dependencies form a circle has none, and of a long path the twelve that gain most are told', () => {
  const circle = [after('a', 'b'), after('b', 'a')];
  expect(
    compressions(
      [
        { id: 'a', durationDays: 8 },
        { id: 'b', durationDays: 8 },
      ],
      circle,
    ),
  ).toEqual([]);
  const long = Array.from({ length: 30 }, (_, n) => ({ id: `t${n}`, durationDays: 4 + n }));
  const chain = long.slice(1).map((task, n) => after(long[n]!.id, task.id));
  const found = compressions(long, chain);
  expect(found).toHaveLength(12);
  expect(found[0]).toMatchObject({ daysSaved: 8 });
});
