import { DependencyType } from '../../enums.ts';
import type { FileDays } from '../file-days.ts';
import { eachInSteps, type Steps } from '../../in-steps.ts';
import type { PlanLink } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { XerRow } from './xer-file.ts';
import { keyOfTask, placeOfTask } from './xer-tasks.ts';

const TYPES: Readonly<Record<string, DependencyType | undefined>> = {
  PR_FS: DependencyType.FINISH_TO_START,
  PR_SS: DependencyType.START_TO_START,
  PR_FF: DependencyType.FINISH_TO_FINISH,
  PR_SF: DependencyType.START_TO_FINISH,
};
const MOST_LAG = 3_650;

interface XerLinks {
  /** The kept tasks, by their numbers. */
  readonly tasks: ReadonlyMap<string, XerRow>;
  readonly daysOf: (row: XerRow) => FileDays;
  readonly warnings: PlanWarnings;
}

/** The links between kept tasks; two have one, the first. Lags are hours of the predecessor's calendar, rounded to days. */
export function* linksOfXer(
  rows: Iterable<XerRow>,
  { tasks, daysOf, warnings }: XerLinks,
): Steps<PlanLink[]> {
  const made = new Map<string, PlanLink>();
  yield* eachInSteps(rows, (row) => {
    const [id, other] = [row.text('task_id') ?? '', row.text('pred_task_id') ?? ''];
    const [successor, predecessor] = [tasks.get(id), tasks.get(other)];
    // What belongs to another project of the file, or was left out, has been told.
    if (successor === undefined) return;
    const where = placeOfTask(successor);
    if (predecessor === undefined) {
      warnings.add(
        PlanWarningKind.LINK,
        where,
        `a link to the unknown task ${other.slice(0, 40)} is left out`,
      );
      return;
    }
    const pair = `${other} ${id}`;
    if (made.has(pair))
      warnings.add(PlanWarningKind.LINK, where, 'a second link to the same task is left out');
    if (made.has(pair) || id === other) return;
    made.set(pair, {
      predecessorKey: keyOfTask(predecessor),
      successorKey: keyOfTask(successor),
      type: TYPES[row.text('pred_type') ?? 'PR_FS'] ?? DependencyType.FINISH_TO_START,
      lagDays: lagOf(row.number('lag_hr_cnt') ?? 0, daysOf(predecessor), where, warnings),
      where,
    });
  });
  return [...made.values()];
}

function lagOf(
  hours: number,
  { hours: { minutesPerDay } }: FileDays,
  where: string,
  warnings: PlanWarnings,
): number {
  const exact = (hours * 60) / minutesPerDay;
  const whole = Math.round(exact);
  if (Math.abs(whole - exact) > 1e-9)
    warnings.add(PlanWarningKind.LINK, where, `a lag of ${exact.toFixed(2)} days is rounded to ${whole}`);
  if (Math.abs(whole) <= MOST_LAG) return whole === 0 ? 0 : whole;
  warnings.add(PlanWarningKind.LINK, where, `a lag of ${whole} days is cut to ${MOST_LAG}`);
  return Math.sign(whole) * MOST_LAG;
}
