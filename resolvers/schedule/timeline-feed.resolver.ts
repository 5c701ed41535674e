import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { GanttState } from '../../entities/gantt-state.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { TimelineGrouping, TimelineZoom } from '../../src/domain/enums.ts';
import type { Viewport } from '../../src/domain/schedule/timeline/timeline-viewport.ts';
import { readTimeline, type CurrentTimeline } from '../../src/services/schedule/timeline/read-timeline.ts';
import { firstOf } from '../graph/connection.ts';
import { anyOf, DateWindow } from '../graph/filter-conditions.ts';
import { TaskFilter } from '../plan/tasks/task.inputs.ts';
import { shownLink, shownRow } from './timeline-rows.ts';
import { TimelineLink, TimelineRow, TimelineRowsInput } from './timeline-types.ts';
import { requireView, viewportOf, type TimelineView } from './timeline-view.ts';

@ArgsType()
class TimelineArgs {
  @Field(() => TimelineZoom, {
    nullable: true,
    description:
      'What one column stands for. Without it, `grouping` and `window` the view that the caller has saved counts, and WEEK where there is none. MONTH folds subtasks; QUARTER and YEAR fold tasks.',
  })
  zoom?: TimelineZoom | null;

  @Field(() => TimelineGrouping, {
    nullable: true,
    description:
      'How rows are ordered; BY_PHASE when not given, the whole tree. Other groupings list tasks alone, at zooms that show them.',
  })
  grouping?: TimelineGrouping | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'Only rows with a bar in these days; all when not given.',
  })
  window?: DateWindow | null;

  @Field(() => TimelineRowsInput, {
    nullable: true,
    description: 'Which of the rows to give; the first 100 when not given.',
  })
  rows?: TimelineRowsInput | null;

  @Field(() => TaskFilter, {
    nullable: true,
    description: 'Only tasks that meet it, and the rows above and below them. Deleted tasks are never shown.',
  })
  filter?: TaskFilter | null;
}

/** What a timeline is resolved from. */
interface TimelineSource {
  readonly current: CurrentTimeline;
  readonly view: TimelineView;
  readonly zoom: TimelineZoom;
  readonly projectId: string;
  viewport?: Promise<Viewport>;
}

@ObjectType({
  description: 'The bars of a project in rows, by its computed schedule, with the dependencies between them.',
})
export class Timeline {
  @Field(() => TimelineZoom, { description: 'What one column stands for.' })
  unit: TimelineZoom;

  @Field(() => TimelineGrouping, { description: 'How the rows are ordered.' })
  grouping: TimelineGrouping;
}

const VIEW: SelectedColumns = {
  properties: ['zoomLevel', 'groupingMode', 'viewportStart', 'viewportEnd'],
  signature: 'ganttView',
};
const LATEST = [{ property: 'updatedAt', descending: true }];

@Resolver(() => Project)
export class ProjectTimelineFeedResolver {
  @FieldResolver(() => Timeline, {
    nullable: true,
    description:
      'The timeline of the project as its plan stands now. A plan of more than 20,000 tasks that has not been laid out yet has no rows and is stale until it has. Null where the project is gone.',
  })
  @Directive('@cost(weight: 2000)')
  async timeline(
    @Root() project: Project,
    @Args(() => TimelineArgs) args: TimelineArgs,
    @Ctx() context: RequestContext,
  ): Promise<Timeline> {
    const { zoom, view } = requireView(args, await savedView(context, project.id, args));
    const reader = {
      loaders: context.loaders,
      orgId: context.orgId,
      want: (id: string, wanted: TimelineZoom) => context.wantTimeline(id, wanted),
    };
    const current = await readTimeline(reader, project.id, zoom);
    const source: TimelineSource = { current, view, zoom, projectId: project.id };
    return { ...source, unit: zoom, grouping: view.grouping };
  }
}

/** The caller's saved view, where the arguments leave it all open. */
async function savedView(
  context: RequestContext,
  projectId: string,
  { zoom, grouping, window }: TimelineArgs,
): Promise<GanttState | null> {
  if (zoom != null || grouping != null || window != null) return null;
  const where = anyOf('userId', [context.actor.userId]);
  const parent = { property: 'projectId', id: projectId };
  return firstOf<GanttState>(context, { entity: GanttState, where, order: LATEST, parent }, VIEW);
}

@Resolver(() => Timeline)
export class TimelineResolver {
  @FieldResolver(() => String, {
    description:
      'Digest of all that the timeline shows at this zoom, opaque; empty where there is none yet. `timelineChanged` says which version a change leads from and to.',
  })
  version(@Root() { current }: TimelineSource): string {
    return current.timeline?.version ?? '';
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The day from which bars are counted; null where there is no timeline yet.',
  })
  origin(@Root() { current }: TimelineSource): string | null {
    return current.timeline?.layout.origin ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The day as of which it was laid out; null where there is no timeline yet.',
  })
  today(@Root() { current }: TimelineSource): string | null {
    return current.timeline?.layout.today ?? null;
  }

  @FieldResolver(() => Int, { description: 'Calendar days from the origin to the end of the last bar.' })
  spanDays(@Root() { current }: TimelineSource): number {
    return current.timeline?.layout.spanDays ?? 0;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the plan has moved on since it was laid out, and is too large to be laid out in a request.',
  })
  isStale(@Root() { current }: TimelineSource): boolean {
    return current.isStale;
  }

  @FieldResolver(() => Int, { description: 'How many rows window, grouping and filter leave.' })
  async rowCount(@Root() source: TimelineSource, @Ctx() context: RequestContext): Promise<number> {
    return (await shown(source, context)).rowCount;
  }

  @FieldResolver(() => [TimelineRow], { description: 'The rows that were asked for, in their order.' })
  @Directive('@listSize(assumedSize: 500)')
  async rows(@Root() source: TimelineSource, @Ctx() context: RequestContext): Promise<TimelineRow[]> {
    const { rows } = await shown(source, context);
    const origin = source.current.timeline?.layout.origin ?? '';
    return rows.map((row) => shownRow(row, origin));
  }

  @FieldResolver(() => [TimelineLink], {
    description: 'The dependencies that touch one of these rows.',
  })
  @Directive('@listSize(assumedSize: 1000)')
  async links(@Root() source: TimelineSource, @Ctx() context: RequestContext): Promise<TimelineLink[]> {
    const { links } = await shown(source, context);
    return links.map((link) => shownLink(link, link.isClipped));
  }

  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description:
      'The whole timeline in columns, whatever rows, window, grouping and filter say; docs/timeline.md describes them. Null where there is none yet.',
  })
  @Directive('@cost(weight: 10000)')
  packed(@Root() { current }: TimelineSource): object | null {
    return current.timeline?.layout ?? null;
  }
}

/** The viewport, made once for all fields that want it. */
function shown(source: TimelineSource, context: RequestContext): Promise<Viewport> {
  const { current, view, projectId } = source;
  source.viewport ??= viewportOf(context, projectId, current.timeline?.layout ?? null, view);
  return source.viewport;
}
