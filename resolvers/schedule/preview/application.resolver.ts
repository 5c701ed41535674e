import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { expose } from '../../../entities/base/expose.ts';
import { DateTimeScalar } from '../../../entities/base/scalars.ts';
import { Project } from '../../../entities/project.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { ErrorCode, PitErrorCode } from '../../../src/domain/errors.ts';
import { readApplication } from '../../../src/services/schedule/preview/stored-application.ts';
import { SelectedFields } from '../../graph/field-selection.ts';

export const ScheduleApplicationState = {
  RUNNING: 'running',
  APPLIED: 'applied',
  REFUSED: 'refused',
  FAILED: 'failed',
} as const;
export type ScheduleApplicationState =
  (typeof ScheduleApplicationState)[keyof typeof ScheduleApplicationState];
expose(
  ScheduleApplicationState,
  'ScheduleApplicationState',
  'How far the application of a preview has come. More values may be added.',
  {
    RUNNING: 'It waits for its turn, or is being done. Nothing of it is stored so far.',
    APPLIED: 'All of it is stored.',
    REFUSED:
      'Nothing of it is stored: the plan had changed, or who asked may not any more. The error says why.',
    FAILED:
      'Nothing of it is stored: it was tried several times, and could not be finished. The error says why.',
  },
);

@ObjectType({ description: 'Why nothing came of the application of a preview.' })
export class ScheduleApplicationError {
  @Field(() => ErrorCode, { description: 'The word that `extensions.code` would carry.' })
  code: ErrorCode;

  @Field(() => PitErrorCode, {
    nullable: true,
    description: 'The number of the refusal; null where it has none.',
  })
  pit: PitErrorCode | null;

  @Field(() => String, { description: 'What was wrong, in words.' })
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'Path of the input that it is about; null where it is about none.',
  })
  field: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What would have been accepted; null where nobody said.',
  })
  expected: string | null;

  @Field(() => String, { nullable: true, description: 'What there was instead; null where nobody said.' })
  actual: string | null;
}

@ObjectType({
  description:
    'The application of a preview that moves more than 5,000 tasks: a job does it, in one transaction, as who asked for it.',
})
export class ScheduleApplication {
  @Field(() => ID, { description: 'Identity of the application.' })
  id: string;

  @Field(() => ScheduleApplicationState, { description: 'How far it has come.' })
  state: ScheduleApplicationState;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null while it is running.' })
  finishedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as who asked for it has said; null where nothing was said.',
  })
  reason: string | null;

  @Field(() => Int, { description: 'Tasks that it is to write.' })
  taskCount: number;

  @Field(() => Int, { nullable: true, description: 'Tasks that were written; null unless it is applied.' })
  changedTaskCount: number | null;

  @Field(() => ScheduleApplicationError, {
    nullable: true,
    description: 'Why nothing came of it; null while it is running, and once it is applied.',
  })
  error: ScheduleApplicationError | null;

  projectId: string;
  requestedBy: string;
}

@Resolver(() => ScheduleApplication)
export class ScheduleApplicationResolver {
  @Query(() => ScheduleApplication, {
    nullable: true,
    description:
      'The application of a preview with the id, or null when there is none to see. Whoever sees its project sees it, also once the project is deleted.',
  })
  @Directive('@cost(weight: 5)')
  scheduleApplication(
    @Arg('id', () => ID, { description: 'Id of the application.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return readApplication(context.loaders, id);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project whose plan it changes; null once it is deleted.',
  })
  project(
    @Root() application: ScheduleApplication,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, application.projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who asked for it; null when they are not known any more.',
  })
  requestedBy(
    @Root() application: ScheduleApplication,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, application.requestedBy);
  }
}
