import { DeadMessages1700000110000 } from './1700000110000-dead-messages.ts';
import { HistoryOfMoves1700000110100 } from './1700000110100-history-of-moves.ts';
import { EscalationByName1700000110200 } from './1700000110200-escalation-by-name.ts';
import { FailuresInARow1700000110300 } from './1700000110300-failures-in-a-row.ts';
import { MessagesOfAlerts1700000110400 } from './1700000110400-messages-of-alerts.ts';
import { KnownStatus1700000110500 } from './1700000110500-known-status.ts';
import { QualitySight1700000110600 } from './1700000110600-quality-sight.ts';
import { AuditFilters1700000110700 } from './1700000110700-audit-filters.ts';
import { CostEntries1700000111000 } from './1700000111000-cost-entries.ts';
import { CostSettings1700000111100 } from './1700000111100-cost-settings.ts';
import { RiskImpact1700000111200 } from './1700000111200-risk-impact.ts';
import { PlanImports1700000113000 } from './1700000113000-plan-imports.ts';
import { PlanExports1700000113100 } from './1700000113100-plan-exports.ts';
import { ImportSight1700000113200 } from './1700000113200-import-sight.ts';
import { Advice1700000114000 } from './1700000114000-advice.ts';
import { AdviceSettings1700000114100 } from './1700000114100-advice-settings.ts';
import { DecidedReviews1700000114200 } from './1700000114200-decided-reviews.ts';
import { QualityAdvice1700000114300 } from './1700000114300-quality-advice.ts';
import { DayUnderWay1700000115000 } from './1700000115000-day-under-way.ts';
import { ListSearches1700000115010 } from './1700000115010-list-searches.ts';
import { WaitingAdvice1700000116000 } from './1700000116000-waiting-advice.ts';
import { FiniteDays1700000117000 } from './1700000117000-finite-days.ts';
import { NightUnderWay1700000118000 } from './1700000118000-night-under-way.ts';
import { AuditInSets1700000119000 } from './1700000119000-audit-in-sets.ts';
import { KeysByTheirIndex1700000119010 } from './1700000119010-keys-by-their-index.ts';
import { SettingsUnsettle1700000119020 } from './1700000119020-settings-unsettle.ts';
import { ScriptSearches1700000119030 } from './1700000119030-script-searches.ts';
import { ImportedSources1700000120000 } from './1700000120000-imported-sources.ts';
import { EvidenceValidity1700000122000 } from './1700000122000-evidence-validity.ts';
import { Coverage1700000122100 } from './1700000122100-coverage.ts';
import { ProjectReaders1700000124000 } from './1700000124000-project-readers.ts';
import { CalendarFeeds1700000125000 } from './1700000125000-calendar-feeds.ts';
import { GanttViews1700000126000 } from './1700000126000-gantt-views.ts';
import { WorstFirst1700000126010 } from './1700000126010-worst-first.ts';
import { EvidencePolicies1700000127000 } from './1700000127000-evidence-policies.ts';
import { Commitments1700000127100 } from './1700000127100-commitments.ts';
import { MovedExtensions1700000127200 } from './1700000127200-moved-extensions.ts';
import { PoliciesOfTasks1700000128000 } from './1700000128000-policies-of-tasks.ts';
import { RaisedAnalyses1700000128100 } from './1700000128100-raised-analyses.ts';
import { Acceptances1700000128200 } from './1700000128200-acceptances.ts';
import { CommittedLists1700000128300 } from './1700000128300-committed-lists.ts';
import { EvidenceReminders1700000128400 } from './1700000128400-evidence-reminders.ts';
import { Series1700000129000 } from './1700000129000-series.ts';
import { CountedOccurrences1700000129100 } from './1700000129100-counted-occurrences.ts';
import { CoverageOfSeries1700000129200 } from './1700000129200-coverage-of-series.ts';
import { RestingSeries1700000129300 } from './1700000129300-resting-series.ts';
import { DueFindings1700000129400 } from './1700000129400-due-findings.ts';
import { SeriesOfAPerson1700000129500 } from './1700000129500-series-of-a-person.ts';
import { Tags1700000131000 } from './1700000131000-tags.ts';
import { RiskScoreRange1700000133000 } from './1700000133000-risk-score-range.ts';
import { MIGRATIONS_UNTIL_1700000110000 } from './until-1700000110000.ts';

/** Every migration, in the order in which they are run. */
export const MIGRATIONS = [
  ...MIGRATIONS_UNTIL_1700000110000,
  DeadMessages1700000110000,
  HistoryOfMoves1700000110100,
  EscalationByName1700000110200,
  FailuresInARow1700000110300,
  MessagesOfAlerts1700000110400,
  KnownStatus1700000110500,
  QualitySight1700000110600,
  AuditFilters1700000110700,
  CostEntries1700000111000,
  CostSettings1700000111100,
  RiskImpact1700000111200,
  PlanImports1700000113000,
  PlanExports1700000113100,
  ImportSight1700000113200,
  Advice1700000114000,
  AdviceSettings1700000114100,
  DecidedReviews1700000114200,
  QualityAdvice1700000114300,
  DayUnderWay1700000115000,
  ListSearches1700000115010,
  WaitingAdvice1700000116000,
  FiniteDays1700000117000,
  NightUnderWay1700000118000,
  AuditInSets1700000119000,
  KeysByTheirIndex1700000119010,
  SettingsUnsettle1700000119020,
  ScriptSearches1700000119030,
  ImportedSources1700000120000,
  EvidenceValidity1700000122000,
  Coverage1700000122100,
  ProjectReaders1700000124000,
  CalendarFeeds1700000125000,
  GanttViews1700000126000,
  WorstFirst1700000126010,
  EvidencePolicies1700000127000,
  Commitments1700000127100,
  MovedExtensions1700000127200,
  PoliciesOfTasks1700000128000,
  RaisedAnalyses1700000128100,
  Acceptances1700000128200,
  CommittedLists1700000128300,
  EvidenceReminders1700000128400,
  Series1700000129000,
  CountedOccurrences1700000129100,
  CoverageOfSeries1700000129200,
  RestingSeries1700000129300,
  DueFindings1700000129400,
  SeriesOfAPerson1700000129500,
  Tags1700000131000,
  RiskScoreRange1700000133000,
];
