import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { SourceModule } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { Project } from './project.ts';
import { User } from './user.ts';

@ObjectType({ description: 'Tasks that were generated together, from a template or by another module.' })
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'task_cluster' })
@Unique(['projectId', 'id'])
@Index(['orgId'])
@Index(['creatorId'])
export class TaskCluster extends TimedRow {
  @Field(() => ID, { description: 'The project that the tasks belong to.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => String, { description: 'Name of the cluster.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What the tasks have in common.' })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => ID, { description: 'Id of the user who had the tasks generated.' })
  @Column({ name: 'created_by', type: 'uuid' })
  @References(() => User)
  creatorId: string;

  @Field(() => SourceModule, { description: 'The module that the cluster came from.' })
  @Column({
    type: 'enum',
    enum: SourceModule,
    enumName: 'pit_source_module_enum',
    default: SourceModule.MANUAL,
  })
  sourceModule: SourceModule;

  @Field(() => String, {
    nullable: true,
    description:
      'Reference of what the cluster came from, in the source module’s own terms; null when a person created it.',
  })
  @Check('length(source_reference_id) BETWEEN 1 AND 200')
  @Column({ type: 'text', nullable: true })
  sourceReferenceId: string | null;
}
