import fc from 'fast-check';
import { toDayNumber } from '../../../../src/domain/civil-date.ts';
import { WorkState } from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import {
  scheduleProject,
  type ProjectSchedule,
} from '../../../../src/domain/schedule/remaining-work/project-schedule.ts';
import { LinkEffect } from '../../../../src/domain/schedule/remaining-work/remaining-network.ts';
import { arcWeight, computeSchedule } from '../../../../src/domain/schedule/critical-path.ts';
import { DATA_DAY, freshPlans, packed, ruledPlans, runningPlans, type SmallPlan } from './arbitrary-plans.ts';
import { day, rulesAt, scheduled } from './plan-on-days.ts';

const RUNS = { numRuns: 400 };
const OVERRIDE = { outOfSequence: 'progress_override' } as const;
const rules = rulesAt(DATA_DAY);
const isOpen = ({ network }: ProjectSchedule, n: number): boolean => network.state[n] !== WorkState.COMPLETED;

/** What a link needs of the start of its successor, when it asks anything. */
function needed({ network, earlyStart }: ProjectSchedule, k: number): number {
  if (network.effect[k] === LinkEffect.NONE) return -Infinity;
  return network.weight[k]! + (network.effect[k] === LinkEffect.ARC ? earlyStart[network.from[k]!]! : 0);
}

test('without progress, and with a data date not after the start, the schedule is the plain critical path method', () => {
  fc.assert(
    fc.property(freshPlans, fc.nat(5), (plan, before) => {
      const facts = packed(plan);
      const schedule = scheduled(facts, rulesAt(-before));
      const durations = Int32Array.from(plan.tasks, (task) => task.durationDays ?? 0);
      const { from, to } = facts.links;
      const plain = computeSchedule({
        nodeCount: durations.length,
        durations,
        from,
        to,
        weights: from.map((i, k) =>
          arcWeight(plan.links[k]!.type, plan.links[k]!.lagDays, durations[i]!, durations[to[k]!]!),
        ),
        notBefore: facts.tasks.start.map((start) => Math.max(0, start - toDayNumber(day(0)))),
      });
      expect(schedule.earlyStart).toEqual(plain.earlyStart);
      expect(schedule.lateFinish).toEqual(plain.lateFinish);
      expect(schedule.totalSlack).toEqual(plain.totalFloat);
      expect(schedule.freeSlack).toEqual(plain.freeFloat);
      expect(schedule.critical).toEqual(plain.critical);
      expect(schedule.driving).toEqual(plain.driving);
      expect(schedule.networkEnd).toBe(plain.length);
    }),
    RUNS,
  );
});

test('open work respects the data date, its links and its own dates, and something holds it where it is', () => {
  fc.assert(
    fc.property(runningPlans, fc.boolean(), (plan, overrides) => {
      const schedule = scheduled(packed(plan), overrides ? { ...rules, ...OVERRIDE } : rules);
      const { earlyStart, network } = schedule;
      plan.tasks.forEach((_, n) => {
        if (!isOpen(schedule, n)) return;
        const demands = plan.links.flatMap((_link, k) => (network.to[k] === n ? needed(schedule, k) : []));
        expect(earlyStart[n]).toBe(Math.max(network.notBefore[n]!, ...demands));
        expect(network.notBefore[n]).toBeGreaterThanOrEqual(DATA_DAY);
      });
    }),
    RUNS,
  );
});

test('completed work stands where it was done, has no slack and holds nothing', () => {
  fc.assert(
    fc.property(runningPlans, (plan) => {
      const schedule = scheduled(packed(plan), rules);
      plan.tasks.forEach((_, n) => {
        if (isOpen(schedule, n)) return;
        expect(schedule.earlyFinish[n]).toBeLessThanOrEqual(DATA_DAY + 1);
        expect([schedule.totalSlack[n], schedule.lateStart[n]]).toEqual([NaN, NaN]);
        expect([schedule.critical[n], schedule.onLongestPath[n]]).toEqual([0, 0]);
      });
      const open = [...schedule.earlyFinish].filter((_, n) => isOpen(schedule, n));
      expect(schedule.networkEnd).toBe(Math.max(...open));
    }),
    RUNS,
  );
});

test('with all tasks completed the finish is the last actual one', () => {
  fc.assert(
    fc.property(runningPlans, fc.array(fc.nat(DATA_DAY), { minLength: 14, maxLength: 14 }), (plan, days) => {
      const completed = plan.tasks.map((task, n) => ({
        ...task,
        state: WorkState.COMPLETED,
        actualStart: null,
        actualFinish: day(days[n]!),
      }));
      const schedule = scheduled(packed({ ...plan, tasks: completed }), rules);
      expect(schedule.forecastFinish).toBe(day(Math.max(...days.slice(0, completed.length))));
      expect(schedule.criticalCount).toBe(0);
    }),
    RUNS,
  );
});

/** The same plan after one open task got further: begun, more percent, or completed. */
function advanced(plan: SmallPlan, n: number, step: number): SmallPlan {
  const tasks = plan.tasks.map((task, at) => {
    if (at !== n || task.state === WorkState.COMPLETED) return task;
    const actualStart = task.actualStart ?? day(DATA_DAY);
    const progress = Math.min(99, (task.progress ?? 0) + step);
    if (step < 90) return { ...task, state: WorkState.UNDER_WAY, actualStart, progress };
    return { ...task, state: WorkState.COMPLETED, actualStart, progress: 100, actualFinish: day(DATA_DAY) };
  });
  return { ...plan, tasks };
}

test('more progress never delays anybody', () => {
  fc.assert(
    fc.property(runningPlans, fc.nat(13), fc.nat(99), fc.boolean(), (plan, n, step, overrides) => {
      const under = overrides ? { ...rules, ...OVERRIDE } : rules;
      const before = scheduled(packed(plan), under);
      const after = scheduled(packed(advanced(plan, n % plan.tasks.length, step)), under);
      after.earlyFinish.forEach((finish, at) => {
        // What is done today ends today, which is a day's end where no day's work was left.
        const floor = isOpen(after, at) ? 0 : DATA_DAY + 1;
        expect(finish).toBeLessThanOrEqual(Math.max(before.earlyFinish[at]!, floor));
      });
    }),
    RUNS,
  );
});

test('progress override never finishes later than retained logic', () => {
  fc.assert(
    fc.property(runningPlans, (plan) => {
      const retained = scheduled(packed(plan), rules);
      const overridden = scheduled(packed(plan), { ...rules, ...OVERRIDE });
      overridden.earlyFinish.forEach((finish, n) =>
        expect(finish).toBeLessThanOrEqual(retained.earlyFinish[n]!),
      );
    }),
    RUNS,
  );
});

test('a critical path always exists against the network’s own end, and the longest path is part of it', () => {
  fc.assert(
    fc.property(runningPlans, (plan) => {
      const schedule = scheduled(packed(plan), rules);
      const openCount = plan.tasks.filter((_, n) => isOpen(schedule, n)).length;
      expect(schedule.criticalCount > 0).toBe(openCount > 0);
      schedule.onLongestPath.forEach((flag, n) => flag === 1 && expect(schedule.critical[n]).toBe(1));
      expect(schedule.onLongestPath.includes(1)).toBe(openCount > 0);
    }),
    RUNS,
  );
});

test('modes, constraints and deadlines: dates hold or are told as violated, by as many days', () => {
  fc.assert(
    fc.property(ruledPlans, (plan) => {
      const schedule = scheduled(packed(plan), rules);
      const { network, earlyStart, earlyFinish, violations } = schedule;
      plan.tasks.forEach((_, n) => {
        if (!isOpen(schedule, n)) return;
        const demands = plan.links.flatMap((_link, k) => (network.to[k] === n ? needed(schedule, k) : []));
        const own = network.notBefore[n]!;
        expect(earlyStart[n]).toBe(network.fixed[n] === 1 ? own : Math.max(own, ...demands));
        const ofTask = violations.filter((violation) => violation.task === n);
        const worst = Math.max(0, ...ofTask.flatMap(({ kind, days }) => (kind === 'link' ? days : [])));
        expect(worst).toBe(Math.max(0, Math.max(...demands) - earlyStart[n]!));
        const isLate = ofTask.some(({ kind }) => kind !== 'link' && kind !== 'manual_start');
        expect(isLate).toBe(earlyFinish[n]! > network.notAfter[n]!);
        expect(schedule.lateFinish[n]).toBeLessThanOrEqual(network.notAfter[n]!);
      });
    }),
    RUNS,
  );
});

test('total slack is how far work may slip before the finish does, in a plan in progress', () => {
  fc.assert(
    fc.property(runningPlans, fc.nat(), (plan, seed) => {
      const schedule = scheduled(packed(plan), rules);
      const n = seed % plan.tasks.length;
      if (!isOpen(schedule, n) || isUnderWay(schedule, n)) return;
      const slack = schedule.totalSlack[n]!;
      const slipped = (days: number): number => {
        const start = day(schedule.earlyStart[n]! + days);
        const tasks = plan.tasks.map((task, at) => (at === n ? { ...task, start } : task));
        return scheduled(packed({ ...plan, tasks }), rules).networkEnd;
      };
      expect(slipped(slack)).toBe(schedule.networkEnd);
      expect(slipped(slack + 1)).toBe(schedule.networkEnd + 1);
    }),
    RUNS,
  );
});

/** Work under way does not wait for its planned start, so it cannot be made to slip by one. */
const isUnderWay = ({ network }: ProjectSchedule, n: number): boolean =>
  network.state[n] === WorkState.UNDER_WAY;

test('a cycle is told with its path, and there is no schedule', () => {
  fc.assert(
    fc.property(runningPlans, fc.integer({ min: 2, max: 6 }), (plan, length) => {
      const ring = Array.from({ length }, (_, n) => ({ id: `r${n}`, durationDays: 1 }));
      const links = ring.map((task, n) => ({
        id: `k${n}`,
        predecessorId: task.id,
        successorId: `r${(n + 1) % length}`,
        type: plan.links[0]?.type ?? 'finish_to_start',
        lagDays: 0,
      }));
      const facts = packed({ tasks: [...plan.tasks, ...ring], links: [...plan.links, ...links] });
      const { axis } = scheduled(packed(plan), rules);
      const { cycle, schedule } = scheduleProject(facts, axis, rules);
      expect(schedule).toBeNull();
      const ids = cycle!.map((n) => facts.tasks.ids[n]!);
      expect(ids.at(-1)).toBe(ids[0]);
      expect(new Set(ids).size).toBe(length);
      ids.slice(1).forEach((id, at) => expect(id).toBe(`r${(Number(ids[at]!.slice(1)) + 1) % length}`));
    }),
  );
});
