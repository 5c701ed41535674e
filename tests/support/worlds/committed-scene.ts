import { randomUUID } from 'node:crypto';
import { requestExtension } from '../../../src/services/intake/extensions.ts';
import type { Plan } from './plan-database.ts';

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
      end_date: '2031-03-31',
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
