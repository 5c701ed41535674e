import { Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { readIsWatching, unwatch, watch } from '../../src/services/notifications/watching.ts';
import { RequiresColumns, SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A task or a project: one of both is named.' })
export class WatchInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'Id of the task.' })
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the project.' })
  projectId?: string | null;
}

@ObjectType({ description: 'What the caller watches from now on, or no more.' })
export class WatchPayload {
  taskId: string | null;
  projectId: string | null;

  @Field(() => Boolean, { description: 'False where it was so already.' })
  changed: boolean;
}

@Resolver(() => WatchPayload)
export class WatchPayloadResolver {
  @FieldResolver(() => Task, {
    nullable: true,
    description:
      'The task; null where a project was named, and for one that the caller does not see any more.',
  })
  task(
    @Root() payload: WatchPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, payload.taskId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description:
      'The project; null where a task was named, and for one that the caller does not see any more.',
  })
  project(
    @Root() payload: WatchPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => Task)
export class WatchedTaskResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the caller watches the task.' })
  @RequiresColumns('id')
  isWatching(@Root() task: Task, @Ctx() context: RequestContext): Promise<boolean> {
    return readIsWatching(context.loaders, task.id);
  }
}

@Resolver(() => Project)
export class WatchedProjectResolver {
  @FieldResolver(() => Boolean, {
    description: 'Whether the caller watches the project; its tasks are watched each by itself.',
  })
  @RequiresColumns('id')
  isWatching(@Root() project: Project, @Ctx() context: RequestContext): Promise<boolean> {
    return readIsWatching(context.loaders, project.id);
  }
}

/** What a user wants to hear of although it is not their work. */
@Resolver()
export class WatchMutations {
  @Mutation(() => WatchPayload, {
    description:
      'Has the caller hear of a task or project: that it is complete or open again, blocked or not any more, moved to other days, and of its alerts of level 1 and 2. A user watches 500 at most.',
  })
  watch(@Input(WatchInput) input: WatchInput, @Ctx() context: RequestContext) {
    return context.write('watch', input, (tx) => watch(tx, input));
  }

  @Mutation(() => WatchPayload, { description: 'Ends that the caller hears of a task or project.' })
  unwatch(@Input(WatchInput) input: WatchInput, @Ctx() context: RequestContext) {
    return context.write('unwatch', input, (tx) => unwatch(tx, input));
  }
}

/** The resolvers of watches. */
export const watchResolvers = [
  WatchMutations,
  WatchPayloadResolver,
  WatchedTaskResolver,
  WatchedProjectResolver,
] as const;
