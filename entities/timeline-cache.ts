import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Unique } from 'typeorm';
import { JsonScalar } from './base/json-scalar.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { Project } from './project.ts';

@ObjectType({ description: 'The timeline of a project, laid out in advance for one zoom level.' })
@Entity({ schema: 'pit', name: 'timeline_cache' })
@Unique(['projectId', 'zoomLevel', 'orgId'])
export class TimelineCache extends TimedRow {
  @Field(() => ID, { description: 'The project that is laid out.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => JsonScalar, { description: 'Bars with their positions, and the order of rows.' })
  @Check('pg_column_size(data) <= 33554432')
  @Column({ type: 'jsonb', default: {} })
  data: object;

  @Field(() => String, { description: 'The zoom level, such as `week` or `month`.' })
  @Check('length(zoom_level) BETWEEN 1 AND 50')
  @Column({ type: 'text' })
  zoomLevel: string;
}
