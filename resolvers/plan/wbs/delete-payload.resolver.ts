import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields } from '../../graph/field-selection.ts';

/** The parents are read afresh, so that they show their new numbers; what is deleted itself is not there any more. */
@ObjectType({ description: 'What was deleted, with all that its numbers had gone into.' })
export class DeletePayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;

  taskId?: string | null;
  workPackageId?: string | null;
  phaseId?: string | null;
  projectId?: string | null;
}

@Resolver(() => DeletePayload)
export class DeletePayloadResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task of a deleted subtask; else null.' })
  task(
    @Root() payload: DeletePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, payload.taskId);
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package that it lay in; null when it lay in none, or is deleted too.',
  })
  workPackage(
    @Root() payload: DeletePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, payload.workPackageId);
  }

  @FieldResolver(() => Phase, {
    nullable: true,
    description: 'The phase that it lay in; null when it lay in none, or is deleted too.',
  })
  phase(
    @Root() payload: DeletePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, payload.phaseId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project that it lay in; null when it is deleted too.',
  })
  project(
    @Root() payload: DeletePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}
