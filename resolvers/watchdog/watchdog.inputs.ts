import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Condition } from '../../src/context.ts';
import { AlertCode, AlertSeverity } from '../../src/domain/enums.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import {
  FILTER,
  TimeWindow,
  anyIdOf,
  anyOf,
  containing,
  noneOf,
  nullness,
  within,
} from '../graph/filter-conditions.ts';

@InputType({
  description:
    'Conditions on alerts: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class WatchdogAlertCriteria {
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

  @Field(() => TimeWindow, {
    nullable: true,
    description: 'The alert was resolved within this span; open alerts are left out.',
  })
  resolvedAt?: TimeWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that the message contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({
  description:
    'Which alerts to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class WatchdogAlertFilter extends WatchdogAlertCriteria {
  @Field(() => WatchdogAlertCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: WatchdogAlertCriteria | null;
}

@InputType({ description: 'Which runs of the watchdog to list.' })
export class WatchdogScanLogFilter {
  @Field(() => TimeWindow, { nullable: true, description: 'The run began within this span.' })
  startedAt?: TimeWindow | null;
}

@ArgsType()
export class WatchdogScanLogsArgs extends filteredArgsOf(WatchdogScanLogFilter, 'runs') {}

@ArgsType()
export class WatchdogAlertsArgs extends filteredArgsOf(WatchdogAlertFilter, 'alerts') {}

/** The filter as conditions on columns. */
export function alertConditions(filter: WatchdogAlertFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(alertCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...alertCriteria(filter, FILTER), ...excluded];
}

function alertCriteria(criteria: WatchdogAlertCriteria, place: string): Condition[] {
  return [
    ...anyIdOf('projectId', criteria.projectId, place),
    ...anyOf('severity', criteria.severity, place),
    ...anyOf('code', criteria.code, place),
    ...nullness('resolvedAt', { isNull: criteria.isOpen }),
    ...within('detectedAt', criteria.detectedAt),
    ...within('resolvedAt', criteria.resolvedAt),
    ...containing(['message'], criteria.search, place),
  ];
}
