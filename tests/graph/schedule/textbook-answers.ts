import { DependencyType } from '../../../src/domain/enums.ts';
import type { PlannedLink, PlannedTask } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import type { Answer } from '../../domain/schedule/remaining-work/oracle-plans.ts';

/** A network of finish-to-start links without lag. */
interface FinishToStart {
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
}

/**
 * The critical path method as a textbook has it, forwards and backwards by recursion over objects: nothing of it is shared
 * with the engine. PSPLIB tells sums for a network; this tells the same for each activity.
 */
export function textbookAnswers({ tasks, links }: FinishToStart): ReadonlyMap<string, Answer> {
  const duration = new Map(tasks.map(({ id, durationDays }) => [id, durationDays ?? NaN]));
  const before = (id: string) => links.flatMap((link) => (link.successorId === id ? link.predecessorId : []));
  const after = (id: string) => links.flatMap((link) => (link.predecessorId === id ? link.successorId : []));
  const finish = remembered((id, ask): number => {
    return Math.max(0, ...before(id).map(ask)) + duration.get(id)!;
  });
  const end = Math.max(...tasks.map(({ id }) => finish(id)));
  const start = (id: string): number => finish(id) - duration.get(id)!;
  const latest = remembered((id, ask): number => {
    return Math.min(end, ...after(id).map((next) => ask(next) - duration.get(next)!));
  });
  return new Map(
    tasks.map(({ id }): [string, Answer] => {
      const [es, ef, lf] = [start(id), finish(id), latest(id)];
      const free = Math.min(end, ...after(id).map(start)) - ef;
      return [id, { es, ef, ls: lf - duration.get(id)!, lf, total: lf - ef, free }];
    }),
  );
}

function remembered(compute: (id: string, ask: (id: string) => number) => number): (id: string) => number {
  const known = new Map<string, number>();
  const ask = (id: string): number => {
    const value = known.get(id) ?? compute(id, ask);
    known.set(id, value);
    return value;
  };
  return ask;
}

/** Each link as one of another type that asks the same: from start, to finish, or both, with the durations as its lag. */
export function reencoded({ tasks, links }: FinishToStart): FinishToStart {
  const duration = new Map(tasks.map(({ id, durationDays }) => [id, durationDays ?? NaN]));
  return {
    tasks,
    links: links.map((link, k) => {
      const [from, to] = [duration.get(link.predecessorId)!, duration.get(link.successorId)!];
      const others = [
        { type: DependencyType.START_TO_START, lagDays: from },
        { type: DependencyType.FINISH_TO_FINISH, lagDays: to },
        { type: DependencyType.START_TO_FINISH, lagDays: from + to },
      ];
      return { ...link, ...others[k % others.length]! };
    }),
  };
}

/**
 * Two tasks have one dependency at most here, as the tables were specified. Of several the further ones go by a milestone
 * between the two, which asks the same of the successor; what they ask of free slack, they then ask of the milestone.
 */
export function oneLinkForPair<P extends FinishToStart & { readonly answers: ReadonlyMap<string, Answer> }>(
  plan: P,
): P {
  const pairs = new Set<string>();
  const answers = new Map(plan.answers);
  const milestones: PlannedTask[] = [];
  const links = plan.links.flatMap((link): PlannedLink[] => {
    const { predecessorId, successorId, type, lagDays } = link;
    const pair = `${predecessorId} ${successorId}`;
    if (!pairs.has(pair)) {
      pairs.add(pair);
      return [link];
    }
    const id = `between ${pair} ${milestones.length}`;
    milestones.push({ id, durationDays: 0 });
    answers.set(predecessorId, { ...answers.get(predecessorId)!, free: null });
    const isFromFinish = type === 'finish_to_start' || type === 'finish_to_finish';
    const isToStart = type === 'finish_to_start' || type === 'start_to_start';
    const [first, second] = [
      isFromFinish ? DependencyType.FINISH_TO_START : DependencyType.START_TO_START,
      isToStart ? DependencyType.FINISH_TO_START : DependencyType.FINISH_TO_FINISH,
    ];
    return [
      { id: `${id} 1`, predecessorId, successorId: id, type: first, lagDays },
      { id: `${id} 2`, predecessorId: id, successorId, type: second, lagDays: 0 },
    ];
  });
  return { ...plan, tasks: [...plan.tasks, ...milestones], links, answers };
}
