import { REOPEN_PROJECT } from '../db/project-query.ts';
import { ProjectLifecycle, TaskStatus } from '../domain/vocabulary.ts';
import type { LockedProject } from './locked-project.ts';
import { sendMessage } from './messages.ts';
import { tellProjectChange } from './plan-tell.ts';
import type { FactsById } from './task-facts.ts';
import type { Tx } from './write.ts';

/**
 * Makes a completed project active again when one of these tasks, settled, is open: one was reopened, lost its proof or
 * was raised. The owner of the project gets a message.
 */
export async function reopenWithWork(tx: Tx, project: LockedProject, tasks: FactsById): Promise<void> {
  if (project.status !== ProjectLifecycle.COMPLETED) return;
  const open = [...tasks.values()].find(({ status }) => status !== TaskStatus.COMPLETED);
  if (open === undefined) return;
  await tx.query(REOPEN_PROJECT, [project.id]);
  tellProjectChange(tx, project.id);
  const title = `Project “${project.name}” is active again`;
  const text = `It was completed, and the task “${open.name}” is open.`;
  await sendMessage(tx, [project.ownerId], { title, text, link: `/pit/projects/${project.id}` });
}
