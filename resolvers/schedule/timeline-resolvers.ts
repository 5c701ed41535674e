import { ProjectTimelineFeedResolver, TimelineResolver } from './timeline-feed.resolver.ts';
import { GanttStateResolver, ProjectTimelineResolver, ViewerTimelineResolver } from './timeline.resolver.ts';

/** Everything of the graph that is about timelines but their changes. */
export const timelineResolvers = [
  ProjectTimelineResolver,
  ProjectTimelineFeedResolver,
  TimelineResolver,
  ViewerTimelineResolver,
  GanttStateResolver,
] as const;
