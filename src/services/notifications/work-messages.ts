import { NOTE_KNOWN_STATUS } from '../../db/queries/notifications/watch-query.ts';
import { handoverOf, type HandedOver } from '../../domain/plan/handed-over.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessage, sendMessages, type Message } from './notifications.ts';

/** The project that work belongs to. */
interface ProjectOfWork {
  readonly id: string;
  readonly name: string;
}

/**
 * Tells those who have got work, and those from whom it was taken: one message each, however many tasks of the project it is
 * about, and one statement at most. Whoever handed it over knows.
 */
export async function notifyOfHandover(
  tx: Tx,
  project: ProjectOfWork,
  tasks: readonly HandedOver[],
): Promise<void> {
  const { gained, lost } = handoverOf(tasks);
  await sendMessages(tx, [
    { to: gained, message: aboutTasks(project, tasks, 'You have work') },
    { to: lost, message: aboutTasks(project, tasks, 'Work is no longer yours') },
  ]);
}

function aboutTasks({ id, name }: ProjectOfWork, tasks: readonly HandedOver[], what: string): Message {
  const [first] = tasks;
  if (tasks.length === 1 && first !== undefined) {
    return { title: `${what}: “${first.name}” in “${name}”`, link: `/pit/tasks/${first.id}`, projectId: id };
  }
  return { title: `${what} in “${name}”`, link: `/pit/projects/${id}`, projectId: id };
}

/** A task, or a subtask of it, that is blocked or not any more. */
interface BlockedWork {
  readonly project: ProjectOfWork & { readonly ownerId: string };
  readonly task: {
    readonly id: string;
    readonly name: string;
    readonly ownerId: string;
    readonly assignees: readonly string[];
  };
  readonly subtask: { readonly name: string; readonly ownerId: string | null } | null;
}

/**
 * Tells the people of work, and the owner of the project, that it is blocked and why, or that it can go on. Those of them who
 * watch the task know it by that, and do not hear of it a second time.
 */
export async function notifyOfBlock(tx: Tx, work: BlockedWork, reason: string | null): Promise<void> {
  const { project, task, subtask } = work;
  const { name } = subtask ?? task;
  const title = reason === null ? `“${name}” can go on` : `“${name}” is blocked`;
  const people = [task.ownerId, ...task.assignees, subtask?.ownerId ?? null, project.ownerId];
  if (subtask === null) await tx.run(NOTE_KNOWN_STATUS, [task.id, people]);
  await sendMessage(tx, people, {
    title,
    text: reason,
    link: `/pit/tasks/${task.id}`,
    projectId: project.id,
  });
}
