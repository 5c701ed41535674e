import { AcceptanceDecision, AcceptanceKind } from '../../../src/domain/intake/acceptance.ts';
import { decideAcceptance, proposeAcceptance } from '../../../src/services/intake/acceptances.ts';
import { requestExtension, withdrawExtension } from '../../../src/services/intake/extensions.ts';
import { linkIncident } from '../../../src/services/plan/tasks/links.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';

/** An acceptance of a risk that has ended on 16 November 2026; by SQL, since the service begins each on its day. */
export async function endedAcceptance(plan: Plan, riskId: string): Promise<string> {
  await plan.rows('ALTER TABLE pit_ops.acceptance DISABLE TRIGGER keep_acceptance');
  const [row] = await plan.rows<{ id: string }>(
    `INSERT INTO pit_ops.acceptance (org_id, kind, origin_id, reason, state, starts_on, ends_on, proposed_by, decided_by, decided_at)
     VALUES ($1, 'risk_acceptance', $2, 'The tunnel is closed soon', 'expired', '2026-10-01', '2026-11-16', $3, $4, '2026-10-01')
     RETURNING id`,
    [plan.orgId, riskId, plan.helper, plan.sponsor],
  );
  await plan.rows('ALTER TABLE pit_ops.acceptance ENABLE ALWAYS TRIGGER keep_acceptance');
  return row!.id;
}

/** Accepts a risk anew, until a day. */
export async function acceptAnew(
  plan: Plan,
  originId: string,
  renewsId: string,
  endsOn: string,
): Promise<unknown> {
  const input = {
    kind: AcceptanceKind.RISK_ACCEPTANCE,
    originId,
    reason: 'It is closed in spring',
    renewsId,
  };
  const { acceptanceId } = await plan.run((tx) => proposeAcceptance(tx, { ...input, endsOn }), {
    actor: plan.actor(plan.helper),
  });
  const decision = { acceptanceId, decision: AcceptanceDecision.ACCEPTED };
  return plan.run((tx) => decideAcceptance(tx, decision), { actor: plan.actor(plan.sponsor, 'admin') });
}

/** A request for a later day of a task, which an incident commits to its end, since a moment. */
export async function waitingExtension(
  plan: Plan,
  taskId: string,
  since: string,
): Promise<{ withdraw: () => Promise<unknown> }> {
  await plan.run((tx) => linkIncident(tx, { taskId, incidentId: crypto.randomUUID() }));
  const request = { taskId, dueOn: '2027-06-30', reason: 'The supplier delivers late' };
  const { extensionId } = await plan.run((tx) => requestExtension(tx, request));
  await plan.rows('UPDATE pit_ops.extension SET created_at = $2 WHERE id = $1', [extensionId, since]);
  return {
    withdraw: () => plan.run((tx) => withdrawExtension(tx, { extensionId: String(extensionId) })),
  };
}
