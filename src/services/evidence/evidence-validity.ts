import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { EVIDENCE_FACTS, SET_VALIDITY } from '../../db/queries/evidence/evidence-query.ts';
import { PROOF_RULES } from '../../db/queries/evidence/policy-query.ts';
import { notFound } from '../../domain/errors.ts';
import { requireRenewable } from '../../domain/evidence/evidence.ts';
import { addDays, parseCivilDate } from '../../domain/civil-date.ts';
import { evidenceSettingsOf } from '../../domain/evidence/evidence-settings.ts';
import {
  shortenedEnd,
  validityOf,
  type SaidValidity,
  type Validity,
} from '../../domain/evidence/validity.ts';
import { RecurrenceMode, shifted } from '../../domain/recurrence/reconcile.ts';
import { RuleDates } from '../../domain/recurrence/rule-dates.ts';
import type { EvidenceItem, Proven } from './evidence-item.ts';
import { requireId } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';

/**
 * From when and until when a new piece of the task proves, by what its uploader says and what holds for the task or in the organisation.
 * @throws PitError BAD_USER_INPUT, PIT008, for what is said of it.
 */
export async function readValidity(tx: Tx, taskId: string, said: SaidValidity): Promise<Validity> {
  const day = (name: keyof SaidValidity): string | null => {
    const value = said[name];
    return value == null ? null : parseCivilDate(value, `input.${name}`);
  };
  const settings = evidenceSettingsOf(tx.settings.evidence);
  const days = { observedOn: day('observedOn'), validUntil: day('validUntil') };
  const { rows } = days.validUntil === null ? await tx.run(PROOF_RULES, [taskId]) : { rows: [] };
  const [rules] = rows;
  const taskMonths = rules?.validMonths ?? null;
  const seriesEnd = rules === undefined ? null : endBySeries(tx, rules);
  return validityOf(days, { today: tx.today, seriesEnd, taskMonths, settings });
}

/** The last day of the next occurrence and the days of grace; null where the task has no series that says so, or no next date. */
function endBySeries(
  tx: Tx,
  { graceDays, nextDueOn, ...mine }: RowOfStatement<typeof PROOF_RULES>,
): string | null {
  if (graceDays === null) return null;
  const next = nextDueOn ?? nextDueOf(tx, mine);
  return next === null ? null : addDays(next, graceDays);
}

function nextDueOf(
  tx: Tx,
  {
    rule,
    startsOn,
    dateShift,
    mode,
    nominalOn,
  }: Omit<RowOfStatement<typeof PROOF_RULES>, 'graceDays' | 'nextDueOn'>,
): string | null {
  if (rule === null || startsOn === null || dateShift === null || nominalOn === null) return null;
  const dates = RuleDates.of(rule, startsOn);
  const next =
    mode === RecurrenceMode.AFTER_COMPLETION
      ? dates.intervalAfter(tx.today, nominalOn)
      : dates.nextAfter(nominalOn);
  return next === null ? null : shifted(next, dateShift, tx.calendar);
}

/**
 * The id of the accepted piece that a new one is to renew: of the same task, or of one of its subtasks.
 * @throws PitError NOT_FOUND, PIT002, for one of other work; CONFLICT, PIT008, for one that proves nothing.
 */
export async function renewableOf(tx: Tx, { task }: Proven, renewsId: string): Promise<string> {
  const field = 'input.renewsId';
  const id = renewsId.toLowerCase();
  requireId('evidence', id, field);
  const { rows } = await tx.run(EVIDENCE_FACTS, [id, tx.organisation.timeZone]);
  const [piece] = rows;
  const isOfTask =
    piece?.taskId === task.id || task.subtasks.some((subtask) => subtask.id === piece?.subtaskId);
  if (piece === undefined || !isOfTask) throw notFound('evidence', id, field);
  requireRenewable(piece);
  return id;
}

/** @param renewsId the accepted piece that this one renews; null: none. */
export function saveValidity(
  tx: Tx,
  evidenceId: string,
  { observedOn, validUntil, setBy }: Validity,
  renewsId: string | null = null,
): void {
  tx.defer(step(SET_VALIDITY, [evidenceId, observedOn, validUntil, renewsId, setBy]));
}

/**
 * Shortens until when a piece proves, before it is accepted: a reviewer may hold it to less than it says, and never to more.
 * @throws PitError BAD_USER_INPUT, PIT008.
 */
export function shortenValidity(tx: Tx, { evidence }: EvidenceItem, named: string): void {
  const settings = evidenceSettingsOf(tx.settings.evidence);
  const validUntil = shortenedEnd(evidence, parseCivilDate(named, 'input.validUntil'), settings);
  if (validUntil === evidence.validUntil) return;
  saveValidity(tx, evidence.id, { observedOn: evidence.observedOn, validUntil, setBy: 'reviewer' });
}
