import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Condition } from '../../src/context.ts';
import { AlertCode, AlertSeverity } from '../../src/domain/enums.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { TimeWindow, anyIdOf, anyOf, containing, within } from '../graph/filter-conditions.ts';

@InputType({
  description:
    'Which alerts to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class WatchdogAlertFilter {
  @Field(() => [ID], { nullable: true, description: 'In any of these projects.' })
  projectId?: string[] | null;

  @Field(() => [AlertSeverity], { nullable: true, description: 'Severity, any of.' })
  severity?: AlertSeverity[] | null;

  @Field(() => [AlertCode], { nullable: true, description: 'What it is about, any of.' })
  code?: AlertCode[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for open alerts only, false for resolved ones only.',
  })
  isOpen?: boolean | null;

  @Field(() => TimeWindow, { nullable: true, description: 'The alert was first raised within this span.' })
  detectedAt?: TimeWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that the message contains; case and accents are ignored.',
  })
  search?: string | null;
}

@ArgsType()
export class WatchdogAlertsArgs extends filteredArgsOf(WatchdogAlertFilter, 'alerts') {}

/** The filter as conditions on columns. */
export function alertConditions(filter: WatchdogAlertFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const { isOpen } = filter;
  const open: Condition[] =
    isOpen === null || isOpen === undefined ? [] : [{ op: 'isNull', property: 'resolvedAt', value: isOpen }];
  return [
    ...anyIdOf('projectId', filter.projectId),
    ...anyOf('severity', filter.severity),
    ...anyOf('code', filter.code),
    ...open,
    ...within('detectedAt', filter.detectedAt),
    ...containing(['message'], filter.search),
  ];
}
