import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { PercentScalar } from '../../../entities/base/number-scalars.ts';
import { DecimalScalar } from '../../../entities/base/scalars.ts';
import { BulkMode } from '../../../src/domain/plan/bulk.ts';
import { QuickClass, TaskPriority } from '../../../src/domain/enums.ts';
import {
  ChangeInput,
  IdempotencyKey,
  IfUpdatedAt,
  MutationInput,
  RecordId,
} from '../../graph/mutation-input.ts';
import { PlannedFields, Position } from '../wbs/plan-input.ts';

registerEnumType(BulkMode, {
  name: 'BulkMode',
  description: 'What becomes of the other items when some are refused.',
  valuesConfig: {
    ALL_OR_NOTHING: { description: 'Nothing is done; the error lists the refused items.' },
    PARTIAL: { description: 'The others are done; the payload lists the refused items.' },
  },
});

@InputType({ description: 'What is planned of a task: a value sets, null clears, absent leaves.' })
export class TaskFields extends PlannedFields {
  @Field(() => String, {
    nullable: true,
    description: 'Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller.',
  })
  taskType?: string | null;

  @Field(() => TaskPriority, { nullable: true, description: 'Priority of the task.' })
  priority?: TaskPriority | null;

  @Field(() => QuickClass, { nullable: true, description: 'Quick-win class: how soon the work pays off.' })
  quickClass?: QuickClass | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be completed only with accepted evidence.',
  })
  requiresEvidence?: boolean | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Planned capital cost, an amount without a currency.',
  })
  capexCost?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Planned operating cost, an amount without a currency.',
  })
  opexCost?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The financial year that bears the cost; null splits it over the years by working days.',
  })
  fyAllocation?: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: 'Share of the linked risk that it mitigates once it is complete, 0 to 100 percent.',
  })
  linkedRiskMitigationPct?: number | null;

  @Field(() => ID, { nullable: true, description: 'The bundle of controls that it serves.' })
  linkedControlSetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The user who answers for it; the caller unless named.' })
  ownerId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The users who work on it, at most 50.' })
  assigneeIds?: string[] | null;
}

@InputType({ description: 'A task to be made, directly in a phase or in a work package.' })
export class NewTaskInput extends TaskFields {
  @Field(() => String, { description: 'Name, up to 500 characters.' })
  override name: string;

  @Field(() => ID, { nullable: true, description: 'The phase; not needed where the work package is named.' })
  phaseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the work package; absent for a task that hangs on the phase itself.',
  })
  workPackageId?: string | null;
}

@InputType({ description: 'A task to be made at a place among its siblings.' })
export class CreateTaskInput extends NewTaskInput {
  @Position()
  position?: number | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Tasks of one project to be created, behind their siblings and in this order.' })
export class CreateTasksInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => [NewTaskInput], { description: 'The tasks, at most 500.' })
  tasks: NewTaskInput[];

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NOTHING,
    description: 'What becomes of the others when some are refused.',
  })
  mode: BulkMode;
}

@InputType({ description: 'Changes of a task: a value sets, null clears, absent leaves.' })
export class UpdateTaskInput extends TaskFields {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: 'One change for many tasks.' })
export class UpdateTasksInput extends MutationInput {
  @Field(() => [ID], { description: 'Ids of the tasks, at most 500.' })
  ids: string[];

  @Field(() => TaskFields, { description: 'The fields to set, the same for each of the tasks.' })
  change: TaskFields;

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NOTHING,
    description: 'What becomes of the others when some are refused.',
  })
  mode: BulkMode;
}

@InputType({ description: 'A task to be moved within its project.' })
export class MoveTaskInput extends ChangeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the phase that the task is moved to, outside of any work package.',
  })
  phaseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the work package that the task is moved to.' })
  workPackageId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the project that the task is moved to, into its “General” unless a phase or work package is named; its own when absent.',
  })
  projectId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether dependencies on tasks that stay in the project are dropped when the task leaves it; else there must be none.',
  })
  dropDependencies: boolean;

  @Position()
  position?: number | null;
}

@InputType({ description: 'Many tasks to be deleted.' })
export class DeleteTasksInput extends MutationInput {
  @Field(() => [ID], { description: 'Ids of the tasks, at most 500.' })
  ids: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether subtasks are deleted along with them; else there must be none.',
  })
  cascade: boolean;

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NOTHING,
    description: 'What becomes of the others when some are refused.',
  })
  mode: BulkMode;
}

@InputType({ description: 'Many deleted tasks to be restored, each with what was deleted along with it.' })
export class RestoreTasksInput extends MutationInput {
  @Field(() => [ID], { description: 'Ids of the tasks, at most 500.' })
  ids: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether dependencies of what is restored that would close a circle by now are removed; else these tasks are refused, PIT003.',
  })
  dropDependencies: boolean;

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NOTHING,
    description: 'What becomes of the others when some are refused.',
  })
  mode: BulkMode;
}
