import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Division } from '../../entities/division.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Organisation } from '../../entities/organisation.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { costSettingsOf } from '../../src/domain/cost/cost-settings.ts';
import { evidenceSettingsOf } from '../../src/domain/evidence/evidence-settings.ts';
import { acceptanceSettingsOf } from '../../src/domain/intake/acceptance-settings.ts';
import { dueDatesOf } from '../../src/domain/intake/due-dates.ts';
import { dueDaysOf } from '../../src/domain/intake/due-days.ts';
import { forecastSettingsOf } from '../../src/domain/cost/forecast-settings.ts';
import { adviceOf } from '../../src/domain/directory/advice-settings.ts';
import { escalationOf } from '../../src/domain/directory/escalation-settings.ts';
import { readSettledDay } from '../../src/services/directory/settled-day.ts';
import { shownSettings } from '../../src/domain/directory/organisation-settings.ts';
import { settingsIn } from '../../src/domain/schedule/schedule-settings.ts';
import { thresholdsOf } from '../../src/domain/watchdog/watchdog-thresholds.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';
import { AsStored, type ShowStored } from '../graph/stored-json.ts';
import { OrganisationSettings } from './settings/organisation-settings.ts';
import { shownSchedule } from './settings/schedule-settings.ts';

const DivisionConnection = connectionOf(Division, 'divisions');
const BY_NAME = [{ property: 'name', descending: false }];

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true, description: 'The organisation of the caller.' })
  organisation(@Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Organisation, asked, context.orgId);
  }

  @FieldResolver(() => OrganisationSettings, {
    description: 'The settings that hold: its own, and the defaults where it has none.',
  })
  @RequiresColumns('settings')
  settings(@Root() organisation: Organisation, @AsStored() show: ShowStored) {
    const settings = shownSettings(organisation.settings);
    const schedule = shownSchedule(settingsIn(settings.schedule, {}));
    const escalation = escalationOf(settings.escalation);
    const [cost, forecast] = [costSettingsOf(settings.cost), forecastSettingsOf(settings.forecast)];
    const watchdog = thresholdsOf(settings.watchdog);
    const ai = adviceOf(settings.ai);
    const dueDays = dueDaysOf(settings.dueDays);
    const dueDates = dueDatesOf(settings.dueDates);
    const evidence = evidenceSettingsOf(settings.evidence);
    const acceptance = acceptanceSettingsOf(settings.acceptance);
    return show({
      ...settings,
      watchdog,
      schedule,
      escalation,
      cost,
      forecast,
      ai,
      dueDays,
      dueDates,
      evidence,
      acceptance,
    });
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The day as of which statuses and mitigation of all its plans are stored: today, but for a minute after midnight and while no process runs. Null before the first.',
  })
  async settledOn(
    @Root() organisation: Organisation,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    if (organisation.id !== context.orgId) return null;
    return readSettledDay(context.loaders, organisation.id);
  }

  @FieldResolver(() => DivisionConnection, { description: 'Divisions of the organisation, by name.' })
  divisions(
    @Root() organisation: Organisation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Division>> {
    const parent = { property: 'orgId', id: organisation.id };
    return connect(context, { entity: Division, where: [], order: BY_NAME, parent }, args, wanted);
  }
}

@Resolver(() => Division)
export class DivisionResolver {
  @Query(() => Division, {
    nullable: true,
    description: 'The division with the id, or null when there is none to see.',
  })
  division(
    @Arg('id', () => ID, { description: 'Id of the division.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Division, asked, id);
  }

  @Query(() => DivisionConnection, { description: 'Divisions of the organisation, by name.' })
  divisions(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Division>> {
    return connect(context, { entity: Division, where: [], order: BY_NAME }, args, wanted);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the division is a part of.',
  })
  @ReferenceTo(Organisation, 'orgId')
  organisation(
    @Root() division: Division,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Organisation, asked, division.orgId);
  }
}
