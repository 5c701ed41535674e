import { Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import { TaskDependency } from '../../../entities/task-dependency.ts';
import { Task } from '../../../entities/task.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import {
  addDependency,
  removeDependency,
  updateDependency,
} from '../../../src/services/plan/tasks/dependencies.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { AddDependencyInput, RemoveDependencyInput, UpdateDependencyInput } from './dependency.inputs.ts';
import { Input } from '../../graph/mutation-input.ts';

/** The ids of the rows that are read afresh, so that the tasks show their new status. */
@ObjectType()
export abstract class DependencyEnds {
  predecessorId: string;
  successorId: string;
  projectId: string;
}

@ObjectType({ description: 'A dependency after a change, with the tasks that it lies between.' })
export class DependencyPayload extends DependencyEnds {
  dependencyId: string;
}

@ObjectType({ description: 'A dependency that is removed, with the tasks that it lay between.' })
export class RemoveDependencyPayload extends DependencyEnds {
  @Field(() => ID, { description: 'Id of the removed dependency.' })
  deletedId: string;
}

@Resolver(() => DependencyPayload)
export class DependencyPayloadResolver {
  @FieldResolver(() => TaskDependency, { nullable: true, description: 'The dependency as it is now.' })
  dependency(
    @Root() payload: DependencyPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskDependency, asked, payload.dependencyId);
  }
}

/** The fields that every payload about a dependency has. */
@Resolver(() => DependencyEnds)
export class DependencyEndsResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task that is waited for.' })
  predecessor(
    @Root() payload: DependencyPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, payload.predecessorId);
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The task that waits, with its new status.' })
  successor(
    @Root() payload: DependencyPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, payload.successorId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project of both tasks.' })
  project(
    @Root() payload: DependencyPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

/** Dependencies are added, changed and removed. */
@Resolver()
export class DependencyMutations {
  @Mutation(() => DependencyPayload, { description: 'Adds a dependency between two tasks of one project.' })
  addDependency(@Input(AddDependencyInput) input: AddDependencyInput, @Ctx() context: RequestContext) {
    return context.write('addDependency', input, (tx) => addDependency(tx, input));
  }

  @Mutation(() => DependencyPayload, { description: 'Changes the type or the lag of a dependency.' })
  updateDependency(
    @Input(UpdateDependencyInput) input: UpdateDependencyInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('updateDependency', input, (tx) => updateDependency(tx, input));
  }

  @Mutation(() => RemoveDependencyPayload, { description: 'Removes a dependency.' })
  async removeDependency(
    @Input(RemoveDependencyInput) input: RemoveDependencyInput,
    @Ctx() context: RequestContext,
  ) {
    const removed = await context.write('removeDependency', input, (tx) => removeDependency(tx, input));
    return { ...removed, deletedId: removed.dependencyId };
  }
}
