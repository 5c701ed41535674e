import { REOPEN_PROJECT } from '../../../db/queries/plan/project-query.ts';
import { ProjectLifecycle, TaskStatus } from '../../../domain/enums.ts';
import type { LockedProject } from './locked-project.ts';
import { sendMessage } from '../../notifications/notifications.ts';
import { recordProjectChange } from '../wbs/plan-events.ts';
import type { FactsById } from '../tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/**
 * Makes a completed project active again when one of these tasks is open after the update: one was reopened, lost its proof or
 * was raised. The owner of the project gets a message.
 */
export async function reopenWithWork(tx: Tx, project: LockedProject, tasks: FactsById): Promise<void> {
  if (project.status !== ProjectLifecycle.COMPLETED) return;
  const open = [...tasks.values()].find(({ status }) => status !== TaskStatus.COMPLETED);
  if (open === undefined) return;
  await tx.run(REOPEN_PROJECT, [project.id]);
  recordProjectChange(tx, project.id);
  const title = `Project “${project.name}” is active again`;
  const text = `It was completed, and the task “${open.name}” is open.`;
  await sendMessage(tx, [project.ownerId], {
    title,
    text,
    link: `/pit/projects/${project.id}`,
    projectId: project.id,
  });
}
