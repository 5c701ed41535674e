import { DependencyType } from '../../../src/domain/enums.ts';
import { requireListable } from '../../../src/domain/exchange/listed-check.ts';
import type { ListedPlan, PlanTask } from '../../../src/domain/exchange/plan-document.ts';
import { listedPlan, listedTask } from '../../support/exchange/any-listed.ts';

const PLAN = listedPlan('Plan', { phases: 2, tasks: [listedTask(1), listedTask(2)] });
const withTask = (change: Partial<PlanTask>): ListedPlan => ({
  ...PLAN,
  tasks: PLAN.tasks.map((task, at) => (at === 1 ? { ...task, ...change } : task)),
});

test('what a list says is taken', () => {
  expect(() => requireListable(PLAN)).not.toThrow();
  const work = { startDate: '2025-01-06', endDate: '2025-01-07', durationDays: 2, progressPercent: 100 };
  expect(() =>
    requireListable(withTask({ ...work, actualFinish: '2025-01-07', capexCost: '1.00' })),
  ).not.toThrow();
});

test.each<[what: string, task: Partial<PlanTask>, actual: unknown]>([
  ['a key of another kind', { key: 'Plan|2' }, 'Plan|2'],
  ['a percentage', { progressPercent: 40 }, 40],
  ['an operating cost', { opexCost: '1.00' }, 'opexCost'],
  ['that evidence is required', { requiresEvidence: true }, 'requiresEvidence'],
  ['an owner of a task', { ownerEmail: 'ada@harbour.example' }, 'ownerEmail'],
  ['people', { assigneeEmails: ['ada@harbour.example'] }, 'assigneeEmails'],
  ['steps', { subtasks: [{ key: 's', name: 'Step', progressPercent: 0 }] }, 'subtasks'],
  ['how it is scheduled', { mode: 'manual' }, 'mode'],
  ['a date that binds', { constraintDate: '2025-01-06' }, 'constraintDate'],
  ['a deadline', { deadline: '2025-01-06' }, 'deadline'],
  ['work still to do', { remainingDays: 3 }, 'remainingDays'],
])('of a task %s is refused with its place', (_, task, actual) => {
  expect(() => requireListable(withTask(task))).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      detail: expect.objectContaining({ field: 'file: line 2', actual }),
    }),
  );
});

test.each<[what: string, plan: Partial<ListedPlan>]>([
  ['a start', { startDate: '2025-01-06' }],
  [
    'work packages',
    { branches: PLAN.branches.map((each, at) => (at === 1 ? { ...each, phaseKey: 'phase 0' } : each)) },
  ],
  ['two phases of a name', { branches: PLAN.branches.map((each) => ({ ...each, name: 'Phase' })) }],
  [
    'links',
    {
      links: [
        {
          predecessorKey: 'a',
          successorKey: 'b',
          type: DependencyType.FINISH_TO_START,
          lagDays: 0,
          where: 'line 1',
        },
      ],
    },
  ],
  ['sources', { sources: [{ taskKey: 'a', kind: 'risk', id: 'r', isOrigin: false, where: 'line 1' }] }],
])('of a plan %s is refused', (_, change) => {
  expect(() => requireListable({ ...PLAN, ...change })).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ field: 'file: "Plan"' }) }),
  );
});
