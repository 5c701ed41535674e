import { Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Task } from '../../entities/task.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { ProposalAction } from '../../src/domain/advice/advice-words.ts';
import { TaskPriority } from '../../src/domain/enums.ts';
import { SelectedFields } from '../graph/field-selection.ts';

@ObjectType({
  description:
    'One thing that may be done, if a person accepts it. What does not belong to its action is null.',
})
export class ProposalItem {
  @Field(() => Int, { description: 'Its place in the proposal, from 0.' })
  index: number;

  @Field(() => ProposalAction, { description: 'What accepting it does.' })
  action: ProposalAction;

  @Field(() => Boolean, { description: 'Whether it was accepted.' })
  isKept: boolean;

  @Field(() => String, { nullable: true, description: 'What it is good for, in the words of a model.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Name of a new task.' })
  name: string | null;

  @Field(() => String, { nullable: true, description: 'Description of a new task.' })
  description: string | null;

  @Field(() => Int, { nullable: true, description: 'Working days of a new task; 0 for a milestone.' })
  durationDays: number | null;

  @Field(() => TaskPriority, {
    nullable: true,
    description: 'Priority of a new task, or to which others are raised.',
  })
  priority: TaskPriority | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a new task requires evidence.' })
  requiresEvidence: boolean | null;

  @Field(() => [Int], {
    description: 'The `index` of items that a new task waits for, as far as they are kept too.',
  })
  dependsOn: readonly number[];

  @Field(() => [ID], { description: 'Ids of controls that a new task is linked to.' })
  controlIds: readonly string[];

  @Field(() => ID, { nullable: true, description: 'Id of the dependency whose lag changes.' })
  dependencyId: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days of duration or lag that it was proposed for; once they are others it is outdated.',
  })
  daysBefore: number | null;

  @Field(() => Int, { nullable: true, description: 'Working days of duration or lag that it proposes.' })
  daysAfter: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which the project finishes earlier by it alone, as the schedule computed it.',
  })
  daysSaved: number | null;

  taskIds: readonly string[];
}

@Resolver(() => ProposalItem)
export class ProposalItemResolver {
  @FieldResolver(() => [Task], {
    description:
      'The tasks that it changes; of an overlap the predecessor and the successor. Without those that are gone.',
  })
  @Directive('@listSize(assumedSize: 10)')
  async tasks(
    @Root() { taskIds }: ProposalItem,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Task[]> {
    const tasks = await Promise.all(taskIds.map(async (id) => context.one(Task, asked, id)));
    return tasks.filter((task) => task !== null);
  }
}
