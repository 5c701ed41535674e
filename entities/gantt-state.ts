import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { TimelineGrouping, TimelineZoom } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { DateScalar } from './base/scalars.ts';
import { Project } from './project.ts';
import { User } from './user.ts';

@ObjectType({ description: 'Saved view of a user on the timeline of a project. Only that user sees it.' })
@Entity({ schema: 'pit', name: 'gantt_state' })
@Check('gantt_state_viewport_check', 'viewport_start <= viewport_end')
@Unique(['userId', 'projectId'])
@Index(['projectId'])
export class GanttState extends TimedRow {
  @Field(() => ID, { description: 'Id of the user whose view it is.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  userId: string;

  @Field(() => ID, { description: 'The project whose timeline is viewed.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => TimelineZoom, {
    nullable: true,
    description: 'What one column stands for; null when none was chosen.',
  })
  @Check(`zoom_level IN ('day', 'week', 'month', 'quarter', 'year')`)
  @Column({ type: 'text', nullable: true })
  zoomLevel: TimelineZoom | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day in view.' })
  @Column({ type: 'date', nullable: true })
  viewportStart: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day in view.' })
  @Column({ type: 'date', nullable: true })
  viewportEnd: string | null;

  @Field(() => TimelineGrouping, {
    nullable: true,
    description: 'How rows are grouped; null when none was chosen.',
  })
  @Check(`grouping_mode IN ('by_phase', 'by_work_package', 'by_assignee', 'by_status', 'by_slack')`)
  @Column({ type: 'text', nullable: true })
  groupingMode: TimelineGrouping | null;
}
