import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Unique } from 'typeorm';
import { TimelineZoom } from '../src/domain/enums.ts';
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

  @Field(() => TimelineZoom, { description: 'What one column stands for.' })
  @Check(`zoom_level IN ('day', 'week', 'month', 'quarter', 'year')`)
  @Column({ type: 'text' })
  zoomLevel: TimelineZoom;
}
