import fc from 'fast-check';
import { LINK_LETTERS } from '../../../src/domain/exchange/csv/write-csv.ts';
import { writeGantt } from '../../../src/domain/exchange/gantt/write-gantt.ts';
import { anyPlan } from '../../support/exchange/any-plan.ts';

interface Gantt {
  readonly project: { readonly project_id: string };
  readonly timeline: readonly {
    readonly task_id: string;
    readonly name: string;
    readonly start: string | null;
    readonly end: string | null;
    readonly phase: string;
    readonly work_package: string | null;
    readonly dependencies: readonly {
      readonly type: string;
      readonly task_id: string;
      readonly lag: number;
    }[];
  }[];
}

test('JSON for Gantt charts has each task of a plan once, with its days, its place and all that it waits for', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const { project, timeline } = JSON.parse([...writeGantt(plan)].join('')) as Gantt;
      expect(project.project_id).toBe(plan.project.id);
      const phases = new Map(plan.phases.map(({ id, name }) => [id, name]));
      const packages = new Map(plan.packages.map(({ id, name }) => [id, name]));
      const wanted = plan.tasks.map((task) => ({
        task_id: task.id,
        name: task.name,
        start: task.startDate ?? task.earlyStart ?? task.endDate,
        end: task.endDate ?? task.earlyFinish ?? task.startDate ?? task.earlyStart,
        status: task.status,
        phase: phases.get(task.phaseId),
        work_package: task.workPackageId === null ? null : packages.get(task.workPackageId),
        dependencies: plan.links
          .filter(({ to }) => to === task.id)
          .map(({ from, type, lagDays }) => ({ type: LINK_LETTERS[type], task_id: from, lag: lagDays })),
      }));
      const byId = new Map(timeline.map((bar) => [bar.task_id, bar]));
      expect(timeline).toHaveLength(plan.tasks.length);
      for (const each of wanted) expect(byId.get(each.task_id)).toMatchObject(each);
    }),
    { numRuns: 200 },
  );
});
