import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { DEFAULT_SCHEDULE_SETTINGS } from '../../../src/domain/schedule/remaining-work/schedule-rules.ts';
import { planAxis, scheduleProject } from '../../../src/domain/schedule/remaining-work/project-schedule.ts';
import type { PlannedTask } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { diffSchedules, scheduleColumns } from '../../../src/domain/schedule/schedule-columns.ts';
import { DATA_DAY, packed, ruledPlans, type SmallPlan } from './remaining-work/arbitrary-plans.ts';
import { day } from './remaining-work/plan-on-days.ts';

const RULES = {
  ...DEFAULT_SCHEDULE_SETTINGS,
  dataDate: day(DATA_DAY),
  projectStart: null,
  promisedFinish: null,
};
const byId = <T extends { id: string }>(of: readonly T[]): T[] =>
  [...of].sort((a, b) => (a.id < b.id ? -1 : 1));

function columnsOf(plan: SmallPlan) {
  const facts = packed({ tasks: byId(plan.tasks), links: byId(plan.links) });
  const { schedule } = scheduleProject(facts, planAxis(facts, new WorkCalendar(), RULES), RULES);
  return scheduleColumns(facts, schedule);
}

/** All that is stored of each task, by its id: its own values, and what its links leave. */
function storedOf(columns: ReturnType<typeof columnsOf>): Map<string, unknown> {
  return new Map(
    columns.taskIds.map((id, n) => {
      const links = columns.linkIds.flatMap((link, k) => {
        const [to, slack, mark] = columns.linkValues.subarray(3 * k, 3 * k + 3);
        return to === n && mark !== 0 ? [[link, slack, mark]] : [];
      });
      return [id, JSON.stringify([[...columns.values.subarray(7 * n, 7 * n + 7)], links])];
    }),
  );
}

test('the rows of the differing tasks, put over those before without the gone ones, are the rows after', () => {
  const change = fc.record({ at: fc.nat(), durationDays: fc.nat(9), isGone: fc.boolean() });
  let kept = 0;
  fc.assert(
    fc.property(ruledPlans, change, (plan, { at, durationDays, isGone }) => {
      const one = at % plan.tasks.length;
      const changed = (task: PlannedTask) => ({ ...task, durationDays });
      const tasks = plan.tasks.flatMap((task, n) => (n !== one ? [task] : isGone ? [] : [changed(task)]));
      const [before, after] = [columnsOf(plan), columnsOf({ ...plan, tasks })];
      const { differing, gone } = diffSchedules(before, after);
      const rows = storedOf(before);
      const computed = storedOf(after);
      for (const id of gone) rows.delete(id);
      for (const n of differing) rows.set(after.taskIds[n]!, computed.get(after.taskIds[n]!));
      expect(new Map([...rows].sort())).toEqual(new Map([...computed].sort()));
      kept += computed.size - differing.size;
    }),
  );
  expect(kept).toBeGreaterThan(50);
});

test('nothing differs between a schedule and itself', () => {
  fc.assert(
    fc.property(ruledPlans, (plan) => {
      const { differing, gone } = diffSchedules(columnsOf(plan), columnsOf(plan));
      expect([differing.size, gone]).toEqual([0, []]);
    }),
  );
});
