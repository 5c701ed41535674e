import { Phase } from '../../../entities/phase.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import {
  ASSIGN_TEAM,
  COUNT_OTHER_TEAMS,
  PEOPLE_OF_TEAMS,
  TEAM,
  TEAM_ROLES,
  TEAMS_OF,
  UNASSIGN_TEAM,
  type StoredAssignment,
  type TeamNodeColumn,
} from '../../db/queries/directory/team-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import {
  isOnTeam,
  MOST_TEAMS,
  requireTeamNode,
  TeamAssignmentRole,
  type NamedTeamNode,
  type TeamNode,
} from '../../domain/directory/team-assignment.ts';
import { notFound, PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import { sendMessage } from '../notifications/notifications.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockedProject, lockStep, type LockedProject } from '../plan/projects/locked-project.ts';
import { loadWorkItem } from '../plan/status/load-work-item.ts';
import { recordEvents } from '../plan/tasks/task-events.ts';
import { frameOf, frameStep } from '../plan/wbs/plan-ancestors.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import type { Tx } from '../transaction/command.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';

export { isOfTeam } from '../../db/queries/directory/team-query.ts';
export type { StoredAssignment } from '../../db/queries/directory/team-query.ts';

export interface TeamAssignmentInput extends NamedTeamNode {
  readonly teamId: string;
  /** What it does there; it works on it where nothing is said. */
  readonly role?: TeamAssignmentRole | null;
  readonly ifUpdatedAt?: string | null;
}

/** What the payload is read by; null for what the assignment is not to. */
export interface ChangedTeamwork {
  readonly teamId: string;
  readonly taskId: string | null;
  readonly workPackageId: string | null;
  readonly phaseId: string | null;
  readonly projectId: string;
}

/**
 * Assigns a team to a task, or to all tasks of a work package or phase. Its people see the project from then on, for as long as they
 * belong to it; as assignees they work on it, as reviewers they alone review its evidence.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT; LIMIT_EXCEEDED beyond 20 teams of one record.
 */
export async function assignTeam(tx: Tx, input: TeamAssignmentInput): Promise<ChangedTeamwork> {
  const role = input.role ?? TeamAssignmentRole.ASSIGNEE;
  const place = await openNode(tx, 'assignTeam', input);
  const team = await requireTeam(tx, input.teamId);
  await requireFewTeams(tx, place.node, team.id, role);
  const { rows } = await tx.run(ASSIGN_TEAM, [team.id, place.project.id, ...keysOf(place.node), role]);
  if (rows.length > 0) {
    announce(tx, place, team.id);
    await tell(tx, place, team, role === TeamAssignmentRole.REVIEWER ? 'reviews' : 'works on');
  }
  return answer(place, team.id);
}

/**
 * Takes a team from a task, work package or phase; what was not assigned stays as it is.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT.
 */
export async function unassignTeam(tx: Tx, input: TeamAssignmentInput): Promise<ChangedTeamwork> {
  const role = input.role ?? TeamAssignmentRole.ASSIGNEE;
  const place = await openNode(tx, 'unassignTeam', input);
  const team = await requireTeam(tx, input.teamId);
  const { rows } = await tx.run(UNASSIGN_TEAM, [team.id, ...keysOf(place.node), role]);
  if (rows.length > 0) {
    announce(tx, place, team.id);
    const isReview = role === TeamAssignmentRole.REVIEWER;
    await tell(tx, place, team, isReview ? 'does not review any more' : 'does not work any more on');
  }
  return answer(place, team.id);
}

/** A task, work package or phase under its project's lock. */
interface Place {
  readonly node: TeamNode;
  readonly name: string;
  readonly project: LockedProject;
  readonly announce: () => void;
}

async function openNode(tx: Tx, verb: Verb, input: TeamAssignmentInput): Promise<Place> {
  const named = requireTeamNode(input);
  const { ifUpdatedAt } = input;
  const { what, field } = named;
  if (what === 'task') {
    const { project, task, facts } = await loadWorkItem(tx, verb, { what, id: named.id, field, ifUpdatedAt });
    const announce = () => recordEvents(tx, { before: facts, after: facts }, [task.id]);
    return { node: { ...named, id: task.id }, name: task.name, project, announce };
  }
  const [locked, rows] = await tx.pipeline([lockStep(tx, what, named.id, field), frameStep([named.id])]);
  const project = lockedProject(locked, what, named.id, field);
  const frame = frameOf(tx, project, rows);
  const branch = frame.branch(what, named.id, field);
  authorise(tx, verb, relationsInProject(project, ...frame.ownersOf(branch)));
  await requireUnmodified(tx, what === 'phase' ? Phase : WorkPackage, branch, ifUpdatedAt);
  const announce = () => recordProjectChange(tx, project.id);
  return { node: { ...named, id: branch.id }, name: branch.name, project, announce };
}

async function requireTeam(tx: Tx, teamId: string): Promise<{ id: string; name: string }> {
  const { rows } = isUuid(teamId) ? await tx.run(TEAM, [teamId]) : { rows: [] };
  if (rows[0] === undefined) throw notFound('team', teamId, 'input.teamId');
  return rows[0];
}

async function requireFewTeams(
  tx: Tx,
  node: TeamNode,
  ...given: [teamId: string, role: string]
): Promise<void> {
  const { rows } = await tx.run(COUNT_OTHER_TEAMS, [...keysOf(node), ...given]);
  if ((rows[0]?.count ?? 0) < MOST_TEAMS) return;
  throw new PitError('LIMIT_EXCEEDED', `The ${node.what} has too many teams.`, {
    field: 'input.teamId',
    expected: `at most ${MOST_TEAMS} teams of one ${node.what}`,
  });
}

function announce(tx: Tx, place: Place, teamId: string): void {
  place.announce();
  tx.emit({ topic: 'pit.team.updated', streamId: teamId, payload: { teamId } });
}

/** Tells the people of a team, but not who did it. */
async function tell(
  tx: Tx,
  { node, name, project }: Place,
  team: { id: string; name: string },
  what: string,
): Promise<void> {
  await sendMessage(tx, await peopleOfTeams(tx, [team.id]), {
    title: `Your team “${team.name}” ${what} “${name}” in “${project.name}”`,
    link: node.what === 'task' ? `/pit/tasks/${node.id}` : `/pit/projects/${project.id}`,
    projectId: project.id,
  });
}

/** Whether the actor works on a task by a team; one statement for all tasks of a tick. */
export function worksByTeam(loaders: Loaders, taskId: string): Promise<boolean> {
  const loader = loaders.custom<boolean>('works by a team', async (ids, reader) => {
    const rows = await reader.rows(TEAM_ROLES, [ids]);
    const theirs = new Set(rows.filter(({ teamRoles }) => isOnTeam(teamRoles)).map((row) => row.taskId));
    return ids.map((id) => theirs.has(id));
  });
  return loader.load(taskId);
}

/** Who belongs to any of the teams, each once. */
export async function peopleOfTeams(tx: Tx, teamIds: readonly string[]): Promise<string[]> {
  if (teamIds.length === 0) return [];
  const { rows } = await tx.run(PEOPLE_OF_TEAMS, [teamIds]);
  return rows.map(({ userId }) => userId);
}

type Keys = [taskId: string | null, workPackageId: string | null, phaseId: string | null];

function keysOf({ what, id }: TeamNode): Keys {
  return [what === 'task' ? id : null, what === 'work package' ? id : null, what === 'phase' ? id : null];
}

function answer({ node, project }: Place, teamId: string): ChangedTeamwork {
  const [taskId, workPackageId, phaseId] = keysOf(node);
  return { teamId, taskId, workPackageId, phaseId, projectId: project.id };
}

/** The teams that are assigned to a record itself; one statement for all records of a kind in a tick. */
export function readTeams(
  loaders: Loaders,
  column: TeamNodeColumn,
  id: string,
): Promise<readonly StoredAssignment[]> {
  const loader = loaders.custom<readonly StoredAssignment[]>(`teams by ${column}`, async (ids, reader) => {
    const byNode = new Map<string, StoredAssignment[]>();
    for (const { nodeId, ...given } of await reader.rows(TEAMS_OF[column], [ids])) {
      byNode.set(nodeId, [...(byNode.get(nodeId) ?? []), given]);
    }
    return ids.map((each) => byNode.get(each) ?? []);
  });
  return loader.load(id);
}
