import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { TaskPriority, TaskStatus } from '../src/domain/enums.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { DateScalar, DateTimeScalar } from './base/scalars.ts';
import { User } from './user.ts';

/** What tasks and subtasks have in common, so that one fragment shows either. */
@InterfaceType({
  description: 'Work that somebody does and reports on: a task, or a subtask of one.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export abstract class WorkItem {
  @Field(() => ID, { description: 'Identity of the work, a UUID given by the database.' })
  id: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt: string;

  @Field(() => DateTimeScalar, { description: 'When it last changed; strictly increasing.' })
  updatedAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was deleted; null while it is not.' })
  deletedAt: string | null;

  @Field(() => String, { description: 'Name of the work.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What is to be done; null when it is not described.' })
  description: string | null;

  @Field(() => TaskPriority, { description: 'How urgent it is.' })
  priority: TaskPriority;

  @Field(() => TaskStatus, { description: 'Status of the work; derived from dates and progress.' })
  status: TaskStatus;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null while it is not scheduled.' })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day, included; null while it is not scheduled.',
  })
  endDate: string | null;

  @Field(() => PercentScalar, { description: 'Progress in percent, 0 to 100.' })
  progressPercent: number;

  @Field(() => Boolean, { description: 'Whether it can be completed only with accepted evidence.' })
  requiresEvidence: boolean;

  @Field(() => Int, { description: 'Position among its siblings, from 0 without gaps.' })
  orderIndex: number;

  @Field(() => User, {
    nullable: true,
    description: 'Who answers for it; for a subtask without an owner of its own, the owner of the task.',
  })
  owner?: User | null;
}
