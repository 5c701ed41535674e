import { badInput } from '../errors.ts';

/** What a team does with work: `team_assignment.role`. */
export const TeamAssignmentRole = {
  /** Its people work on it. */
  ASSIGNEE: 'assignee',
  /** Of those who are no administrators or foremen, its people alone review the evidence. */
  REVIEWER: 'reviewer',
} as const;
export type TeamAssignmentRole = (typeof TeamAssignmentRole)[keyof typeof TeamAssignmentRole];

/** Teams of one task, phase or work package at most, each counted once for each role. */
export const MOST_TEAMS = 20;

/** What a team is assigned to, as an input names it: one of them. */
export interface NamedTeamNode {
  readonly taskId?: string | null;
  readonly workPackageId?: string | null;
  readonly phaseId?: string | null;
}

/** A task, phase or work package, and where the input names it. */
export interface TeamNode {
  readonly what: 'task' | 'work package' | 'phase';
  readonly id: string;
  readonly field: string;
}

/**
 * The one record that the input names.
 * @throws PitError BAD_USER_INPUT where it names none, or several.
 */
export function requireTeamNode({ taskId, workPackageId, phaseId }: NamedTeamNode): TeamNode {
  const named: TeamNode[] = [];
  if (taskId != null) named.push({ what: 'task', id: taskId, field: 'input.taskId' });
  if (workPackageId != null)
    named.push({ what: 'work package', id: workPackageId, field: 'input.workPackageId' });
  if (phaseId != null) named.push({ what: 'phase', id: phaseId, field: 'input.phaseId' });
  const [node, ...more] = named;
  if (node !== undefined && more.length === 0) return node;
  throw badInput('A team is assigned to one task, work package or phase.', {
    field: 'input',
    expected: 'one of taskId, workPackageId and phaseId',
    actual: named.length,
  });
}

/** Whether somebody works on a task by what their teams do with it. */
export function isOnTeam(teamRoles: readonly TeamAssignmentRole[]): boolean {
  return teamRoles.includes(TeamAssignmentRole.ASSIGNEE);
}
