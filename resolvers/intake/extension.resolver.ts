import {
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Extension } from '../../entities/ops/extension.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { ExtensionState } from '../../src/domain/intake/extension.ts';
import { readCommitment } from '../../src/services/intake/committed-end.ts';
import {
  decideExtension,
  releaseCommitment,
  requestExtension,
  withdrawExtension,
} from '../../src/services/intake/extensions.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import { TaskPayload } from '../plan/tasks/task-payload.resolver.ts';
import {
  DecideExtensionInput,
  ReleaseCommitmentInput,
  RequestExtensionInput,
  WithdrawExtensionInput,
} from './extension.inputs.ts';

registerEnumType(ExtensionState, {
  name: 'ExtensionState',
  description: 'What became of a request for a later day.',
  valuesConfig: {
    REQUESTED: { description: 'It waits to be decided; the old day holds.' },
    GRANTED: { description: 'The task is committed to the day that was asked for.' },
    REFUSED: { description: 'The day stayed.' },
    WITHDRAWN: { description: 'Whoever asked took it back.' },
    LAPSED: { description: 'Nobody decided in time.' },
    CLOSED: { description: 'The task was completed, deleted or released before.' },
  },
});

@ObjectType({ description: 'The day that a task is committed to: its plan never ends behind it.' })
export class Commitment {
  @Field(() => DateScalar, { description: 'The last day for the task as of now.' })
  dueOn: string;

  @Field(() => DateScalar, { description: 'The day that it was committed to first.' })
  originalDueOn: string;

  @Field(() => Int, { description: 'How many extensions were granted.' })
  extensions: number;
}

export const ExtensionConnection = connectionOf(Extension, 'requests for later days');

const NEWEST = [{ property: 'createdAt', descending: true }];

@Resolver(() => Task)
export class TaskCommitmentResolver {
  @FieldResolver(() => Commitment, {
    nullable: true,
    description:
      'The day that it is committed to: work that another module raised, or an incident or a finding is linked to. Null for all else, and where the organisation does without.',
  })
  @Directive('@cost(weight: 1)')
  commitment(@Root() task: Task, @Ctx() context: RequestContext): Promise<Commitment | null> {
    return readCommitment(context.loaders, task.id);
  }

  @FieldResolver(() => ExtensionConnection, {
    description: 'Requests for a later day, newest first.',
  })
  extensions(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Extension>> {
    const parent = { property: 'taskId', id: task.id };
    return connect(context, { entity: Extension, where: [], order: NEWEST, parent }, args, wanted);
  }
}

@Resolver(() => Extension)
export class ExtensionResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who asked; null where they are not to be seen.',
  })
  @RequiresColumns('requestedById')
  requestedBy(
    @Root() extension: Extension,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, extension.requestedById);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who decided; null unless somebody has.' })
  @RequiresColumns('decidedById')
  decidedBy(
    @Root() extension: Extension,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, extension.decidedById);
  }
}

@ObjectType({ description: 'A request for a later day after a change, with the task that it is about.' })
export class ExtensionPayload extends TaskPayload {
  extensionId: string | null;
}

@Resolver(() => ExtensionPayload)
export class ExtensionPayloadResolver {
  @FieldResolver(() => Extension, { nullable: true, description: 'The request as it is now.' })
  extension(
    @Root() payload: ExtensionPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Extension, asked, payload.extensionId);
  }
}

@Resolver()
export class ExtensionMutations {
  @Mutation(() => ExtensionPayload, {
    description:
      'Asks for a later day than the one that a task is committed to, which holds until it is granted.',
  })
  requestExtension(
    @Input(RequestExtensionInput) input: RequestExtensionInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('requestExtension', input, (tx) => requestExtension(tx, input));
  }

  @Mutation(() => ExtensionPayload, {
    description:
      'Grants or refuses a later day; not for who asked, nor for who does the work. The end of the task follows where it was the old day.',
  })
  decideExtension(@Input(DecideExtensionInput) input: DecideExtensionInput, @Ctx() context: RequestContext) {
    return context.write('decideExtension', input, (tx) => decideExtension(tx, input));
  }

  @Mutation(() => ExtensionPayload, {
    description: 'Takes a request for a later day back before it is decided.',
  })
  withdrawExtension(
    @Input(WithdrawExtensionInput) input: WithdrawExtensionInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('withdrawExtension', input, (tx) => withdrawExtension(tx, input));
  }

  @Mutation(() => TaskPayload, { description: 'Releases a task from the day that it is committed to.' })
  releaseCommitment(
    @Input(ReleaseCommitmentInput) input: ReleaseCommitmentInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('releaseCommitment', input, (tx) => releaseCommitment(tx, input));
  }
}

/** All about commitments and requests for later days. */
export const extensionResolvers = [
  ExtensionMutations,
  ExtensionPayloadResolver,
  ExtensionResolver,
  TaskCommitmentResolver,
] as const;
