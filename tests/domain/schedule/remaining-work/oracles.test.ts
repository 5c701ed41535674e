import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import {
  packPlan,
  type PlannedLink,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import type { ProjectSchedule } from '../../../../src/domain/schedule/remaining-work/project-schedule.ts';
import { DependencyType } from '../../../../src/domain/enums.ts';
import { mspdiPlans } from './mspdi-plans.ts';
import { minutePlan, psplibPlans, wholeDayPlans, type Answer, type OraclePlan } from './oracle-plans.ts';
import { rulesAt, scheduled } from './plan-on-days.ts';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

test('all 48 PSPLIB networks, three whole-day plans and two MSPDI files are here', () => {
  expect([psplibPlans().length, wholeDayPlans().length, mspdiPlans().length]).toEqual([48, 3, 2]);
});

test.each(psplibPlans())('%s: length, critical count and slacks', (_, known) => {
  const { tasks, links, mpmTime, length, criticalCount, totalSlack, freeSlack } = known;
  const schedule = scheduled(packPlan(tasks, links), rulesAt(0));
  expect(mpmTime).toBe(length);
  expect({
    length: schedule.networkEnd,
    criticalCount: schedule.criticalCount,
    totalSlack: sum(schedule.totalSlack),
    freeSlack: sum(schedule.freeSlack),
  }).toEqual({ length, criticalCount, totalSlack, freeSlack });
});

/** The schedule on the first day of a plan, before anything has happened. */
function scheduleOf({ calendar, start, tasks, links }: Omit<OraclePlan, 'answers'>): ProjectSchedule {
  return scheduled(
    packPlan(tasks, links),
    rulesAt(0, { dataDate: start, projectStart: start }),
    new WorkCalendar(calendar),
  );
}

function answersOf(schedule: ProjectSchedule, { tasks, answers }: OraclePlan): Map<string, Answer> {
  return new Map(
    tasks.map(({ id }, n) => [
      id,
      {
        es: schedule.earlyStart[n]!,
        ef: schedule.earlyFinish[n]!,
        ls: schedule.lateStart[n]!,
        lf: schedule.lateFinish[n]!,
        total: schedule.totalSlack[n]!,
        free: answers.get(id)?.free === null ? null : schedule.freeSlack[n]!,
      },
    ]),
  );
}

const projectPlans = [...wholeDayPlans(), ...mspdiPlans()];

test.each(projectPlans)('%s: as Microsoft Project computed it', (_, plan) => {
  expect(answersOf(scheduleOf(plan), plan)).toEqual(plan.answers);
});

test('mpxj__sf259.json: as Microsoft Project computed it, by minutes', () => {
  const plan = minutePlan();
  expect(answersOf(scheduleOf(plan), plan)).toEqual(plan.answers);
});

describe('a finish-to-start link written as another type', () => {
  const durations = (tasks: readonly PlannedTask[]): Map<string, number> =>
    new Map(tasks.map((task) => [task.id, task.durationDays ?? 0]));
  const { START_TO_START, FINISH_TO_FINISH, START_TO_FINISH, FINISH_TO_START } = DependencyType;

  /** The same demand in terms of other ends of the two tasks. */
  function rewritten(
    plan: { tasks: readonly PlannedTask[]; links: readonly PlannedLink[] },
    type: DependencyType,
  ) {
    const days = durations(plan.tasks);
    return plan.links.map((link) => {
      const [own, next] = [days.get(link.predecessorId) ?? 0, days.get(link.successorId) ?? 0];
      const extra = { [START_TO_START]: own, [FINISH_TO_FINISH]: next, [START_TO_FINISH]: own + next }[
        type as string
      ];
      if (link.type !== FINISH_TO_START) return link;
      return { ...link, type, lagDays: link.lagDays + (extra ?? 0) };
    });
  }

  test.each([START_TO_START, FINISH_TO_FINISH, START_TO_FINISH])('%s changes nothing', (type) => {
    const plans = [
      ...psplibPlans().map(([, plan]) => ({
        ...plan,
        calendar: { weekdays: [1], holidays: [] },
        start: '2024-01-01',
      })),
      ...projectPlans.map(([, plan]) => plan),
    ];
    for (const plan of plans) {
      const { earlyStart, lateStart, freeSlack, driving } = scheduleOf({
        ...plan,
        links: rewritten(plan, type),
      });
      expect({ earlyStart, lateStart, freeSlack, driving }).toEqual(
        expect.objectContaining(pick(scheduleOf(plan))),
      );
    }
  });

  const pick = ({ earlyStart, lateStart, freeSlack, driving }: ProjectSchedule) => ({
    earlyStart,
    lateStart,
    freeSlack,
    driving,
  });
});
