/** Hours after an alert was raised, as an organisation has set them. */
export interface EscalationHours {
  /** Of level 1: owner and sponsor hear of it again. */
  readonly reminderHours: number;
  /** Of level 1: the administrators of the organisation hear of it. */
  readonly administratorsHours: number;
  /** Of level 2: the sponsor hears of it, or the administrators where there is none who has not heard. */
  readonly sponsorHours: number;
}

/** Who may have to hear of an alert. */
export type Responsible = 'owner' | 'sponsor' | 'administrators';

/** What is done about an alert that nobody has acknowledged; each once for each alert, whatever its hours become meanwhile. */
export const ESCALATION_STEPS = ['reminder', 'administrators', 'sponsor'] as const;
export type EscalationStep = (typeof ESCALATION_STEPS)[number];

const STEPS: Readonly<
  Record<EscalationStep, { level: 1 | 2; hours: keyof EscalationHours; to: readonly Responsible[] }>
> = {
  reminder: { level: 1, hours: 'reminderHours', to: ['owner', 'sponsor'] },
  administrators: { level: 1, hours: 'administratorsHours', to: ['administrators'] },
  sponsor: { level: 2, hours: 'sponsorHours', to: ['sponsor'] },
};

/** A step that is still to be taken, so many hours after the alert was raised. */
export interface PendingStep {
  readonly step: EscalationStep;
  readonly afterHours: number;
}

/**
 * The step that is to be taken next, the one with the fewest hours of those that were not; null where all were. That the
 * alert was raised has told owner and, at level 1, sponsor before any of them.
 * @param taken names of steps that were taken.
 */
export function nextStep(level: 1 | 2, taken: readonly string[], hours: EscalationHours): PendingStep | null {
  const pending = ESCALATION_STEPS.filter((step) => STEPS[step].level === level && !taken.includes(step))
    .map((step) => ({ step, afterHours: hours[STEPS[step].hours] }))
    .sort((a, b) => a.afterHours - b.afterHours);
  return pending[0] ?? null;
}

/** Whom a step tells. */
export function toldBy(step: EscalationStep): readonly Responsible[] {
  return STEPS[step].to;
}

/** Who answers for a project, and of them those who have not left. */
export interface ProjectPeopleNow {
  readonly ownerId: string;
  readonly sponsorId: string | null;
  readonly active: ReadonlySet<string>;
  readonly administrators: readonly string[];
}

/**
 * Those who are told. Where neither owner nor sponsor is there any more, the administrators are told in their place, so that
 * what is grave reaches somebody at once; where the owner has left, the sponsor is. A step beyond the owner reaches somebody who
 * has not heard: where the sponsor has left, is the owner, or was told in the owner's place, the administrators hear instead.
 */
export function whoHears(
  to: readonly Responsible[],
  { ownerId, sponsorId, active, administrators }: ProjectPeopleNow,
): string[] {
  const owner = active.has(ownerId) ? [ownerId] : [];
  const sponsor = sponsorId !== null && active.has(sponsorId) ? [sponsorId] : [];
  if (owner.length + sponsor.length === 0) return [...administrators];
  const first = owner.length > 0 ? owner : sponsor;
  const told = [...(to.includes('owner') ? first : []), ...(to.includes('sponsor') ? sponsor : [])];
  const isNews = to.includes('owner') || told.some((id) => !first.includes(id));
  const last = to.includes('administrators') || !isNews ? administrators : [];
  return [...new Set([...told, ...last])];
}
