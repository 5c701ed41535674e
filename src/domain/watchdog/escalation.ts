/** Who hears of an alert that nobody has acknowledged, and how many hours after it was raised. */
export interface EscalationStep {
  readonly afterHours: number;
  readonly to: readonly ('owner' | 'sponsor' | 'administrators')[];
}

/**
 * By level, the first step at once: level 1 goes to owner and sponsor, again after 6 hours, and to the administrators of the
 * organisation after 24; level 2 to the owner, and to the sponsor after 48 hours.
 */
const STEPS: Readonly<Record<1 | 2, readonly EscalationStep[]>> = {
  1: [
    { afterHours: 0, to: ['owner', 'sponsor'] },
    { afterHours: 6, to: ['owner', 'sponsor'] },
    { afterHours: 24, to: ['administrators'] },
  ],
  2: [
    { afterHours: 0, to: ['owner'] },
    { afterHours: 48, to: ['sponsor'] },
  ],
};

/** A step of an alert of this level, 0 being the first; undefined beyond the last. */
export function escalationStep(level: 1 | 2, step: number): EscalationStep | undefined {
  return STEPS[level][step];
}

/** Hours from a step to the one after it; null where it is the last. */
export function hoursToNext(level: 1 | 2, step: number): number | null {
  const [present, next] = [escalationStep(level, step), escalationStep(level, step + 1)];
  return present === undefined || next === undefined ? null : next.afterHours - present.afterHours;
}
