import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { GanttState } from '../../entities/gantt-state.ts';
import { Project } from '../../entities/project.ts';
import { TimelineCache } from '../../entities/timeline-cache.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, firstOf, PageArgs, type Connection } from '../graph/connection.ts';
import { anyOf } from '../graph/filter-conditions.ts';
import { Viewer } from '../directory/viewer.resolver.ts';

const GanttStateConnection = connectionOf(GanttState, 'view states');
const LATEST = [{ property: 'updatedAt', descending: true }];

@Resolver(() => Project)
export class ProjectTimelineResolver {
  @FieldResolver(() => [TimelineCache], {
    description: 'The timeline laid out in advance, one for each zoom level.',
  })
  @Directive('@tag(name: "internal")')
  @Directive('@inaccessible')
  timelineCaches(
    @Root() project: Project,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.many(TimelineCache, 'projectId', asked, ['zoomLevel']).of(project.id);
  }

  @FieldResolver(() => GanttState, {
    nullable: true,
    description: 'The caller’s saved view of the timeline; null when they saved none.',
  })
  myGanttState(
    @Root() project: Project,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const where = anyOf('userId', [context.actor.userId]);
    const parent = { property: 'projectId', id: project.id };
    return firstOf<GanttState>(context, { entity: GanttState, where, order: LATEST, parent }, asked);
  }
}

@Resolver(() => Viewer)
export class ViewerTimelineResolver {
  @FieldResolver(() => GanttStateConnection, {
    description: 'The caller’s saved views of project timelines, latest first.',
  })
  ganttStates(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<GanttState>> {
    const parent = { property: 'userId', id: context.actor.userId };
    return connect(context, { entity: GanttState, where: [], order: LATEST, parent }, args, wanted);
  }
}

@Resolver(() => GanttState)
export class GanttStateResolver {
  @FieldResolver(() => Project, { nullable: true, description: 'The project whose timeline is viewed.' })
  @ReferenceTo(Project, 'projectId')
  project(
    @Root() state: GanttState,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, state.projectId);
  }
}
