import { AuditLogResolver } from './audit.resolver.ts';
import {
  ProjectClustersResolver,
  TaskClusterOfTaskResolver,
  TaskClusterResolver,
} from './cluster.resolver.ts';
import { ProjectCostResolver } from './cost.resolver.ts';
import {
  ProjectDependenciesResolver,
  TaskDependenciesResolver,
  TaskDependencyResolver,
} from './dependency.resolver.ts';
import { DirectoryMutations } from './directory.mutations.ts';
import {
  EvidenceDownloadResolver,
  EvidenceMutations,
  EvidencePayloadResolver,
} from './evidence.mutations.ts';
import {
  EvidenceResolver,
  EvidenceReviewResolver,
  SubtaskEvidenceResolver,
  TaskEvidenceResolver,
} from './evidence.resolver.ts';
import { ProjectHealthResolver } from './health.resolver.ts';
import { IntakeMutations, RaisedTaskResolver, RaisedTasksPayloadResolver } from './intake.mutations.ts';
import { LinkMutations } from './links.mutations.ts';
import { SkillsCreditResolver, TaskLinksResolver } from './links.resolver.ts';
import {
  AlertRaisedEventResolver,
  NotificationReceivedEventResolver,
  ProjectChangedEventResolver,
  TaskProgressEventResolver,
} from './live-event.ts';
import { LiveResolver, ProjectCursorResolver, ViewerCursorResolver } from './live.resolver.ts';
import { NotificationResolver, ViewerNotificationsResolver } from './notification.resolver.ts';
import { DivisionResolver, OrganisationResolver } from './organisation.resolver.ts';
import { OriginSummaryResolver } from './origin.resolver.ts';
import { PhaseResolver, ProjectPhasesResolver } from './phase.resolver.ts';
import {
  SubtaskProgressResolver,
  TaskProgressLogResolver,
  TaskProgressResolver,
} from './progress-log.resolver.ts';
import { PersonalMutations } from './personal.mutations.ts';
import { DivisionProjectsResolver, ProjectResolver } from './project.resolver.ts';
import { ProjectQualityResolver } from './quality.resolver.ts';
import { AuditFindingOfLinkResolver, AuditFindingResolver } from './siblings/audit-finding.resolver.ts';
import { ControlOfLinkResolver, ControlResolver } from './siblings/control.resolver.ts';
import { ControlSetOfTaskResolver, ControlSetResolver } from './siblings/control-set.resolver.ts';
import { IncidentOfLinkResolver, IncidentResolver } from './siblings/incident.resolver.ts';
import { RiskOfLinkResolver, RiskResolver } from './siblings/risk.resolver.ts';
import { SubtaskResolver, TaskSubtasksResolver } from './subtask.resolver.ts';
import {
  PhaseTasksResolver,
  ProjectTasksResolver,
  TaskResolver,
  UserTasksResolver,
  WorkPackageTasksResolver,
} from './task.resolver.ts';
import { SubtaskPayloadResolver, TaskPayloadResolver, WorkPayloadResolver } from './task-payload.resolver.ts';
import { TeamMembershipResolver, TeamResolver, UserTeamsResolver } from './team.resolver.ts';
import {
  ClusterPayloadResolver,
  GeneratedPlanPayloadResolver,
  TemplateMutations,
  TemplatePayloadResolver,
} from './template.mutations.ts';
import { TaskClusterTemplateResolver } from './template.resolver.ts';
import { GanttStateResolver, ProjectTimelineResolver, ViewerTimelineResolver } from './timeline.resolver.ts';
import { UserResolver } from './user.resolver.ts';
import { ViewerResolver } from './viewer.resolver.ts';
import {
  ProjectAlertsResolver,
  WatchdogAlertResolver,
  WatchdogScanLogResolver,
} from './watchdog.resolver.ts';
import { SubtaskStatusMutations, TaskStatusMutations, WorkMutations } from './work.mutations.ts';
import { SubtaskBlockedResolver, TaskBlockedResolver } from './work.resolver.ts';
import {
  PhaseMutations,
  PhasePayloadResolver,
  WorkPackageMutations,
  WorkPackagePayloadResolver,
} from './branch.mutations.ts';
import { DependencyMutations, DependencyPayloadResolver } from './dependency.mutations.ts';
import { ProjectMutations, ProjectPayloadResolver } from './project-plan.mutations.ts';
import { SubtaskMutations } from './subtask-plan.mutations.ts';
import { TaskMutations, TasksPayloadResolver } from './task-plan.mutations.ts';
import {
  PhaseWorkPackagesResolver,
  ProjectWorkPackagesResolver,
  WorkPackageResolver,
} from './work-package.resolver.ts';

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
  ProjectHealthResolver,
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

  EvidenceResolver,
  EvidenceReviewResolver,
  EvidenceDownloadResolver,
  EvidencePayloadResolver,
  EvidenceMutations,
  TaskEvidenceResolver,
  SubtaskEvidenceResolver,
  TaskProgressLogResolver,
  TaskProgressResolver,
  SubtaskProgressResolver,

  ProjectCostResolver,
  ProjectTimelineResolver,
  ViewerTimelineResolver,
  GanttStateResolver,
  WatchdogAlertResolver,
  ProjectAlertsResolver,
  WatchdogScanLogResolver,
  ProjectQualityResolver,

  ProjectPayloadResolver,
  PhasePayloadResolver,
  WorkPackagePayloadResolver,
  TasksPayloadResolver,
  DependencyPayloadResolver,
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

  TaskLinksResolver,
  LinkMutations,
  RaisedTaskResolver,
  RaisedTasksPayloadResolver,
  IntakeMutations,
  TemplatePayloadResolver,
  ClusterPayloadResolver,
  GeneratedPlanPayloadResolver,
  TemplateMutations,
  DirectoryMutations,
  PersonalMutations,
  SkillsCreditResolver,
  RiskResolver,
  RiskOfLinkResolver,
  ControlResolver,
  ControlOfLinkResolver,
  ControlSetResolver,
  ControlSetOfTaskResolver,
  IncidentResolver,
  IncidentOfLinkResolver,
  AuditFindingResolver,
  AuditFindingOfLinkResolver,
  OriginSummaryResolver,

  NotificationResolver,
  ViewerNotificationsResolver,
  AuditLogResolver,

  LiveResolver,
  ProjectCursorResolver,
  ViewerCursorResolver,
  TaskProgressEventResolver,
  ProjectChangedEventResolver,
  AlertRaisedEventResolver,
  NotificationReceivedEventResolver,
] as const;
