import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Condition } from '../../../src/context.ts';
import { SourceModule } from '../../../src/domain/enums.ts';
import { anyIdOf, anyOf, containing, PageArgs } from '../../graph/connection.ts';

@InputType({
  description:
    'Which clusters to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskClusterFilter {
  @Field(() => [ID], { nullable: true, description: 'In any of these projects.' })
  projectId?: string[] | null;

  @Field(() => [SourceModule], { nullable: true, description: 'From any of these modules.' })
  sourceModule?: SourceModule[] | null;

  @Field(() => [String], { nullable: true, description: 'From any of these references.' })
  sourceReferenceId?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or description contains; case and accents are ignored.',
  })
  search?: string | null;
}

@ArgsType()
export class TaskClustersArgs extends PageArgs {
  @Field(() => TaskClusterFilter, { nullable: true, description: 'Which clusters; all when not given.' })
  filter?: TaskClusterFilter | null;
}

/** The filter as conditions on columns. */
export function clusterConditions(filter: TaskClusterFilter | null | undefined): Condition[] {
  if (!filter) return [];
  return [
    ...anyIdOf('projectId', filter.projectId),
    ...anyOf('sourceModule', filter.sourceModule),
    ...anyOf('sourceReferenceId', filter.sourceReferenceId),
    ...containing(['name', 'description'], filter.search),
  ];
}
