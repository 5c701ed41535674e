import { Ctx, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
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

@ObjectType({ description: 'A dependency after a change, with the tasks that it lies between.' })
export class DependencyPayload {
  dependencyId: string;
  predecessorId: string;
  successorId: string;
  projectId: string;
}

@Resolver(() => DependencyPayload)
export class DependencyPayloadResolver {
  @FieldResolver(() => TaskDependency, {
    nullable: true,
    description: 'The dependency as it is now; null when it was taken away.',
  })
  dependency(
    @Root() payload: DependencyPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskDependency, asked, payload.dependencyId);
  }

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

  @Mutation(() => DependencyPayload, { description: 'Removes a dependency.' })
  removeDependency(
    @Input(RemoveDependencyInput) input: RemoveDependencyInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('removeDependency', input, (tx) => removeDependency(tx, input));
  }
}
