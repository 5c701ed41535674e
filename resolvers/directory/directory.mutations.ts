import { Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../src/context.ts';
import { ActorRole, TeamRole } from '../../src/domain/enums.ts';
import { syncDirectory } from '../../src/services/directory/directory.ts';
import { MutationInput, Input } from '../graph/mutation-input.ts';
import { OrganisationSettingsInput } from './settings/settings.inputs.ts';

@InputType({ description: 'The organisation itself, as the platform knows it.' })
class DirectoryOrganisation {
  @Field(() => ID, { description: 'Its id, which is that of the caller’s token.' })
  id: string;

  @Field(() => String, { description: 'Name, as the platform has it.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone in which its days begin; unchanged when absent.',
  })
  timeZone?: string | null;

  @Field(() => OrganisationSettingsInput, {
    nullable: true,
    description:
      'Settings to change: calendar, holidays, weighting. They are merged: a value sets, null takes the default back, and what is absent stays.',
  })
  settings?: OrganisationSettingsInput | null;
}

@InputType({ description: 'A division of the organisation.' })
class DirectoryDivision {
  @Field(() => ID, { description: 'Its id in the platform.' })
  id: string;

  @Field(() => String, { description: 'Name, as the platform has it.' })
  name: string;
}

@InputType({ description: 'A person or system of the organisation.' })
class DirectoryUser {
  @Field(() => ID, { description: 'The id in the platform, which tokens carry as `sub`.' })
  id: string;

  @Field(() => String, { description: 'Full name.' })
  name: string;

  @Field(() => String, { description: 'E-mail address, unique in the organisation.' })
  email: string;

  @Field(() => ActorRole, { nullable: true, description: 'Role in the platform; `MEMBER` when absent.' })
  role?: ActorRole | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False for whoever has left: no new work, no messages, no changes; what they own stays theirs until `reassignWork`. True takes it back; unchanged when absent or null, and new users are active.',
  })
  isActive?: boolean | null;
}

@InputType({ description: 'A team of the organisation.' })
class DirectoryTeam {
  @Field(() => ID, { description: 'Its id in the platform.' })
  id: string;

  @Field(() => String, { description: 'Name, as the platform has it.' })
  name: string;

  @Field(() => ID, { description: 'Id of the user who manages the team.' })
  managerId: string;
}

@InputType({ description: 'That a user is in a team.' })
class DirectoryMembership {
  @Field(() => ID, { description: 'The team that the user belongs to.' })
  teamId: string;

  @Field(() => ID, { description: 'Id of the user who belongs to the team.' })
  userId: string;

  @Field(() => TeamRole, {
    nullable: true,
    description: 'Role of the user in the team; `MEMBER` when absent.',
  })
  role?: TeamRole | null;
}

@InputType({
  description:
    'What the platform says of an organisation and its people, in at most 5,000 entries of each list.',
})
class SyncDirectoryInput extends MutationInput {
  @Field(() => DirectoryOrganisation, {
    nullable: true,
    description: 'Name, time zone and settings of the organisation; unchanged when absent.',
  })
  organisation?: DirectoryOrganisation | null;

  @Field(() => [DirectoryDivision], { nullable: true, description: 'Divisions to make or update.' })
  divisions?: DirectoryDivision[] | null;

  @Field(() => [DirectoryUser], { nullable: true, description: 'Users to make or update.' })
  users?: DirectoryUser[] | null;

  @Field(() => [DirectoryTeam], { nullable: true, description: 'Teams to make or update.' })
  teams?: DirectoryTeam[] | null;

  @Field(() => [DirectoryMembership], { nullable: true, description: 'Memberships to make or update.' })
  memberships?: DirectoryMembership[] | null;
}

@ObjectType({ description: 'How many entries of a directory were taken in.' })
class SyncDirectoryPayload {
  @Field(() => Int, { description: 'Organisations made or updated.' })
  organisations: number;

  @Field(() => Int, { description: 'Divisions made or updated.' })
  divisions: number;

  @Field(() => Int, { description: 'Users made or updated.' })
  users: number;

  @Field(() => Int, { description: 'Teams made or updated.' })
  teams: number;

  @Field(() => Int, { description: 'Memberships made or updated.' })
  memberships: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Tasks whose `durationDays` another calendar counts otherwise, among the 10,000 that were created first: dates stay, and durations are counted anew, beyond 500 tasks in sets within minutes. Null when the calendar is what it was.',
  })
  durationsRecounted?: number | null;
}

@Resolver()
export class DirectoryMutations {
  @Mutation(() => SyncDirectoryPayload, {
    description:
      'Takes over organisation, divisions, users and teams from the platform; never deletes. Service role only.',
  })
  @Directive('@tag(name: "internal")')
  @Directive('@inaccessible')
  @Directive('@cost(weight: 100)')
  syncDirectory(
    @Input(
      SyncDirectoryInput,
      'Organisation, divisions, users, teams and memberships to take over; what is absent stays as it is.',
    )
    input: SyncDirectoryInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('syncDirectory', input, (tx) => syncDirectory(tx, input));
  }
}
