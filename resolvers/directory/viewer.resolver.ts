import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import { Organisation } from '../../entities/organisation.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import type { Actor } from '../../src/domain/directory/actor.ts';
import { ActorRole } from '../../src/domain/enums.ts';
import { SelectedFields } from '../graph/field-selection.ts';

@ObjectType({ description: 'The caller, as the token says.' })
export class Viewer {
  @Field(() => ActorRole, { description: 'The role in the token, which decides what the caller may do.' })
  role: ActorRole;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'The caller: user, role and organisation, as the token says.' })
  viewer(@Ctx() context: RequestContext): Actor {
    return context.actor;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The caller as a user; null where PIT does not know that user.',
  })
  user(@Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, context.actor.userId);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation of the caller.' })
  organisation(@Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Organisation, asked, context.orgId);
  }
}
