import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { JsonScalar } from './base/json-scalar.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { Project } from './project.ts';

@ObjectType({ description: 'The timeline of a project, laid out in advance for one zoom level.' })
@Entity({ schema: 'pit', name: 'timeline_cache' })
export class TimelineCache extends TimedRow {
  @Field(() => ID, { description: 'The project that is laid out.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => JsonScalar, { description: 'Bars with their positions, and the order of rows.' })
  @Column({ type: 'jsonb', default: {} })
  data: object;

  @Field(() => String, { description: 'The zoom level, such as `week` or `month`.' })
  @Column({ type: 'text' })
  zoomLevel: string;
}
