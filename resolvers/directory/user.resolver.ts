import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Organisation } from '../../entities/organisation.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { readIsActive } from '../../src/services/directory/open-work.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';
import { userConditions, UsersArgs } from './user.inputs.ts';

const UserConnection = connectionOf(User, 'users');
const BY_NAME = [{ property: 'name', descending: false }];

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, {
    nullable: true,
    description: 'The user with the id, or null when there is none to see.',
  })
  user(
    @Arg('id', () => ID, { description: 'Id of the user.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, id);
  }

  @Query(() => UserConnection, { description: 'Users of the organisation, by name.' })
  users(
    @Args(() => UsersArgs) args: UsersArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<User>> {
    return connect(
      context,
      { entity: User, where: userConditions(args.filter), order: BY_NAME },
      args,
      wanted,
    );
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the user is with the organisation still. Whoever is not gets no new work and no messages, and changes nothing.',
  })
  @Directive('@cost(weight: 1)')
  isActive(@Root() user: User, @Ctx() context: RequestContext): Promise<boolean> {
    return readIsActive(context.loaders, user.id);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the user belongs to.',
  })
  @ReferenceTo(Organisation, 'orgId')
  organisation(@Root() user: User, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Organisation, asked, user.orgId);
  }
}
