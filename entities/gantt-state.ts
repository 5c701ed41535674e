import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
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

  @Field(() => String, { nullable: true, description: 'The zoom level, such as `week` or `month`.' })
  @Check('length(zoom_level) BETWEEN 1 AND 50')
  @Column({ type: 'text', nullable: true })
  zoomLevel: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day in view.' })
  @Column({ type: 'date', nullable: true })
  viewportStart: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day in view.' })
  @Column({ type: 'date', nullable: true })
  viewportEnd: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How rows are grouped: `by_phase`, `by_work_package`, `by_assignee`.',
  })
  @Check('length(grouping_mode) BETWEEN 1 AND 50')
  @Column({ type: 'text', nullable: true })
  groupingMode: string | null;
}
