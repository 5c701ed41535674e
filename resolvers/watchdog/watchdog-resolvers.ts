import { AlertSubjectResolver } from './alert-subject.ts';
import { AlertGroupResolver } from './alert-groups.resolver.ts';
import {
  AcknowledgementOfAlertResolver,
  AlertAcknowledgementResolver,
  AlertPayloadResolver,
  AlertSummaryResolver,
  RescanPayloadResolver,
  WatchdogMutations,
} from './watchdog.mutations.ts';
import {
  ProjectAlertsResolver,
  WatchdogAlertResolver,
  WatchdogScanLogResolver,
} from './watchdog.resolver.ts';

/** Alerts, what people do about them, and the scan log. */
export const watchdogResolvers = [
  WatchdogAlertResolver,
  AlertSubjectResolver,
  AlertGroupResolver,
  ProjectAlertsResolver,
  WatchdogScanLogResolver,
  AcknowledgementOfAlertResolver,
  AlertAcknowledgementResolver,
  AlertPayloadResolver,
  AlertSummaryResolver,
  RescanPayloadResolver,
  WatchdogMutations,
] as const;
