import './base/enums.ts';
import './base/advice-enums.ts';
import './base/delivery-enums.ts';
import './base/watch-enums.ts';
import { AuditLink } from './audit-link.ts';
import { AuditLog } from './audit-log.ts';
import { ControlLink } from './control-link.ts';
import { CostSnapshot } from './cost-snapshot.ts';
import { Division } from './division.ts';
import { Evidence } from './evidence.ts';
import { EvidenceReview } from './evidence-review.ts';
import { GanttState } from './gantt-state.ts';
import { IncidentLink } from './incident-link.ts';
import { IsmsLink } from './isms-link.ts';
import { Notification } from './notification.ts';
import { Organisation } from './organisation.ts';
import { Phase } from './phase.ts';
import { Project } from './project.ts';
import { QaResult } from './qa-result.ts';
import { RiskLink } from './risk-link.ts';
import { SkillsCredit } from './skills-credit.ts';
import { Subtask } from './subtask.ts';
import { Task } from './task.ts';
import { TaskCluster } from './task-cluster.ts';
import { TaskClusterTemplate } from './task-cluster-template.ts';
import { TaskDependency } from './task-dependency.ts';
import { TaskProgressLog } from './task-progress-log.ts';
import { Team } from './team.ts';
import { TeamMembership } from './team-membership.ts';
import { TimelineCache } from './timeline-cache.ts';
import { User } from './user.ts';
import { WatchdogAlert } from './watchdog-alert.ts';
import { WatchdogScanLog } from './watchdog-scan-log.ts';
import { WorkPackage } from './work-package.ts';

/** Every table of the schema `pit`, parents before children. */
export const ENTITIES = [
  Organisation,
  Division,
  User,
  Team,
  TeamMembership,
  Project,
  Phase,
  WorkPackage,
  TaskCluster,
  TaskClusterTemplate,
  Task,
  Subtask,
  TaskDependency,
  Evidence,
  EvidenceReview,
  TaskProgressLog,
  CostSnapshot,
  TimelineCache,
  GanttState,
  WatchdogAlert,
  WatchdogScanLog,
  QaResult,
  IsmsLink,
  RiskLink,
  ControlLink,
  IncidentLink,
  AuditLink,
  SkillsCredit,
  Notification,
  AuditLog,
] as const;
