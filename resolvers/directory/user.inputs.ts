import { ArgsType, Field, InputType } from 'type-graphql';
import type { Condition } from '../../src/context.ts';
import { ActorRole } from '../../src/domain/enums.ts';
import { anyOf, containing, PageArgs } from '../graph/connection.ts';

@InputType({
  description:
    'Which users to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class UserFilter {
  @Field(() => [ActorRole], { nullable: true, description: 'Role in the platform, any of.' })
  role?: ActorRole[] | null;

  @Field(() => [String], { nullable: true, description: 'E-mail address, any of these exactly.' })
  email?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or e-mail address contains; case and accents are ignored.',
  })
  search?: string | null;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true, description: 'Which users; all when not given.' })
  filter?: UserFilter | null;
}

/** The filter as conditions on columns. */
export function userConditions(filter: UserFilter | null | undefined): Condition[] {
  if (!filter) return [];
  return [
    ...anyOf('role', filter.role),
    ...anyOf('email', filter.email),
    ...containing(['name', 'email'], filter.search),
  ];
}
