import { WorkState, LINK_TYPES, TaskFlag, type PlanFacts } from '../schedule/remaining-work/plan-facts.ts';
import { pathInOrder } from '../schedule/remaining-work/longest-path.ts';
import { scheduleProject, type ProjectSchedule } from '../schedule/remaining-work/project-schedule.ts';
import type { PlanTopology } from '../schedule/remaining-work/plan-topology.ts';
import type { ScheduleRules } from '../schedule/remaining-work/schedule-rules.ts';
import type { DayAxis } from '../schedule/remaining-work/day-axis.ts';
import { plannedDuration } from '../schedule/remaining-work/work-spans.ts';
import { changePlan, NO_CHANGE, type PlanChange } from '../schedule/preview/plan-change.ts';
import { MOST_CANDIDATES } from './answer-schema.ts';
import type { Compression } from './offered.ts';

/** The share of a task's duration, or of the shorter of two tasks, by which a candidate compresses: a quarter. */
const SHARE = 4;
/** Candidates that are computed: each costs a pass over the plan. */
const MOST_TRIED = 40;

export interface CompressedPlan {
  readonly plan: PlanFacts;
  readonly axis: DayAxis;
  readonly rules: ScheduleRules;
  readonly topology: PlanTopology;
}

/**
 * Ways to shorten the critical path, each alone, with the working days that the project finishes earlier by it: a task of
 * the longest path takes a quarter less (crashing), or a finish-to-start dependency that drives it lets the two tasks overlap by
 * a quarter of the shorter one (fast tracking; PMI, Practice Standard for Scheduling). Those that gain nothing are left out,
 * as where a second path is as long.
 * @returns at most 12, those that gain most first; none for a plan without a schedule.
 */
export function compressionsOf(compressed: CompressedPlan): Compression[] {
  const { plan, axis, rules, topology } = compressed;
  const { schedule } = scheduleProject(plan, axis, rules, topology);
  if (schedule === null) return [];
  const found: Compression[] = [];
  for (const { candidate, change } of possible(compressed, schedule).slice(0, MOST_TRIED)) {
    const changed = changePlan(plan, change, axis);
    const after = scheduleProject(changed, axis, rules).schedule;
    const daysSaved = after === null ? 0 : schedule.lengthDays - after.lengthDays;
    if (daysSaved > 0) found.push({ ...candidate, daysSaved });
  }
  return found.sort((a, b) => b.daysSaved - a.daysSaved).slice(0, MOST_CANDIDATES);
}

interface Possible {
  readonly candidate: Compression;
  readonly change: PlanChange;
}

/** Those that gain most come first, so that the bound leaves out the least. */
function possible(compressed: CompressedPlan, schedule: ProjectSchedule): Possible[] {
  const path = pathInOrder(schedule);
  const all = [
    ...path.flatMap((n) => shortened(compressed, n)),
    ...drivingLinks(compressed.plan, schedule).flatMap((k) => overlapped(compressed, k)),
  ];
  return all.sort((a, b) => gainOf(b.candidate) - gainOf(a.candidate));
}

function gainOf({ before, after }: Compression): number {
  return before - after;
}

function shortened({ plan: { tasks }, axis }: CompressedPlan, n: number): Possible[] {
  if ((tasks.flags[n]! & TaskFlag.MANUAL) !== 0) return [];
  const before = plannedDuration(tasks, n, axis);
  const after = before - Math.floor(before / SHARE);
  if (after === before) return [];
  const taskId = tasks.ids[n]!;
  const candidate = { action: 'shorten_task', taskId, before, after, daysSaved: 0 } as const;
  return [{ candidate, change: { ...NO_CHANGE, tasks: [{ taskId, durationDays: after }] } }];
}

/** Dependencies between open tasks of the longest path that hold it where it is. */
function drivingLinks({ links }: PlanFacts, { onLongestPath, driving, network }: ProjectSchedule): number[] {
  return links.ids.flatMap((_, k) => {
    const [from, to] = [links.from[k]!, links.to[k]!];
    const isOnPath = onLongestPath[from] === 1 && onLongestPath[to] === 1 && driving[k] === 1;
    const isAhead =
      network.state[from] === WorkState.NOT_STARTED && network.state[to] === WorkState.NOT_STARTED;
    return isOnPath && isAhead && links.type[k] === 0 ? [k] : [];
  });
}

function overlapped({ plan: { tasks, links }, axis }: CompressedPlan, k: number): Possible[] {
  const [from, to] = [links.from[k]!, links.to[k]!];
  const shorter = Math.min(plannedDuration(tasks, from, axis), plannedDuration(tasks, to, axis));
  const lead = Math.floor(shorter / SHARE);
  if (lead === 0) return [];
  const dependencyId = links.ids[k]!;
  const [predecessorId, successorId] = [tasks.ids[from]!, tasks.ids[to]!];
  const before = links.lag[k]!;
  const after = before - lead;
  const candidate = {
    action: 'overlap_tasks',
    dependencyId,
    predecessorId,
    successorId,
    before,
    after,
    daysSaved: 0,
  } as const;
  const link = { id: 'tried', predecessorId, successorId, type: LINK_TYPES[0], lagDays: after };
  return [{ candidate, change: { ...NO_CHANGE, addLinks: [link], removeLinkIds: [dependencyId] } }];
}
