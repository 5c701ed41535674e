/** Who hears of an alert that nobody has acknowledged, and how many hours after it was raised. */
export interface EscalationStep {
  readonly afterHours: number;
  readonly to: readonly ('owner' | 'sponsor' | 'administrators')[];
}

/** Hours after an alert was raised, as an organisation has set them. */
export interface EscalationHours {
  /** Of level 1: owner and sponsor hear of it again. */
  readonly reminderHours: number;
  /** Of level 1: the administrators of the organisation hear of it. */
  readonly administratorsHours: number;
  /** Of level 2: the sponsor hears of it. */
  readonly sponsorHours: number;
}

/**
 * By level, the first step at once and the others in the order of their hours: level 1 goes to owner and sponsor, to both
 * again, and to the administrators of the organisation; level 2 to the owner, and to the sponsor.
 */
function stepsOf(level: 1 | 2, hours: EscalationHours): readonly EscalationStep[] {
  const steps: readonly EscalationStep[] =
    level === 1
      ? [
          { afterHours: 0, to: ['owner', 'sponsor'] },
          { afterHours: hours.reminderHours, to: ['owner', 'sponsor'] },
          { afterHours: hours.administratorsHours, to: ['administrators'] },
        ]
      : [
          { afterHours: 0, to: ['owner'] },
          { afterHours: hours.sponsorHours, to: ['sponsor'] },
        ];
  return [...steps].sort((a, b) => a.afterHours - b.afterHours);
}

/** A step of an alert of this level, 0 being the first; undefined beyond the last. */
export function escalationStep(
  level: 1 | 2,
  step: number,
  hours: EscalationHours,
): EscalationStep | undefined {
  return stepsOf(level, hours)[step];
}

/** Hours from a step to the one after it; null where it is the last. */
export function hoursToNext(level: 1 | 2, step: number, hours: EscalationHours): number | null {
  const steps = stepsOf(level, hours);
  const [present, next] = [steps[step], steps[step + 1]];
  return present === undefined || next === undefined ? null : next.afterHours - present.afterHours;
}
