import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { AcceptanceDecision, AcceptanceKind } from '../../../src/domain/intake/acceptance.ts';
import { decideAcceptance, proposeAcceptance } from '../../../src/services/intake/acceptances.ts';
import { requestExtension } from '../../../src/services/intake/extensions.ts';
import { pauseSeries } from '../../../src/services/recurrence/pause-series.ts';
import { createSeries } from '../../../src/services/recurrence/series.ts';
import { skipOccurrence } from '../../../src/services/recurrence/skip-occurrence.ts';
import type { Plan } from './plan-database.ts';

/** A day that is over: what ends on it decides nothing of when the rest of the scene ends. */
export const COMMITTED_TO = { start_date: '2026-01-05', end_date: '2026-01-05' };

/** Evidence of the task that was accepted, with what identifies its file. */
export function plantAccepted(plan: Plan, task: string): Promise<string> {
  return plan.evidence({ task_id: task }, 'accepted', {
    sha256: 'a'.repeat(64),
    size: 10,
    mediaType: 'application/pdf',
    source: 'scanner',
  });
}

/** Two tasks that are committed to a day, and what the owner of both asks for one of them. */
export async function plantCommitments(
  plan: Plan,
  project: string,
  place: { phase: string; package: string },
) {
  const committed = (name: string) =>
    plan.task(project, place.phase, {
      name,
      work_package_id: place.package,
      assignees: JSON.stringify([plan.helper]),
      source_module: 'audit',
      source_reference_id: randomUUID(),
      ...COMMITTED_TO,
      duration_days: 1,
    });
  const freshCommitment = await committed('Committed');
  const asked = await committed('Asked');
  const { extensionId } = await plan.run(
    (tx) =>
      requestExtension(tx, { taskId: asked, dueOn: '2031-06-30', reason: 'The supplier delivers late' }),
    { actor: plan.actor(plan.worker) },
  );
  return { freshCommitment, extension: String(extensionId) };
}

/** A day within the most days of an acceptance, whatever day it is. */
export const acceptedUntil = (): string => addDays(clock.today('UTC'), 90);

/** What waits to be decided, and what holds: exceptions of controls that a task is linked to, by who does the work. */
export async function plantAcceptances(plan: Plan, task: string) {
  await plan.rows(
    `UPDATE pit.organisation SET settings = settings || jsonb_build_object('acceptance', jsonb_build_object('approverIds', jsonb_build_array($2::text))) WHERE id = $1`,
    [plan.orgId, plan.owner],
  );
  const proposed = async (): Promise<string> => {
    const originId = randomUUID();
    await plan.insert('control_link', { task_id: task, control_id: originId });
    const input = { kind: AcceptanceKind.CONTROL_EXCEPTION, originId, reason: 'The tunnel is closed soon' };
    const { acceptanceId } = await plan.run(
      (tx) => proposeAcceptance(tx, { ...input, endsOn: acceptedUntil() }),
      { actor: plan.actor(plan.worker) },
    );
    return acceptanceId;
  };
  const activeAcceptance = await proposed();
  const decision = { acceptanceId: activeAcceptance, decision: AcceptanceDecision.ACCEPTED };
  await plan.run((tx) => decideAcceptance(tx, decision), { actor: plan.actor(plan.sponsor, 'admin') });
  return { acceptance: await proposed(), activeAcceptance };
}

/** A task that comes again every month, and was due on a day that is over. */
export async function plantSeries(
  plan: Plan,
  project: string,
  place: { phase: string; package: string },
): Promise<string> {
  const taskId = await plan.task(project, place.phase, {
    name: 'Monthly',
    work_package_id: place.package,
    assignees: JSON.stringify([plan.helper]),
    ...COMMITTED_TO,
    duration_days: 1,
  });
  const { seriesId } = await plan.run((tx) => createSeries(tx, { taskId, rule: 'FREQ=MONTHLY' }), {
    actor: plan.actor(plan.owner),
  });
  return seriesId;
}

/** The date behind the first of a monthly series. */
export const SKIPPED_ON = '2026-02-05';

/** The same, of which the next date was skipped, and which pauses. */
export async function plantPausedSeries(
  plan: Plan,
  project: string,
  place: { phase: string; package: string },
): Promise<string> {
  const seriesId = await plantSeries(plan, project, place);
  const skipped = { seriesId, nominalOn: SKIPPED_ON, reason: 'The site is closed' };
  const actor = plan.actor(plan.owner);
  await plan.run((tx) => skipOccurrence(tx, skipped), { actor });
  await plan.run((tx) => pauseSeries(tx, { id: seriesId }), { actor });
  return seriesId;
}
