import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import { comparePlans } from '../../../../src/domain/schedule/baseline/baseline-compare.ts';
import {
  baselineFacts,
  canonicalPlan,
  toRows,
  type TaskRow,
} from '../../../../src/domain/schedule/baseline/baseline-plan.ts';
import { planAsOf } from '../../../../src/domain/schedule/baseline/plan-as-of.ts';
import { linkRow, log, P, projectRow, taskRow } from './audit-records.ts';
import { WorkState } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';

const calendar = new WorkCalendar();

describe('a plan as of a moment', () => {
  const records = log(
    ['project', P, projectRow],
    [
      'phase',
      'phase-1',
      {
        id: 'phase-1',
        project_id: P,
        name: 'Build',
        order_index: 1,
        start_date: null,
        end_date: null,
        deleted_at: null,
      },
    ],
    [
      'work_package',
      'wp-1',
      {
        id: 'wp-1',
        phase_id: 'phase-1',
        project_id: P,
        name: 'Walls',
        order_index: 2,
        start_date: null,
        end_date: null,
        deleted_at: null,
      },
    ],
    [
      'task',
      'a',
      taskRow('a', { work_package_id: 'wp-1', capex_cost: 1234.5, linked_risk_mitigation_pct: 12.5 }),
    ],
    ['task', 'b', taskRow('b')],
    ['task', 'x', taskRow('x', { project_id: 'other' })],
    ['task_dependency', 'ab', linkRow('a', 'b', { lag_days: 2 })],
    [
      'task_rule',
      'a',
      {
        task_id: 'a',
        mode: 'manual',
        start_origin: 'engine',
        constraint_kind: 'snet',
        constraint_date: '2026-02-02',
        deadline: '2026-03-03',
      },
    ],
    [
      'task_actual',
      'b',
      { task_id: 'b', actual_start: '2026-01-06', actual_finish: null, remaining_days: 3 },
    ],
    ['task', 'b', taskRow('b', { name: 'Renamed', deleted_at: '2026-02-01T00:00:00.000Z' })],
    ['task', 'b', taskRow('b', { name: 'Restored', status: 'completed', progress_percent: 100 })],
    ['task_dependency', 'ab', null],
  );

  test('every record has its newest state up to then', () => {
    const plan = planAsOf(records, { projectId: P, seq: 9n })!;
    expect(plan.project).toEqual({
      id: P,
      name: 'Doors',
      code: 'D-1',
      start: '2026-01-05',
      end: '2026-06-30',
    });
    expect(plan.phases).toMatchObject({ id: ['phase-1'], name: ['Build'], order: [1] });
    expect(plan.workPackages).toMatchObject({ id: ['wp-1'], phaseId: ['phase-1'] });
    const [a, b] = toRows<TaskRow>(plan.tasks);
    expect(a).toEqual({
      id: 'a',
      name: 'Task a',
      order: 0,
      phaseId: 'phase-1',
      workPackageId: 'wp-1',
      start: '2026-01-05',
      end: '2026-01-09',
      durationDays: 5,
      progress: 0,
      isCompleted: false,
      capex: '1234.50',
      opex: '0.10',
      fyAllocation: null,
      mitigationPct: '12.50',
      mode: 'manual',
      startOrigin: 'engine',
      constraintKind: 'snet',
      constraintDate: '2026-02-02',
      deadline: '2026-03-03',
      actualStart: null,
      actualFinish: null,
      remainingDays: null,
    });
    expect(b).toMatchObject({
      id: 'b',
      mode: 'auto',
      constraintKind: 'asap',
      actualStart: '2026-01-06',
      remainingDays: 3,
    });
    expect(plan.links).toEqual({
      id: ['ab'],
      predecessorId: ['a'],
      successorId: ['b'],
      type: ['finish_to_start'],
      lagDays: [2],
    });
  });

  test('what was deleted then is not there, nor its links, and what was restored is', () => {
    const deleted = planAsOf(records, { projectId: P, seq: 10n })!;
    expect([deleted.tasks.id, deleted.links.id]).toEqual([['a'], []]);
    const restored = planAsOf(records, { projectId: P, seq: 11n })!;
    expect([restored.tasks.name, restored.links.id]).toEqual([['Task a', 'Restored'], ['ab']]);
    expect(restored.tasks.isCompleted).toEqual([false, true]);
    expect(planAsOf(records, { projectId: P })!.links.id).toEqual([]);
  });

  test('there is none before the project, without it, or once it is deleted', () => {
    expect(planAsOf(records, { projectId: P, seq: 0n })).toBeNull();
    expect(planAsOf(records, { projectId: 'unknown' })).toBeNull();
    const gone = [
      ...records,
      { seq: 99n, table: 'project', recordId: P, after: { ...projectRow, deleted_at: '2026-05-01' } },
    ];
    expect(planAsOf(gone, { projectId: P })).toBeNull();
  });

  test('it can be scheduled: the tasks, rules and states of then', () => {
    const facts = baselineFacts(planAsOf(records, { projectId: P, seq: 11n })!);
    expect(facts.tasks.ids).toEqual(['a', 'b']);
    expect([...facts.tasks.state]).toEqual([WorkState.NOT_STARTED, WorkState.COMPLETED]);
    expect([...facts.tasks.flags]).toEqual([3, 0]);
    expect([...facts.links.lag]).toEqual([2]);
  });
});

test('the canonical text is known to the byte', () => {
  const plan = planAsOf(log(['project', P, projectRow]), { projectId: P })!;
  expect(canonicalPlan(plan).slice(0, 190)).toBe(
    '{"links":{"id":[],"lagDays":[],"predecessorId":[],"successorId":[],"type":[]},"phases":{"end":[],"id":[],"name":[],"order":[],"start":[]},"project":{"code":"D-1","end":"2026-06-30","id":"pro',
  );
});

test('two plans side by side: variances in working days, costs, what came and went', () => {
  const before = log(
    ['project', P, projectRow],
    ['task', 'a', taskRow('a')],
    ['task', 'b', taskRow('b')],
    ['task', 'gone', taskRow('gone')],
    ['task_dependency', 'ab', linkRow('a', 'b')],
  );
  const after = log(
    ['project', P, projectRow],
    ['task', 'a', taskRow('a', { start_date: '2026-01-08', end_date: '2026-01-16', duration_days: 7 })],
    ['task', 'b', taskRow('b', { capex_cost: '250.75' })],
    ['task', 'new', taskRow('new')],
    ['task_dependency', 'ab', linkRow('a', 'b', { lag_days: 1 })],
  );
  const compared = comparePlans(
    planAsOf(before, { projectId: P })!,
    planAsOf(after, { projectId: P })!,
    calendar,
  );
  expect(compared.moved).toEqual([
    expect.objectContaining({
      taskId: 'a',
      startShiftDays: 3,
      shiftDays: 5,
      startBefore: '2026-01-05',
      endAfter: '2026-01-16',
    }),
  ]);
  expect([compared.added, compared.removed]).toEqual([['new'], ['gone']]);
  expect([compared.before.finish, compared.after.finish]).toEqual(['2026-01-09', '2026-01-16']);
  expect(compared.costs).toEqual([
    { taskId: 'b', capexBefore: '100.00', capexAfter: '250.75', opexBefore: '0.10', opexAfter: '0.10' },
  ]);
  expect([compared.capexBefore, compared.capexAfter]).toEqual(['300.00', '450.75']);
  expect(compared.addedLinks.map((link) => link.lagDays)).toEqual([1]);
  expect(compared.removedLinks.map((link) => link.lagDays)).toEqual([0]);
});
