import { Organisation } from '../../../entities/organisation.ts';
import { clock } from '../../clock.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import type { Loaders, SelectedColumns } from '../../db/read/loaders.ts';
import { WorkCalendar } from '../../domain/calendar.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { costSettingsOf, type CostSettings } from '../../domain/cost/cost-settings.ts';
import {
  calendarRuleOf,
  parseOrganisationSettings,
  type OrganisationSettings,
} from '../../domain/directory/organisation-settings.ts';

/** What reads rows as the caller: a request. */
export interface CostReader {
  readonly loaders: Loaders;
  readonly actor: { readonly orgId: string };
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

/** What an organisation brings to its figures. */
export interface ValueGround {
  readonly settings: OrganisationSettings;
  readonly costs: CostSettings;
  readonly calendar: WorkCalendar;
  readonly today: CivilDate;
  readonly timeZone: string;
}

const RULES: SelectedColumns = { properties: ['settings', 'timeZone'], signature: 'settings,timeZone' };

/** What the caller's organisation brings, once a request. */
export function readValueGround({ loaders, actor }: CostReader): Promise<ValueGround> {
  const loader = loaders.custom<ValueGround>('valueGround', async (ids) => {
    const rows = await loaders.one(Organisation, RULES).loadMany(ids);
    return rows.map((row) => {
      if (row instanceof Error) throw row;
      const settings = parseOrganisationSettings(row?.settings ?? {});
      const timeZone = row?.timeZone ?? 'UTC';
      return {
        settings,
        costs: costSettingsOf(settings.cost),
        calendar: new WorkCalendar(calendarRuleOf(settings)),
        today: clock.today(timeZone),
        timeZone,
      };
    });
  });
  return loader.load(actor.orgId);
}
