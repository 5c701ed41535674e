import { acceptedResolvers } from './entity-extensions/accepted.resolver.ts';
import { promiseResolvers } from './intake/promise-resolvers.ts';
import { recurrenceResolvers } from './recurrence/series.mutations.ts';
import { auditResolvers } from './audit/audit-resolvers.ts';
import { exchangeResolvers } from './exchange/exchange-resolvers.ts';
import {
  ProjectClustersResolver,
  TaskClusterOfTaskResolver,
  TaskClusterResolver,
} from './plan/wbs/cluster.resolver.ts';
import { baselineResolvers } from './baseline/baseline-resolvers.ts';
import { deliveryResolvers } from './delivery/delivery-resolvers.ts';
import { costResolvers } from './cost/cost-resolvers.ts';
import {
  ProjectDependenciesResolver,
  TaskDependenciesResolver,
  TaskDependencyResolver,
} from './plan/tasks/dependency.resolver.ts';
import { DirectoryMutations } from './directory/directory.mutations.ts';
import {
  EvidenceViewerMayResolver,
  PhaseViewerMayResolver,
  ProjectViewerMayResolver,
  SubtaskViewerMayResolver,
  TaskViewerMayResolver,
  WorkPackageViewerMayResolver,
} from './plan/projects/viewer-may.resolver.ts';
import { OpenWorkResolver } from './directory/open-work.resolver.ts';
import { ReassignmentMutations, ReassignWorkPayloadResolver } from './directory/reassignment.mutations.ts';
import {
  OrganisationSettingsMutations,
  OrganisationSettingsPayloadResolver,
} from './directory/settings/settings.mutations.ts';
import { evidenceResolvers } from './evidence/evidence-resolvers.ts';
import { rollupResolvers } from './rollup/rollup-resolvers.ts';
import {
  IntakeMutations,
  RaisedTaskResolver,
  RaisedTasksPayloadResolver,
} from './intake/intake.mutations.ts';
import { LinkMutations } from './plan/links/links.mutations.ts';
import { SkillsCreditResolver, TaskLinksResolver } from './plan/links/links.resolver.ts';
import {
  AlertRaisedEventResolver,
  NotificationReceivedEventResolver,
  ProjectChangedEventResolver,
  TaskProgressEventResolver,
} from './subscriptions/event-payloads.ts';
import {
  SubscriptionResolver,
  ProjectCursorResolver,
  ViewerCursorResolver,
  OrganisationCursorResolver,
} from './subscriptions/subscription.resolver.ts';
import { NotificationResolver, ViewerNotificationsResolver } from './notifications/notification.resolver.ts';
import { DivisionResolver, OrganisationResolver } from './directory/organisation.resolver.ts';
import { OriginSummaryResolver } from './intake/origin.resolver.ts';
import { PhaseResolver, ProjectPhasesResolver } from './plan/wbs/phase.resolver.ts';
import {
  SubtaskProgressResolver,
  TaskProgressLogResolver,
  TaskProgressResolver,
} from './plan/status/progress-log.resolver.ts';
import { ServiceStatusResolver } from './maintenance/service-status.resolver.ts';
import { GanttViewResolver } from './notifications/gantt-view.resolver.ts';
import { PersonalMutations } from './notifications/personal.mutations.ts';
import { watchResolvers } from './notifications/watch.resolver.ts';
import { tagResolvers } from './plan/tags/tag.resolver.ts';
import { DivisionProjectsResolver, ProjectResolver } from './plan/projects/project.resolver.ts';
import { QualityFixResolver } from './quality/quality-fix.resolver.ts';
import { QaResultResolver } from './quality/quality-result.resolver.ts';
import { ProjectQualityResolver } from './quality/quality.resolver.ts';
import { QualityMutations, QualityRunPayloadResolver } from './quality/quality.mutations.ts';
import {
  AuditFindingOfLinkResolver,
  AuditFindingResolver,
} from './entity-extensions/audit-finding.resolver.ts';
import { ControlOfLinkResolver, ControlResolver } from './entity-extensions/control.resolver.ts';
import { TemplateCoverageResolver } from './entity-extensions/coverage-of-template.resolver.ts';
import { coverageResolvers } from './entity-extensions/coverage.resolver.ts';
import { ControlSetOfTaskResolver, ControlSetResolver } from './entity-extensions/control-set.resolver.ts';
import { IncidentOfLinkResolver, IncidentResolver } from './entity-extensions/incident.resolver.ts';
import { RiskOfLinkResolver, RiskResolver } from './entity-extensions/risk.resolver.ts';
import { SubtaskResolver, TaskSubtasksResolver } from './plan/tasks/subtask.resolver.ts';
import {
  PhaseTasksResolver,
  ProjectTasksResolver,
  TaskResolver,
  UserTasksResolver,
  WorkPackageTasksResolver,
} from './plan/tasks/task.resolver.ts';
import {
  SubtaskPayloadResolver,
  TaskPayloadResolver,
  WorkPayloadResolver,
} from './plan/tasks/task-payload.resolver.ts';
import { TeamMembershipResolver, TeamResolver, UserTeamsResolver } from './directory/team.resolver.ts';
import {
  ClusterPayloadResolver,
  DeletedClusterPayloadResolver,
  GeneratedPlanPayloadResolver,
  TemplateMutations,
  TemplatePayloadResolver,
} from './templates/template.mutations.ts';
import { TaskClusterTemplateResolver } from './templates/template.resolver.ts';
import { TaskFactsResolver, TaskRuleMutations } from './schedule/task-rule.resolver.ts';
import { scheduleResolvers } from './schedule/schedule-resolvers.ts';
import { TimelineChangedResolver } from './subscriptions/timeline-changed.resolver.ts';
import { PortfolioChangedResolver } from './subscriptions/portfolio-changed.resolver.ts';
import { proposalChangedResolvers } from './subscriptions/proposal-changed.resolver.ts';
import { toReviewResolvers } from './subscriptions/to-review-changed.resolver.ts';
import { timelineResolvers } from './schedule/timeline-resolvers.ts';
import { UserResolver } from './directory/user.resolver.ts';
import { ViewerResolver } from './directory/viewer.resolver.ts';
import { watchdogResolvers } from './watchdog/watchdog-resolvers.ts';
import {
  SubtaskStatusMutations,
  TaskStatusMutations,
  WorkMutations,
} from './plan/status/task-status.mutations.ts';
import {
  CommentMutations,
  CommentPayloadResolver,
  SubtaskCommentsResolver,
  TaskCommentsResolver,
} from './plan/status/comment.resolver.ts';
import { SubtaskBlockedResolver, TaskBlockedResolver } from './plan/status/blocked-reason.resolver.ts';
import {
  PhaseMutations,
  PhasePayloadResolver,
  WorkPackageMutations,
  WorkPackagePayloadResolver,
} from './plan/wbs/wbs-element.mutations.ts';
import {
  DependencyEndsResolver,
  DependencyMutations,
  DependencyPayloadResolver,
} from './plan/tasks/dependency.mutations.ts';
import { DeletePayloadResolver } from './plan/wbs/delete-payload.resolver.ts';
import { ProjectMutations, ProjectPayloadResolver } from './plan/projects/project-plan.mutations.ts';
import { SubtaskMutations } from './plan/tasks/subtask-plan.mutations.ts';
import {
  DeletedTasksPayloadResolver,
  TaskMutations,
  TasksPayloadResolver,
} from './plan/tasks/task-plan.mutations.ts';
import {
  PhaseWorkPackagesResolver,
  ProjectWorkPackagesResolver,
  WorkPackageResolver,
} from './plan/wbs/work-package.resolver.ts';
import { adviceResolvers } from './advice/advice-resolvers.ts';

/** Every resolver class of the graph, chapter by chapter. */
export const resolvers = [
  ViewerResolver,
  OrganisationResolver,
  DivisionResolver,
  UserResolver,
  TeamResolver,
  TeamMembershipResolver,
  UserTeamsResolver,

  ProjectResolver,
  DivisionProjectsResolver,
  ...rollupResolvers,
  ...baselineResolvers,
  ...deliveryResolvers,
  PhaseResolver,
  ProjectPhasesResolver,
  WorkPackageResolver,
  ProjectWorkPackagesResolver,
  PhaseWorkPackagesResolver,
  TaskResolver,
  ProjectTasksResolver,
  PhaseTasksResolver,
  WorkPackageTasksResolver,
  UserTasksResolver,
  SubtaskResolver,
  TaskSubtasksResolver,
  TaskDependencyResolver,
  TaskDependenciesResolver,
  ProjectDependenciesResolver,
  TaskClusterResolver,
  ProjectClustersResolver,
  TaskClusterOfTaskResolver,
  TaskClusterTemplateResolver,

  ...evidenceResolvers,
  TaskProgressLogResolver,
  TaskProgressResolver,
  SubtaskProgressResolver,

  ...costResolvers,
  ...timelineResolvers,
  TimelineChangedResolver,
  ...proposalChangedResolvers,
  ...toReviewResolvers,
  TaskFactsResolver,
  TaskRuleMutations,
  ...scheduleResolvers,
  ...watchdogResolvers,
  ProjectQualityResolver,
  QualityMutations,
  QualityFixResolver,
  QualityRunPayloadResolver,
  QaResultResolver,

  ProjectViewerMayResolver,
  PhaseViewerMayResolver,
  WorkPackageViewerMayResolver,
  TaskViewerMayResolver,
  SubtaskViewerMayResolver,
  EvidenceViewerMayResolver,

  ProjectPayloadResolver,
  PhasePayloadResolver,
  WorkPackagePayloadResolver,
  TasksPayloadResolver,
  DeletedTasksPayloadResolver,
  DependencyPayloadResolver,
  DependencyEndsResolver,
  DeletePayloadResolver,
  ProjectMutations,
  PhaseMutations,
  WorkPackageMutations,
  TaskMutations,
  SubtaskMutations,
  DependencyMutations,

  TaskPayloadResolver,
  SubtaskPayloadResolver,
  WorkPayloadResolver,
  TaskStatusMutations,
  SubtaskStatusMutations,
  WorkMutations,
  TaskBlockedResolver,
  SubtaskBlockedResolver,
  CommentPayloadResolver,
  CommentMutations,
  TaskCommentsResolver,
  SubtaskCommentsResolver,

  TaskLinksResolver,
  LinkMutations,
  RaisedTaskResolver,
  RaisedTasksPayloadResolver,
  ...acceptedResolvers,
  ...promiseResolvers,
  ...recurrenceResolvers,
  IntakeMutations,
  TemplatePayloadResolver,
  ClusterPayloadResolver,
  DeletedClusterPayloadResolver,
  GeneratedPlanPayloadResolver,
  TemplateMutations,
  DirectoryMutations,
  OpenWorkResolver,
  ReassignWorkPayloadResolver,
  ReassignmentMutations,
  OrganisationSettingsPayloadResolver,
  OrganisationSettingsMutations,
  GanttViewResolver,
  PersonalMutations,
  SkillsCreditResolver,
  RiskResolver,
  RiskOfLinkResolver,
  ControlResolver,
  ControlOfLinkResolver,
  ...coverageResolvers,
  TemplateCoverageResolver,
  ControlSetResolver,
  ControlSetOfTaskResolver,
  IncidentResolver,
  IncidentOfLinkResolver,
  AuditFindingResolver,
  AuditFindingOfLinkResolver,
  OriginSummaryResolver,

  NotificationResolver,
  ViewerNotificationsResolver,
  ...watchResolvers,
  ...tagResolvers,
  ...auditResolvers,
  SubscriptionResolver,
  ProjectCursorResolver,
  ViewerCursorResolver,
  OrganisationCursorResolver,
  TaskProgressEventResolver,
  ProjectChangedEventResolver,
  AlertRaisedEventResolver,
  NotificationReceivedEventResolver,
  PortfolioChangedResolver,
  ServiceStatusResolver,
  ...exchangeResolvers,
  ...adviceResolvers,
] as const;
