import { Arg, Ctx, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import * as projects from '../../../src/services/plan/projects/project-plan.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { DeletePayload } from '../wbs/delete-payload.resolver.ts';
import { DeleteInput, RestoreInput } from '../wbs/plan-input.ts';
import { CreateProjectInput, UpdateProjectInput } from './project-plan.inputs.ts';
import { Input } from '../../graph/mutation-input.ts';

@ObjectType({ description: 'A project after a change.' })
export class ProjectPayload {
  projectId: string;
}

@Resolver(() => ProjectPayload)
export class ProjectPayloadResolver {
  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project as it is now.',
  })
  project(
    @Root() payload: ProjectPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

/** Projects are made, changed, deleted and restored. */
@Resolver()
export class ProjectMutations {
  @Mutation(() => ProjectPayload, {
    description: 'Creates a project with a phase “Initiation” and in it a work package “General”.',
  })
  createProject(@Input(CreateProjectInput) input: CreateProjectInput, @Ctx() context: RequestContext) {
    return context.write('createProject', input, (tx) => projects.createProject(tx, input));
  }

  @Mutation(() => ProjectPayload, { description: 'Changes a project.' })
  updateProject(@Input(UpdateProjectInput) input: UpdateProjectInput, @Ctx() context: RequestContext) {
    return context.write('updateProject', input, (tx) => projects.updateProject(tx, input));
  }

  @Mutation(() => DeletePayload, { description: 'Deletes a project; with `cascade` all that lies in it.' })
  async deleteProject(@Input(DeleteInput) input: DeleteInput, @Ctx() context: RequestContext) {
    const deleted = await context.write('deleteProject', input, (tx) => projects.deleteProject(tx, input));
    return { ...deleted, deletedId: deleted.projectId };
  }

  @Mutation(() => ProjectPayload, { description: 'Restores a deleted project.' })
  restoreProject(
    @Input(RestoreInput) input: RestoreInput,
    @Arg('code', () => String, {
      nullable: true,
      description: 'A new code for it; required where another project has taken its own.',
    })
    code: string | null | undefined,
    @Ctx() context: RequestContext,
  ) {
    const restored = code == null ? input : { ...input, code };
    return context.write('restoreProject', restored, (tx) => projects.restoreProject(tx, restored));
  }
}
