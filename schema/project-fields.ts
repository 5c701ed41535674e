import { isObjectType, type GraphQLSchema } from 'graphql';

/**
 * Fields of the project: what they answer is the same for all who may see the project, whoever asks. Each with the arguments that it
 * may be given. A field that is not named here depends on who asks, as far as anybody knows, and so does one that is new.
 *
 * A field belongs here where it reads nothing but rows whose policies are those of their project, what is of the organisation, such as
 * its users, and the day; and leads to no other project. `tests/graph/access/project-fields.heavy.test.ts` compares the answers of
 * everybody who may see a project.
 */
const PROJECT_FIELDS: Readonly<Record<string, string>> = {
  Subscription:
    'taskProgress(after projectId) projectChanged(after id) alertRaised(after projectId) timelineChanged(after projectId zoom)',
  TaskProgressEvent: 'cursor topic occurredAt task subtask actor',
  ProjectChangedEvent: 'cursor topic occurredAt project task evidence alert actor',
  AlertRaisedEvent: 'cursor topic occurredAt alert',
  TimelineDelta: 'cursor previousVersion version reset today upserts removed moved links packed',
  TimelineRow: `id index kind depth parentId label startDate endDate x width progressPercent status totalSlack isCritical isOnLongestPath
    isBlocked isEvidenceMissing isOverdue isManual baselineX baselineWidth`,
  TimelineMove: 'id fromIndex toIndex',
  TimelineLinkChanges: 'added removed',
  TimelineLink: 'fromId toId type lagDays isDriving isCritical isClipped',
  Project: `id createdAt updatedAt deletedAt divisionId name code description type ownerId sponsorId startDate endDate quickClass
    progressPercent capexTotal opexTotal status riskImpactScore riskMitigationPercent health healthReasons alertSummary overdueTaskCount
    openAlertCount(minSeverity) promisedFinish division owner sponsor phases`,
  Phase: `id createdAt updatedAt deletedAt projectId name description ownerId startDate endDate progressPercent capexTotal opexTotal
    orderIndex project owner workPackages`,
  WorkPackage: `id createdAt updatedAt deletedAt phaseId projectId name description ownerId startDate endDate progressPercent capexTotal
    opexTotal orderIndex project phase owner`,
  Task: `id createdAt updatedAt deletedAt workPackageId phaseId projectId name description taskType clusterId ownerId assigneeIds priority
    status startDate endDate durationDays progressPercent quickClass requiresEvidence capexCost opexCost fyAllocation
    linkedRiskMitigationPct linkedControlSetId sourceModule sourceReferenceId orderIndex startVarianceDays finishVarianceDays
    predecessors successors provenUntil isProofCurrent subtasks(first last) owner assignees project phase workPackage parent actualStart
    actualFinish remainingDays rule earlyStart earlyFinish lateStart lateFinish totalSlack freeSlack isCritical isOnLongestPath
    scheduleIsStale blockedReason`,
  TaskRule: 'mode constraintKind constraintDate deadline',
  TaskDependency: `id createdAt updatedAt projectId predecessorTaskId successorTaskId dependencyType lagDays predecessor successor`,
  Subtask: `id createdAt updatedAt deletedAt taskId name description ownerId status priority startDate endDate progressPercent
    requiresEvidence orderIndex task owner blockedReason`,
  SubtaskConnection: 'edges nodes pageInfo totalCount totalCountAtLeast',
  SubtaskEdge: 'node cursor',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  Evidence: `id createdAt updatedAt deletedAt taskId subtaskId uploaderId fileUrl fileType metadata task subtask workItem uploader
    latestDecision waitingSince observedOn validUntil isCurrent`,
  EvidenceMetadata: 'size mediaType source supersedes withdrawalReason other',
  WatchdogAlert: 'id projectId severity code message detectedAt resolvedAt acknowledgement data project',
  WatchdogAlertData: `level subject subjectType action dueOn overdue lastHeard neverStarted plannedStart count first waiting waitingSince
    rejections status expectedStatus bandDays promisedFinish driverId predecessorId successorId tasks projects spent budget other`,
  AlertAcknowledgement: 'note at user',
  HealthReason: 'rule health message',
  AlertLevelCount: 'level count',
  Division: 'id createdAt updatedAt name',
  User: 'id name email role isActive',
};

/** Marks the fields of projects in a schema. @throws Error where there is no such field or argument. */
export function markProjectFields(schema: GraphQLSchema): void {
  for (const [typename, names] of Object.entries(PROJECT_FIELDS)) {
    const type = schema.getType(typename);
    if (!isObjectType(type)) throw new Error(`${typename} is no type whose fields could be marked`);
    const fields = type.getFields();
    for (const [, name = '', given = ''] of names.matchAll(/(\w+)(?:\(([^)]*)\))?/g)) {
      const field = fields[name];
      const args = given.split(/\s+/).filter((arg) => arg !== '');
      const unknown = args.find((arg) => !field?.args.some((each) => each.name === arg));
      if (field === undefined || unknown !== undefined)
        throw new Error(`there is no ${typename}.${name}${unknown === undefined ? '' : `(${unknown}:)`}`);
      field.extensions = { ...field.extensions, ofProject: args };
    }
  }
}
