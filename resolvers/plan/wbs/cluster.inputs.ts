import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Condition } from '../../../src/context.ts';
import { SourceModule } from '../../../src/domain/enums.ts';
import { filteredArgsOf } from '../../graph/list-args.ts';
import {
  FILTER,
  NullFilter,
  TimeWindow,
  anyIdOf,
  anyOf,
  containing,
  noneOf,
  nullness,
  within,
} from '../../graph/filter-conditions.ts';

@InputType({
  description:
    'Conditions on clusters: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskClusterCriteria {
  @Field(() => [ID], { nullable: true, description: 'In any of these projects.' })
  projectId?: string[] | null;

  @Field(() => [SourceModule], { nullable: true, description: 'From any of these modules.' })
  sourceModule?: SourceModule[] | null;

  @Field(() => [String], { nullable: true, description: 'From any of these references.' })
  sourceReferenceId?: string[] | null;

  @Field(() => NullFilter, { nullable: true, description: 'Whether it came from no reference.' })
  sourceReference?: NullFilter | null;

  @Field(() => TimeWindow, { nullable: true, description: 'It was created within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => TimeWindow, {
    nullable: true,
    description: 'It last changed within this span: what a copy elsewhere has to fetch again.',
  })
  updatedAt?: TimeWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or description contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({
  description:
    'Which clusters to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskClusterFilter extends TaskClusterCriteria {
  @Field(() => TaskClusterCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: TaskClusterCriteria | null;
}

@ArgsType()
export class TaskClustersArgs extends filteredArgsOf(TaskClusterFilter, 'clusters') {}

/** The filter as conditions on columns. */
export function clusterConditions(filter: TaskClusterFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(clusterCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...clusterCriteria(filter, FILTER), ...excluded];
}

function clusterCriteria(criteria: TaskClusterCriteria, place: string): Condition[] {
  return [
    ...anyIdOf('projectId', criteria.projectId, place),
    ...anyOf('sourceModule', criteria.sourceModule, place),
    ...anyOf('sourceReferenceId', criteria.sourceReferenceId, place),
    ...nullness('sourceReferenceId', criteria.sourceReference),
    ...within('createdAt', criteria.createdAt),
    ...within('updatedAt', criteria.updatedAt),
    ...containing(['name', 'description'], criteria.search, place),
  ];
}
