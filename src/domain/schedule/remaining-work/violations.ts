import { NO_DAY, type DayAxis } from './day-axis.ts';
import { CONSTRAINT_KINDS, TaskFlag, WorkState, type ConstraintKind, type PlanFacts } from './plan-facts.ts';
import { LinkEffect, type RemainingNetwork } from './remaining-network.ts';
import type { ScheduleTimes } from './schedule-passes.ts';

/** What a schedule cannot keep: a link into a fixed task, a constraint, the deadline, or a manual start gone by. */
export type ViolationKind = 'link' | 'deadline' | 'manual_start' | Exclude<ConstraintKind, 'asap'>;

export interface ScheduleViolation {
  readonly kind: ViolationKind;
  /** Number of the task. */
  readonly task: number;
  /** Number of the link; null unless the kind is `link`. */
  readonly link: number | null;
  /** By how many working days. */
  readonly days: number;
}

/**
 * Everything that the schedule cannot keep, by task and then by kind. Links are kept by construction except those into
 * fixed tasks; snet and fnet always are.
 */
export function findViolations(
  plan: PlanFacts,
  axis: DayAxis,
  network: RemainingNetwork,
  times: ScheduleTimes,
): ScheduleViolation[] {
  const found: ScheduleViolation[] = [];
  for (let task = 0; task < network.taskCount; task += 1) {
    if (network.state[task] === WorkState.COMPLETED || !isRuled(plan, task)) continue;
    for (const [kind, days] of lateness({ plan, axis, network, times }, task)) {
      if (days > 0) found.push({ kind, task, link: null, days });
    }
  }
  return [...found, ...brokenLinks(network, times)].sort((a, b) => a.task - b.task);
}

/** Whether the task has anything of its own to keep; most have not. */
function isRuled({ tasks }: PlanFacts, n: number): boolean {
  return tasks.flags[n] !== 0 || tasks.constraint[n] !== 0 || tasks.deadline[n] !== NO_DAY;
}

interface Sources {
  readonly plan: PlanFacts;
  readonly axis: DayAxis;
  readonly network: RemainingNetwork;
  readonly times: ScheduleTimes;
}

function lateness({ plan: { tasks }, axis, network, times }: Sources, n: number): [ViolationKind, number][] {
  const late: [ViolationKind, number][] = [];
  const finish = times.earlyFinish[n]!;
  const hasBegun = network.state[n] === WorkState.UNDER_WAY;
  if (tasks.deadline[n] !== NO_DAY) late.push(['deadline', finish - axis.indexAfter(tasks.deadline[n]!)]);
  if ((tasks.flags[n]! & TaskFlag.MANUAL) !== 0 && !hasBegun && network.start[n] !== NO_DAY) {
    late.push(['manual_start', times.earlyStart[n]! - network.start[n]!]);
  }
  const day = tasks.constraintDay[n]!;
  if (day === NO_DAY) return late;
  const kind = CONSTRAINT_KINDS[tasks.constraint[n]!];
  if (kind === 'fnlt' || kind === 'mfo') late.push([kind, finish - axis.indexAfter(day)]);
  if (!hasBegun && (kind === 'snlt' || kind === 'mso')) {
    late.push([kind, times.earlyStart[n]! - axis.indexOf(day)]);
  }
  return late;
}

function brokenLinks(network: RemainingNetwork, { earlyStart }: ScheduleTimes): ScheduleViolation[] {
  const { from, to, effect, weight, fixed } = network;
  const broken: ScheduleViolation[] = [];
  for (let k = 0; k < from.length; k += 1) {
    if (effect[k] === LinkEffect.NONE || fixed[to[k]!] === 0) continue;
    const needed = weight[k]! + (effect[k] === LinkEffect.ARC ? earlyStart[from[k]!]! : 0);
    if (needed > earlyStart[to[k]!]!) {
      broken.push({ kind: 'link', task: to[k]!, link: k, days: needed - earlyStart[to[k]!]! });
    }
  }
  return broken;
}
