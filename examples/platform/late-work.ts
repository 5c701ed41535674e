import { addDays, type CivilDate } from '../../src/domain/civil-date.ts';
import { askGraph } from './ask-graph.ts';

/** A project of which the examples make late work. */
export interface LateWork {
  readonly projectId: string;
  readonly phaseId: string;
  /** The day on which the platform was started. */
  readonly today: CivilDate;
}

/** Who stands for it. */
export interface LatePeople {
  readonly ownerId: string;
  readonly sponsorId: string;
}

const CODE = 'PLATFORM-ALERTS';

interface FoundProject {
  readonly id: string;
  readonly phases: readonly { readonly id: string }[];
}

/**
 * The project in which an example makes an alert, apart from those of the demonstration, whose numbers it must not change. It
 * is found where it is there already.
 * @param token of an administrator.
 */
export async function lateWork(
  pitUrl: string,
  token: string,
  people: LatePeople,
  today: CivilDate,
): Promise<LateWork> {
  const find = `{ projectByCode(code: "${CODE}") { id phases { id } } }`;
  const { projectByCode: found } = await askGraph<{ projectByCode: FoundProject | null }>(pitUrl, find, {
    token,
  });
  const projectId = found?.id ?? (await createProject(pitUrl, token, people));
  const phaseId = found?.phases[0]?.id ?? (await createPhase(pitUrl, token, projectId));
  return { projectId, phaseId, today };
}

async function createProject(pitUrl: string, token: string, people: LatePeople): Promise<string> {
  const create = `mutation ($ownerId: ID!, $sponsorId: ID!) {
    createProject(input: { name: "Emergency lighting", code: "${CODE}", ownerId: $ownerId, sponsorId: $sponsorId }) {
      project { id }
    }
  }`;
  type Answer = { createProject: { project: { id: string } } };
  const { createProject } = await askGraph<Answer>(pitUrl, create, { token, variables: { ...people } });
  return createProject.project.id;
}

async function createPhase(pitUrl: string, token: string, projectId: string): Promise<string> {
  const create = `mutation ($projectId: ID!) {
    createPhase(input: { projectId: $projectId, name: "Installation" }) { phase { id } }
  }`;
  type Answer = { createPhase: { phase: { id: string } } };
  const { createPhase } = await askGraph<Answer>(pitUrl, create, { token, variables: { projectId } });
  return createPhase.phase.id;
}

/** A task that the end of its project hangs on, and that was due ten days ago: an alert of level 1. */
export const lateTask = ({ phaseId, today }: LateWork) => `mutation {
  createTask(input: {
    phaseId: "${phaseId}", name: "Test the emergency lighting",
    startDate: "${addDays(today, -40)}", endDate: "${addDays(today, -10)}"
  }) {
    task { id name endDate status }
  }
}`;
