import type { CivilDate } from '../../civil-date.ts';
import { RISK_MITIGATION_CAP } from '../../rollup/mitigation.ts';
import { fromCents, type Money } from '../../money.ts';
import { dateOrNull, NO_DAY } from '../remaining-work/day-axis.ts';
import type { PlanPicture } from './plan-picture.ts';

/** How much of a risk a task takes away when it is done, in hundredths of a percent. */
export interface LinkedMitigation {
  readonly riskId: string;
  readonly taskId: string;
  readonly hundredths: bigint;
}

/** What a change of dates does to a risk. */
export interface RiskChange {
  readonly riskId: string;
  /** What its tasks mitigate together, in percent, capped at 90; a decimal of two places. */
  readonly mitigationPct: Money;
  /** The day on which the last of its tasks ends; null where one has no end or is gone. */
  readonly fullBefore: CivilDate | null;
  readonly fullAfter: CivilDate | null;
  /**
   * Sum over its tasks of percent x calendar days by which the end is later, a decimal of two places; negative where
   * mitigation comes earlier. A risk stands on days off too, so these are not working days.
   */
  readonly lostPointDays: Money;
}

/** The risks whose mitigation comes on another day, by their ids. */
export function risksChanged(
  before: PlanPicture,
  after: PlanPicture,
  mitigations: readonly LinkedMitigation[],
): RiskChange[] {
  if (mitigations.length === 0) return [];
  const ends = { before: endsOf(before), after: endsOf(after) };
  const byRisk = new Map<string, LinkedMitigation[]>();
  for (const mitigation of mitigations) {
    const others = byRisk.get(mitigation.riskId);
    if (others === undefined) byRisk.set(mitigation.riskId, [mitigation]);
    else others.push(mitigation);
  }
  return [...byRisk]
    .map(([riskId, linked]) => changeOf(riskId, linked, ends))
    .filter((risk) => risk.fullBefore !== risk.fullAfter || risk.lostPointDays !== '0.00')
    .sort((a, b) => (a.riskId < b.riskId ? -1 : 1));
}

type Ends = ReadonlyMap<string, number>;

function endsOf({ ids, end }: PlanPicture): Ends {
  return new Map(ids.map((id, n) => [id, end[n]!]));
}

function changeOf(
  riskId: string,
  linked: readonly LinkedMitigation[],
  ends: { before: Ends; after: Ends },
): RiskChange {
  const cap = RISK_MITIGATION_CAP * 100n;
  const planned = linked.reduce((sum, { hundredths }) => sum + hundredths, 0n);
  return {
    riskId,
    mitigationPct: fromCents(planned < cap ? planned : cap),
    fullBefore: fullOn(linked, ends.before),
    fullAfter: fullOn(linked, ends.after),
    lostPointDays: fromCents(lostHundredths(linked, ends)),
  };
}

function fullOn(linked: readonly LinkedMitigation[], ends: Ends): CivilDate | null {
  const days = linked.map(({ taskId }) => ends.get(taskId) ?? NO_DAY);
  return days.includes(NO_DAY) ? null : dateOrNull(Math.max(...days));
}

function lostHundredths(linked: readonly LinkedMitigation[], ends: { before: Ends; after: Ends }): bigint {
  let lost = 0n;
  for (const { taskId, hundredths } of linked) {
    const [was, is] = [ends.before.get(taskId) ?? NO_DAY, ends.after.get(taskId) ?? NO_DAY];
    if (was !== NO_DAY && is !== NO_DAY) lost += hundredths * BigInt(is - was);
  }
  return lost;
}
