import { Foundations1700000001000 } from './1700000001000-foundations.ts';
import { Directory1700000002000 } from './1700000002000-directory.ts';
import { Hierarchy1700000003000 } from './1700000003000-hierarchy.ts';
import { Clusters1700000004000 } from './1700000004000-clusters.ts';
import { Dependencies1700000005000 } from './1700000005000-dependencies.ts';
import { Evidence1700000006000 } from './1700000006000-evidence.ts';
import { ProgressLog1700000007000 } from './1700000007000-progress-log.ts';
import { Cost1700000008000 } from './1700000008000-cost.ts';
import { Timeline1700000009000 } from './1700000009000-timeline.ts';
import { Watchdog1700000010000 } from './1700000010000-watchdog.ts';
import { Quality1700000011000 } from './1700000011000-quality.ts';
import { Links1700000012000 } from './1700000012000-links.ts';
import { Notifications1700000013000 } from './1700000013000-notifications.ts';
import { AuditLog1700000014000 } from './1700000014000-audit-log.ts';
import { Plumbing1700000015000 } from './1700000015000-plumbing.ts';
import { Integrity1700000016000 } from './1700000016000-integrity.ts';
import { Wall1700000017000 } from './1700000017000-wall.ts';
import { Visibility1700000018000 } from './1700000018000-visibility.ts';
import { Grants1700000019000 } from './1700000019000-grants.ts';
import { AuditTrail1700000020000 } from './1700000020000-audit-trail.ts';
import { PlatformDoors1700000021000 } from './1700000021000-platform-doors.ts';
import { Reports1700000022000 } from './1700000022000-reports.ts';
import { OrphanCount1700000023000 } from './1700000023000-orphan-count.ts';
import { Settlement1700000030000 } from './1700000030000-settlement.ts';
import { MessageDoor1700000032000 } from './1700000032000-message-door.ts';
import { SettledDay1700000033000 } from './1700000033000-settled-day.ts';
import { CallbackSubscription1700000041000 } from './1700000041000-callback-subscription.ts';
import { OpenOrigin1700000050000 } from './1700000050000-open-origin.ts';
import { StreamOrganisation1700000053000 } from './1700000053000-stream-organisation.ts';
import { LinkedWork1700000054000 } from './1700000054000-linked-work.ts';
import { FreeCodes1700000058000 } from './1700000058000-free-codes.ts';
import { AllDivisions1700000064000 } from './1700000064000-all-divisions.ts';
import { OwnerVisibility1700000065000 } from './1700000065000-owner-visibility.ts';
import { TenantKeys1700000066000 } from './1700000066000-tenant-keys.ts';
import { KnownActor1700000067000 } from './1700000067000-known-actor.ts';
import { Completion1700000070000 } from './1700000070000-completion.ts';
import { AuditChain1700000071000 } from './1700000071000-audit-chain.ts';
import { DateFrame1700000075000 } from './1700000075000-date-frame.ts';
import { StoredFile1700000076000 } from './1700000076000-stored-file.ts';
import { JobLease1700000078000 } from './1700000078000-job-lease.ts';
import { ShownMigrations1700000079000 } from './1700000079000-shown-migrations.ts';
import { ArchivedLookUp1700000080000 } from './1700000080000-archived-look-up.ts';
import { MergedSettings1700000081000 } from './1700000081000-merged-settings.ts';
import { RemovableClusters1700000081200 } from './1700000081200-removable-clusters.ts';
import { ChangedSince1700000081300 } from './1700000081300-changed-since.ts';
import { DeactivatedUsers1700000082000 } from './1700000082000-deactivated-users.ts';
import { TasksOfAPerson1700000082100 } from './1700000082100-tasks-of-a-person.ts';
import { OrganisationFeed1700000082200 } from './1700000082200-organisation-feed.ts';
import { FoldedSearch1700000084000 } from './1700000084000-folded-search.ts';
import { ClosedVocabularies1700000086000 } from './1700000086000-closed-vocabularies.ts';
import { TaskFacts1700000090000 } from './1700000090000-task-facts.ts';
import { TaskSchedule1700000090100 } from './1700000090100-task-schedule.ts';
import { ScheduleSettings1700000090200 } from './1700000090200-schedule-settings.ts';
import { Baselines1700000091000 } from './1700000091000-baselines.ts';
import { MitigationForecast1700000092000 } from './1700000092000-mitigation-forecast.ts';
import { TimelineFeed1700000093000 } from './1700000093000-timeline-feed.ts';
import { PlainLists1700000094000 } from './1700000094000-plain-lists.ts';
import { FactsById1700000095000 } from './1700000095000-facts-by-id.ts';
import { PromisedMitigation1700000096000 } from './1700000096000-promised-mitigation.ts';
import { TouchedOwners1700000096100 } from './1700000096100-touched-owners.ts';
import { TimelineStoring1700000097000 } from './1700000097000-timeline-storing.ts';
import { UnsealedRanges1700000099000 } from './1700000099000-unsealed-ranges.ts';
import { AnalyzePlan1700000099100 } from './1700000099100-analyze-plan.ts';
import { ScheduleApplication1700000101000 } from './1700000101000-schedule-application.ts';
import { TouchedByPeople1700000102000 } from './1700000102000-touched-by-people.ts';
import { WatchdogState1700000102100 } from './1700000102100-watchdog-state.ts';
import { OpenAlerts1700000102200 } from './1700000102200-open-alerts.ts';
import { AlertAcknowledgement1700000102300 } from './1700000102300-alert-acknowledgement.ts';
import { ReadableSettledDay1700000102400 } from './1700000102400-readable-settled-day.ts';
import { Deliveries1700000103000 } from './1700000103000-deliveries.ts';
import { Webhooks1700000103100 } from './1700000103100-webhooks.ts';
import { MessageChannels1700000103200 } from './1700000103200-message-channels.ts';
import { Escalation1700000103300 } from './1700000103300-escalation.ts';
import { EvidenceStanding1700000104000 } from './1700000104000-evidence-standing.ts';
import { ReadableSettledDay1700000105000 } from './1700000105000-readable-settled-day.ts';
import { DeadDeliveries1700000106000 } from './1700000106000-dead-deliveries.ts';
import { QualityTrail1700000106100 } from './1700000106100-quality-trail.ts';
import { QualityNights1700000106110 } from './1700000106110-quality-nights.ts';
import { QualityRecords1700000106120 } from './1700000106120-quality-records.ts';
import { Letters1700000106200 } from './1700000106200-letters.ts';
import { Watches1700000106210 } from './1700000106210-watches.ts';
import { EscalationSettings1700000106220 } from './1700000106220-escalation-settings.ts';
import { DueReminders1700000106230 } from './1700000106230-due-reminders.ts';
import { ProjectFigures1700000106300 } from './1700000106300-project-figures.ts';
import { ProjectHistory1700000106310 } from './1700000106310-project-history.ts';
import { ServiceStatus1700000106320 } from './1700000106320-service-status.ts';
import { TurnedHealth1700000106330 } from './1700000106330-turned-health.ts';
import { SaidStartOrigin1700000107000 } from './1700000107000-said-start-origin.ts';
import { PlanAtOnce1700000107100 } from './1700000107100-plan-at-once.ts';
import { OpenEndedMitigation1700000107200 } from './1700000107200-open-ended-mitigation.ts';
import { TaskOrders1700000108000 } from './1700000108000-task-orders.ts';
import { ListIndexes1700000108100 } from './1700000108100-list-indexes.ts';
import { TaskSearch1700000108200 } from './1700000108200-task-search.ts';
import { ProjectAccess1700000109000 } from './1700000109000-project-access.ts';
import { CheaperWall1700000109010 } from './1700000109010-cheaper-wall.ts';
import { AssignedTasks1700000109020 } from './1700000109020-assigned-tasks.ts';

/** The migrations before 1700000110000, in the order in which they are run. */
export const MIGRATIONS_UNTIL_1700000110000 = [
  Foundations1700000001000,
  Directory1700000002000,
  Hierarchy1700000003000,
  Clusters1700000004000,
  Dependencies1700000005000,
  Evidence1700000006000,
  ProgressLog1700000007000,
  Cost1700000008000,
  Timeline1700000009000,
  Watchdog1700000010000,
  Quality1700000011000,
  Links1700000012000,
  Notifications1700000013000,
  AuditLog1700000014000,
  Plumbing1700000015000,
  Integrity1700000016000,
  Wall1700000017000,
  Visibility1700000018000,
  Grants1700000019000,
  AuditTrail1700000020000,
  PlatformDoors1700000021000,
  Reports1700000022000,
  OrphanCount1700000023000,
  Settlement1700000030000,
  MessageDoor1700000032000,
  SettledDay1700000033000,
  CallbackSubscription1700000041000,
  OpenOrigin1700000050000,
  StreamOrganisation1700000053000,
  LinkedWork1700000054000,
  FreeCodes1700000058000,
  AllDivisions1700000064000,
  OwnerVisibility1700000065000,
  TenantKeys1700000066000,
  KnownActor1700000067000,
  Completion1700000070000,
  AuditChain1700000071000,
  DateFrame1700000075000,
  StoredFile1700000076000,
  JobLease1700000078000,
  ShownMigrations1700000079000,
  ArchivedLookUp1700000080000,
  MergedSettings1700000081000,
  RemovableClusters1700000081200,
  ChangedSince1700000081300,
  DeactivatedUsers1700000082000,
  TasksOfAPerson1700000082100,
  OrganisationFeed1700000082200,
  FoldedSearch1700000084000,
  ClosedVocabularies1700000086000,
  TaskFacts1700000090000,
  TaskSchedule1700000090100,
  ScheduleSettings1700000090200,
  Baselines1700000091000,
  MitigationForecast1700000092000,
  TimelineFeed1700000093000,
  PlainLists1700000094000,
  FactsById1700000095000,
  PromisedMitigation1700000096000,
  TouchedOwners1700000096100,
  TimelineStoring1700000097000,
  UnsealedRanges1700000099000,
  AnalyzePlan1700000099100,
  ScheduleApplication1700000101000,
  TouchedByPeople1700000102000,
  WatchdogState1700000102100,
  OpenAlerts1700000102200,
  AlertAcknowledgement1700000102300,
  ReadableSettledDay1700000102400,
  Deliveries1700000103000,
  Webhooks1700000103100,
  MessageChannels1700000103200,
  Escalation1700000103300,
  EvidenceStanding1700000104000,
  ReadableSettledDay1700000105000,
  DeadDeliveries1700000106000,
  QualityTrail1700000106100,
  QualityNights1700000106110,
  QualityRecords1700000106120,
  Letters1700000106200,
  Watches1700000106210,
  EscalationSettings1700000106220,
  DueReminders1700000106230,
  ProjectFigures1700000106300,
  ProjectHistory1700000106310,
  ServiceStatus1700000106320,
  TurnedHealth1700000106330,
  SaidStartOrigin1700000107000,
  PlanAtOnce1700000107100,
  OpenEndedMitigation1700000107200,
  TaskOrders1700000108000,
  ListIndexes1700000108100,
  TaskSearch1700000108200,
  ProjectAccess1700000109000,
  CheaperWall1700000109010,
  AssignedTasks1700000109020,
];
