import { Ctx, Directive, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType } from 'type-graphql';
import { Resolver, Root } from 'type-graphql';
import { User } from '../../entities/user.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { WorkRole } from '../../src/domain/enums.ts';
import { reassignWork } from '../../src/services/directory/reassignment.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@InputType({
  description:
    'Whose open work is handed over to whom: at most 2,000 pieces at once, of all projects that are not archived and that the caller may see.',
})
class ReassignWorkInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the user who has the work, active or not.' })
  fromUserId: string;

  @Field(() => ID, { description: 'Id of the active user who gets it.' })
  toUserId: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of at most 100 projects whose work alone is handed over; all when absent.',
  })
  projectIds?: string[] | null;
}

@ObjectType({ description: 'How many pieces of work were handed over in one role.' })
class ReassignedWork {
  @Field(() => WorkRole, { description: 'What the users are to the work.' })
  role: WorkRole;

  @Field(() => Int, { description: 'How many pieces changed hands.' })
  count: number;
}

@ObjectType({ description: 'What was handed over.' })
class ReassignWorkPayload {
  fromUserId: string;
  toUserId: string;

  @Field(() => [ReassignedWork], {
    description: 'How much was handed over, by role; empty where there was nothing.',
  })
  counts: ReassignedWork[];
}

@Resolver(() => ReassignWorkPayload)
export class ReassignWorkPayloadResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who had the work.' })
  fromUser(
    @Root() payload: ReassignWorkPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, payload.fromUserId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who has it now.' })
  toUser(
    @Root() payload: ReassignWorkPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, payload.toUserId);
  }
}

@Resolver()
export class ReassignmentMutations {
  @Mutation(() => ReassignWorkPayload, {
    nullable: true,
    description:
      'Hands the open work of a user over to another, all of it or nothing: what `openWork` lists. The new owner gets one message. For administrators, foremen who state a reason, and the service.',
  })
  @Directive('@cost(weight: 100)')
  reassignWork(@Input(ReassignWorkInput) input: ReassignWorkInput, @Ctx() context: RequestContext) {
    return context.write('reassignWork', input, (tx) => reassignWork(tx, input));
  }
}
