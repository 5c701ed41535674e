import { toDayNumber } from '../../civil-date.ts';
import type { DayAxis } from './day-axis.ts';
import { WorkState, type LinkColumns, type PlanFacts } from './plan-facts.ts';
import type { ScheduleRules } from './schedule-rules.ts';
import { taskBounds, type TaskBounds } from './task-bounds.ts';
import { workSpans, type WorkSpans } from './work-spans.ts';

/** What a link asks: nothing; of two starts (an arc); or of one start, since its predecessor's date is known (a bound). */
export const LinkEffect = { NONE: 0, ARC: 1, BOUND: 2 } as const;

/**
 * The work that remains of a plan: node n is what is left to do of task n and R(n) its start, in working days from the
 * origin of the axis; spans are half-open. Completed tasks are no nodes of it.
 */
export interface RemainingNetwork extends WorkSpans, TaskBounds {
  readonly taskCount: number;
  readonly state: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** `LinkEffect` of each link. */
  readonly effect: Uint8Array;
  /** Of an arc the least R(to) - R(from), of a bound the least R(to). */
  readonly weight: Int32Array;
}

/**
 * Builds the network of the remaining work. With rem the remaining days, l the lag, AS and AF the actual start and
 * finish of the predecessor i, a link to an open task j asks R(j) to be at least:
 *
 * | predecessor | FS | SS | FF | SF |
 * |---|---|---|---|---|
 * | not started | R(i) + rem(i) + l | R(i) + l | R(i) + rem(i) - rem(j) + l | R(i) + l - rem(j) |
 * | under way | as above | AS + l | as above | AS + l - rem(j) |
 * | completed | AF + l | AS + l | AF + l - rem(j) | AS + l - rem(j) |
 *
 * Once j is under way, SS asks nothing; nor does FS under progress override, while retained logic keeps it (AACE 49R-06;
 * PMI, Practice Standard for Scheduling).
 * @param axis numbers the days; its origin is where the indices of the result count from.
 */
export function remainingNetwork(plan: PlanFacts, axis: DayAxis, rules: ScheduleRules): RemainingNetwork {
  const { tasks, links } = plan;
  const dataIndex = axis.indexOf(toDayNumber(rules.dataDate));
  const spans = workSpans(tasks, axis, dataIndex);
  const { projectStart } = rules;
  const earliest =
    projectStart === null ? dataIndex : Math.max(dataIndex, axis.indexOf(toDayNumber(projectStart)));
  const nodes = { ...spans, ...taskBounds(tasks, spans, axis, earliest), state: tasks.state };
  return {
    ...nodes,
    taskCount: tasks.ids.length,
    from: links.from,
    to: links.to,
    ...linkDemands(links, nodes, rules.outOfSequence === 'progress_override'),
  };
}

type Nodes = Pick<RemainingNetwork, 'state' | 'remaining' | 'actualStart' | 'actualFinish'>;

const [FS, SS] = [0, 1];

function linkDemands(
  links: LinkColumns,
  nodes: Nodes,
  isOverridden: boolean,
): Pick<RemainingNetwork, 'effect' | 'weight'> {
  const effect = new Uint8Array(links.from.length);
  const weight = new Int32Array(links.from.length);
  for (let k = 0; k < effect.length; k += 1) {
    const successor = nodes.state[links.to[k]!]!;
    const type = links.type[k]!;
    if (successor === WorkState.COMPLETED) continue;
    if (successor === WorkState.UNDER_WAY && (type === SS || (type === FS && isOverridden))) continue;
    writeDemand(links, k, nodes, { effect, weight });
  }
  return { effect, weight };
}

/** FS and FF ask of the predecessor's finish, SS and SF of its start; FF and SF bind the successor's finish. */
function writeDemand(
  { from, to, type, lag }: LinkColumns,
  k: number,
  { state, remaining, actualStart, actualFinish }: Nodes,
  { effect, weight }: { effect: Uint8Array; weight: Int32Array },
): void {
  const i = from[k]!;
  const bindsFinish = type[k]! >= 2;
  const asksFinish = type[k] === FS || type[k] === 2;
  const offset = lag[k]! - (bindsFinish ? remaining[to[k]!]! : 0);
  const isKnown = state[i] === WorkState.COMPLETED || (state[i] === WorkState.UNDER_WAY && !asksFinish);
  effect[k] = isKnown ? LinkEffect.BOUND : LinkEffect.ARC;
  if (isKnown) weight[k] = offset + (asksFinish ? actualFinish[i]! : actualStart[i]!);
  else weight[k] = offset + (asksFinish ? remaining[i]! : 0);
}
