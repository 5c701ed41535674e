import type { ActorRole, Approver, ShellQuery, TaskDetailFragment } from '../operations.ts';

type DueDates = NonNullable<ShellQuery['viewer']['organisation']>['settings']['dueDates'];
export type Request = TaskDetailFragment['extensions']['nodes'][number];
export type Person = { readonly id: string; readonly name: string };
export type Committed = Pick<TaskDetailFragment, 'priority' | 'owner' | 'assignees' | 'project'>;

/** Who looks at a request. */
export interface Reader {
  readonly id: string;
  readonly role: ActorRole;
}

const FIELD: Readonly<Record<TaskDetailFragment['priority'], keyof Omit<DueDates, '__typename'>>> = {
  LOW: 'approverLow',
  NORMAL: 'approverNormal',
  HIGH: 'approverHigh',
  CRITICAL: 'approverCritical',
};

/** Who decides on requests of a task beside administrators and foremen, as the settings say; null: nobody else. */
export function approverOf({ priority, project }: Committed, dueDates: DueDates): Person | null {
  const approver: Approver = dueDates[FIELD[priority]];
  if (approver === 'ADMIN') return null;
  return (approver === 'OWNER' ? project?.owner : project?.sponsor) ?? null;
}

/**
 * Whether somebody decides on a request: the service asks the same and has the last word.
 * @returns `worker` of who has asked or does the work, whom no role helps.
 */
export function relationOf(
  task: Committed,
  request: Request,
  reader: Reader,
  dueDates: DueDates,
): 'decides' | 'worker' | 'other' {
  const workers = [task.owner, ...task.assignees, request.requestedBy].map((person) => person?.id);
  const isNamed =
    reader.role === 'ADMIN' || reader.role === 'FOREMAN' || approverOf(task, dueDates)?.id === reader.id;
  if (!isNamed || reader.role === 'VIEWER') return 'other';
  return workers.includes(reader.id) ? 'worker' : 'decides';
}

/** Whether somebody takes a request back: who has asked, administrators and foremen. */
export function mayWithdraw({ requestedBy }: Request, { id, role }: Reader): boolean {
  return role === 'ADMIN' || role === 'FOREMAN' || (role === 'MEMBER' && requestedBy?.id === id);
}
