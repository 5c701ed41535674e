import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Organisation } from '../../../entities/organisation.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { updateSettings } from '../../../src/services/directory/settings.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { Input } from '../../graph/mutation-input.ts';
import { UpdateOrganisationSettingsInput } from './settings.inputs.ts';

@ObjectType({ description: 'The organisation after a change of its settings.' })
class OrganisationSettingsPayload {
  organisationId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Tasks whose `durationDays` another calendar counts otherwise, among the 10,000 that were created first: dates stay, and durations are counted anew, beyond 500 tasks in sets within minutes. Null when the calendar is what it was.',
  })
  durationsRecounted?: number | null;
}

@Resolver(() => OrganisationSettingsPayload)
export class OrganisationSettingsPayloadResolver {
  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation as it is now.' })
  organisation(
    @Root() payload: OrganisationSettingsPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Organisation, asked, payload.organisationId);
  }
}

@Resolver()
export class OrganisationSettingsMutations {
  @Mutation(() => OrganisationSettingsPayload, {
    nullable: true,
    description:
      'Changes settings of the caller’s organisation; what is not named stays. Administrators only.',
  })
  @Directive('@cost(weight: 100)')
  updateOrganisationSettings(
    @Input(UpdateOrganisationSettingsInput) input: UpdateOrganisationSettingsInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('updateOrganisationSettings', input, (tx) => updateSettings(tx, { ...input }));
  }
}
