import { DependencyType } from '../../enums.ts';
import { eachInSteps, type Steps } from '../../in-steps.ts';
import { requireCount } from '../plan-check.ts';
import type { PlanLink } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { childrenOf, fieldOf, isSet, type XmlElement } from '../xml-element.ts';
import type { MspdiDays } from './mspdi-days.ts';
import { numberOf } from './mspdi-file.ts';
import { placeOf, type Outline } from './mspdi-outline.ts';

/** By the number that the format writes. */
export const MSPDI_LINK_TYPES = [
  DependencyType.FINISH_TO_FINISH,
  DependencyType.FINISH_TO_START,
  DependencyType.START_TO_FINISH,
  DependencyType.START_TO_START,
] as const;

/** Formats of a lag that count round the clock, and that are a share of the predecessor's duration. */
const ELAPSED = new Set([4, 6, 8, 10, 12, 20]);
const PERCENT = new Set([19, 20]);
/** Added to a format whose value is an estimate; the unit is the same. */
const ESTIMATED = 32;
const MINUTES_OF_A_DAY = 1_440;
const MOST_LAG = 3_650;
const SPREAD = 'a link of a summary stands for links of the tasks under it';

interface Links {
  readonly outline: Outline;
  readonly days: MspdiDays;
  readonly warnings: PlanWarnings;
  /** Working days of the leaves, by their numbers. */
  readonly durations: ReadonlyMap<string, number>;
}

/**
 * The links between tasks. One of a summary stands for links of all the tasks under it; two tasks have one link, the first.
 * Lags are whole working days: parts of a day are rounded, shares are of the predecessor's duration, elapsed time counts
 * as working time, each with a warning.
 * @param tasks all of the file, summaries too.
 * @throws PitError LIMIT_EXCEEDED where summaries would stand for too many.
 */
export function* linksOf(tasks: readonly XmlElement[], links: Links): Steps<PlanLink[]> {
  const made = new Map<string, PlanLink>();
  const known = new Set<string>();
  yield* eachInSteps(links.outline.leaves, ({ uid }) => known.add(uid));
  yield* eachInSteps(endsOf(tasks, links, known), (end) => {
    if (end !== null) keepOne(end, links.warnings, made);
  });
  return [...made.values()];
}

/** Each pair of tasks that a link of the file stands for. */
interface End extends PlanLink {
  /** Whether it is one of several that stand for one link. */
  readonly isSpread: boolean;
}

/**
 * One by one, since a link of two summaries stands for as many as a plan may have; null for one that leads nowhere, which is work as well.
 * @throws PitError LIMIT_EXCEEDED.
 */
function* endsOf(
  tasks: readonly XmlElement[],
  links: Links,
  known: ReadonlySet<string>,
): Generator<End | null> {
  const count = new NamedLinks();
  for (const task of tasks) {
    const named = childrenOf(task, 'PredecessorLink');
    if (named.length === 0) continue;
    const successors = leavesOf(fieldOf(task, 'UID') ?? '', links.outline, known);
    if (successors.length === 0) continue;
    for (const link of named) yield* spread(link, { task, successors, known }, links, count);
  }
}

/** Counts links before they are made: a thousand tasks after a thousand are a million, and so are they named again and again. */
class NamedLinks {
  private count = 0;

  /** @throws PitError LIMIT_EXCEEDED for twice as many as a plan has: a file may name some twice. */
  add(more: number): void {
    this.count += more;
    requireCount('links', Math.ceil(this.count / 2));
  }
}

interface Successors {
  readonly task: XmlElement;
  readonly successors: readonly string[];
  readonly known: ReadonlySet<string>;
}

function* spread(
  link: XmlElement,
  { task, successors, known }: Successors,
  links: Links,
  count: NamedLinks,
): Generator<End | null> {
  const { warnings, outline } = links;
  const where = placeOf(task);
  const uid = fieldOf(link, 'PredecessorUID') ?? '';
  const predecessors = isSet(link, 'CrossProject') ? [] : leavesOf(uid, outline, known);
  if (predecessors.length === 0) {
    warnings.add(PlanWarningKind.LINK, where, `a link to the unknown task ${uid.slice(0, 40)} is left out`);
    count.add(1);
    yield null;
    return;
  }
  const isSpread = predecessors.length * successors.length > 1 || outline.summaries.has(uid);
  if (isSpread) warnings.add(PlanWarningKind.LINK, where, SPREAD);
  count.add(predecessors.length * successors.length);
  const type = typeOf(link);
  for (const predecessorKey of predecessors) {
    const lagDays = lagOf(link, links.durations.get(predecessorKey) ?? 0, where, links);
    for (const successorKey of successors)
      yield { predecessorKey, successorKey, type, lagDays, where, isSpread };
  }
}

/** Two tasks have one link, the first that the file names. @throws PitError LIMIT_EXCEEDED. */
function keepOne({ isSpread, ...link }: End, warnings: PlanWarnings, made: Map<string, PlanLink>): void {
  const { predecessorKey, successorKey, where } = link;
  if (predecessorKey === successorKey) return;
  const pair = `${predecessorKey} ${successorKey}`;
  if (!made.has(pair)) {
    made.set(pair, link);
    requireCount('links', made.size);
  } else if (!isSpread)
    warnings.add(PlanWarningKind.LINK, where, 'a second link to the same task is left out');
}

function typeOf(link: XmlElement): DependencyType {
  return MSPDI_LINK_TYPES[numberOf(link, 'Type') ?? 1] ?? DependencyType.FINISH_TO_START;
}

function leavesOf(uid: string, { leaves, summaries }: Outline, known: ReadonlySet<string>): string[] {
  const range = summaries.get(uid);
  if (range === undefined) return known.has(uid) ? [uid] : [];
  return leaves.slice(range.from, range.to).map((leaf) => leaf.uid);
}

/** Working days of a lag, by the unit in which it is written. */
function lagOf(link: XmlElement, duration: number, where: string, { days, warnings }: Links): number {
  const lag = numberOf(link, 'LinkLag') ?? 0;
  if (lag === 0) return 0;
  const written = numberOf(link, 'LagFormat') ?? 7;
  const format = written > ESTIMATED ? written - ESTIMATED : written;
  const isElapsed = ELAPSED.has(format);
  const minutes = lag / 10;
  const perDay = isElapsed ? MINUTES_OF_A_DAY : days.minutesPerDay;
  const exact = PERCENT.has(format) ? (duration * lag) / 100 : minutes / perDay;
  if (isElapsed) warnings.add(PlanWarningKind.LINK, where, 'elapsed time of a lag counts as working time');
  if (PERCENT.has(format))
    warnings.add(
      PlanWarningKind.LINK,
      where,
      `a lag of ${lag} percent of the predecessor's duration becomes ${Math.round(exact)} days`,
    );
  const whole = Math.round(exact);
  if (Math.abs(whole - exact) > 1e-9)
    warnings.add(PlanWarningKind.LINK, where, `a lag of ${exact.toFixed(2)} days is rounded to ${whole}`);
  if (Math.abs(whole) <= MOST_LAG) return whole === 0 ? 0 : whole;
  warnings.add(PlanWarningKind.LINK, where, `a lag of ${whole} days is cut to ${MOST_LAG}`);
  return Math.sign(whole) * MOST_LAG;
}
