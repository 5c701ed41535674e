import { Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields } from '../../graph/field-selection.ts';

/**
 * What a verb answers is ids; the payload reads the rows afresh, so that it shows the parents' new numbers, and a
 * repeated call shows what stands now.
 */
@ObjectType({ description: 'A task after a change, with the records that its roll-ups went into.' })
export class TaskPayload {
  taskId: string;
  workPackageId: string | null;
  phaseId: string;
  projectId: string;
  formerProjectId?: string;
}

@ObjectType({ description: 'A subtask after a change, with the records that its roll-ups went into.' })
export class SubtaskPayload extends TaskPayload {
  subtaskId: string;
}

@ObjectType({
  description: 'A task or one of its subtasks after a change, with the records that its roll-ups went into.',
})
export class WorkPayload extends TaskPayload {
  subtaskId: string | null;
}

/** The fields that every payload about a task has. */
@Resolver(() => TaskPayload)
export class TaskPayloadResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task as it is now.' })
  task(
    @Root() payload: TaskPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, payload.taskId);
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description:
      'The work package that the task lies in, with its new sums; null when it hangs on the phase itself.',
  })
  workPackage(
    @Root() payload: TaskPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, payload.workPackageId);
  }

  @FieldResolver(() => Phase, {
    nullable: true,
    description: 'The phase that the task lies in, with its new sums; null when the caller may not see it.',
  })
  phase(
    @Root() payload: TaskPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, payload.phaseId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project of the record, with its new sums; null when the caller may not see it.',
  })
  project(
    @Root() payload: TaskPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => SubtaskPayload)
export class SubtaskPayloadResolver {
  @FieldResolver(() => Subtask, { nullable: true, description: 'The subtask as it is now.' })
  subtask(
    @Root() payload: SubtaskPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, payload.subtaskId);
  }
}

@Resolver(() => WorkPayload)
export class WorkPayloadResolver {
  @FieldResolver(() => Subtask, {
    nullable: true,
    description: 'The subtask as it is now; null when the change was about the task itself.',
  })
  subtask(
    @Root() payload: WorkPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, payload.subtaskId);
  }
}
