import { Ctx, Directive, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import type { RequestContext } from '../../../src/context.ts';
import { readScheduleImpact } from '../../../src/services/schedule/preview/schedule-impact.ts';
import { AcceptProposalPayload } from '../../advice/advice.mutations.ts';
import { RaisedTasksPayload } from '../../intake/intake.mutations.ts';
import { ProjectPayload } from '../../plan/projects/project-plan.mutations.ts';
import { DependencyEnds } from '../../plan/tasks/dependency.mutations.ts';
import { DeletedTasksPayload, TasksPayload } from '../../plan/tasks/task-plan.mutations.ts';
import { TaskPayload } from '../../plan/tasks/task-payload.resolver.ts';
import { DeletePayload } from '../../plan/wbs/delete-payload.resolver.ts';
import { PhasePayload } from '../../plan/wbs/wbs-element.mutations.ts';
import { SeriesPayload } from '../../recurrence/series.mutations.ts';
import { ClusterPayload, DeletedClusterPayload } from '../../templates/template.mutations.ts';
import { AppliedSchedulePayload } from './apply.mutations.ts';
import { shownPreview } from './preview.resolver.ts';
import { SchedulePreview } from './preview-types.ts';

const WHEN_NULL =
  'with `auto: OFF`, where the caller may not see the project or it is deleted, and where its plan cannot be scheduled, such as with a cycle';
const HOW_APPLIED = 'Its token goes with the preview `{ projectId, base: STORED_DATES }` to `applySchedule`.';

/** Projects whose impact one payload shows. */
const MOST_PROJECTS = 5;

async function impactOn(
  context: RequestContext,
  projectId: string | null | undefined,
): Promise<SchedulePreview | null> {
  if (projectId == null) return null;
  const { loaders, actor } = context;
  const impact = await readScheduleImpact({ loaders, actor }, projectId);
  return impact && shownPreview(impact, context);
}

interface OfProject {
  readonly projectId?: string | null;
}

/** Adds `scheduleImpact` to the payload of a change in one project. */
function impactOfPayload(payload: ClassType<OfProject>): ClassType<object> {
  @Resolver(() => payload)
  class ScheduleImpactResolver {
    @FieldResolver(() => SchedulePreview, {
      nullable: true,
      description: `What rescheduling the project would change now that this is done; nothing of it is stored. ${HOW_APPLIED} Null ${WHEN_NULL}.`,
    })
    @Directive('@cost(weight: 20000)')
    scheduleImpact(@Root() { projectId }: OfProject, @Ctx() context: RequestContext) {
      return impactOn(context, projectId);
    }
  }
  return ScheduleImpactResolver;
}

interface OfProjects {
  readonly projectIds: readonly string[];
}

/** Which projects, in words and by id, and how many at most. */
interface ImpactsIn<T> {
  readonly projectsOf: (root: T) => readonly string[];
  readonly which: string;
  readonly most: number;
}

/** Adds `scheduleImpacts` to the payload of a change in several projects. */
function impactsOfPayload<T extends object>(
  payload: ClassType<T>,
  { projectsOf, which, most }: ImpactsIn<T>,
): ClassType<object> {
  @Resolver(() => payload)
  class ScheduleImpactsResolver {
    @FieldResolver(() => [SchedulePreview], {
      nullable: 'items',
      description: `What rescheduling ${which} would change now that this is done, in their order; nothing of it is stored. ${HOW_APPLIED} An item is null ${WHEN_NULL}.`,
    })
    @Directive('@cost(weight: 20000)')
    @Directive(`@listSize(assumedSize: ${most})`)
    scheduleImpacts(@Root() root: T, @Ctx() context: RequestContext) {
      return projectsOf(root)
        .slice(0, most)
        .map((id) => impactOn(context, id));
    }
  }
  return ScheduleImpactsResolver;
}

/** Payloads of changes by which dates of a plan may become others; what extends one of them has the field too. */
const IN_ONE_PROJECT: readonly ClassType<OfProject>[] = [
  AcceptProposalPayload,
  AppliedSchedulePayload,
  ClusterPayload,
  DeletedClusterPayload,
  DeletePayload,
  DependencyEnds as unknown as ClassType<OfProject>,
  PhasePayload,
  ProjectPayload,
  SeriesPayload,
  TaskPayload,
];
const IN_SEVERAL_PROJECTS: readonly ClassType<OfProjects>[] = [
  DeletedTasksPayload,
  RaisedTasksPayload,
  TasksPayload,
];

export const scheduleImpactResolvers = [
  ...IN_ONE_PROJECT.map(impactOfPayload),
  ...IN_SEVERAL_PROJECTS.map((payload) =>
    impactsOfPayload(payload, {
      projectsOf: ({ projectIds }) => projectIds,
      which: `the first ${MOST_PROJECTS} of the projects`,
      most: MOST_PROJECTS,
    }),
  ),
  impactsOfPayload(TaskPayload, {
    projectsOf: ({ projectId, formerProjectId }) =>
      formerProjectId === undefined ? [projectId] : [projectId, formerProjectId],
    which: 'the project, and of a task that moved to it the one that it was in before,',
    most: 2,
  }),
];
