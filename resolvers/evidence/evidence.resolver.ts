import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Evidence } from '../../entities/evidence.ts';
import { EvidenceReview } from '../../entities/evidence-review.ts';
import { Subtask } from '../../entities/subtask.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import { WorkItem } from '../../entities/work-item.ts';
import type { Condition, SelectedColumns, RequestContext } from '../../src/context.ts';
import { ReviewDecision } from '../../src/domain/enums.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  SelectedFieldsOf,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { AskedWithRecord } from '../graph/asked-with-record.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, firstOf, PageArgs, type Connection } from '../graph/connection.ts';
import { AsStored, type ShowStored } from '../graph/stored-json.ts';
import { EvidenceMetadata } from './evidence-metadata.ts';

export const EvidenceConnection = connectionOf(Evidence, 'pieces of evidence');
const EvidenceReviewConnection = connectionOf(EvidenceReview, 'reviews');
const OLDEST = [{ property: 'createdAt', descending: false }];
const DECISION: SelectedColumns = { properties: ['decision'], signature: 'decision' };
/** What a model makes of evidence is no review: a row that is pending and has a score. */
const IS_REVIEW: Condition = {
  op: 'not',
  where: [
    { op: 'in', property: 'decision', values: [ReviewDecision.PENDING] },
    { op: 'isNull', property: 'aiScore', value: false },
  ],
};
const LATEST = [{ property: 'createdAt', descending: true }];

@Resolver(() => Evidence)
export class EvidenceResolver {
  @Query(() => Evidence, {
    nullable: true,
    description: 'The evidence with the id, or null when there is none to see.',
  })
  evidence(
    @Arg('id', () => ID, { description: 'Id of the evidence.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Evidence, asked, id);
  }

  @FieldResolver(() => EvidenceMetadata, { description: 'What is known of the file.' })
  @RequiresColumns('metadata')
  metadata(@Root() evidence: Evidence, @AsStored() show: ShowStored) {
    return show(evidence.metadata);
  }

  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task it proves; null when it proves a subtask.',
  })
  @ReferenceTo(Task, 'taskId')
  task(@Root() evidence: Evidence, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Task, asked, evidence.taskId);
  }

  @FieldResolver(() => Subtask, {
    nullable: true,
    description: 'The subtask it proves; null when it proves a task.',
  })
  @ReferenceTo(Subtask, 'subtaskId')
  subtask(
    @Root() evidence: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, evidence.subtaskId);
  }

  @FieldResolver(() => WorkItem, {
    nullable: true,
    description: 'What it proves: `task` or `subtask`, whichever is there.',
  })
  @RequiresColumns('taskId', 'subtaskId')
  workItem(
    @Root() { taskId, subtaskId }: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFieldsOf('Task') ofTask: SelectedColumns,
    @SelectedFieldsOf('Subtask') ofSubtask: SelectedColumns,
  ): Promise<WorkItem | null> | WorkItem | null {
    return taskId === null ? context.one(Subtask, ofSubtask, subtaskId) : context.one(Task, ofTask, taskId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who submitted the evidence; null when PIT does not know that user.',
  })
  @ReferenceTo(User, 'uploaderId')
  uploader(
    @Root() evidence: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, evidence.uploaderId);
  }

  @FieldResolver(() => EvidenceReviewConnection, { description: 'Reviews of the evidence, oldest first.' })
  reviews(
    @Root() evidence: Evidence,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<EvidenceReview>> {
    const parent = { property: 'evidenceId', id: evidence.id };
    return connect(context, { entity: EvidenceReview, where: [], order: OLDEST, parent }, args, wanted);
  }

  @FieldResolver(() => ReviewDecision, {
    nullable: true,
    description: 'The decision of the latest review, which is the one that counts; null without a review.',
  })
  async latestDecision(@Root() evidence: Evidence, @Ctx() context: RequestContext) {
    const parent = { property: 'evidenceId', id: evidence.id };
    const list = { entity: EvidenceReview, where: [IS_REVIEW], order: LATEST, parent };
    const review = await firstOf<EvidenceReview>(context, list, DECISION);
    return review?.decision ?? null;
  }
}

@Resolver(() => EvidenceReview)
export class EvidenceReviewResolver {
  @FieldResolver(() => Evidence, { nullable: true, description: 'The evidence under review.' })
  @ReferenceTo(Evidence, 'evidenceId')
  evidence(
    @Root() review: EvidenceReview,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Evidence, asked, review.evidenceId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who reviewed the evidence; null when PIT does not know that user.',
  })
  @ReferenceTo(User, 'reviewerId')
  reviewer(
    @Root() review: EvidenceReview,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, review.reviewerId);
  }
}

@Resolver(() => Task)
export class TaskEvidenceResolver {
  @AskedWithRecord()
  @FieldResolver(() => EvidenceConnection, {
    description:
      'Evidence of the task itself, oldest first; evidence of its subtasks is in `Subtask.evidence`.',
  })
  evidence(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Evidence>> {
    const parent = { property: 'taskId', id: task.id };
    return connect(context, { entity: Evidence, where: [], order: OLDEST, parent }, args, wanted);
  }
}

@Resolver(() => Subtask)
export class SubtaskEvidenceResolver {
  @FieldResolver(() => EvidenceConnection, { description: 'Evidence attached to the step, oldest first.' })
  evidence(
    @Root() subtask: Subtask,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Evidence>> {
    const parent = { property: 'subtaskId', id: subtask.id };
    return connect(context, { entity: Evidence, where: [], order: OLDEST, parent }, args, wanted);
  }
}
