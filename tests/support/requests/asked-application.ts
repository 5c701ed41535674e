import type { Actor } from '../../../src/domain/directory/actor.ts';
import { loadPlan } from '../../../src/services/schedule/preview/apply-schedule.ts';
import {
  previewRequest,
  type PreviewScheduleInput,
} from '../../../src/services/schedule/preview/preview-request.ts';
import { previewPlan } from '../../../src/services/schedule/preview/project-preview.ts';
import { keepApplication } from '../../../src/services/schedule/preview/stored-application.ts';
import type { PlanGraph } from '../mutations/mutations.ts';

/** Asks for an application as a large one is asked for, whatever its size, and answers its id. */
export async function askForApplication(
  { plan }: PlanGraph,
  preview: PreviewScheduleInput,
  actor: Actor = plan.actor(),
): Promise<string> {
  const { id } = await plan.run(
    async (tx) => {
      const request = previewRequest(preview, 'input.preview');
      const stored = await loadPlan(tx, request, 'input.preview.projectId');
      const previewed = previewPlan({ plan: stored, ground: tx, actor }, request);
      const { moved } = previewed.preview;
      const asked = { request: { preview, exceptTaskIds: [] }, reason: 'Asked for', taskCount: moved.length };
      return { id: await keepApplication(tx, { projectId: preview.projectId, previewed, ...asked }) };
    },
    { actor },
  );
  return id;
}

const QUERY = `query ($id: ID!) { scheduleApplication(id: $id) { state taskCount changedTaskCount reason
  project { id } requestedBy { id } error { code pit message field expected actual } } }`;

/** An application as the graph shows it; null where the actor sees none. */
export async function applicationOf(
  { plan, graph }: PlanGraph,
  id: string,
  actor: Actor = plan.actor(),
): Promise<Record<string, unknown> | null> {
  const { data, errors } = await graph.ask(actor, QUERY, { id });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.['scheduleApplication'] as Record<string, unknown> | null;
}
