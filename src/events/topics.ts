/**
 * The events that leave PIT, by topic, and what each carries. An event exists exactly when its transaction
 * committed. It names rows and does not copy them: who receives it reads them afresh, as who they are.
 */
export interface EventPayloads {
  'pit.project.updated': { projectId: string };
  'pit.task.created': TaskEvent;
  /** With the evidence that was withdrawn, if that is what happened. */
  'pit.task.updated': TaskEvent & { evidenceId?: string };
  'pit.task.completed': TaskEvent;
  'pit.subtask.updated': TaskEvent & { subtaskId: string };
  'pit.dependency.updated': { projectId: string; dependencyId: string };
  'pit.evidence.uploaded': EvidenceEvent;
  'pit.evidence.accepted': EvidenceEvent;
  'pit.evidence.rejected': EvidenceEvent;
  'pit.progress.updated': TaskEvent & { subtaskId?: string };
  'pit.watchdog.alert': { projectId: string; alertId: string };
  'pit.integration.update': { projectId: string; taskId: string };
  'pit.export.generated': { projectId: string };
  'pit.notification.created': { userId: string; notificationId: string };
  'pit.task.commented': TaskEvent & { subtaskId?: string; commentId: string };
  /**
   * The tasks whose computed dates are others now, or that they are more than 500; the change of the project's
   * timeline, where one is kept and has become another; and the application of a preview that has begun or is over.
   */
  'pit.schedule.updated': ProjectEvent & {
    /** The newest event that the schedule takes in; absent where no schedule was computed. */
    planSeq?: number;
    changed: readonly string[] | 'many';
    timelineId?: string;
    /** The zooms at which it has, separated by commas. */
    timelineZooms?: string;
    applicationId?: string;
  };
  'pit.cost.recorded': ProjectEvent;
  'pit.evidence.expired': EvidenceEvent;
  'pit.series.updated': ProjectEvent;
  'pit.occurrence.made': TaskEvent;
  'pit.extension.requested': TaskEvent;
  'pit.extension.decided': TaskEvent;
  'pit.acceptance.decided': ProjectEvent;
  'pit.acceptance.ended': ProjectEvent;
  'pit.team.updated': { teamId: string };
  'pit.program.updated': ProjectEvent;
  'pit.baseline.updated': ProjectEvent & { baselineId: string };
  /** A model was asked, has answered or was given up, or somebody has decided. A subscription of its own has it. */
  'pit.proposal.updated': ProjectEvent & { proposalId: string };
}

interface ProjectEvent {
  projectId: string;
}

interface TaskEvent extends ProjectEvent {
  taskId: string;
}

interface EvidenceEvent extends TaskEvent {
  evidenceId: string;
}

export type Topic = keyof EventPayloads;

/** The topics as words of the graph: those that a webhook may choose, which is why no new one may come in. */
export const EventTopic = {
  PROJECT_UPDATED: 'pit.project.updated',
  TASK_CREATED: 'pit.task.created',
  TASK_UPDATED: 'pit.task.updated',
  TASK_COMPLETED: 'pit.task.completed',
  SUBTASK_UPDATED: 'pit.subtask.updated',
  DEPENDENCY_UPDATED: 'pit.dependency.updated',
  EVIDENCE_UPLOADED: 'pit.evidence.uploaded',
  EVIDENCE_ACCEPTED: 'pit.evidence.accepted',
  EVIDENCE_REJECTED: 'pit.evidence.rejected',
  PROGRESS_UPDATED: 'pit.progress.updated',
  WATCHDOG_ALERT: 'pit.watchdog.alert',
  INTEGRATION_UPDATE: 'pit.integration.update',
  EXPORT_GENERATED: 'pit.export.generated',
  NOTIFICATION_CREATED: 'pit.notification.created',
  TASK_COMMENTED: 'pit.task.commented',
  SCHEDULE_UPDATED: 'pit.schedule.updated',
  COST_RECORDED: 'pit.cost.recorded',
  EVIDENCE_EXPIRED: 'pit.evidence.expired',
  SERIES_UPDATED: 'pit.series.updated',
  OCCURRENCE_MADE: 'pit.occurrence.made',
  EXTENSION_REQUESTED: 'pit.extension.requested',
  EXTENSION_DECIDED: 'pit.extension.decided',
  ACCEPTANCE_DECIDED: 'pit.acceptance.decided',
  ACCEPTANCE_ENDED: 'pit.acceptance.ended',
  TEAM_UPDATED: 'pit.team.updated',
  PROGRAM_UPDATED: 'pit.program.updated',
  BASELINE_UPDATED: 'pit.baseline.updated',
} as const satisfies Record<string, Topic>;

/** An event before it has a number. Its stream is the project, or the user whom alone it concerns. */
export interface DraftEvent<T extends Topic = Topic> {
  readonly topic: T;
  readonly streamId: string;
  readonly payload: EventPayloads[T];
}
