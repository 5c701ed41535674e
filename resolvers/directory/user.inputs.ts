import { ArgsType, Field, InputType } from 'type-graphql';
import type { Condition } from '../../src/context.ts';
import { ActorRole } from '../../src/domain/enums.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { FILTER, anyOf, containing, noneOf } from '../graph/filter-conditions.ts';

@InputType({
  description:
    'Conditions on users: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class UserCriteria {
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

@InputType({
  description:
    'Which users to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class UserFilter extends UserCriteria {
  @Field(() => UserCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: UserCriteria | null;
}

@ArgsType()
export class UsersArgs extends filteredArgsOf(UserFilter, 'users') {}

/** The filter as conditions on columns. */
export function userConditions(filter: UserFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(userCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...userCriteria(filter, FILTER), ...excluded];
}

function userCriteria(criteria: UserCriteria, place: string): Condition[] {
  return [
    ...anyOf('role', criteria.role, place),
    ...anyOf('email', criteria.email, place),
    ...containing(['name', 'email'], criteria.search, place),
  ];
}
