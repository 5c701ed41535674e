import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A number of bytes: a whole JSON number from 0 to 9,007,199,254,740,991 (2^53 - 1). */
  ByteCount: { input: number; output: number; }
  /** A day in the time zone of the organisation, `YYYY-MM-DD`, without a time. On input a real day between 1900 and 2200. */
  Date: { input: string; output: string; }
  /** A moment as RFC 3339 text, answered in UTC with milliseconds: `2026-11-22T20:05:07.123Z`. On input any offset is accepted, and the years 1900 to 2200. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number as text, such as `"1250.00"`. On input up to ten digits and two decimals, without exponent. */
  Decimal: { input: string; output: string; }
  /** Any JSON value: object, list, text, number, boolean or null. On input at most 10 levels deep and 65,536 characters long. */
  JSON: { input: unknown; output: unknown; }
  /** A share in percent as a JSON number with at most two decimals: 12.5 is an eighth. From 0 to 100 where the field says nothing else. */
  Percent: { input: number; output: number; }
};

/** What is kept of a proposal. */
export type AcceptProposalInput = {
  /** Id of the proposal. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `index` of each item that is kept; at least one. */
  keep: Array<Scalars['Int']['input']>;
  /** Id of the phase that new tasks go to; it or a work package is needed where some are kept. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** First day of new tasks; none when absent. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the work package that new tasks go to. */
  workPackageId?: InputMaybe<Scalars['ID']['input']>;
};

/** What is decided of the proposal of an acceptance. Inputs alone use it: values may be added. */
export type AcceptanceDecision =
  /** It holds from now on, until its last day. */
  | 'ACCEPTED'
  /** Nothing changes. */
  | 'REJECTED';

/** Which acceptances to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type AcceptanceFilter = {
  /** Code of the criterion, any of. */
  criteriaCode?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Its last day lies within this span. */
  endsOn?: InputMaybe<DateWindow>;
  /** Its id, any of: what the link of a message names. */
  id?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What is accepted or excepted, any of. */
  kind?: InputMaybe<Array<AcceptanceKind>>;
  /** Id of the risk, control or finding, any of. */
  originId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What became of it, any of; after midnight expired ones follow within a minute. */
  state?: InputMaybe<Array<AcceptanceState>>;
};

/** What is accepted, or excepted. Frozen: a new value counts as a break. */
export type AcceptanceKind =
  /** A control is done without. */
  | 'CONTROL_EXCEPTION'
  /** A criterion of a standard is not met. */
  | 'CRITERION_EXCEPTION'
  /** A finding stays as it is. */
  | 'FINDING_EXCEPTION'
  /** A risk is lived with. */
  | 'RISK_ACCEPTANCE';

/** How acceptances of risks and exceptions are decided: a value sets, null takes the default back, absent leaves. */
export type AcceptanceSettingsInput = {
  /** Ids of up to 20 users who decide beside administrators and foremen; none by default. */
  approverIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Days from its first for which an acceptance holds at most, 1 to 3,650; 365 by default. */
  maxDays?: InputMaybe<Scalars['Int']['input']>;
};

/** What became of an acceptance. Frozen: a new value counts as a break. */
export type AcceptanceState =
  /** It holds. */
  | 'ACTIVE'
  /** Its last day has passed, decided or not. */
  | 'EXPIRED'
  /** It waits to be decided, and has no effect. */
  | 'PROPOSED'
  /** It was decided against. */
  | 'REJECTED'
  /** Another one has taken its place. */
  | 'RENEWED'
  /** It was ended before its last day. */
  | 'REVOKED'
  /** It was taken back before it was decided. */
  | 'WITHDRAWN';

/** An alert that the caller takes upon themselves. */
export type AcknowledgeAlertInput = {
  /** Id of the alert. */
  alertId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is done about it, up to 2,000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
};

/** What the caller may be, as the token says. Frozen: a new value counts as a break. */
export type ActorRole =
  /** Administers the organisation. */
  | 'ADMIN'
  /** Governs quality, and may override visibility with a stated reason. */
  | 'FOREMAN'
  /** Works on projects. */
  | 'MEMBER'
  /** A sibling module of the platform. */
  | 'SERVICE'
  /** Reads, and changes nothing. */
  | 'VIEWER';

/** A comment on either a task or a subtask. */
export type AddCommentInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of at most 20 users who get a notification. They must be able to see the task: in a project of a division these are its owners, sponsor and assignees, administrators and foremen. */
  mentionUserIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Id of the subtask. */
  subtaskId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the task. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
  /** The comment, 1 to 10,000 characters. */
  text: Scalars['String']['input'];
};

/** That one task is to wait for another of its project. */
export type AddDependencyInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Working days between the two ends, -3650 to 3650; negative where they may overlap. */
  lagDays?: Scalars['Int']['input'];
  /** The task that is waited for. */
  predecessorId: Scalars['ID']['input'];
  /** The task that waits. */
  successorId: Scalars['ID']['input'];
  /** Which end of the one holds which end of the other. */
  type?: DependencyType;
};

/** What a model is asked for. Frozen: a new value counts as a break. */
export type AdviceKind =
  /** How well a piece of evidence fits what it is to prove. */
  | 'EVIDENCE'
  /** How a risk is mitigated earlier or further. */
  | 'MITIGATION'
  /** What a run of the watchdog has found. */
  | 'SCAN'
  /** Which of the possible compressions of the critical path to take. */
  | 'SCHEDULE'
  /** Tasks by which a risk, a finding, a control or an incident is dealt with. */
  | 'TASKS';

/** Whether models give advice, and how much: a value sets, null takes the default back, absent leaves. */
export type AdviceSettingsInput = {
  /** Whether anything of the organisation is sent to a model at all; not by default. */
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Tokens that questions and answers may have in a month, 0 to 1,000,000,000; 500,000 by default. */
  monthlyTokens?: InputMaybe<Scalars['Int']['input']>;
  /** Whether evidence that waits for its review gets advice by itself; not by default. */
  scoreEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether a model is told the beginning of evidence that is a text file kept by PIT; not by default. */
  sendEvidenceText?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether runs of the watchdog are summed up by a model; not by default. */
  summariseScans?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The kind of record that tasks are proposed for. Inputs alone use it: values may be added. */
export type AdviceSubject =
  /** A finding of an audit. */
  | 'AUDIT_FINDING'
  /** A control. */
  | 'CONTROL'
  /** An incident. */
  | 'INCIDENT'
  /** A risk. */
  | 'RISK';

/** Evidence that is to be looked at. */
export type AdviseEvidenceInput = {
  /** Id of the evidence. */
  evidenceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A risk that is to be mitigated earlier or further. */
export type AdviseMitigationInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project whose work is looked at. */
  projectId: Scalars['ID']['input'];
  /** Id of the risk in the module that owns it. */
  riskId: Scalars['ID']['input'];
  /** What it says, up to 5,000 characters. */
  statement?: InputMaybe<Scalars['String']['input']>;
  /** What it is called, up to 500 characters. */
  title: Scalars['String']['input'];
};

/** A project whose critical path is to be shortened. */
export type AdviseScheduleInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
};

/** A record that tasks are to be proposed for, with what a model is told of it. */
export type AdviseTasksInput = {
  /** Controls that the tasks may be linked to, up to 20. */
  controls?: InputMaybe<Array<OfferedControlInput>>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project that the tasks are for. */
  projectId: Scalars['ID']['input'];
  /** How grave it is. */
  severity?: InputMaybe<Severity>;
  /** What it says, up to 5,000 characters. */
  statement?: InputMaybe<Scalars['String']['input']>;
  /** The kind of the record. */
  subject: AdviceSubject;
  /** Id of the record in the module that owns it. */
  subjectId: Scalars['ID']['input'];
  /** What it is called, up to 500 characters. */
  title: Scalars['String']['input'];
};

/** A model that gives advice. Open: values may be added, so that clients need a default branch. */
export type AiModel =
  /** Model that judges evidence. */
  | 'EVIDENCE_MODEL'
  /** Large general model. */
  | 'GPT4O_LARGE'
  /** Small general model. */
  | 'GPT4O_MINI'
  /** General model. */
  | 'GPT4_1'
  /** Model that judges risk mitigation. */
  | 'RISK_MITIGATION_MODEL'
  /** Model that judges schedules. */
  | 'SCHEDULING_MODEL';

/** What an alert is about. Frozen: a new value counts as a break. */
export type AlertCode =
  /** The acceptance of a risk or of an exception has run out. */
  | 'ACCEPTANCE_EXPIRED'
  /** Spending is far above plan, or goes faster than planned. */
  | 'COST_SPIKE'
  /** The critical path has moved the promised finish. */
  | 'CRITICAL_PATH_DRIFT'
  /** Dependencies form a cycle. */
  | 'DEPENDENCY_CYCLE'
  /** Most of the time of a task is gone and little of it is done. */
  | 'DURATION_MISMATCH'
  /** A task has begun before its predecessor allows it. */
  | 'EARLY_SUCCESSOR_START'
  /** Accepted evidence is past its validity. */
  | 'EVIDENCE_EXPIRED'
  /** Accepted evidence is about to pass its validity. */
  | 'EVIDENCE_EXPIRING'
  /** Work is completed without the accepted evidence that it requires. */
  | 'EVIDENCE_MISSING'
  /** Evidence was rejected twice or more, and none has been accepted since. */
  | 'EVIDENCE_REJECTED_TWICE'
  /** Evidence has waited too long for a review. */
  | 'EVIDENCE_UNREVIEWED'
  /** A request for a later deadline waits for its decision. */
  | 'EXTENSION_WAITING'
  /** Another module has not been heard of, or refuses what it is told. */
  | 'INTEGRATION_BROKEN'
  /** Many tasks of a work package or project are overdue. */
  | 'OVERDUE_CLUSTER'
  /** One owner has too many tasks under way. */
  | 'OWNER_OVERLOAD'
  /** Risk mitigation is behind plan. */
  | 'RISK_NOT_MITIGATING'
  /** A recurring task has no next occurrence, or has missed one. */
  | 'SERIES_BROKEN'
  /** A subtask has hardly progressed since it began. */
  | 'STALLED_SUBTASK'
  /** Nothing has been heard of a task that should be under way. */
  | 'STALLED_TASK'
  /** The status of a task disagrees with its dates or its progress. */
  | 'STATUS_MISMATCH'
  /** A task should have ended and is not complete. */
  | 'TASK_OVERDUE'
  /** A task is about to start and nobody is assigned. */
  | 'UNASSIGNED'
  /** A task is due within two days. */
  | 'UPCOMING_DEADLINE';

/** What open alerts are grouped by. Inputs alone use it: values may be added. */
export type AlertGrouping =
  /** What they are about. */
  | 'CODE'
  /** How grave they are, from 1 (gravest) to 5. */
  | 'LEVEL'
  /** The project that they concern. */
  | 'PROJECT';

/** How grave a watchdog alert is. Frozen: a new value counts as a break. */
export type AlertSeverity =
  /** Needs attention: level 3. */
  | 'AMBER'
  /** For information: levels 4 and 5. */
  | 'GREEN'
  /** Needs action now: levels 1 and 2. */
  | 'RED';

/** What kind of record an alert is about. Open: values may be added, so that clients need a default branch. */
export type AlertSubject =
  /** A dependency between two tasks. */
  | 'DEPENDENCY'
  /** The project itself. */
  | 'PROJECT'
  /** A risk of another module. */
  | 'RISK'
  /** A subtask. */
  | 'SUBTASK'
  /** A task. */
  | 'TASK'
  /** A user. */
  | 'USER'
  /** A work package. */
  | 'WORK_PACKAGE';

/** Fixes of a quality result that are to be done. */
export type ApplyQaFixesInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of fixes in `QaResult.autofixActions` of the result, each once. */
  ids: Array<Scalars['String']['input']>;
  /** Why, kept in the result: 1 to 10,000 characters. */
  reason: Scalars['String']['input'];
  /** Id of the result that proposes them. */
  resultId: Scalars['ID']['input'];
};

/** A preview that is to come true. */
export type ApplyScheduleInput = {
  /** Moved tasks that are to keep their stored dates, at most 500; what the preview itself changes cannot be left out. */
  exceptTaskIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The input of the preview once more, the same. */
  preview: PreviewScheduleInput;
  /** Why, up to 5,000 characters: noted in the progress log of each changed task. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The token that came with the preview. */
  token: Scalars['String']['input'];
};

/** Who decides on a later day, beside administrators and foremen. Frozen: a new value counts as a break. */
export type Approver =
  /** Administrators and foremen alone. */
  | 'ADMIN'
  /** Who owns the project. */
  | 'OWNER'
  /** Who sponsors the project. */
  | 'SPONSOR';

/** Sets the owner and the assignees of a task. */
export type AssignTaskInput = {
  /** The users who work on it, at most 50; absent leaves them, null clears them. */
  assigneeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The user who answers for it; absent leaves the owner. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
};

/** A statement that accepted evidence still holds. */
export type AttestEvidenceInput = {
  /** Why it still holds, up to 5,000 characters; kept as `attestation` in the metadata. */
  comment: Scalars['String']['input'];
  /** Id of the accepted evidence, which proves until its own end. */
  evidenceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The day on which it was looked at, not one to come; today unless it is said. */
  observedOn?: InputMaybe<Scalars['Date']['input']>;
  /** The last day on which it then proves, derived as by `submitEvidence` unless it is said. */
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

/** What the audit log records. Frozen: a new value counts as a break. */
export type AuditAction =
  /** A record was removed for good. */
  | 'DELETE'
  /** A record was created. */
  | 'INSERT'
  /** A foreman looked past the visibility rules, with a reason. */
  | 'OVERRIDE'
  /** A record was changed. */
  | 'UPDATE';

/** A link between a task and an audit finding that it closes. */
export type AuditLinkInput = {
  /** Id of the finding, as the audit module has it. */
  auditFindingId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** Conditions on changes: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type AuditLogCriteria = {
  /** What happened, any of. */
  action?: InputMaybe<Array<AuditAction>>;
  /** The change was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** True for changes that were made beyond rights, with a reason; false for all others. */
  hasOverride?: InputMaybe<Scalars['Boolean']['input']>;
  /** In the history of any of these projects, also of work that was moved out of them. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of any of these records. */
  recordId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Made by any of these requests, by their ids. */
  requestId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** In any of these tables, such as `task`. */
  tableName?: InputMaybe<Array<Scalars['String']['input']>>;
  /** By any of these users. */
  userId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Which changes to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type AuditLogFilter = {
  /** What happened, any of. */
  action?: InputMaybe<Array<AuditAction>>;
  /** The change was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** True for changes that were made beyond rights, with a reason; false for all others. */
  hasOverride?: InputMaybe<Scalars['Boolean']['input']>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<AuditLogCriteria>;
  /** In the history of any of these projects, also of work that was moved out of them. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of any of these records. */
  recordId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Made by any of these requests, by their ids. */
  requestId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** In any of these tables, such as `task`. */
  tableName?: InputMaybe<Array<Scalars['String']['input']>>;
  /** By any of these users. */
  userId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** What happens when a change moves the dates of other tasks. Frozen: a new value counts as a break. */
export type AutoSchedule =
  /** Automatic tasks that are not completed get the dates of the schedule by themselves, within moments; each is noted in its progress log. */
  | 'APPLY'
  /** Nothing. */
  | 'OFF'
  /** It is told. */
  | 'SUGGEST';

/** A credit that a user gets for a task. */
export type AwardSkillsCreditInput = {
  /** How much, 0 to 1 000 000; given again it replaces the first. */
  creditValue: Scalars['Int']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
  /** Id of the user who gets the credit. */
  userId: Scalars['ID']['input'];
};

/** What a baseline is to its project. Frozen: a new value counts as a break. */
export type BaselineKind =
  /** What was promised first. A project has one at most, and it cannot be replaced. */
  | 'ORIGINAL'
  /** What was promised instead, for a reason. */
  | 'REVISED'
  /** What might have been. A project is never held to it. */
  | 'WHAT_IF';

/** Blocks a task or subtask. */
export type BlockInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why the work cannot go on, up to 2000 characters. */
  reason: Scalars['String']['input'];
};

/** What becomes of the other items when some are refused. Inputs alone use it: values may be added. */
export type BulkMode =
  /** Nothing is done; the error lists the refused items. */
  | 'ALL_OR_NOTHING'
  /** The others are done; the payload lists the refused items. */
  | 'PARTIAL';

/** What durations and lags count. Frozen: a new value counts as a break. */
export type CalendarMode =
  /** Every day of the calendar. */
  | 'CALENDAR'
  /** Working days: the weekdays that are worked on, without holidays. */
  | 'WORKING';

/** An import that is to be given up. */
export type CancelImportInput = {
  /** Id of the import. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What becomes of dates of a rule that passed while nothing was made. Frozen: a new value counts as a break. */
export type CatchUp =
  /** Each gets a task, 60 at most; older ones are missed. */
  | 'ALL'
  /** The newest gets a task, older ones are missed. */
  | 'LATEST';

/** What changes of a channel; what is absent stays. */
export type ChannelPreferenceInput = {
  /** The channel, named once. */
  channel: NotificationChannel;
  /** Whether messages that can wait come together. */
  digest?: InputMaybe<NotificationDigest>;
  /** Whether anything is sent by it. */
  isOn?: InputMaybe<Scalars['Boolean']['input']>;
  /** Alerts down to this level are sent, 1 to 5. */
  minLevel?: InputMaybe<Scalars['Int']['input']>;
  /** Begin of the quiet hours, such as 22:00; null, with the end, for none. */
  quietFrom?: InputMaybe<Scalars['String']['input']>;
  /** End of the quiet hours, such as 07:00; null, with the begin, for none. */
  quietTo?: InputMaybe<Scalars['String']['input']>;
};

/** What becomes of a child that reaches outside of its parent’s dates. Frozen: a new value counts as a break. */
export type ChildDates =
  /** It is refused, PIT006. */
  | 'REFUSE'
  /** The parent is shown wider. */
  | 'WIDEN';

/** Which entries of each list of a comparison are given: lists are in an order that stays as it is while the two plans do. */
export type ComparisonEntriesInput = {
  /** Entries to give, 1 to 1000. */
  limit?: Scalars['Int']['input'];
  /** Entries to leave out at the top, 0 or more. */
  offset?: Scalars['Int']['input'];
};

/** Which controls, and what work on them: all conditions must hold. */
export type ControlCoverageFilter = {
  /** Links of any of these groups alone count. */
  controlGroup?: InputMaybe<Array<Scalars['String']['input']>>;
  /** These controls, also those without any task; all that have links when not given. */
  controlId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Work of projects of any of these divisions alone is counted. */
  divisionId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A link between a task and a control that it puts in place. */
export type ControlLinkInput = {
  /** Group of controls, such as `alarm_systems`. */
  controlGroup?: InputMaybe<Scalars['String']['input']>;
  /** Id of the control in the control library. */
  controlId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** What lies between two points of a series. Inputs alone use it: values may be added. */
export type CostInterval =
  /** A calendar month. */
  | 'MONTH'
  /** Three calendar months, from January on. */
  | 'QUARTER'
  /** A calendar year. */
  | 'YEAR';

/** How value is measured: a value sets, null takes the default back, absent leaves. */
export type CostSettingsInput = {
  /** How the earned value of work follows from its progress; `PERCENT` by default. */
  evMethod?: InputMaybe<EarnedValueMethod>;
  /** Whether work that requires evidence earns nothing before evidence of it is accepted; false by default. */
  evNeedsEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** In what the impact of risks is told; `SCORE` by default. */
  riskImpactUnit?: InputMaybe<RiskImpactUnit>;
};

/** How far work and its proof cover a control or criterion: the first that fits. Open: values may be added, so that clients need a default branch. */
export type CoverageState =
  /** All tasks are completed, and proven by evidence that holds. */
  | 'COVERED'
  /** An exception holds, whatever the work is like. */
  | 'EXCEPTED'
  /** All tasks are completed; some require no evidence. */
  | 'IMPLEMENTED'
  /** Evidence of some task was accepted, and none of it holds any more. */
  | 'LAPSED'
  /** There is no task. */
  | 'NONE'
  /** Some task is open behind its last day. */
  | 'OVERDUE'
  /** Some tasks are completed. */
  | 'PARTIAL'
  /** There are tasks, and none is completed. */
  | 'PLANNED';

/** A calendar that is to be subscribed to. */
export type CreateCalendarFeedInput = {
  /** For how many days the address holds, 1 to 730; 365 when not given. */
  days?: InputMaybe<Scalars['Int']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project whose tasks it is to hold; when not given, it holds the tasks that the caller owns or is assigned to, of all projects. */
  projectId?: InputMaybe<Scalars['ID']['input']>;
};

/** A cluster of tasks to be created. */
export type CreateClusterInput = {
  /** What the tasks have in common. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** The module that the set of tasks comes from; MANUAL unless it is said. */
  sourceModule?: InputMaybe<SourceModule>;
  /** What the cluster comes from, as that module names it: 1 to 200 characters, kept in Unicode NFC. Any module but MANUAL requires it. */
  sourceReferenceId?: InputMaybe<Scalars['String']['input']>;
  /** Its tasks, at most 500; they leave the clusters that they are in. */
  taskIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A phase to be created. */
export type CreatePhaseInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the project that it belongs to. */
  projectId: Scalars['ID']['input'];
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** A project to be created. */
export type CreateProjectInput = {
  /** Short code, unique in the organisation. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Id of the division that it belongs to, one of the caller’s; null shows it to the whole organisation. */
  divisionId?: InputMaybe<Scalars['ID']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** The user who sponsors it. */
  sponsorId?: InputMaybe<Scalars['ID']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Lifecycle stage; a new project is `DRAFT` or `ACTIVE`, and `ACTIVE` when not given. */
  status?: InputMaybe<ProjectLifecycle>;
  /** What kind of undertaking it is. */
  type?: InputMaybe<ProjectType>;
};

/** A task that is to come again. */
export type CreateSeriesInput = {
  /** What becomes of dates that passed; LATEST unless said. */
  catchUp?: InputMaybe<CatchUp>;
  /** Where dates go that are no working days; they stay unless said. */
  dateShift?: InputMaybe<DateShift>;
  /** Proof of an occurrence holds so many days beyond the last day of the next one, 0 to 366, unless its uploader says otherwise; not said, its series says nothing of it. */
  graceDays?: InputMaybe<Scalars['Int']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** So many days before its newest occurrence is due the next one is made: 0 to 366, and less than lie between two dates; 0 unless said. */
  leadDays?: InputMaybe<Scalars['Int']['input']>;
  /** From what the next date follows; FIXED unless said, and never another later. */
  mode?: InputMaybe<RecurrenceMode>;
  /** The rule by RFC 5545: FREQ from DAILY to YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST. Months without such a day are left out: `BYMONTHDAY=-1` is the last day of each. */
  rule: Scalars['String']['input'];
  /** The date of the rule that the task stands for; its end unless said. */
  startsOn?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the task: the first occurrence, and what later ones are made like. */
  taskId: Scalars['ID']['input'];
};

/** A subtask to be created. */
export type CreateSubtaskInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Id of the user who answers for the subtask; null means the owner of the task. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the task that it is a step of. */
  taskId: Scalars['ID']['input'];
};

/** A task to be made at a place among its siblings. */
export type CreateTaskInput = {
  /** The users who work on it, at most 50. */
  assigneeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Planned capital cost, an amount without a currency. */
  capexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** The financial year that bears the cost; null splits it over the years by working days. */
  fyAllocation?: InputMaybe<Scalars['Int']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The bundle of controls that it serves. */
  linkedControlSetId?: InputMaybe<Scalars['ID']['input']>;
  /** Share of the linked risk that it mitigates once it is complete, 0 to 100 percent. */
  linkedRiskMitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Planned operating cost, an amount without a currency. */
  opexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** The phase; not needed where the work package is named. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller. */
  taskType?: InputMaybe<Scalars['String']['input']>;
  /** Id of the work package; absent for a task that hangs on the phase itself. */
  workPackageId?: InputMaybe<Scalars['ID']['input']>;
};

/** Tasks of one project to be created, behind their siblings and in this order. */
export type CreateTasksInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What becomes of the others when some are refused. */
  mode?: BulkMode;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** The tasks, at most 500. */
  tasks: Array<NewTaskInput>;
};

/** A template to be created. */
export type CreateTemplateInput = {
  /** What it is for, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The plan of the template: phases, work packages, tasks and dependencies, with days relative to its start. */
  document: TemplateDocumentInput;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
};

/** A work package to be created. */
export type CreateWorkPackageInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the phase that it belongs to. */
  phaseId: Scalars['ID']['input'];
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** Where a date of a rule goes that is no working day of the organisation. Frozen: a new value counts as a break. */
export type DateShift =
  /** To the next working day. */
  | 'NEXT_WORKING_DAY'
  /** It stays. */
  | 'NONE'
  /** To the working day before. */
  | 'PREVIOUS_WORKING_DAY';

/** A span of civil dates, both ends included; an end left out is open. */
export type DateWindow = {
  /** First day. */
  from?: InputMaybe<Scalars['Date']['input']>;
  /** True for records without the date only, false for those with one only. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last day. */
  to?: InputMaybe<Scalars['Date']['input']>;
};

/** A decision on a proposed acceptance. */
export type DecideAcceptanceInput = {
  /** Id of the acceptance. */
  acceptanceId: Scalars['ID']['input'];
  /** Why, up to 5,000 characters; a rejection has to say. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** Whether it is accepted. */
  decision: AcceptanceDecision;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A decision on a request for a later day. */
export type DecideExtensionInput = {
  /** Why, up to 5,000 characters; a refusal has to say. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** Whether it is granted. */
  decision: ExtensionDecision;
  /** Id of the request. */
  extensionId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A baseline that is deleted for good. The original and the current one cannot be. */
export type DeleteBaselineInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A calendar that is to end. */
export type DeleteCalendarFeedInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A part of the plan to be deleted. */
export type DeleteInput = {
  /** Whether what lies under it is deleted along with it; else there must be nothing. */
  cascade?: Scalars['Boolean']['input'];
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A record that is deleted for good. */
export type DeleteRecordInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A tag that is to go. */
export type DeleteTagInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Many tasks to be deleted. */
export type DeleteTasksInput = {
  /** Whether subtasks are deleted along with them; else there must be none. */
  cascade?: Scalars['Boolean']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of the tasks, at most 500. */
  ids: Array<Scalars['ID']['input']>;
  /** What becomes of the others when some are refused. */
  mode?: BulkMode;
};

/** A webhook that is to be deleted. */
export type DeleteWebhookInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Whether a list holds deleted records. Inputs alone use it: values may be added. */
export type DeletedFilter =
  /** Records that are not deleted. */
  | 'EXCLUDE'
  /** Deleted records alone, for the roles that may restore some: administrators, foremen and members. */
  | 'ONLY';

/** Which deliveries to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type DeliveryFilter = {
  /** The delivery was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** How far it has come, any of. */
  state?: InputMaybe<Array<DeliveryState>>;
  /** Id of the webhook, any of. */
  webhookId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How far a delivery has come. Frozen: a new value counts as a break. */
export type DeliveryState =
  /** It is not wanted any more. */
  | 'CANCELLED'
  /** It is given up. It can be sent again. */
  | 'DEAD'
  /** It is still to be sent, or to be sent again. */
  | 'PENDING'
  /** The other side has taken it. */
  | 'SENT';

/** Which end of the predecessor constrains which end of the successor. Frozen: a new value counts as a break. */
export type DependencyType =
  /** The successor finishes after the predecessor has finished. */
  | 'FINISH_TO_FINISH'
  /** The successor starts after the predecessor has finished. */
  | 'FINISH_TO_START'
  /** The successor finishes after the predecessor has started. */
  | 'START_TO_FINISH'
  /** The successor starts after the predecessor has started. */
  | 'START_TO_START';

/** Direction of an order. Rows without a value come last in ascending order and first in descending order. Inputs alone use it: values may be added. */
export type Direction =
  /** Smallest, earliest or first in the alphabet first. */
  | 'ASC'
  /** Largest, latest or last in the alphabet first. */
  | 'DESC';

/** A division of the organisation. */
export type DirectoryDivision = {
  /** Its id in the platform. */
  id: Scalars['ID']['input'];
  /** Name, as the platform has it. */
  name: Scalars['String']['input'];
};

/** That a user is in a team. */
export type DirectoryMembership = {
  /** Role of the user in the team; `MEMBER` when absent. */
  role?: InputMaybe<TeamRole>;
  /** The team that the user belongs to. */
  teamId: Scalars['ID']['input'];
  /** Id of the user who belongs to the team. */
  userId: Scalars['ID']['input'];
};

/** The organisation itself, as the platform knows it. */
export type DirectoryOrganisation = {
  /** Its id, which is that of the caller’s token. */
  id: Scalars['ID']['input'];
  /** Name, as the platform has it. */
  name: Scalars['String']['input'];
  /** Settings to change: calendar, holidays, weighting. They are merged: a value sets, null takes the default back, and what is absent stays. */
  settings?: InputMaybe<OrganisationSettingsInput>;
  /** IANA time zone in which its days begin; unchanged when absent. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

/** A team of the organisation. */
export type DirectoryTeam = {
  /** Its id in the platform. */
  id: Scalars['ID']['input'];
  /** Id of the user who manages the team. */
  managerId: Scalars['ID']['input'];
  /** Name, as the platform has it. */
  name: Scalars['String']['input'];
};

/** A person or system of the organisation. */
export type DirectoryUser = {
  /** E-mail address, unique in the organisation. */
  email: Scalars['String']['input'];
  /** The id in the platform, which tokens carry as `sub`. */
  id: Scalars['ID']['input'];
  /** False for whoever has left: no new work, no messages, no changes; what they own stays theirs until `reassignWork`. True takes it back; unchanged when absent or null, and new users are active. */
  isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Full name. */
  name: Scalars['String']['input'];
  /** Role in the platform; `MEMBER` when absent. */
  role?: InputMaybe<ActorRole>;
};

/** A proposal of which nothing is wanted. */
export type DismissProposalInput = {
  /** Id of the proposal. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, up to 5,000 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** How the days that work answers for are kept: a value sets, null takes the default back, absent leaves. */
export type DueDatesInput = {
  /** Who decides on work of critical priority; administrators by default. */
  approverCritical?: InputMaybe<Approver>;
  /** Who decides on work of high priority; the sponsor by default. */
  approverHigh?: InputMaybe<Approver>;
  /** Who decides on work of low priority; the owner by default. */
  approverLow?: InputMaybe<Approver>;
  /** Who decides on work of normal priority; the owner by default. */
  approverNormal?: InputMaybe<Approver>;
  /** Whether work of other modules, incidents and findings is committed to its end from now on; it is by default. What is committed stays so. */
  guard?: InputMaybe<Scalars['Boolean']['input']>;
  /** Extensions of a task that others than administrators grant, 0 to 20; 3 by default. */
  maxExtensions?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days for which a request for a later day can be decided, 1 to 90; 14 by default. */
  requestDays?: InputMaybe<Scalars['Int']['input']>;
};

/** Calendar days within which raised work is due, by priority: a value sets, null takes the default back, absent leaves. 0 to 3,650. */
export type DueDaysInput = {
  /** Of work of critical priority; 14 by default. */
  critical?: InputMaybe<Scalars['Int']['input']>;
  /** Of work of high priority; 30 by default. */
  high?: InputMaybe<Scalars['Int']['input']>;
  /** Of work of low priority; 90 by default. */
  low?: InputMaybe<Scalars['Int']['input']>;
  /** Of work of normal priority; 60 by default. */
  normal?: InputMaybe<Scalars['Int']['input']>;
};

/** How the earned value of work follows from its progress. Frozen: a new value counts as a break. */
export type EarnedValueMethod =
  /** Half of the budget once the work has begun, all of it when it is complete. */
  | 'FIFTY_FIFTY'
  /** The budget times the percent that is done. */
  | 'PERCENT'
  /** Nothing before the work is complete, then all of its budget. */
  | 'ZERO_HUNDRED';

/** A series that is to end. */
export type EndSeriesInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The words that `extensions.code` of an error may carry. Open: values may be added, so that clients need a default branch. */
export type ErrorCode =
  /** The input is well-typed and not acceptable. */
  | 'BAD_USER_INPUT'
  /** Something else was faster, or stands in the way. */
  | 'CONFLICT'
  /** The caller may see it and not do this with it. */
  | 'FORBIDDEN'
  /** A fault of the service. */
  | 'INTERNAL_SERVER_ERROR'
  /** It asks for more than one request may. */
  | 'LIMIT_EXCEEDED'
  /** It is not there, or not for this caller. */
  | 'NOT_FOUND'
  /** There is no token, or none that holds. */
  | 'UNAUTHENTICATED'
  /** Not now; it may be tried again. */
  | 'UNAVAILABLE';

/** When people hear of alerts again, and of what can wait: a value sets, null takes the default back, absent leaves. */
export type EscalationSettingsInput = {
  /** Hours after which it goes to the administrators, 1 to 720; 24 by default. */
  administratorsHours?: InputMaybe<Scalars['Int']['input']>;
  /** Hour of the day at which digests and reminders of what is due are sent, 0 to 23; 8 by default. */
  digestHour?: InputMaybe<Scalars['Int']['input']>;
  /** Hours after which an alert of level 1 that nobody has acknowledged goes to owner and sponsor again, 1 to 720; 6 by default. */
  reminderHours?: InputMaybe<Scalars['Int']['input']>;
  /** Hours after which an alert of level 2 goes to the sponsor, or else to the administrators, 1 to 720; 48 by default. */
  sponsorHours?: InputMaybe<Scalars['Int']['input']>;
};

/** What an event is about. Frozen: a new value counts as a break. */
export type EventTopic =
  /** The acceptance of a risk or of an exception was decided. */
  | 'ACCEPTANCE_DECIDED'
  /** The acceptance of a risk or of an exception has ended. */
  | 'ACCEPTANCE_ENDED'
  /** A baseline was set, chosen, renamed or deleted. */
  | 'BASELINE_UPDATED'
  /** A cost snapshot was recorded. */
  | 'COST_RECORDED'
  /** A dependency between tasks was made, changed or removed. */
  | 'DEPENDENCY_UPDATED'
  /** Evidence was accepted. */
  | 'EVIDENCE_ACCEPTED'
  /** Accepted evidence has passed its validity. */
  | 'EVIDENCE_EXPIRED'
  /** Evidence was rejected. */
  | 'EVIDENCE_REJECTED'
  /** Evidence was submitted. */
  | 'EVIDENCE_UPLOADED'
  /** An export is ready. */
  | 'EXPORT_GENERATED'
  /** A request for a later deadline was decided. */
  | 'EXTENSION_DECIDED'
  /** A later deadline was requested. */
  | 'EXTENSION_REQUESTED'
  /** A task that other modules are linked to has moved. */
  | 'INTEGRATION_UPDATE'
  /** A user has got a notification. */
  | 'NOTIFICATION_CREATED'
  /** The next occurrence of a recurring task was created. */
  | 'OCCURRENCE_MADE'
  /** Members or totals of a programme have changed. */
  | 'PROGRAM_UPDATED'
  /** The progress of a task has changed. */
  | 'PROGRESS_UPDATED'
  /** The project or the shape of its plan has changed. */
  | 'PROJECT_UPDATED'
  /** The computed schedule of a project has changed. */
  | 'SCHEDULE_UPDATED'
  /** A recurrence was created, changed, paused or ended. */
  | 'SERIES_UPDATED'
  /** A subtask is new or has changed. */
  | 'SUBTASK_UPDATED'
  /** A comment on a task or subtask was added. */
  | 'TASK_COMMENTED'
  /** A task has just been completed. */
  | 'TASK_COMPLETED'
  /** A task is new. */
  | 'TASK_CREATED'
  /** A task has changed. */
  | 'TASK_UPDATED'
  /** Members or assignments of a team have changed. */
  | 'TEAM_UPDATED'
  /** Something needs attention. */
  | 'WATCHDOG_ALERT';

/** Which pieces of evidence to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type EvidenceFilter = {
  /** It was handed in within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Kind of file, any of. */
  fileType?: InputMaybe<Array<EvidenceType>>;
  /** True for what proves its work today, false for all else. */
  isCurrent?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for what waits to be decided, false for what is decided, superseded or waits for its uploader. */
  isWaiting?: InputMaybe<Scalars['Boolean']['input']>;
  /** Decision of the latest review, any of; what nobody has reviewed is left out. */
  latestDecision?: InputMaybe<Array<ReviewDecision>>;
  /** Of work whose task or subtask any of these users owns. */
  ownerId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of work in any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text that the address of the file contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Handed in by any of these users. */
  uploaderId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The last day on which it proves lies within this span; what has no end is left out. */
  validUntil?: InputMaybe<DateWindow>;
  /** It has waited to be decided since a moment within this span; what does not wait is left out. */
  waitingSince?: InputMaybe<TimeWindow>;
};

/** One term of the order of pieces of evidence. */
export type EvidenceOrder = {
  /** Ascending or descending; ascending when not given. */
  direction?: Direction;
  /** The field to order by. */
  field: EvidenceOrderField;
};

/** What pieces of evidence can be ordered by. Inputs alone use it: values may be added. */
export type EvidenceOrderField =
  /** When it was handed in. */
  | 'CREATED_AT'
  /** Since when it waits to be decided; what does not wait is left out. */
  | 'WAITING_SINCE';

/** How long evidence holds: a value sets, null takes the default back, absent leaves. 1 to 120 months. */
export type EvidenceSettingsInput = {
  /** The most months that anybody may say; no bound by default. */
  maxValidMonths?: InputMaybe<Scalars['Int']['input']>;
  /** Months from the day that a piece speaks for, where nobody says otherwise; no end by default. */
  validMonths?: InputMaybe<Scalars['Int']['input']>;
};

/** What kind of file an evidence is. Frozen: a new value counts as a break. */
export type EvidenceType =
  /** A document, such as a report or a certificate. */
  | 'DOCUMENT'
  /** An export of a system log or of telemetry. */
  | 'LOG_EXPORT'
  /** Any other file. */
  | 'OTHER'
  /** A photograph. */
  | 'PHOTO'
  /** A video recording. */
  | 'VIDEO';

/** What an export of a project is. Frozen: a new value counts as a break. */
export type ExportFormat =
  /** A ZIP of the project in all formats with the files of its evidence, and SHA256SUMS over all that is in it. */
  | 'ARCHIVE'
  /** A table of tasks in UTF-8, RFC 4180, which can be imported again. */
  | 'CSV'
  /** A ZIP of the files of all evidence, with their metadata, and SHA256SUMS over all that is in it. */
  | 'EVIDENCE'
  /** JSON for whatever draws a Gantt chart: the days of each task, its place, and the tasks that it waits for. */
  | 'GANTT_JSON'
  /** A calendar (RFC 5545) with an all-day event for each task that has a day. */
  | 'ICALENDAR'
  /** XML of Microsoft Project, with the computed dates and slack. */
  | 'MSPDI'
  /** An OSCAL plan of action and milestones in JSON, valid by the schema of NIST, version 1.1.2. */
  | 'OSCAL_POAM';

/** What is decided of a request for a later day. Inputs alone use it: values may be added. */
export type ExtensionDecision =
  /** The task is committed to the day that was asked for. */
  | 'GRANTED'
  /** The day stays. */
  | 'REFUSED';

/** What became of a request for a later day. Open: values may be added, so that clients need a default branch. */
export type ExtensionState =
  /** The task was completed, deleted or released before. */
  | 'CLOSED'
  /** The task is committed to the day that was asked for. */
  | 'GRANTED'
  /** Nobody decided in time. */
  | 'LAPSED'
  /** The day stayed. */
  | 'REFUSED'
  /** It waits to be decided; the old day holds. */
  | 'REQUESTED'
  /** Whoever asked took it back. */
  | 'WITHDRAWN';

/** Why a figure cannot be told. Open: values may be added, so that clients need a default branch. */
export type FigureGap =
  /** The day lies beyond the year 9999. */
  | 'BEYOND_CALENDAR'
  /** The budget is spent to the cent, so that none of it is left for the work that remains. */
  | 'BUDGET_SPENT'
  /** The organisation tells the impact of risks as a score, and no money follows from it. */
  | 'IMPACT_IS_A_SCORE'
  /** Nothing is earned yet. */
  | 'NOTHING_EARNED'
  /** No value was planned to be earned by the day. */
  | 'NOTHING_PLANNED'
  /** No cost remains until completion. */
  | 'NOTHING_REMAINS'
  /** Nothing was spent until the day. */
  | 'NOTHING_SPENT'
  /** The plan has not begun by the day. */
  | 'NOT_BEGUN'
  /** No cost snapshot was recorded until the day. */
  | 'NO_ACTUAL_COST'
  /** The work has no planned cost. */
  | 'NO_BUDGET'
  /** The project has no planned cost. */
  | 'NO_COST'
  /** No work with a planned cost has a planned end. */
  | 'NO_DATES'
  /** The planned duration has passed to the day, so that none of it is left for the work that remains. */
  | 'TIME_IS_UP';

/** What total slack is measured against. Frozen: a new value counts as a break. */
export type FloatAgainst =
  /** The end of the work itself, so that some of it is always critical. */
  | 'NETWORK_END'
  /** The promised finish of the project, so that slack is negative where it is missed. */
  | 'PROJECT_END';

/** A project whose finish is to be forecast. */
export type ForecastProjectInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** How many times to run through the work, 100 to 10,000, less for large plans; 2,000 when not given. */
  runs?: InputMaybe<Scalars['Int']['input']>;
  /** Seed of the random numbers, 0 or more; when not given, one that follows from the project and its plan. */
  seed?: InputMaybe<Scalars['Int']['input']>;
};

/** How the finish of projects is forecast: a value sets, null takes the default back, absent leaves. */
export type ForecastSettingsInput = {
  /** By how much tasks run late together: 0 each by itself to 1 all alike; 0.3 by default. */
  correlation?: InputMaybe<Scalars['Float']['input']>;
  /** What a task takes at best, as a share of its planned duration, where history says nothing: 0.1 to 1; 0.9 by default. */
  optimistic?: InputMaybe<Scalars['Float']['input']>;
  /** What it takes at worst: 1 to 10; 1.25 by default. */
  pessimistic?: InputMaybe<Scalars['Float']['input']>;
};

/** A plan to be generated from a template. */
export type GenerateFromTemplateInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Who answers for all that is made; the project’s owner unless said. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Values for the parameters; those without a default need one. */
  parameters?: InputMaybe<Array<TemplateParameterInput>>;
  /** Id of the project that the plan is created in. */
  projectId: Scalars['ID']['input'];
  /** The first day; work begins on the first working day from it on. */
  startDate: Scalars['Date']['input'];
  /** Id of the template. */
  templateId: Scalars['ID']['input'];
};

/** Health (RAG status); the worst of its measures counts. Frozen: a new value counts as a break. */
export type Health =
  /** At risk. */
  | 'AMBER'
  /** As planned. */
  | 'GREEN'
  /** Off plan; needs action. */
  | 'RED';

/** A measure of the health of a project. Open: values may be added, so that clients need a default branch. */
export type HealthRule =
  /** Share of the time elapsed minus progress. */
  | 'BEHIND_TIME'
  /** Days that the most overdue task is late. */
  | 'LONGEST_OVERDUE'
  /** The worst open alert. */
  | 'OPEN_ALERTS'
  /** Share of the tasks that are overdue. */
  | 'OVERDUE_SHARE';

/** Cost snapshots of one or more projects as a table. */
export type ImportCostSnapshotsInput = {
  /** Comma-separated values after RFC 4180, up to 2,000,000 characters and 10,000 rows. The first row names the columns, in any order: `captured_at`, `project_id` or `project_code`, `capex_committed`, `capex_spent`, `opex_committed`, `opex_spent`, `note`. */
  csv: Scalars['String']['input'];
  /** True to get the report alone, and have nothing stored. */
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** True where rows may correct what is recorded; otherwise a row of which a later snapshot is recorded is refused. */
  isCorrection?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A file whose plan is to be imported. */
export type ImportPlanInput = {
  /** Whether nothing is stored, and the report says what would be. */
  dryRun?: Scalars['Boolean']['input'];
  /** The `fileUrl` that `prepareUpload` answered; the file is uploaded already. */
  fileUrl: Scalars['String']['input'];
  /** What the file is. */
  format: PlanFormat;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Of a CSV file, which column is what and how its values are written; guessed from the header when not given. */
  mapping?: InputMaybe<Scalars['JSON']['input']>;
  /** Project that the plan goes into. When not given: the one that it was imported into before, or was exported from, else a new one. */
  projectId?: InputMaybe<Scalars['ID']['input']>;
  /** SHA-256 of the file as 64 lower-case hexadecimal digits, as announced. */
  sha256: Scalars['String']['input'];
};

/** A link between a task and an incident that it follows from. */
export type IncidentLinkInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the incident, as the incident module has it. */
  incidentId: Scalars['ID']['input'];
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** A span of whole numbers, both ends included; an end left out is open. */
export type IntWindow = {
  /** The least number of the span; open when absent. */
  from?: InputMaybe<Scalars['Int']['input']>;
  /** True for records without the number only, false for those with one only. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** The greatest number of the span; open when absent. */
  to?: InputMaybe<Scalars['Int']['input']>;
};

/** Which criteria, and what work on them: all conditions must hold. */
export type IsmsCoverageFilter = {
  /** Criteria with these codes, also those without any task; all that have links when not given. */
  code?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The code begins so, such as `ISO27001-A.8`. */
  codePrefix?: InputMaybe<Scalars['String']['input']>;
  /** Work of projects of any of these divisions alone is counted. */
  divisionId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of any of these editions. */
  version?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A link between a task and a criterion of a management system. */
export type IsmsLinkInput = {
  /** Code of the criterion, such as `ISO27001-A.8.2.1`. */
  criteriaCode: Scalars['String']['input'];
  /** Edition of the standard, such as `2022`; absent when it does not matter. */
  criteriaVersion?: InputMaybe<Scalars['String']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** A head of the audit chain that was kept outside of the database. */
export type KeptAuditHead = {
  /** HMAC-SHA256 that the seal had when it was kept, as 64 hexadecimal digits. */
  hash: Scalars['String']['input'];
  /** Number of the seal that was kept, from 1. */
  seal: Scalars['Int']['input'];
};

/** Notifications of the caller. */
export type MarkNotificationsInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Which ones, up to 500; all of the caller’s when absent. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Which deliveries of messages to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type MessageDeliveryFilter = {
  /** The way by which it goes, any of. */
  channel?: InputMaybe<Array<NotificationChannel>>;
  /** The delivery was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Id of the user whom it is for, any of. */
  recipientId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** How far it has come, any of. */
  state?: InputMaybe<Array<DeliveryState>>;
};

/** What a message to a person is about. Open: values may be added, so that clients need a default branch. */
export type MessageTopic =
  /** Alerts of a project. */
  | 'ALERT'
  /** Something else. */
  | 'OTHER'
  /** A project, or several of its tasks. */
  | 'PROJECT'
  /** Several messages, as a digest. */
  | 'SEVERAL'
  /** A task. */
  | 'TASK';

/** Why a task stands where it does after a change. Open: values may be added, so that clients need a default branch. */
export type MoveCauseKind =
  /** The change names it. */
  | 'CHANGE'
  /** A date holds it: its own, that of a constraint, or the data date. */
  | 'DATE'
  /** A dependency holds it. */
  | 'LINK';

/** A phase to be moved among the phases of its project. */
export type MovePhaseInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Position among its siblings, from 0; beyond the last means at the end. */
  position: Scalars['Int']['input'];
};

/** Changes the status of a task or subtask by hand. */
export type MoveStatusInput = {
  /** Comment for the progress log. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The day on which it started or was completed, where the organisation is: not after today, nor before the task’s actual start. Today when not given; for other moves it is refused. */
  occurredOn?: InputMaybe<Scalars['Date']['input']>;
};

/** A subtask to be moved within its project. */
export type MoveSubtaskInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** Another task of the project; only while no progress of the subtask has been logged. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** A task to be moved within its project. */
export type MoveTaskInput = {
  /** Whether dependencies on tasks that stay in the project are dropped when the task leaves it; else there must be none. */
  dropDependencies?: Scalars['Boolean']['input'];
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Id of the phase that the task is moved to, outside of any work package. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the project that the task is moved to, into its “General” unless a phase or work package is named; its own when absent. */
  projectId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the work package that the task is moved to. */
  workPackageId?: InputMaybe<Scalars['ID']['input']>;
};

/** A work package to be moved with its tasks. */
export type MoveWorkPackageInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Another phase of its project; absent stays. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** Place among its siblings, from 0; absent, or beyond the last, is behind them. */
  position?: InputMaybe<Scalars['Int']['input']>;
};

/** A mutation of this graph. Open: values may be added, so that clients need a default branch. */
export type MutationName =
  /** The mutation `acceptProposal`. */
  | 'ACCEPT_PROPOSAL'
  /** The mutation `acknowledgeAlert`. */
  | 'ACKNOWLEDGE_ALERT'
  /** The mutation `addComment`. */
  | 'ADD_COMMENT'
  /** The mutation `addDependency`. */
  | 'ADD_DEPENDENCY'
  /** The mutation `adviseEvidence`. */
  | 'ADVISE_EVIDENCE'
  /** The mutation `adviseMitigation`. */
  | 'ADVISE_MITIGATION'
  /** The mutation `adviseSchedule`. */
  | 'ADVISE_SCHEDULE'
  /** The mutation `adviseTasks`. */
  | 'ADVISE_TASKS'
  /** The mutation `applyQaFixes`. */
  | 'APPLY_QA_FIXES'
  /** The mutation `applySchedule`. */
  | 'APPLY_SCHEDULE'
  /** The mutation `assignTask`. */
  | 'ASSIGN_TASK'
  /** The mutation `attestEvidence`. */
  | 'ATTEST_EVIDENCE'
  /** The mutation `awardSkillsCredit`. */
  | 'AWARD_SKILLS_CREDIT'
  /** The mutation `blockSubtask`. */
  | 'BLOCK_SUBTASK'
  /** The mutation `blockTask`. */
  | 'BLOCK_TASK'
  /** The mutation `cancelImport`. */
  | 'CANCEL_IMPORT'
  /** The mutation `completeSubtask`. */
  | 'COMPLETE_SUBTASK'
  /** The mutation `completeTask`. */
  | 'COMPLETE_TASK'
  /** The mutation `createCalendarFeed`. */
  | 'CREATE_CALENDAR_FEED'
  /** The mutation `createCluster`. */
  | 'CREATE_CLUSTER'
  /** The mutation `createPhase`. */
  | 'CREATE_PHASE'
  /** The mutation `createProject`. */
  | 'CREATE_PROJECT'
  /** The mutation `createSeries`. */
  | 'CREATE_SERIES'
  /** The mutation `createSubtask`. */
  | 'CREATE_SUBTASK'
  /** The mutation `createTask`. */
  | 'CREATE_TASK'
  /** The mutation `createTasks`. */
  | 'CREATE_TASKS'
  /** The mutation `createTemplate`. */
  | 'CREATE_TEMPLATE'
  /** The mutation `createWorkPackage`. */
  | 'CREATE_WORK_PACKAGE'
  /** The mutation `decideAcceptance`. */
  | 'DECIDE_ACCEPTANCE'
  /** The mutation `decideExtension`. */
  | 'DECIDE_EXTENSION'
  /** The mutation `deleteBaseline`. */
  | 'DELETE_BASELINE'
  /** The mutation `deleteCalendarFeed`. */
  | 'DELETE_CALENDAR_FEED'
  /** The mutation `deleteCluster`. */
  | 'DELETE_CLUSTER'
  /** The mutation `deletePhase`. */
  | 'DELETE_PHASE'
  /** The mutation `deleteProject`. */
  | 'DELETE_PROJECT'
  /** The mutation `deleteSubtask`. */
  | 'DELETE_SUBTASK'
  /** The mutation `deleteTag`. */
  | 'DELETE_TAG'
  /** The mutation `deleteTask`. */
  | 'DELETE_TASK'
  /** The mutation `deleteTasks`. */
  | 'DELETE_TASKS'
  /** The mutation `deleteTemplate`. */
  | 'DELETE_TEMPLATE'
  /** The mutation `deleteWebhook`. */
  | 'DELETE_WEBHOOK'
  /** The mutation `deleteWorkPackage`. */
  | 'DELETE_WORK_PACKAGE'
  /** The mutation `dismissProposal`. */
  | 'DISMISS_PROPOSAL'
  /** The mutation `endSeries`. */
  | 'END_SERIES'
  /** The mutation `forecastProject`. */
  | 'FORECAST_PROJECT'
  /** The mutation `generateFromTemplate`. */
  | 'GENERATE_FROM_TEMPLATE'
  /** The mutation `importCostSnapshots`. */
  | 'IMPORT_COST_SNAPSHOTS'
  /** The mutation `importPlan`. */
  | 'IMPORT_PLAN'
  /** The mutation `linkAuditFinding`. */
  | 'LINK_AUDIT_FINDING'
  /** The mutation `linkControl`. */
  | 'LINK_CONTROL'
  /** The mutation `linkIncident`. */
  | 'LINK_INCIDENT'
  /** The mutation `linkIsmsCriteria`. */
  | 'LINK_ISMS_CRITERIA'
  /** The mutation `linkRisk`. */
  | 'LINK_RISK'
  /** The mutation `markNotificationsRead`. */
  | 'MARK_NOTIFICATIONS_READ'
  /** The mutation `markNotificationsUnread`. */
  | 'MARK_NOTIFICATIONS_UNREAD'
  /** The mutation `movePhase`. */
  | 'MOVE_PHASE'
  /** The mutation `moveSubtask`. */
  | 'MOVE_SUBTASK'
  /** The mutation `moveTask`. */
  | 'MOVE_TASK'
  /** The mutation `moveWorkPackage`. */
  | 'MOVE_WORK_PACKAGE'
  /** The mutation `pauseSeries`. */
  | 'PAUSE_SERIES'
  /** The mutation `prepareUpload`. */
  | 'PREPARE_UPLOAD'
  /** The mutation `proposeAcceptance`. */
  | 'PROPOSE_ACCEPTANCE'
  /** The mutation `raiseTasks`. */
  | 'RAISE_TASKS'
  /** The mutation `reassignWork`. */
  | 'REASSIGN_WORK'
  /** The mutation `recordCostSnapshot`. */
  | 'RECORD_COST_SNAPSHOT'
  /** The mutation `redeliverDeliveries`. */
  | 'REDELIVER_DELIVERIES'
  /** The mutation `redeliverMessages`. */
  | 'REDELIVER_MESSAGES'
  /** The mutation `registerWebhook`. */
  | 'REGISTER_WEBHOOK'
  /** The mutation `releaseCommitment`. */
  | 'RELEASE_COMMITMENT'
  /** The mutation `removeDependency`. */
  | 'REMOVE_DEPENDENCY'
  /** The mutation `renameTag`. */
  | 'RENAME_TAG'
  /** The mutation `reopenSubtask`. */
  | 'REOPEN_SUBTASK'
  /** The mutation `reopenTask`. */
  | 'REOPEN_TASK'
  /** The mutation `reportRiskImpact`. */
  | 'REPORT_RISK_IMPACT'
  /** The mutation `requestExtension`. */
  | 'REQUEST_EXTENSION'
  /** The mutation `rescanProject`. */
  | 'RESCAN_PROJECT'
  /** The mutation `restorePhase`. */
  | 'RESTORE_PHASE'
  /** The mutation `restoreProject`. */
  | 'RESTORE_PROJECT'
  /** The mutation `restoreSubtask`. */
  | 'RESTORE_SUBTASK'
  /** The mutation `restoreTask`. */
  | 'RESTORE_TASK'
  /** The mutation `restoreTasks`. */
  | 'RESTORE_TASKS'
  /** The mutation `restoreWorkPackage`. */
  | 'RESTORE_WORK_PACKAGE'
  /** The mutation `resumeSeries`. */
  | 'RESUME_SERIES'
  /** The mutation `reviewEvidence`. */
  | 'REVIEW_EVIDENCE'
  /** The mutation `revokeAcceptance`. */
  | 'REVOKE_ACCEPTANCE'
  /** The mutation `revokeSkillsCredit`. */
  | 'REVOKE_SKILLS_CREDIT'
  /** The mutation `rotateCalendarFeed`. */
  | 'ROTATE_CALENDAR_FEED'
  /** The mutation `rotateWebhookSecret`. */
  | 'ROTATE_WEBHOOK_SECRET'
  /** The mutation `runProjectChecks`. */
  | 'RUN_PROJECT_CHECKS'
  /** The mutation `saveAsTemplate`. */
  | 'SAVE_AS_TEMPLATE'
  /** The mutation `saveGanttState`. */
  | 'SAVE_GANTT_STATE'
  /** The mutation `setBaseline`. */
  | 'SET_BASELINE'
  /** The mutation `setEvidencePolicy`. */
  | 'SET_EVIDENCE_POLICY'
  /** The mutation `setProjectTags`. */
  | 'SET_PROJECT_TAGS'
  /** The mutation `setScheduleSettings`. */
  | 'SET_SCHEDULE_SETTINGS'
  /** The mutation `setTaskRule`. */
  | 'SET_TASK_RULE'
  /** The mutation `setTaskTags`. */
  | 'SET_TASK_TAGS'
  /** The mutation `skipOccurrence`. */
  | 'SKIP_OCCURRENCE'
  /** The mutation `startExport`. */
  | 'START_EXPORT'
  /** The mutation `startSubtask`. */
  | 'START_SUBTASK'
  /** The mutation `startTask`. */
  | 'START_TASK'
  /** The mutation `submitEvidence`. */
  | 'SUBMIT_EVIDENCE'
  /** The mutation `subscribePush`. */
  | 'SUBSCRIBE_PUSH'
  /** The mutation `supersedeEvidence`. */
  | 'SUPERSEDE_EVIDENCE'
  /** The mutation `syncDirectory`. */
  | 'SYNC_DIRECTORY'
  /** The mutation `testWebhook`. */
  | 'TEST_WEBHOOK'
  /** The mutation `unblockSubtask`. */
  | 'UNBLOCK_SUBTASK'
  /** The mutation `unblockTask`. */
  | 'UNBLOCK_TASK'
  /** The mutation `unlinkAuditFinding`. */
  | 'UNLINK_AUDIT_FINDING'
  /** The mutation `unlinkControl`. */
  | 'UNLINK_CONTROL'
  /** The mutation `unlinkIncident`. */
  | 'UNLINK_INCIDENT'
  /** The mutation `unlinkIsmsCriteria`. */
  | 'UNLINK_ISMS_CRITERIA'
  /** The mutation `unlinkRisk`. */
  | 'UNLINK_RISK'
  /** The mutation `unskipOccurrence`. */
  | 'UNSKIP_OCCURRENCE'
  /** The mutation `unsubscribePush`. */
  | 'UNSUBSCRIBE_PUSH'
  /** The mutation `unwatch`. */
  | 'UNWATCH'
  /** The mutation `updateBaseline`. */
  | 'UPDATE_BASELINE'
  /** The mutation `updateCluster`. */
  | 'UPDATE_CLUSTER'
  /** The mutation `updateDependency`. */
  | 'UPDATE_DEPENDENCY'
  /** The mutation `updateNotificationPreferences`. */
  | 'UPDATE_NOTIFICATION_PREFERENCES'
  /** The mutation `updateOrganisationSettings`. */
  | 'UPDATE_ORGANISATION_SETTINGS'
  /** The mutation `updatePhase`. */
  | 'UPDATE_PHASE'
  /** The mutation `updateProgress`. */
  | 'UPDATE_PROGRESS'
  /** The mutation `updateProject`. */
  | 'UPDATE_PROJECT'
  /** The mutation `updateSeries`. */
  | 'UPDATE_SERIES'
  /** The mutation `updateSubtask`. */
  | 'UPDATE_SUBTASK'
  /** The mutation `updateTask`. */
  | 'UPDATE_TASK'
  /** The mutation `updateTasks`. */
  | 'UPDATE_TASKS'
  /** The mutation `updateTemplate`. */
  | 'UPDATE_TEMPLATE'
  /** The mutation `updateWebhook`. */
  | 'UPDATE_WEBHOOK'
  /** The mutation `updateWorkPackage`. */
  | 'UPDATE_WORK_PACKAGE'
  /** The mutation `useBaseline`. */
  | 'USE_BASELINE'
  /** The mutation `watch`. */
  | 'WATCH'
  /** The mutation `withdrawAcceptance`. */
  | 'WITHDRAW_ACCEPTANCE'
  /** The mutation `withdrawEvidence`. */
  | 'WITHDRAW_EVIDENCE'
  /** The mutation `withdrawExtension`. */
  | 'WITHDRAW_EXTENSION';

/** A task to be made, directly in a phase or in a work package. */
export type NewTaskInput = {
  /** The users who work on it, at most 50. */
  assigneeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Planned capital cost, an amount without a currency. */
  capexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** The financial year that bears the cost; null splits it over the years by working days. */
  fyAllocation?: InputMaybe<Scalars['Int']['input']>;
  /** The bundle of controls that it serves. */
  linkedControlSetId?: InputMaybe<Scalars['ID']['input']>;
  /** Share of the linked risk that it mitigates once it is complete, 0 to 100 percent. */
  linkedRiskMitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** Name, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Planned operating cost, an amount without a currency. */
  opexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** The phase; not needed where the work package is named. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller. */
  taskType?: InputMaybe<Scalars['String']['input']>;
  /** Id of the work package; absent for a task that hangs on the phase itself. */
  workPackageId?: InputMaybe<Scalars['ID']['input']>;
};

/** A way to people who are not looking. Frozen: a new value counts as a break. */
export type NotificationChannel =
  /** To their address. */
  | 'EMAIL'
  /** To the browsers that they have subscribed. */
  | 'PUSH';

/** Conditions on notifications: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type NotificationCriteria = {
  /** The notification was sent within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** True for those read, false for those unread. */
  isRead?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text that title or message contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Channel, any of. */
  type?: InputMaybe<Array<NotificationType>>;
};

/** Whether messages that can wait come together. Frozen: a new value counts as a break. */
export type NotificationDigest =
  /** Once a day, at 08:00 in the time zone of the organisation. Alerts of level 1 and 2 come at once. */
  | 'DAILY'
  /** Each comes by itself; alerts of level 3 come together all the same. */
  | 'NONE';

/** Which notifications to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type NotificationFilter = {
  /** The notification was sent within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** True for those read, false for those unread. */
  isRead?: InputMaybe<Scalars['Boolean']['input']>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<NotificationCriteria>;
  /** Text that title or message contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Channel, any of. */
  type?: InputMaybe<Array<NotificationType>>;
};

/** The channel by which a notification goes out. Frozen: a new value counts as a break. */
export type NotificationType =
  /** By e-mail. */
  | 'EMAIL'
  /** As a message inside the platform. */
  | 'INTERNAL_MESSAGE'
  /** As a push message to a device. */
  | 'PUSH'
  /** As a call to an outside address. */
  | 'WEBHOOK';

/** Whether a record has a value at all. */
export type NullFilter = {
  /** True for records without a value only, false for those with one only. */
  isNull: Scalars['Boolean']['input'];
};

/** What became of one date of a series. Open: values may be added, so that clients need a default branch. */
export type OccurrenceOutcome =
  /** Its task is completed. */
  | 'COMPLETED'
  /** It passed before there was a task. */
  | 'MISSED'
  /** Its task is not completed. */
  | 'OPEN'
  /** It was left out, or its task deleted. */
  | 'SKIPPED';

/** A control that proposed tasks may be linked to. */
export type OfferedControlInput = {
  /** Id of the control in the module that owns it. */
  id: Scalars['ID']['input'];
  /** What a model is told of it, up to 500 characters. */
  name: Scalars['String']['input'];
};

/** Settings of an organisation: a value sets, null takes the default back, absent leaves. */
export type OrganisationSettingsInput = {
  /** How acceptances of risks and exceptions are decided; null takes all defaults back. */
  acceptance?: InputMaybe<AcceptanceSettingsInput>;
  /** Whether models give advice, and how much; null takes all defaults back. */
  ai?: InputMaybe<AdviceSettingsInput>;
  /** What durations and lags count; working days by default. */
  calendar?: InputMaybe<CalendarMode>;
  /** What becomes of a child that reaches outside of its parent’s dates; the parent widens by default. */
  childDates?: InputMaybe<ChildDates>;
  /** How value is measured; null takes all defaults back. */
  cost?: InputMaybe<CostSettingsInput>;
  /** How the days that work answers for are kept; null takes all defaults back. */
  dueDates?: InputMaybe<DueDatesInput>;
  /** Days within which raised work is due, by priority; null takes all defaults back. */
  dueDays?: InputMaybe<DueDaysInput>;
  /** When people hear of alerts again, and of what can wait; null takes all defaults back. */
  escalation?: InputMaybe<EscalationSettingsInput>;
  /** How long evidence holds; null takes all defaults back. */
  evidence?: InputMaybe<EvidenceSettingsInput>;
  /** How the finish of projects is forecast; null takes all defaults back. */
  forecast?: InputMaybe<ForecastSettingsInput>;
  /** First month of the financial year, 1 January to 12 December; January by default. */
  fyStartMonth?: InputMaybe<Scalars['Int']['input']>;
  /** Days on which no work is done, at most 1,000; none by default. */
  holidays?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** By what children weigh in the progress of their parent; equally by default. */
  progressWeight?: InputMaybe<ProgressWeight>;
  /** How work is scheduled; null takes all defaults back. */
  schedule?: InputMaybe<ScheduleSettingsInput>;
  /** Days before its start from which a task is upcoming, 0 to 365; 5 by default. */
  upcomingDays?: InputMaybe<Scalars['Int']['input']>;
  /** Thresholds of the watchdog; null takes all defaults back. */
  watchdog?: InputMaybe<WatchdogThresholdsInput>;
  /** Weekdays that are worked on, 1 Monday to 7 Sunday; Monday to Friday by default. */
  workingDays?: InputMaybe<Array<Scalars['Int']['input']>>;
};

/** What a raised task is linked to in other modules. */
export type OriginLinksInput = {
  /** Id of the audit finding that it closes. */
  auditFindingId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the control that it puts in place. */
  controlId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the incident that it follows from. */
  incidentId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the risk that it mitigates. */
  riskId?: InputMaybe<Scalars['ID']['input']>;
  /** Which view of the risk the link refers to; the residual one when not given. */
  riskLinkType?: InputMaybe<RiskLinkType>;
};

/** What binds work that began before its predecessors allowed it. Frozen: a new value counts as a break. */
export type OutOfSequence =
  /** They do not bind it any more. */
  | 'PROGRESS_OVERRIDE'
  /** What is left of it still waits for them. */
  | 'RETAINED_LOGIC';

/** A series that is to pause. */
export type PauseSeriesInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The number of a domain refusal, as in `extensions.pit` of an error. Open: values may be added, so that clients need a default branch. */
export type PitErrorCode =
  /** Permission: the caller may not do this. */
  | 'PIT001'
  /** Invalid reference: it names something that is not there. */
  | 'PIT002'
  /** Dependency: it would close a cycle, or links what may not be linked. */
  | 'PIT003'
  /** Children exist: they are in the way of a deletion. */
  | 'PIT004'
  /** Tenancy: it reaches beyond the organisation. */
  | 'PIT005'
  /** Dates: they disagree, or reach outside of what is allowed. */
  | 'PIT006'
  /** AI: the advice of a model is not available or not usable. */
  | 'PIT007'
  /** Evidence: it is missing, not acceptable, or reviewed by the wrong person. */
  | 'PIT008'
  /** Watchdog: a check could not be done, or a threshold is not acceptable. */
  | 'PIT009'
  /** Export: it could not be made. */
  | 'PIT010';

/** What a file of a plan is. Frozen: a new value counts as a break. */
export type PlanFormat =
  /** A table of tasks with a header, its columns named by a map. */
  | 'CSV'
  /** XML of Microsoft Project. */
  | 'MSPDI'
  /** An OSCAL plan of action and milestones in JSON. */
  | 'OSCAL_POAM'
  /** An export of Primavera P6. */
  | 'XER';

/** How far the import of a plan has come. More values may be added. Open: values may be added, so that clients need a default branch. */
export type PlanImportState =
  /** Nothing of it is stored: it was given up on request. */
  | 'CANCELLED'
  /** All of it is stored; of a dry run nothing is. The report says what. */
  | 'DONE'
  /** Nothing of it is stored: it could not be finished. The error says why. */
  | 'FAILED'
  /** Nothing of it is stored: the file or the rules do not allow it. The error says why. */
  | 'REFUSED'
  /** It is being done. Nothing of it is stored so far. */
  | 'RUNNING'
  /** It waits for its turn. */
  | 'WAITING';

/** What kind of record of a plan something is about. Open: values may be added, so that clients need a default branch. */
export type PlanRecordKind =
  /** A phase. */
  | 'PHASE'
  /** A project. */
  | 'PROJECT'
  /** A subtask. */
  | 'SUBTASK'
  /** A task. */
  | 'TASK'
  /** A work package. */
  | 'WORK_PACKAGE';

/** What a warning of an import is about. More values may be added. Open: values may be added, so that clients need a default branch. */
export type PlanWarningKind =
  /** Working days that the organisation has otherwise; they are not adopted. */
  | 'CALENDAR'
  /** A value that could not be read, and was left out. */
  | 'CELL'
  /** A scheduling constraint that was changed or left out. */
  | 'CONSTRAINT'
  /** Dates and duration that contradict each other. */
  | 'DATES'
  /** A line that was left out. */
  | 'LEFT_OUT'
  /** A dependency that was changed or left out. */
  | 'LINK'
  /** A place in the outline that has no counterpart. */
  | 'OUTLINE'
  /** Somebody who is no active user of the organisation. */
  | 'PERSON'
  /** Progress that was not taken over. */
  | 'PROGRESS'
  /** A text that was cut or replaced. */
  | 'TEXT';

/** Announces a file that is about to be uploaded. */
export type PrepareUploadInput = {
  /** What it is called, without a path; whoever downloads it gets it under this name. */
  fileName?: InputMaybe<Scalars['String']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its media type, such as `application/pdf`. */
  mediaType: Scalars['String']['input'];
  /** SHA-256 of its content, 64 hexadecimal digits. */
  sha256: Scalars['String']['input'];
  /** Size in bytes. */
  size: Scalars['ByteCount']['input'];
};

/** What a preview is compared with. Inputs alone use it: values may be added. */
export type PreviewBase =
  /** The schedule as it is computed now: a preview of nothing moves nobody. */
  | 'SCHEDULE'
  /** The dates that are stored: a preview of nothing is what rescheduling would write. */
  | 'STORED_DATES';

/** A dependency to try, between two tasks of the project that are not linked so far. */
export type PreviewDependencyInput = {
  /** Working days between the two ends, -3650 to 3650; negative where they may overlap. */
  lagDays?: Scalars['Int']['input'];
  /** The task that is waited for. */
  predecessorId: Scalars['ID']['input'];
  /** The task that waits. */
  successorId: Scalars['ID']['input'];
  /** Which end of the one holds which end of the other. */
  type?: DependencyType;
};

/** A change of a project’s plan to be tried, with at most 500 tasks, 500 new and 500 removed dependencies. */
export type PreviewScheduleInput = {
  /** Dependencies to try, at most 500. They may not close a circle. */
  addDependencies?: InputMaybe<Array<PreviewDependencyInput>>;
  /** What the preview is compared with; `SCHEDULE` when not given. */
  base?: InputMaybe<PreviewBase>;
  /** The day up to which progress is taken as known; that of the project’s schedule when not given. It is tried, and not stored by `applySchedule`. */
  dataDate?: InputMaybe<Scalars['Date']['input']>;
  /** What binds work that began too early; the setting when not given. It is tried, and not stored by `applySchedule`. */
  outOfSequence?: InputMaybe<OutOfSequence>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** Ids of dependencies to try without, at most 500. */
  removeDependencyIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What to try with tasks, at most 500. */
  tasks?: InputMaybe<Array<PreviewTaskInput>>;
};

/** What to try with one task; what is not given stays. */
export type PreviewTaskInput = {
  /** Whether it is deleted, with its dependencies. */
  delete?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its duration in working days, 0 for a milestone. The start stays, or the end of work without a start. What somebody said is left of it is taken back, unless `remainingDays` is given too. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Who moves it. */
  mode?: InputMaybe<TaskMode>;
  /** Working days still to do, 1 or more; null derives them from the progress again. Not for completed work. */
  remainingDays?: InputMaybe<Scalars['Int']['input']>;
  /** It starts no earlier than on this day, by a person’s word; null takes that word back. The duration stays. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the task, once in a preview. */
  taskId: Scalars['ID']['input'];
};

/** Who made a progress entry. Frozen: a new value counts as a break. */
export type ProgressSource =
  /** A person, following a suggestion of a model. */
  | 'AI_SUGGESTED'
  /** The system, after evidence was accepted. */
  | 'AUTO_FROM_EVIDENCE'
  /** An import of data. */
  | 'IMPORT'
  /** A person. */
  | 'MANUAL';

/** By what children weigh in the progress of their parent. Frozen: a new value counts as a break. */
export type ProgressWeight =
  /** By their planned cost. */
  | 'COST'
  /** By their working days. */
  | 'DURATION'
  /** All weigh the same. */
  | 'EQUAL';

/** Conditions on projects: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type ProjectCriteria = {
  /** Code, any of these exactly. */
  code?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether it has no code. */
  codeValue?: InputMaybe<NullFilter>;
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Whether it belongs to no division, so that the whole organisation sees it. */
  division?: InputMaybe<NullFilter>;
  /** In any of these divisions. */
  divisionId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The last day lies within this span; rows without a last day are left out. */
  endDate?: InputMaybe<DateWindow>;
  /** True for projects with overdue tasks only, false for those without. */
  hasOverdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Health as of today, any of. */
  health?: InputMaybe<Array<Health>>;
  /** Whether the caller watches it. */
  isWatching?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it has no owner; at present each project has one. */
  owner?: InputMaybe<NullFilter>;
  /** Owner, any of these users. */
  ownerId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** How soon it pays off, any of. */
  quickClass?: InputMaybe<Array<QuickClass>>;
  /** Text that name, code or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Whether nobody sponsors it. */
  sponsor?: InputMaybe<NullFilter>;
  /** Sponsor, any of these users. */
  sponsorId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The first day lies within this span; rows without a first day are left out. */
  startDate?: InputMaybe<DateWindow>;
  /** Status, any of. */
  status?: InputMaybe<Array<ProjectLifecycle>>;
  /** It carries any of these tags itself, whatever the case of their letters. */
  tag?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Type, any of. */
  type?: InputMaybe<Array<ProjectType>>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** How far the export of a project has come. More values may be added. Open: values may be added, so that clients need a default branch. */
export type ProjectExportState =
  /** The file can be fetched until it expires. */
  | 'DONE'
  /** There is no file: it could not be finished. The error says why. */
  | 'FAILED'
  /** There is no file. The error says why. */
  | 'REFUSED'
  /** It is being written. */
  | 'RUNNING'
  /** It waits for its turn. */
  | 'WAITING';

/** Which projects to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type ProjectFilter = {
  /** Code, any of these exactly. */
  code?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether it has no code. */
  codeValue?: InputMaybe<NullFilter>;
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Whether it lists projects that are deleted; those that are not when not given. */
  deleted?: InputMaybe<DeletedFilter>;
  /** Whether it belongs to no division, so that the whole organisation sees it. */
  division?: InputMaybe<NullFilter>;
  /** In any of these divisions. */
  divisionId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The last day lies within this span; rows without a last day are left out. */
  endDate?: InputMaybe<DateWindow>;
  /** True for projects with overdue tasks only, false for those without. */
  hasOverdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Health as of today, any of. */
  health?: InputMaybe<Array<Health>>;
  /** Whether the caller watches it. */
  isWatching?: InputMaybe<Scalars['Boolean']['input']>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<ProjectCriteria>;
  /** Whether it has no owner; at present each project has one. */
  owner?: InputMaybe<NullFilter>;
  /** Owner, any of these users. */
  ownerId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** How soon it pays off, any of. */
  quickClass?: InputMaybe<Array<QuickClass>>;
  /** Text that name, code or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Whether nobody sponsors it. */
  sponsor?: InputMaybe<NullFilter>;
  /** Sponsor, any of these users. */
  sponsorId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The first day lies within this span; rows without a first day are left out. */
  startDate?: InputMaybe<DateWindow>;
  /** Status, any of. */
  status?: InputMaybe<Array<ProjectLifecycle>>;
  /** It carries any of these tags itself, whatever the case of their letters. */
  tag?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Type, any of. */
  type?: InputMaybe<Array<ProjectType>>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** Lifecycle stage of a project. Frozen: a new value counts as a break. */
export type ProjectLifecycle =
  /** Being worked on. */
  | 'ACTIVE'
  /** Closed and kept for the record. */
  | 'ARCHIVED'
  /** Finished. */
  | 'COMPLETED'
  /** Being planned. */
  | 'DRAFT'
  /** Paused. */
  | 'ON_HOLD';

/** One term of the order of projects. */
export type ProjectOrder = {
  /** Ascending or descending; ascending when not given. */
  direction?: Direction;
  /** The field to order by. */
  field: ProjectOrderField;
};

/** What projects can be ordered by. Inputs alone use it: values may be added. */
export type ProjectOrderField =
  /** The planned capital cost. */
  | 'CAPEX'
  /** When the project was created. */
  | 'CREATED_AT'
  /** The last day. */
  | 'END_DATE'
  /** The health as of the last turn of the day and all changes since: green, amber, red; the worst first with `DESC`. */
  | 'HEALTH'
  /** The name. */
  | 'NAME'
  /** How many alerts are open. */
  | 'OPEN_ALERTS'
  /** The planned operating cost. */
  | 'OPEX'
  /** How many tasks are overdue. */
  | 'OVERDUE_TASKS'
  /** The progress. */
  | 'PROGRESS'
  /** The impact of the linked risks. */
  | 'RISK_IMPACT'
  /** How much of the expected risk mitigation is achieved. */
  | 'RISK_MITIGATION'
  /** The first day. */
  | 'START_DATE'
  /** When the project last changed. */
  | 'UPDATED_AT';

/** What kind of undertaking a project is. Frozen: a new value counts as a break. */
export type ProjectType =
  /** Continuing operational work. */
  | 'OPERATIONAL_STREAM'
  /** A group of related projects. */
  | 'PROGRAM'
  /** An undertaking with a beginning and an end. */
  | 'PROJECT';

/** What accepting an item of a proposal does. Open: values may be added, so that clients need a default branch. */
export type ProposalAction =
  /** It makes a task. */
  | 'CREATE_TASK'
  /** It lets the successor of a dependency begin earlier. */
  | 'OVERLAP_TASKS'
  /** It raises the priority of tasks that are open. */
  | 'RAISE_PRIORITY'
  /** It gives a task fewer working days. */
  | 'SHORTEN_TASK';

/** Which proposals to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type ProposalFilter = {
  /** What was asked for, any of. */
  kind?: InputMaybe<Array<AdviceKind>>;
  /** How far it has come, any of. */
  state?: InputMaybe<Array<ProposalState>>;
};

/** How far a proposal has come. Frozen: a new value counts as a break. */
export type ProposalState =
  /** A person has taken it over, as a whole or in part. */
  | 'ACCEPTED'
  /** A person wants nothing of it. */
  | 'DISMISSED'
  /** Nobody has decided within 30 days. */
  | 'EXPIRED'
  /** No model has given an answer that fits the question. */
  | 'FAILED'
  /** It stands where it belongs; there is nothing to decide. */
  | 'GIVEN'
  /** A model has answered, and nobody has decided. */
  | 'PROPOSED'
  /** No model has answered yet. */
  | 'WAITING';

/** An acceptance of a risk, or an exception, that is to be decided. */
export type ProposeAcceptanceInput = {
  /** What stands against it meanwhile, up to 5,000 characters. */
  compensating?: InputMaybe<Scalars['String']['input']>;
  /** Code of the criterion, up to 200 characters; for a criterion alone. */
  criteriaCode?: InputMaybe<Scalars['String']['input']>;
  /** Edition of the standard as links name it, up to 100 characters; for a criterion alone. */
  criteriaVersion?: InputMaybe<Scalars['String']['input']>;
  /** The last day on which it is to hold, after today and within `acceptance.maxDays`. */
  endsOn: Scalars['Date']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is to be accepted or excepted. */
  kind: AcceptanceKind;
  /** Id of the risk, control or finding; needed for all but a criterion, which has none. */
  originId?: InputMaybe<Scalars['ID']['input']>;
  /** Why, 10 to 2,000 characters. */
  reason: Scalars['String']['input'];
  /** Id of an acceptance of the same record that it is to take the place of: one that holds, or has expired. */
  renewsId?: InputMaybe<Scalars['ID']['input']>;
  /** What is left of the risk, up to 5,000 characters. */
  residual?: InputMaybe<Scalars['String']['input']>;
};

/** How soon work pays off. Frozen: a new value counts as a break. */
export type QuickClass =
  /** Pays off in the long term. */
  | 'LONG_TERM'
  /** Pays off in the medium term. */
  | 'MEDIUM_TERM'
  /** Much effect for little effort, soon. */
  | 'QUICK_WIN';

/** Whether raised work led to a new task. Open: values may be added, so that clients need a default branch. */
export type RaiseOutcome =
  /** There was no open task of this origin; now there is. */
  | 'CREATED'
  /** The open task of this origin said all this already. */
  | 'UNCHANGED'
  /** The open task of this origin has changed. */
  | 'UPDATED';

/** Work that other modules raise in a project. */
export type RaiseTasksInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What becomes of the others when some are refused. */
  mode?: BulkMode;
  /** Id of the project that new tasks are created in. */
  projectId: Scalars['ID']['input'];
  /** The work, at most 500 items, each of another origin. */
  tasks: Array<RaisedTaskInput>;
};

/** One piece of work that another module raises. */
export type RaisedTaskInput = {
  /** Description of a new task; appended to that of an open one, unless it says so already. What no longer fits there is kept in the progress log of the task. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Last day. Without one a new task gets 90, 60, 30 or 14 days by its priority; an open task only comes to end earlier. */
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  /** Share of the linked risk that a new task mitigates once it is complete, 0 to 100 percent. */
  linkedRiskMitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** What the task is linked to. */
  links?: InputMaybe<OriginLinksInput>;
  /** Name of a new task; an open one keeps its own. */
  name: Scalars['String']['input'];
  /** Who answers for a new task; the project’s owner unless said. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Phase of a new task; “Initiation”, or the first, unless said. */
  phaseId?: InputMaybe<Scalars['ID']['input']>;
  /** How urgent the work is, normal unless said; an open task is raised, never lowered. */
  priority?: InputMaybe<TaskPriority>;
  /** Whether a new task can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** How grave the finding is. Of severity and priority the more urgent counts. */
  severity?: InputMaybe<Severity>;
  /** The module that raises the work. */
  sourceModule: SourceModule;
  /** What the work comes from, as that module names it: 1 to 200 characters, kept in Unicode NFC. It has at most one open task in the organisation. */
  sourceReferenceId: Scalars['String']['input'];
  /** Work package of a new task; “General” where that is, unless a place is said. */
  workPackageId?: InputMaybe<Scalars['ID']['input']>;
};

/** Whose open work is handed over to whom: at most 2,000 pieces at once, of all projects that are not archived and that the caller may see. */
export type ReassignWorkInput = {
  /** Id of the user who has the work, active or not. */
  fromUserId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of at most 100 projects whose work alone is handed over; all when absent. */
  projectIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Id of the active user who gets it. */
  toUserId: Scalars['ID']['input'];
};

/** What became of a record. Open: values may be added, so that clients need a default branch. */
export type RecordChange =
  /** It was changed. */
  | 'CHANGED'
  /** It was made. */
  | 'CREATED'
  /** It was deleted, and can be restored. */
  | 'DELETED'
  /** It was moved from one project to another, in the history of both. */
  | 'MOVED'
  /** It was removed for good, as links are. */
  | 'REMOVED'
  /** It was restored. */
  | 'RESTORED';

/** What a project has committed and spent so far. */
export type RecordCostSnapshotInput = {
  /** Capital cost committed so far. Nothing when not given. */
  capexCommitted?: InputMaybe<Scalars['Decimal']['input']>;
  /** Capital cost spent so far. Nothing when not given. */
  capexSpent?: InputMaybe<Scalars['Decimal']['input']>;
  /** The moment that the amounts refer to, until now; now when not given. */
  capturedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** True where it corrects what is recorded: its moment may then be that of another snapshot, or lie before the newest one. Of two of one moment the one recorded last holds. */
  isCorrection?: InputMaybe<Scalars['Boolean']['input']>;
  /** A note, up to 2,000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Operating cost committed so far. Nothing when not given. */
  opexCommitted?: InputMaybe<Scalars['Decimal']['input']>;
  /** Operating cost spent so far. Nothing when not given. */
  opexSpent?: InputMaybe<Scalars['Decimal']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
};

/** From what the next date of a series follows. Frozen: a new value counts as a break. */
export type RecurrenceMode =
  /** From the completion: the next is due the interval of the rule after it, so that one is open at most. The rule has FREQ, INTERVAL and UNTIL alone. */
  | 'AFTER_COMPLETION'
  /** From the rule: each of its dates comes, whenever the work before it was done. */
  | 'FIXED';

/** What is to be sent again: deliveries by their ids, or all dead ones since a moment. */
export type RedeliverDeliveriesInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of deliveries, up to 1,000. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Dead deliveries that were made since then, the earliest first, up to 1,000. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which dead e-mails and messages to browsers are to be sent again: by their ids, or all since a moment. */
export type RedeliverMessagesInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of deliveries, up to 1,000. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Those that were made since then, the earliest first, up to 1,000. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
};

/** An address to which events are to be sent. */
export type RegisterWebhookInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The events that it gets; all of them when absent or empty. EXPORT_GENERATED and NOTIFICATION_CREATED concern single users, and are refused. */
  topics?: InputMaybe<Array<EventTopic>>;
  /** An https address of a public host, or of one that the operator allows; up to 2,048 characters. */
  url: Scalars['String']['input'];
};

/** A task that is to answer for no day any more. */
export type ReleaseCommitmentInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, up to 5,000 characters; kept in the progress log. */
  reason: Scalars['String']['input'];
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** A dependency to be removed. */
export type RemoveDependencyInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A tag that is to be called otherwise. */
export type RenameTagInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its new name, 60 characters at most. */
  name: Scalars['String']['input'];
};

/** The impact of risks, as the module that owns them has it now. */
export type ReportRiskImpactInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** One to 1,000 risks, each once. */
  items: Array<RiskImpactInput>;
};

/** A request for a later day. */
export type RequestExtensionInput = {
  /** The day that is asked for, after the one that holds. */
  dueOn: Scalars['Date']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, 10 to 2,000 characters. */
  reason: Scalars['String']['input'];
  /** Id of the task, which is committed to a day. */
  taskId: Scalars['ID']['input'];
};

/** A project that the watchdog is to look at now. */
export type RescanProjectInput = {
  /** Id of the project. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A deleted part of the plan to be restored with what was deleted along with it. */
export type RestoreInput = {
  /** Whether dependencies of what comes back that would close a circle by now are removed; else it is refused with the circle, PIT003. */
  dropDependencies?: Scalars['Boolean']['input'];
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Many deleted tasks to be restored, each with what was deleted along with it. */
export type RestoreTasksInput = {
  /** Whether dependencies of what is restored that would close a circle by now are removed; else these tasks are refused, PIT003. */
  dropDependencies?: Scalars['Boolean']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of the tasks, at most 500. */
  ids: Array<Scalars['ID']['input']>;
  /** What becomes of the others when some are refused. */
  mode?: BulkMode;
};

/** A series that is to go on. */
export type ResumeSeriesInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What a reviewer decided about an evidence. Frozen: a new value counts as a break. */
export type ReviewDecision =
  /** Proves the work; opens the gate to completion. */
  | 'ACCEPTED'
  /** The uploader is asked for more. */
  | 'NEEDS_CLARIFICATION'
  /** Not decided yet. */
  | 'PENDING'
  /** Does not prove the work. */
  | 'REJECTED';

/** A review of evidence. */
export type ReviewEvidenceInput = {
  /** What a model says about the evidence, advice that never decides; null when no model was asked. */
  aiFeedback?: InputMaybe<Scalars['String']['input']>;
  /** Confidence of a model in the evidence, 0 to 100, advice that never decides; null when no model was asked. */
  aiScore?: InputMaybe<Scalars['Int']['input']>;
  /** Why; required unless the evidence is accepted. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** The decision: accepted, rejected or more wanted; `PENDING` is refused. */
  decision: ReviewDecision;
  /** The evidence under review. */
  evidenceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** With an acceptance, the last day on which it proves: no later than the evidence says itself, which holds unless another day is said here. */
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

/** An acceptance that is to end before its last day. */
export type RevokeAcceptanceInput = {
  /** Id of the acceptance. */
  acceptanceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, up to 5,000 characters. */
  reason: Scalars['String']['input'];
};

/** A credit to be taken back. */
export type RevokeSkillsCreditInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
  /** Id of the user whose credit is taken back. */
  userId: Scalars['ID']['input'];
};

/** The impact of a risk. */
export type RiskImpactInput = {
  /** Its impact, 0.00 to 99999999.99: a score or an amount of money, as the setting `cost.riskImpactUnit` says. */
  impactScore: Scalars['Decimal']['input'];
  /** Id of the risk in the module that owns it, a UUID. */
  riskId: Scalars['ID']['input'];
};

/** In what the impact of risks is told. Frozen: a new value counts as a break. */
export type RiskImpactUnit =
  /** An amount of money. */
  | 'MONEY'
  /** A score, of which no amount of money follows. */
  | 'SCORE';

/** A link between a task and a risk that it mitigates. */
export type RiskLinkInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Which view of the risk the link refers to. */
  linkType: RiskLinkType;
  /** Id of the risk, as the risk module has it. */
  riskId: Scalars['ID']['input'];
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** Which view of a risk a link refers to. Frozen: a new value counts as a break. */
export type RiskLinkType =
  /** A set of controls that treats the risk. */
  | 'CONTROL_SET'
  /** The risk before any control. */
  | 'INHERENT'
  /** The risk expected once the work is done. */
  | 'PROJECTED'
  /** The risk that remains with the present controls. */
  | 'RESIDUAL';

/** A calendar that is to get a new address. */
export type RotateCalendarFeedInput = {
  /** For how many days the address holds, 1 to 730; 365 when not given. */
  days?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A webhook that is to get another secret. */
export type RotateWebhookSecretInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Hours for which the former secret signs too, 0 to 168; 24 when absent. */
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
};

/** A project whose quality is checked. */
export type RunProjectChecksInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
};

/** A plan, or a part of it, that is to be a template. */
export type SaveAsTemplateInput = {
  /** What it is for, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name of the template, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Id of a project, phase, work package or task. */
  nodeId: Scalars['ID']['input'];
};

/** A view of the timeline of a project, to be saved for the caller. */
export type SaveGanttStateInput = {
  /** Id of the baseline of the project that stands beside the plan; null for the current one, absent leaves what is kept. */
  baselineId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether the critical path is emphasised; null or absent leaves what is kept. */
  emphasisesCritical?: InputMaybe<Scalars['Boolean']['input']>;
  /** Ids of the phases, work packages and tasks whose rows are folded, up to 1,000; null for none, absent leaves what is kept. Ids that the project has not are left out. */
  foldedIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** How rows are grouped. */
  groupingMode: TimelineGrouping;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** Whether a baseline stands beside the plan; null or absent leaves what is kept. */
  showsBaseline?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last day in view. */
  viewportEnd?: InputMaybe<Scalars['Date']['input']>;
  /** First day in view. */
  viewportStart?: InputMaybe<Scalars['Date']['input']>;
  /** What one column stands for. */
  zoomLevel: TimelineZoom;
};

/** How far the application of a preview has come. More values may be added. Open: values may be added, so that clients need a default branch. */
export type ScheduleApplicationState =
  /** All of it is stored. */
  | 'APPLIED'
  /** Nothing of it is stored: it was tried several times, and could not be finished. The error says why. */
  | 'FAILED'
  /** Nothing of it is stored: the plan had changed, or who asked may not any more. The error says why. */
  | 'REFUSED'
  /** It waits for its turn, or is being done. Nothing of it is stored so far. */
  | 'RUNNING';

/** How work is scheduled: a value sets, null takes back what holds otherwise (in a project that of its organisation), absent leaves. */
export type ScheduleSettingsInput = {
  /** What happens when a change moves the dates of other tasks; `SUGGEST` by default. */
  auto?: InputMaybe<AutoSchedule>;
  /** Work is critical with so many working days of total slack, or fewer: 0 to 1,000; 0 by default. */
  criticalSlackDays?: InputMaybe<Scalars['Int']['input']>;
  /** The day up to which progress is known; today by default, whichever day that is. */
  dataDate?: InputMaybe<Scalars['Date']['input']>;
  /** What total slack is measured against; `NETWORK_END` by default. */
  floatAgainst?: InputMaybe<FloatAgainst>;
  /** What binds work that began before its predecessors allowed it; `RETAINED_LOGIC` by default. */
  outOfSequence?: InputMaybe<OutOfSequence>;
};

/** What a schedule cannot keep. Open: values may be added, so that clients need a default branch. */
export type ScheduleViolationKind =
  /** The deadline of a task. */
  | 'DEADLINE'
  /** The earliest finish of a task. */
  | 'FINISH_NO_EARLIER_THAN'
  /** The latest finish of a task. */
  | 'FINISH_NO_LATER_THAN'
  /** A dependency of a task that stands on its own day. */
  | 'LINK'
  /** The planned start of a manual task, which has gone by. */
  | 'MANUAL_START'
  /** The day on which a task must finish. */
  | 'MUST_FINISH_ON'
  /** The day on which a task must start. */
  | 'MUST_START_ON'
  /** The earliest start of a task. */
  | 'START_NO_EARLIER_THAN'
  /** The latest start of a task. */
  | 'START_NO_LATER_THAN';

/** Whether a series makes occurrences. Open: values may be added, so that clients need a default branch. */
export type SeriesState =
  /** It makes them as their days come. */
  | 'ACTIVE'
  /** What its tasks lay in is deleted, or refuses their days; it makes none until it is changed. */
  | 'BROKEN'
  /** It was ended, or its rule has no further day. */
  | 'ENDED'
  /** It makes none until it is resumed. */
  | 'PAUSED';

/** A plan of a project that is to be kept. */
export type SetBaselineInput = {
  /** The user who approved it; null when nobody has to, or has yet. */
  approvedById?: InputMaybe<Scalars['ID']['input']>;
  /** The moment whose plan is kept, from when the project was created until now; now when not given. A change counts from when it was recorded. */
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What it is to the project. */
  kind: BaselineKind;
  /** Whether the project is held to it from now on; when not given, it is unless the kind is `WHAT_IF`, which cannot be. */
  makeCurrent?: InputMaybe<Scalars['Boolean']['input']>;
  /** What to call it, up to 500 characters. */
  name: Scalars['String']['input'];
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** Why, up to 2,000 characters; required where the project has a baseline already. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** For how long the evidence of a task proves. */
export type SetEvidencePolicyInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
  /** Months from the day that a piece speaks for, 1 to 120, for pieces that say nothing themselves; null for what the organisation says. */
  validMonths?: InputMaybe<Scalars['Int']['input']>;
};

/** The tags that a project is to carry; those of its tasks stay theirs. */
export type SetProjectTagsInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** All of them, 20 at most; a tag that the organisation does not have is made, and what is not named is taken away. */
  names: Array<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
};

/** How a project is scheduled where that differs from its organisation. */
export type SetScheduleSettingsInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
  /** The settings, each by its name. */
  schedule: ScheduleSettingsInput;
};

/** By which rules a task is scheduled: a value sets, null takes the default back, what is not given stays. */
export type SetTaskRuleInput = {
  /** The day of the constraint; each but `AS_SOON_AS_POSSIBLE` needs one. */
  constraintDate?: InputMaybe<Scalars['Date']['input']>;
  /** What holds it beside its dependencies; `AS_SOON_AS_POSSIBLE` by default. */
  constraintKind?: InputMaybe<TaskConstraint>;
  /** The day by which it should be done; moves nothing, but bounds its late dates. */
  deadline?: InputMaybe<Scalars['Date']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Who moves it; `AUTO` by default. */
  mode?: InputMaybe<TaskMode>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** The tags that a task is to carry. */
export type SetTaskTagsInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** All of them, 20 at most; a tag that the organisation does not have is made, and what is not named is taken away. */
  names: Array<Scalars['String']['input']>;
  /** Id of the task. */
  taskId: Scalars['ID']['input'];
};

/** How grave a finding is, in the words of the modules that raise work from it. Inputs alone use it: values may be added. */
export type Severity =
  /** Work of critical priority. */
  | 'CRITICAL'
  /** Work of high priority. */
  | 'HIGH'
  /** Work of low priority. */
  | 'LOW'
  /** Work of normal priority. */
  | 'MEDIUM';

/** One date of a series that is to be left out. */
export type SkipOccurrenceInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The date of the rule: of an open occurrence, or of the next one before it is made. */
  nominalOn: Scalars['Date']['input'];
  /** Why, up to 5,000 characters. */
  reason: Scalars['String']['input'];
  /** Id of the series. */
  seriesId: Scalars['ID']['input'];
};

/** The module that a task came from. Frozen: a new value counts as a break. */
export type SourceModule =
  /** Audit findings. */
  | 'AUDIT'
  /** Barrier analysis of a priority unwanted event. */
  | 'BOWTIE'
  /** Data analytics. */
  | 'DATA_ANALYTICS'
  /** Incident management. */
  | 'INCIDENT'
  /** Entered by a person. */
  | 'MANUAL'
  /** Telemetry about the availability of systems and controls. */
  | 'REMOTE_ASSURANCE'
  /** Risk assessment. */
  | 'RISK_ASSESSMENT'
  /** Skills portal. */
  | 'SKILLS'
  /** Workplace risk assessment and control. */
  | 'WRAC';

/** A project that is to be exported. */
export type StartExportInput = {
  /** What the file is to be. */
  format: ExportFormat;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId: Scalars['ID']['input'];
};

/** Evidence of either a task or a subtask. */
export type SubmitEvidenceInput = {
  /** Kind of file. */
  fileType: EvidenceType;
  /** Where it lies: the `fileUrl` of `prepareUpload`, once the file is there, or an `https` or `s3` address elsewhere. */
  fileUrl: Scalars['String']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its media type, such as `application/pdf`. */
  mediaType: Scalars['String']['input'];
  /** What else is known of it, an object; signatures for example. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** The day that it speaks for, not one to come; today unless it is said. */
  observedOn?: InputMaybe<Scalars['Date']['input']>;
  /** Id of accepted evidence of the same task, or of its subtasks, that it renews. That one goes on proving until its own end, and the new one from its acceptance on. */
  renewsId?: InputMaybe<Scalars['ID']['input']>;
  /** SHA-256 of its content, 64 hexadecimal digits. */
  sha256: Scalars['String']['input'];
  /** Size in bytes. */
  size: Scalars['ByteCount']['input'];
  /** The system or person it came from, up to 200 characters. */
  source: Scalars['String']['input'];
  /** Id of the subtask that it proves; give either this or `taskId`. */
  subtaskId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the task that it proves; give either this or `subtaskId`. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
  /** The last day on which it proves, where the organisation is. Unless it is said: the months of the task’s policy, else of the organisation’s settings, from `observedOn`, else there is no end. */
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

/** A browser that listens, as `PushManager.subscribe()` introduces it. */
export type SubscribePushInput = {
  /** Its secret, `keys.auth`: 16 bytes as base64url. */
  auth: Scalars['String']['input'];
  /** Address of the browser at its push service, https. */
  endpoint: Scalars['String']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its public key, `keys.p256dh`: 65 bytes as base64url. */
  p256dh: Scalars['String']['input'];
};

/** A file that takes the place of evidence. */
export type SupersedeEvidenceInput = {
  /** Id of the evidence that the file supersedes. */
  evidenceId: Scalars['ID']['input'];
  /** Kind of file. */
  fileType: EvidenceType;
  /** Where it lies: the `fileUrl` of `prepareUpload`, once the file is there, or an `https` or `s3` address elsewhere. */
  fileUrl: Scalars['String']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its media type, such as `application/pdf`. */
  mediaType: Scalars['String']['input'];
  /** What else is known of it, an object; signatures for example. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** The day that it speaks for, not one to come; today unless it is said. */
  observedOn?: InputMaybe<Scalars['Date']['input']>;
  /** SHA-256 of its content, 64 hexadecimal digits. */
  sha256: Scalars['String']['input'];
  /** Size in bytes. */
  size: Scalars['ByteCount']['input'];
  /** The system or person it came from, up to 200 characters. */
  source: Scalars['String']['input'];
  /** The last day on which it proves, where the organisation is. Unless it is said: the months of the task’s policy, else of the organisation’s settings, from `observedOn`, else there is no end. */
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

/** What the platform says of an organisation and its people, in at most 5,000 entries of each list. */
export type SyncDirectoryInput = {
  /** Divisions to make or update. */
  divisions?: InputMaybe<Array<DirectoryDivision>>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Memberships to make or update. */
  memberships?: InputMaybe<Array<DirectoryMembership>>;
  /** Name, time zone and settings of the organisation; unchanged when absent. */
  organisation?: InputMaybe<DirectoryOrganisation>;
  /** Teams to make or update. */
  teams?: InputMaybe<Array<DirectoryTeam>>;
  /** Users to make or update. */
  users?: InputMaybe<Array<DirectoryUser>>;
};

/** Conditions on clusters: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type TaskClusterCriteria = {
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** From any of these modules. */
  sourceModule?: InputMaybe<Array<SourceModule>>;
  /** Whether it came from no reference. */
  sourceReference?: InputMaybe<NullFilter>;
  /** From any of these references. */
  sourceReferenceId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** Which clusters to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type TaskClusterFilter = {
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<TaskClusterCriteria>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** From any of these modules. */
  sourceModule?: InputMaybe<Array<SourceModule>>;
  /** Whether it came from no reference. */
  sourceReference?: InputMaybe<NullFilter>;
  /** From any of these references. */
  sourceReferenceId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** Conditions on templates: all must hold. */
export type TaskClusterTemplateCriteria = {
  /** It was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** Which templates to list: all conditions must hold. */
export type TaskClusterTemplateFilter = {
  /** It was made within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<TaskClusterTemplateCriteria>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
};

/** What holds a task in the schedule beside its dependencies. Frozen: a new value counts as a break. */
export type TaskConstraint =
  /** Nothing but its planned start, where a person set that. */
  | 'AS_SOON_AS_POSSIBLE'
  /** It finishes on the day of the constraint at the earliest. */
  | 'FINISH_NO_EARLIER_THAN'
  /** It should finish on the day of the constraint at the latest; its late dates say so. */
  | 'FINISH_NO_LATER_THAN'
  /** It finishes on the day of the constraint, whatever its dependencies ask. */
  | 'MUST_FINISH_ON'
  /** It starts on the day of the constraint, whatever its dependencies ask. */
  | 'MUST_START_ON'
  /** It starts on the day of the constraint at the earliest. */
  | 'START_NO_EARLIER_THAN'
  /** It should start on the day of the constraint at the latest; its late dates say so. */
  | 'START_NO_LATER_THAN';

/** Conditions on tasks: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type TaskCriteria = {
  /** Worked on by any of these users. */
  assigneeId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether nobody works on it. */
  assignees?: InputMaybe<NullFilter>;
  /** Linked to any of these audit findings. */
  auditFindingId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether it was created by itself, in no cluster. */
  cluster?: InputMaybe<NullFilter>;
  /** Generated with any of these clusters. */
  clusterId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Linked to controls of any of these sets or groups, by their names. */
  controlGroup?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Linked to any of these controls. */
  controlId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** The day that it is committed to lies within this span; tasks that are committed to none are left out. */
  dueOn?: InputMaybe<DateWindow>;
  /** The last day lies within this span; rows without a last day are left out. */
  endDate?: InputMaybe<DateWindow>;
  /** Whether the day that it is committed to was moved by an extension. */
  hasExtension?: InputMaybe<Scalars['Boolean']['input']>;
  /** Linked to any of these incidents. */
  incidentId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether it is critical by the stored schedule, any of; tasks without a schedule are left out. */
  isCritical?: InputMaybe<Array<Scalars['Boolean']['input']>>;
  /** Whether the caller watches it. */
  isWatching?: InputMaybe<Scalars['Boolean']['input']>;
  /** Linked to criteria with any of these codes, of whatever version. */
  ismsCriteriaCode?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether it has no owner; at present each task has one. */
  owner?: InputMaybe<NullFilter>;
  /** Owner, any of these users. */
  ownerId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** In any of these phases. */
  phaseId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Priority, any of. */
  priority?: InputMaybe<Array<TaskPriority>>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Linked to any of these risks. */
  riskId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** It is an occurrence of any of these series. */
  seriesId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Raised by any of these modules. */
  sourceModule?: InputMaybe<Array<SourceModule>>;
  /** Whether it was raised from no reference. */
  sourceReference?: InputMaybe<NullFilter>;
  /** Raised from any of these references. */
  sourceReferenceId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The first day lies within this span; rows without a first day are left out. */
  startDate?: InputMaybe<DateWindow>;
  /** Status, any of. */
  status?: InputMaybe<Array<TaskStatus>>;
  /** It carries any of these tags, whatever the case of their letters. */
  tag?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Its total slack in working days by the stored schedule; completed tasks have none and are left out. */
  totalSlack?: InputMaybe<IntWindow>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
  /** Whether it hangs on its phase itself, in no work package. */
  workPackage?: InputMaybe<NullFilter>;
  /** In any of these work packages. */
  workPackageId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** What is planned of a task: a value sets, null clears, absent leaves. */
export type TaskFields = {
  /** The users who work on it, at most 50. */
  assigneeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Planned capital cost, an amount without a currency. */
  capexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** The financial year that bears the cost; null splits it over the years by working days. */
  fyAllocation?: InputMaybe<Scalars['Int']['input']>;
  /** The bundle of controls that it serves. */
  linkedControlSetId?: InputMaybe<Scalars['ID']['input']>;
  /** Share of the linked risk that it mitigates once it is complete, 0 to 100 percent. */
  linkedRiskMitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Planned operating cost, an amount without a currency. */
  opexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller. */
  taskType?: InputMaybe<Scalars['String']['input']>;
};

/** Which tasks to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type TaskFilter = {
  /** Worked on by any of these users. */
  assigneeId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether nobody works on it. */
  assignees?: InputMaybe<NullFilter>;
  /** Linked to any of these audit findings. */
  auditFindingId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether it was created by itself, in no cluster. */
  cluster?: InputMaybe<NullFilter>;
  /** Generated with any of these clusters. */
  clusterId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Linked to controls of any of these sets or groups, by their names. */
  controlGroup?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Linked to any of these controls. */
  controlId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** It was created within this span. */
  createdAt?: InputMaybe<TimeWindow>;
  /** Whether it lists tasks that are deleted; those that are not when not given. */
  deleted?: InputMaybe<DeletedFilter>;
  /** The day that it is committed to lies within this span; tasks that are committed to none are left out. */
  dueOn?: InputMaybe<DateWindow>;
  /** The last day lies within this span; rows without a last day are left out. */
  endDate?: InputMaybe<DateWindow>;
  /** Whether the day that it is committed to was moved by an extension. */
  hasExtension?: InputMaybe<Scalars['Boolean']['input']>;
  /** Linked to any of these incidents. */
  incidentId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Whether it is critical by the stored schedule, any of; tasks without a schedule are left out. */
  isCritical?: InputMaybe<Array<Scalars['Boolean']['input']>>;
  /** Whether the caller watches it. */
  isWatching?: InputMaybe<Scalars['Boolean']['input']>;
  /** Linked to criteria with any of these codes, of whatever version. */
  ismsCriteriaCode?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<TaskCriteria>;
  /** Whether it has no owner; at present each task has one. */
  owner?: InputMaybe<NullFilter>;
  /** Owner, any of these users. */
  ownerId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** In any of these phases. */
  phaseId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Priority, any of. */
  priority?: InputMaybe<Array<TaskPriority>>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Linked to any of these risks. */
  riskId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Text that name or description contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** It is an occurrence of any of these series. */
  seriesId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Raised by any of these modules. */
  sourceModule?: InputMaybe<Array<SourceModule>>;
  /** Whether it was raised from no reference. */
  sourceReference?: InputMaybe<NullFilter>;
  /** Raised from any of these references. */
  sourceReferenceId?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The first day lies within this span; rows without a first day are left out. */
  startDate?: InputMaybe<DateWindow>;
  /** Status, any of. */
  status?: InputMaybe<Array<TaskStatus>>;
  /** It carries any of these tags, whatever the case of their letters. */
  tag?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Its total slack in working days by the stored schedule; completed tasks have none and are left out. */
  totalSlack?: InputMaybe<IntWindow>;
  /** It last changed within this span: what a copy elsewhere has to fetch again. */
  updatedAt?: InputMaybe<TimeWindow>;
  /** Whether it hangs on its phase itself, in no work package. */
  workPackage?: InputMaybe<NullFilter>;
  /** In any of these work packages. */
  workPackageId?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Who moves a task in the schedule. Frozen: a new value counts as a break. */
export type TaskMode =
  /** Its dependencies and dates do. */
  | 'AUTO'
  /** Only a person does: it stands on its planned start, and what it breaks is told as violations. */
  | 'MANUAL';

/** One term of the order of tasks. */
export type TaskOrder = {
  /** Ascending or descending; ascending when not given. */
  direction?: Direction;
  /** The field to order by. */
  field: TaskOrderField;
};

/** What tasks can be ordered by. Inputs alone use it: values may be added. */
export type TaskOrderField =
  /** When the task was created. */
  | 'CREATED_AT'
  /** The early start by the stored schedule. */
  | 'EARLY_START'
  /** The last day. */
  | 'END_DATE'
  /** The name. */
  | 'NAME'
  /** The place among the tasks of its work package, or of its phase. */
  | 'ORDER_INDEX'
  /** The priority, from low to critical. */
  | 'PRIORITY'
  /** The progress. */
  | 'PROGRESS'
  /** The first day. */
  | 'START_DATE'
  /** The status, in the order of its values. */
  | 'STATUS'
  /** The total slack by the stored schedule; completed tasks have none. */
  | 'TOTAL_SLACK'
  /** When the task last changed. */
  | 'UPDATED_AT';

/** How urgent a task is; sets its due date when another module raises it. Frozen: a new value counts as a break. */
export type TaskPriority =
  /** Due in 14 days when raised. */
  | 'CRITICAL'
  /** Due in 30 days when raised. */
  | 'HIGH'
  /** Due in 90 days when raised. */
  | 'LOW'
  /** Due in 60 days when raised. */
  | 'NORMAL';

/** Status of a task or subtask. Derived from dates, progress and dependencies. Frozen: a new value counts as a break. */
export type TaskStatus =
  /** The start has come, or there is progress. */
  | 'ACTIVE'
  /** Cannot go on: blocked by hand, or waiting for a predecessor past its date. */
  | 'BLOCKED'
  /** Done, with accepted evidence where that is required. */
  | 'COMPLETED'
  /** Ends today and is not complete. */
  | 'DUE_TODAY'
  /** Nothing has begun, and the start is not near. */
  | 'NOT_STARTED'
  /** Should have ended before today and is not complete. */
  | 'OVERDUE'
  /** Starts within the next days, five unless the organisation says otherwise. */
  | 'UPCOMING';

/** Role of a user in a team. Frozen: a new value counts as a break. */
export type TeamRole =
  /** Leads the team. */
  | 'LEAD'
  /** Belongs to the team. */
  | 'MEMBER';

/** A control that a task of a template works on. */
export type TemplateControlLinkInput = {
  /** The group of controls it belongs to, up to 200 characters; null when it is in none. */
  controlGroup?: InputMaybe<Scalars['String']['input']>;
  /** Id of the control, a UUID. Required. */
  controlId?: InputMaybe<Scalars['ID']['input']>;
};

/** A dependency between two tasks that a template makes. */
export type TemplateDependencyInput = {
  /** Working days between the two ends, -3,650 to 3,650; negative is a lead, null is 0. */
  lagDays?: InputMaybe<Scalars['Int']['input']>;
  /** Key of the task that constrains the other. Required. */
  predecessor?: InputMaybe<Scalars['String']['input']>;
  /** Key of the task that is constrained. Required. */
  successor?: InputMaybe<Scalars['String']['input']>;
  /** Which ends it connects; null is `FINISH_TO_START`. */
  type?: InputMaybe<DependencyType>;
};

/** The plan of a template, with working days relative to its start; up to 800,000 characters as JSON. Files of templates are described by docs/template.schema.json. */
export type TemplateDocumentInput = {
  /** Dependencies between its tasks, at most 5,000; null is none. */
  dependencies?: InputMaybe<Array<TemplateDependencyInput>>;
  /** Version of the form, which is 1. Required. */
  formatVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What its texts leave open, at most 50; null is nothing. */
  parameters?: InputMaybe<Array<TemplatePlaceholderInput>>;
  /** Its phases, at most 100; null is none. */
  phases?: InputMaybe<Array<TemplatePhaseInput>>;
  /** Tasks outside of these phases, which go into the project’s general work package; null is none. */
  tasks?: InputMaybe<Array<TemplateTaskInput>>;
};

/** A criterion of a management system that a task of a template serves. */
export type TemplateIsmsCriterionInput = {
  /** Code of the criterion, such as `ISO27001-A.7.4`, up to 200 characters. Required. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Version of the standard, up to 100 characters; null when it does not matter. */
  version?: InputMaybe<Scalars['String']['input']>;
};

/** A value for one of the parameters of a template. */
export type TemplateParameterInput = {
  /** The parameter, as the template names it. */
  key: Scalars['String']['input'];
  /** The value that replaces the parameter in the texts of the plan. */
  value: Scalars['String']['input'];
};

/** A phase that a template makes. */
export type TemplatePhaseInput = {
  /** What it is about, up to 10,000 characters; null when it is not described. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Unique in the template: letters, digits, dot, hyphen and underscore, up to 100. Required. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters; it may hold placeholders. Required. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Tasks that stand in the phase, outside of its work packages; null is none. */
  tasks?: InputMaybe<Array<TemplateTaskInput>>;
  /** Its work packages, at most 200; null is none. */
  workPackages?: InputMaybe<Array<TemplateWorkPackageInput>>;
};

/** What texts of a template leave open, as `{{site}}` does. */
export type TemplatePlaceholderInput = {
  /** Its value where none is given; null when one must be given, 1 to 500 characters. */
  default?: InputMaybe<Scalars['String']['input']>;
  /** What it is about, up to 10,000 characters; null when it is not described. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Name of the parameter that fills it: a letter, then letters, digits, hyphen and underscore, up to 60. Required. */
  key?: InputMaybe<Scalars['String']['input']>;
};

/** A step of a task of a template. */
export type TemplateSubtaskInput = {
  /** What it is about, up to 10,000 characters; null when it is not described. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters; it may hold placeholders. Required. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Priority; null is `NORMAL`. */
  priority?: InputMaybe<TaskPriority>;
  /** Whether it needs accepted evidence; null is no. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A task that a template makes. */
export type TemplateTaskInput = {
  /** Planned capital cost; null is 0. */
  capexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Controls that it works on, at most 100; null is none. */
  controls?: InputMaybe<Array<TemplateControlLinkInput>>;
  /** What it is about, up to 10,000 characters; null when it is not described. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Duration in working days, up to 40,000; 0 is a milestone, null is 1. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Criteria that it serves, at most 100; null is none. */
  ismsCriteria?: InputMaybe<Array<TemplateIsmsCriterionInput>>;
  /** Unique in the template: letters, digits, dot, hyphen and underscore, up to 100. Required. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Share of the linked risk that it mitigates once it is complete; null when it is not estimated. */
  mitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** Name, up to 500 characters; it may hold placeholders. Required. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Planned operating cost; null is 0. */
  opexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Priority; null is `NORMAL`. */
  priority?: InputMaybe<TaskPriority>;
  /** How soon it pays off; null is `MEDIUM_TERM`. */
  quickClass?: InputMaybe<QuickClass>;
  /** Whether it can be completed only with accepted evidence; null is no. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** It starts no earlier than this many working days after the start, up to 40,000; null is with the start. */
  startDay?: InputMaybe<Scalars['Int']['input']>;
  /** Its steps, at most 200; null is none. */
  subtasks?: InputMaybe<Array<TemplateSubtaskInput>>;
  /** Type of the task, up to 100 characters; null is `simple`. */
  taskType?: InputMaybe<Scalars['String']['input']>;
};

/** A work package that a template makes. */
export type TemplateWorkPackageInput = {
  /** What it is about, up to 10,000 characters; null when it is not described. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Unique in the template: letters, digits, dot, hyphen and underscore, up to 100. Required. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** Name, up to 500 characters; it may hold placeholders. Required. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Its tasks; a template has at most 2,000 in all. Null is none. */
  tasks?: InputMaybe<Array<TemplateTaskInput>>;
};

/** A webhook that is to be tried out. */
export type TestWebhookInput = {
  /** Id of the webhook. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A span of time, both ends included; an end left out is open. */
export type TimeWindow = {
  /** First moment of the span, included; open when absent. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Last moment of the span, included; open when absent. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** By what the rows of a timeline are grouped. Frozen: a new value counts as a break. */
export type TimelineGrouping =
  /** By owner, then by early start. */
  | 'BY_ASSIGNEE'
  /** By phase, then by work package. */
  | 'BY_PHASE'
  /** By total slack, least first. */
  | 'BY_SLACK'
  /** By status. */
  | 'BY_STATUS'
  /** By work package. */
  | 'BY_WORK_PACKAGE';

/** What a row of a timeline stands for. Open: values may be added, so that clients need a default branch. */
export type TimelineRowKind =
  /** A task without duration. */
  | 'MILESTONE'
  /** A phase. */
  | 'PHASE'
  /** The project. */
  | 'PROJECT'
  /** A subtask. */
  | 'SUBTASK'
  /** A task. */
  | 'TASK'
  /** A work package. */
  | 'WORK_PACKAGE';

/** Which of the rows that are left to give. */
export type TimelineRowsInput = {
  /** Rows to give, 1 to 500. */
  limit?: Scalars['Int']['input'];
  /** Rows to leave out at the top, 0 or more. */
  offset?: Scalars['Int']['input'];
};

/** What one column of a timeline stands for. Frozen: a new value counts as a break. */
export type TimelineZoom =
  /** A day. */
  | 'DAY'
  /** A month. */
  | 'MONTH'
  /** A quarter of a year. */
  | 'QUARTER'
  /** A week. */
  | 'WEEK'
  /** A year. */
  | 'YEAR';

/** One date of a series that was left out and is to be done after all. */
export type UnskipOccurrenceInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The date of the rule that was skipped. */
  nominalOn: Scalars['Date']['input'];
  /** Id of the series. */
  seriesId: Scalars['ID']['input'];
};

/** A browser that is to get nothing any more. */
export type UnsubscribePushInput = {
  /** Address of the browser at its push service. */
  endpoint: Scalars['String']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Changes of a baseline: a value sets, absent leaves. */
export type UpdateBaselineInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What to call it, up to 500 characters; cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** Changes of a cluster: a value sets, null clears, absent leaves. */
export type UpdateClusterInput = {
  /** What the tasks have in common. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** All tasks that are to be in it, at most 500. */
  taskIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Changes of a dependency: absent leaves, null takes the default back. */
export type UpdateDependencyInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Working days between the two ends, -3650 to 3650. */
  lagDays?: InputMaybe<Scalars['Int']['input']>;
  /** Which end of the one holds which end of the other. */
  type?: InputMaybe<DependencyType>;
};

/** What the caller wants of channels. */
export type UpdateNotificationPreferencesInput = {
  /** Changes, each channel once, 2 at most. */
  channels: Array<ChannelPreferenceInput>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Settings of the caller’s organisation: a value sets, null takes the default back, absent leaves. */
export type UpdateOrganisationSettingsInput = {
  /** How acceptances of risks and exceptions are decided; null takes all defaults back. */
  acceptance?: InputMaybe<AcceptanceSettingsInput>;
  /** Whether models give advice, and how much; null takes all defaults back. */
  ai?: InputMaybe<AdviceSettingsInput>;
  /** What durations and lags count; working days by default. */
  calendar?: InputMaybe<CalendarMode>;
  /** What becomes of a child that reaches outside of its parent’s dates; the parent widens by default. */
  childDates?: InputMaybe<ChildDates>;
  /** How value is measured; null takes all defaults back. */
  cost?: InputMaybe<CostSettingsInput>;
  /** How the days that work answers for are kept; null takes all defaults back. */
  dueDates?: InputMaybe<DueDatesInput>;
  /** Days within which raised work is due, by priority; null takes all defaults back. */
  dueDays?: InputMaybe<DueDaysInput>;
  /** When people hear of alerts again, and of what can wait; null takes all defaults back. */
  escalation?: InputMaybe<EscalationSettingsInput>;
  /** How long evidence holds; null takes all defaults back. */
  evidence?: InputMaybe<EvidenceSettingsInput>;
  /** How the finish of projects is forecast; null takes all defaults back. */
  forecast?: InputMaybe<ForecastSettingsInput>;
  /** First month of the financial year, 1 January to 12 December; January by default. */
  fyStartMonth?: InputMaybe<Scalars['Int']['input']>;
  /** Days on which no work is done, at most 1,000; none by default. */
  holidays?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** By what children weigh in the progress of their parent; equally by default. */
  progressWeight?: InputMaybe<ProgressWeight>;
  /** How work is scheduled; null takes all defaults back. */
  schedule?: InputMaybe<ScheduleSettingsInput>;
  /** Days before its start from which a task is upcoming, 0 to 365; 5 by default. */
  upcomingDays?: InputMaybe<Scalars['Int']['input']>;
  /** Thresholds of the watchdog; null takes all defaults back. */
  watchdog?: InputMaybe<WatchdogThresholdsInput>;
  /** Weekdays that are worked on, 1 Monday to 7 Sunday; Monday to Friday by default. */
  workingDays?: InputMaybe<Array<Scalars['Int']['input']>>;
};

/** Changes of a phase: a value sets, null clears, absent leaves. */
export type UpdatePhaseInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** Progress of either a task or a subtask. */
export type UpdateProgressInput = {
  /** Comment for the progress log. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The day on which the work came so far, where the organisation is: not after today, nor before the task’s actual start. Today when not given. */
  occurredOn?: InputMaybe<Scalars['Date']['input']>;
  /** New progress, a whole number from 0 to 100. */
  percent: Scalars['Percent']['input'];
  /** Working days that are left to do of the task, 1 to 40,000. Null derives them from its duration and progress; not given leaves what a person said before. */
  remainingDays?: InputMaybe<Scalars['Int']['input']>;
  /** Where the figure comes from; `MANUAL` when not given. */
  source?: ProgressSource;
  /** Id of the subtask whose progress is set; give either this or `taskId`. */
  subtaskId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the task whose progress is set, which has no subtasks; give either this or `subtaskId`. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** Changes of a project: a value sets, null clears, absent leaves. */
export type UpdateProjectInput = {
  /** Short code, unique in the organisation. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Id of the division that it belongs to, one of the caller’s; null shows it to the whole organisation. */
  divisionId?: InputMaybe<Scalars['ID']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** The user who sponsors it. */
  sponsorId?: InputMaybe<Scalars['ID']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Lifecycle stage; a new project is `DRAFT` or `ACTIVE`, and `ACTIVE` when not given. */
  status?: InputMaybe<ProjectLifecycle>;
  /** What kind of undertaking it is. */
  type?: InputMaybe<ProjectType>;
};

/** Changes of a series: a value sets, absent or null leaves. What was made stays; an ended or broken series makes occurrences again, and one that pauses goes on pausing. */
export type UpdateSeriesInput = {
  /** What becomes of dates that passed. */
  catchUp?: InputMaybe<CatchUp>;
  /** Where dates go that are no working days. */
  dateShift?: InputMaybe<DateShift>;
  /** Proof of an occurrence that is handed in from now on holds so many days beyond the last day of the next one, 0 to 366. */
  graceDays?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** So many days before its newest occurrence is due the next one is made: 0 to 366, and less than lie between two dates. */
  leadDays?: InputMaybe<Scalars['Int']['input']>;
  /** Name of the series and of the tasks to come. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Who answers for the tasks to come. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Another rule; `startsOn` says from when, after the newest occurrence. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** The first day of the rule from now on, after the newest occurrence. */
  startsOn?: InputMaybe<Scalars['Date']['input']>;
};

/** Changes of a subtask: a value sets, null clears, absent leaves. */
export type UpdateSubtaskInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Id of the user who answers for the subtask; null means the owner of the task. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** Changes of a task: a value sets, null clears, absent leaves. */
export type UpdateTaskInput = {
  /** The users who work on it, at most 50. */
  assigneeIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Planned capital cost, an amount without a currency. */
  capexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** The financial year that bears the cost; null splits it over the years by working days. */
  fyAllocation?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The bundle of controls that it serves. */
  linkedControlSetId?: InputMaybe<Scalars['ID']['input']>;
  /** Share of the linked risk that it mitigates once it is complete, 0 to 100 percent. */
  linkedRiskMitigationPct?: InputMaybe<Scalars['Percent']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Planned operating cost, an amount without a currency. */
  opexCost?: InputMaybe<Scalars['Decimal']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Priority of the task. */
  priority?: InputMaybe<TaskPriority>;
  /** Quick-win class: how soon the work pays off. */
  quickClass?: InputMaybe<QuickClass>;
  /** Whether it can be completed only with accepted evidence. */
  requiresEvidence?: InputMaybe<Scalars['Boolean']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
  /** Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller. */
  taskType?: InputMaybe<Scalars['String']['input']>;
};

/** One change for many tasks. */
export type UpdateTasksInput = {
  /** The fields to set, the same for each of the tasks. */
  change: TaskFields;
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Ids of the tasks, at most 500. */
  ids: Array<Scalars['ID']['input']>;
  /** What becomes of the others when some are refused. */
  mode?: BulkMode;
};

/** Changes of a template: a value sets, null clears, absent leaves. */
export type UpdateTemplateInput = {
  /** What it is for. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The plan; it cannot be cleared. */
  document?: InputMaybe<TemplateDocumentInput>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What changes of a webhook; what is absent stays. */
export type UpdateWebhookInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** False disables it. One that is enabled again goes on with the event after the last one, as far as events are kept. */
  isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** The events that it gets; all of them when empty. EXPORT_GENERATED and NOTIFICATION_CREATED concern single users, and are refused. */
  topics?: InputMaybe<Array<EventTopic>>;
  /** Where events are sent from now on. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** Changes of a work package: a value sets, null clears, absent leaves. */
export type UpdateWorkPackageInput = {
  /** Description, up to 10 000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Working days from the first day to the last; it must agree where both are given. */
  durationDays?: InputMaybe<Scalars['Int']['input']>;
  /** Last day, included. */
  endDate?: InputMaybe<Scalars['Date']['input']>;
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name, up to 500 characters; it cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The user who answers for it; the caller unless named. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** First day. */
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** A baseline to which the project is held from now on. */
export type UseBaselineInput = {
  /** Id of the record to change. */
  id: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Conditions on users: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type UserCriteria = {
  /** E-mail address, any of these exactly. */
  email?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Role in the platform, any of. */
  role?: InputMaybe<Array<ActorRole>>;
  /** Text that name or e-mail address contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
};

/** Which users to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type UserFilter = {
  /** E-mail address, any of these exactly. */
  email?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<UserCriteria>;
  /** Role in the platform, any of. */
  role?: InputMaybe<Array<ActorRole>>;
  /** Text that name or e-mail address contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
};

/** What earned value is measured against. Open: values may be added, so that clients need a default branch. */
export type ValueBasis =
  /** The baseline that the project is held to. */
  | 'BASELINE'
  /** The plan as it is now, since the project is held to no baseline. */
  | 'PLAN';

/** A task or a project: one of both is named. */
export type WatchInput = {
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Id of the project. */
  projectId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of the task. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** Conditions on alerts: all must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type WatchdogAlertCriteria = {
  /** What it is about, any of. */
  code?: InputMaybe<Array<AlertCode>>;
  /** The alert was first raised within this span. */
  detectedAt?: InputMaybe<TimeWindow>;
  /** True for open alerts only, false for resolved ones only. */
  isOpen?: InputMaybe<Scalars['Boolean']['input']>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The alert was resolved within this span; open alerts are left out. */
  resolvedAt?: InputMaybe<TimeWindow>;
  /** Text that the message contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Severity, any of. */
  severity?: InputMaybe<Array<AlertSeverity>>;
};

/** Which alerts to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most. */
export type WatchdogAlertFilter = {
  /** What it is about, any of. */
  code?: InputMaybe<Array<AlertCode>>;
  /** The alert was first raised within this span. */
  detectedAt?: InputMaybe<TimeWindow>;
  /** True for open alerts only, false for resolved ones only. */
  isOpen?: InputMaybe<Scalars['Boolean']['input']>;
  /** Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing. */
  not?: InputMaybe<WatchdogAlertCriteria>;
  /** In any of these projects. */
  projectId?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The alert was resolved within this span; open alerts are left out. */
  resolvedAt?: InputMaybe<TimeWindow>;
  /** Text that the message contains; case and accents are ignored. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Severity, any of. */
  severity?: InputMaybe<Array<AlertSeverity>>;
};

/** Which runs of the watchdog to list. */
export type WatchdogScanLogFilter = {
  /** The run began within this span. */
  startedAt?: InputMaybe<TimeWindow>;
};

/** Where the rules of the watchdog bite: a value of 0 or more sets, null takes the default back, absent leaves. */
export type WatchdogThresholdsInput = {
  /** Findings of level 4 or 5 of one code in a project over which they become one alert. Null takes the default back. */
  aggregateOver?: InputMaybe<Scalars['Int']['input']>;
  /** Percent over which the money spent differs from the planned value of the same days. Null takes the default back. */
  burnRatePercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Percent of a project’s tasks over which the overdue ones are a cluster. Null takes the default back. */
  clusterSharePercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Overdue tasks that make a cluster in one work package. Null takes the default back. */
  clusterTasks?: InputMaybe<Scalars['Int']['input']>;
  /** Percent of the budget at completion over which the money spent is an alert. Null takes the default back. */
  costSpikePercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Working days over which a finish later than promised is an alert. Null takes the default back. */
  criticalDriftDays?: InputMaybe<Scalars['Int']['input']>;
  /** Hours before its end from which a task’s deadline is upcoming. Null takes the default back. */
  deadlineHours?: InputMaybe<Scalars['Int']['input']>;
  /** Working days by which a successor may come before its predecessor lets it. Null takes the default back. */
  earlyStartToleranceDays?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days before its last day from which a proof is about to expire. Null takes the default back. */
  evidenceExpiringDays?: InputMaybe<Scalars['Int']['input']>;
  /** Rejections of evidence from which it is an alert. Null takes the default back. */
  evidenceRejections?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days over which evidence waits too long for its review. Null takes the default back. */
  evidenceReviewDays?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days over which a request for a later day waits too long for its decision. Null takes the default back. */
  extensionWaitingDays?: InputMaybe<Scalars['Int']['input']>;
  /** Percent under which a task has hardly begun. Null takes the default back. */
  mismatchProgressPercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Percent of its working days over which such a task is behind its time. Null takes the default back. */
  mismatchTimePercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Calendar days after which a cause that is found for the first time is no news. Null takes the default back. */
  newsDays?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days of lateness over which that of a critical task is of level 1. Null takes the default back. */
  overdueCriticalDays?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days of lateness over which it is of level 2. Null takes the default back. */
  overdueDays?: InputMaybe<Scalars['Int']['input']>;
  /** Tasks under way over which their owner has too many. Null takes the default back. */
  overloadTasks?: InputMaybe<Scalars['Int']['input']>;
  /** Percentage points over which the mitigation of a risk is behind its plan. Null takes the default back. */
  riskLagPoints?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days without a word after which work counts as stalled. Null takes the default back. */
  stalledDays?: InputMaybe<Scalars['Int']['input']>;
  /** Calendar days after its start over which such a subtask is stalled. Null takes the default back. */
  stalledSubtaskDays?: InputMaybe<Scalars['Int']['input']>;
  /** Percent under which an open subtask counts as not begun in earnest. Null takes the default back. */
  stalledSubtaskPercent?: InputMaybe<Scalars['Percent']['input']>;
  /** Calendar days before its start from which a task should have somebody. Null takes the default back. */
  unassignedDays?: InputMaybe<Scalars['Int']['input']>;
};

/** Why a webhook gets nothing. Open: values may be added, so that clients need a default branch. */
export type WebhookDisabledReason =
  /** An administrator has disabled it. */
  | 'BY_HAND'
  /** It has taken nothing for five days. */
  | 'FAILING'
  /** It has answered 410: nobody is there any more. */
  | 'GONE';

/** A proposed acceptance that is taken back. */
export type WithdrawAcceptanceInput = {
  /** Id of the acceptance. */
  acceptanceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Evidence that is taken back before its review. */
export type WithdrawEvidenceInput = {
  /** Id of the evidence. */
  evidenceId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record. */
  ifUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, up to 2000 characters; kept in the audit log. */
  reason: Scalars['String']['input'];
};

/** A request for a later day that is taken back. */
export type WithdrawExtensionInput = {
  /** Id of the request. */
  extensionId: Scalars['ID']['input'];
  /** A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** How a user stands to a piece of open work. Open: values may be added, so that clients need a default branch. */
export type WorkRole =
  /** Owns the phase. */
  | 'PHASE_OWNER'
  /** Owns the project. */
  | 'PROJECT_OWNER'
  /** Sponsors the project. */
  | 'PROJECT_SPONSOR'
  /** Answers for the tasks to come of a series, which makes them or pauses. */
  | 'SERIES_OWNER'
  /** Owns the subtask, which is not complete. */
  | 'SUBTASK_OWNER'
  /** Is assigned to the task, which is not complete. */
  | 'TASK_ASSIGNEE'
  /** Owns the task, which is not complete. */
  | 'TASK_OWNER'
  /** Owns the work package. */
  | 'WORK_PACKAGE_OWNER';

export type AcceptanceRowFragment = { __typename?: 'Acceptance', id: string, kind: AcceptanceKind, originId: string | null, criteriaCode: string | null, criteriaVersion: string | null, reason: string, compensating: string | null, residual: string | null, startsOn: string, endsOn: string, createdAt: string, decidedAt: string | null, comment: string | null, endedAt: string | null, endReason: string | null, state: AcceptanceState, proposedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null, renews: { __typename?: 'Acceptance', id: string } | null };

export type AcceptancesQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AcceptanceFilter>;
}>;


export type AcceptancesQuery = { __typename?: 'Query', acceptances: { __typename?: 'AcceptanceConnection', nodes: Array<{ __typename?: 'Acceptance', id: string, kind: AcceptanceKind, originId: string | null, criteriaCode: string | null, criteriaVersion: string | null, reason: string, compensating: string | null, residual: string | null, startsOn: string, endsOn: string, createdAt: string, decidedAt: string | null, comment: string | null, endedAt: string | null, endReason: string | null, state: AcceptanceState, proposedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null, renews: { __typename?: 'Acceptance', id: string } | null }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } }, viewer: { __typename?: 'Viewer', organisation: { __typename?: 'Organisation', settings: { __typename?: 'OrganisationSettings', acceptance: { __typename?: 'AcceptanceSettings', approverIds: Array<string> } } } | null } };

export type AcceptanceOfQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type AcceptanceOfQuery = { __typename?: 'Query', acceptances: { __typename?: 'AcceptanceConnection', nodes: Array<{ __typename?: 'Acceptance', id: string, kind: AcceptanceKind, originId: string | null, criteriaCode: string | null, criteriaVersion: string | null, reason: string, compensating: string | null, residual: string | null, startsOn: string, endsOn: string, createdAt: string, decidedAt: string | null, comment: string | null, endedAt: string | null, endReason: string | null, state: AcceptanceState, proposedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null, renews: { __typename?: 'Acceptance', id: string } | null }> } };

export type AcceptanceWorkQueryVariables = Exact<{
  filter: TaskFilter;
}>;


export type AcceptanceWorkQuery = { __typename?: 'Query', tasks: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, projectId: string, status: TaskStatus, owner: { __typename?: 'User', name: string } | null, project: { __typename?: 'Project', name: string } | null }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean } } };

export type DecideAcceptanceMutationVariables = Exact<{
  input: DecideAcceptanceInput;
}>;


export type DecideAcceptanceMutation = { __typename?: 'Mutation', decideAcceptance: { __typename?: 'AcceptancePayload', acceptance: { __typename?: 'Acceptance', id: string } | null } | null };

export type WithdrawAcceptanceMutationVariables = Exact<{
  input: WithdrawAcceptanceInput;
}>;


export type WithdrawAcceptanceMutation = { __typename?: 'Mutation', withdrawAcceptance: { __typename?: 'AcceptancePayload', acceptance: { __typename?: 'Acceptance', id: string } | null } | null };

export type RevokeAcceptanceMutationVariables = Exact<{
  input: RevokeAcceptanceInput;
}>;


export type RevokeAcceptanceMutation = { __typename?: 'Mutation', revokeAcceptance: { __typename?: 'AcceptancePayload', acceptance: { __typename?: 'Acceptance', id: string } | null } | null };

export type AlertRowFragment = { __typename?: 'WatchdogAlert', id: string, severity: AlertSeverity, code: AlertCode, message: string, detectedAt: string, resolvedAt: string | null, acknowledgement: { __typename?: 'AlertAcknowledgement', note: string | null, at: string, user: { __typename?: 'User', name: string } | null } | null, data: { __typename?: 'WatchdogAlertData', level: number | null, subjectType: AlertSubject | null, action: string | null }, subject:
    | { __typename: 'Project' }
    | { __typename: 'Risk' }
    | { __typename: 'Subtask' }
    | { __typename: 'Task', id: string, name: string }
    | { __typename: 'TaskDependency' }
    | { __typename: 'User' }
    | { __typename: 'WorkPackage' }
   | null, project: { __typename?: 'Project', id: string, code: string | null, name: string } | null };

export type AlertGroupsQueryVariables = Exact<{
  by: AlertGrouping;
  filter?: InputMaybe<WatchdogAlertFilter>;
}>;


export type AlertGroupsQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', organisation: { __typename?: 'Organisation', eventCursor: string | null } | null }, alertGroups: Array<{ __typename?: 'AlertGroup', code: AlertCode | null, level: number | null, severity: AlertSeverity, count: number, projectCount: number, oldestAt: string, newestAt: string, project: { __typename?: 'Project', id: string, name: string } | null }> };

export type AlertsQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WatchdogAlertFilter>;
}>;


export type AlertsQuery = { __typename?: 'Query', alerts: { __typename?: 'WatchdogAlertConnection', nodes: Array<{ __typename?: 'WatchdogAlert', id: string, severity: AlertSeverity, code: AlertCode, message: string, detectedAt: string, resolvedAt: string | null, acknowledgement: { __typename?: 'AlertAcknowledgement', note: string | null, at: string, user: { __typename?: 'User', name: string } | null } | null, data: { __typename?: 'WatchdogAlertData', level: number | null, subjectType: AlertSubject | null, action: string | null }, subject:
        | { __typename: 'Project' }
        | { __typename: 'Risk' }
        | { __typename: 'Subtask' }
        | { __typename: 'Task', id: string, name: string }
        | { __typename: 'TaskDependency' }
        | { __typename: 'User' }
        | { __typename: 'WorkPackage' }
       | null, project: { __typename?: 'Project', id: string, code: string | null, name: string } | null }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type AlertRaisedSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AlertRaisedSubscription = { __typename?: 'Subscription', alertRaised: { __typename?: 'AlertRaisedEvent', cursor: string, alert: { __typename?: 'WatchdogAlert', id: string, severity: AlertSeverity, code: AlertCode, message: string, detectedAt: string, resolvedAt: string | null, acknowledgement: { __typename?: 'AlertAcknowledgement', note: string | null, at: string, user: { __typename?: 'User', name: string } | null } | null, data: { __typename?: 'WatchdogAlertData', level: number | null, subjectType: AlertSubject | null, action: string | null }, subject:
        | { __typename: 'Project' }
        | { __typename: 'Risk' }
        | { __typename: 'Subtask' }
        | { __typename: 'Task', id: string, name: string }
        | { __typename: 'TaskDependency' }
        | { __typename: 'User' }
        | { __typename: 'WorkPackage' }
       | null, project: { __typename?: 'Project', id: string, code: string | null, name: string } | null } | null } };

export type AcknowledgeAlertMutationVariables = Exact<{
  input: AcknowledgeAlertInput;
}>;


export type AcknowledgeAlertMutation = { __typename?: 'Mutation', acknowledgeAlert: { __typename?: 'AlertPayload', alert: { __typename?: 'WatchdogAlert', id: string, acknowledgement: { __typename?: 'AlertAcknowledgement', note: string | null, at: string, user: { __typename?: 'User', name: string } | null } | null } | null } | null };

export type LastScanQueryVariables = Exact<{ [key: string]: never; }>;


export type LastScanQuery = { __typename?: 'Query', serviceStatus: { __typename?: 'ServiceStatus', lastScanAt: string | null } };

export type ProjectMayQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ProjectMayQuery = { __typename?: 'Query', project: { __typename?: 'Project', viewerMay: Array<MutationName> } | null };

export type RescanProjectMutationVariables = Exact<{
  input: RescanProjectInput;
}>;


export type RescanProjectMutation = { __typename?: 'Mutation', rescanProject: { __typename?: 'RescanPayload', project: { __typename?: 'Project', id: string } | null } | null };

export type EarnedFiguresFragment = { __typename?: 'EarnedValue', asOf: string, basis: ValueBasis, bac: string, pv: string, ev: string, ac: string | null, actualCostAt: string | null, undatedCost: string, sv: string | null, cv: string | null, spi: string | null, cpi: string | null, eacCpi: string | null, eacPlan: string | null, eacCpiSpi: string | null, etc: string | null, vac: string | null, tcpiBac: string | null, tcpiEac: string | null, percentComplete: string | null, percentSpent: string | null, earnedScheduleDays: string | null, actualTimeDays: string | null, plannedDurationDays: string | null, svTimeDays: string | null, spiTime: string | null, estimatedDurationDays: string | null, estimatedFinish: string | null, missing: Array<{ __typename?: 'MissingFigure', figure: string, reason: FigureGap }> };

export type ProjectCostQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  asOf?: InputMaybe<Scalars['Date']['input']>;
  interval?: InputMaybe<CostInterval>;
}>;


export type ProjectCostQuery = { __typename?: 'Query', project: { __typename?: 'Project', viewerMay: Array<MutationName>, earnedValue: { __typename?: 'EarnedValue', asOf: string, basis: ValueBasis, bac: string, pv: string, ev: string, ac: string | null, actualCostAt: string | null, undatedCost: string, sv: string | null, cv: string | null, spi: string | null, cpi: string | null, eacCpi: string | null, eacPlan: string | null, eacCpiSpi: string | null, etc: string | null, vac: string | null, tcpiBac: string | null, tcpiEac: string | null, percentComplete: string | null, percentSpent: string | null, earnedScheduleDays: string | null, actualTimeDays: string | null, plannedDurationDays: string | null, svTimeDays: string | null, spiTime: string | null, estimatedDurationDays: string | null, estimatedFinish: string | null, missing: Array<{ __typename?: 'MissingFigure', figure: string, reason: FigureGap }> } | null, costSeries: Array<{ __typename?: 'CostPoint', date: string, pv: string, ev: string | null, ac: string | null }>, costByFiscalYear: Array<{ __typename?: 'FiscalYearCost', fiscalYear: number | null, start: string | null, end: string | null, capex: string, opex: string }> } | null };

export type ForecastFactsFragment = { __typename?: 'Forecast', id: string, madeAt: string, seed: number, runs: number, dataDate: string, correlation: number, finish: { __typename?: 'FinishForecast', p10: string, p50: string, p80: string, p90: string, deterministic: string, promised: string | null, probabilityOnTime: number | null }, cost: { __typename?: 'CostForecast', p50: string, p80: string } | null, inputs: { __typename?: 'ForecastInputs', openTasks: number, tasksWithHistory: number, history: Array<{ __typename?: 'DurationHistory', kind: string, cases: number, coverageP80: number }> }, histogram: Array<{ __typename?: 'ForecastBar', date: string, count: number }>, criticality: Array<{ __typename?: 'TaskCriticality', index: number, cruciality: number, task: { __typename?: 'Task', id: string, name: string, owner: { __typename?: 'User', name: string } | null } | null }> };

export type ProjectForecastQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ProjectForecastQuery = { __typename?: 'Query', project: { __typename?: 'Project', forecast: { __typename?: 'Forecast', id: string, madeAt: string, seed: number, runs: number, dataDate: string, correlation: number, finish: { __typename?: 'FinishForecast', p10: string, p50: string, p80: string, p90: string, deterministic: string, promised: string | null, probabilityOnTime: number | null }, cost: { __typename?: 'CostForecast', p50: string, p80: string } | null, inputs: { __typename?: 'ForecastInputs', openTasks: number, tasksWithHistory: number, history: Array<{ __typename?: 'DurationHistory', kind: string, cases: number, coverageP80: number }> }, histogram: Array<{ __typename?: 'ForecastBar', date: string, count: number }>, criticality: Array<{ __typename?: 'TaskCriticality', index: number, cruciality: number, task: { __typename?: 'Task', id: string, name: string, owner: { __typename?: 'User', name: string } | null } | null }> } | null } | null };

export type MakeForecastMutationVariables = Exact<{
  input: ForecastProjectInput;
}>;


export type MakeForecastMutation = { __typename?: 'Mutation', forecastProject: { __typename?: 'ForecastPayload', forecast: { __typename?: 'Forecast', id: string, madeAt: string, seed: number, runs: number, dataDate: string, correlation: number, finish: { __typename?: 'FinishForecast', p10: string, p50: string, p80: string, p90: string, deterministic: string, promised: string | null, probabilityOnTime: number | null }, cost: { __typename?: 'CostForecast', p50: string, p80: string } | null, inputs: { __typename?: 'ForecastInputs', openTasks: number, tasksWithHistory: number, history: Array<{ __typename?: 'DurationHistory', kind: string, cases: number, coverageP80: number }> }, histogram: Array<{ __typename?: 'ForecastBar', date: string, count: number }>, criticality: Array<{ __typename?: 'TaskCriticality', index: number, cruciality: number, task: { __typename?: 'Task', id: string, name: string, owner: { __typename?: 'User', name: string } | null } | null }> } | null } | null };

export type PlanHeadFragment = { __typename?: 'Project', id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, promisedFinish: string | null, viewerMay: Array<MutationName>, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, owner: { __typename?: 'User', id: string, name: string } | null, baseline: { __typename?: 'Baseline', id: string, name: string } | null, schedule: { __typename?: 'ProjectSchedule', dataDate: string, forecastFinish: string | null, finishVarianceDays: number | null, criticalTaskCount: number, isStale: boolean, criticalPath: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, status: TaskStatus, owner: { __typename?: 'User', id: string, name: string } | null }> } } | null };

export type PlanQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type PlanQuery = { __typename?: 'Query', project: { __typename?: 'Project', eventCursor: string, id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, promisedFinish: string | null, viewerMay: Array<MutationName>, myGanttState: { __typename?: 'GanttState', zoomLevel: TimelineZoom | null, groupingMode: TimelineGrouping | null, viewportStart: string | null, foldedIds: Array<string>, showsBaseline: boolean, baselineId: string | null, emphasisesCritical: boolean } | null, timeline: { __typename?: 'Timeline', version: string, isStale: boolean, packed: unknown | null } | null, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, owner: { __typename?: 'User', id: string, name: string } | null, baseline: { __typename?: 'Baseline', id: string, name: string } | null, schedule: { __typename?: 'ProjectSchedule', dataDate: string, forecastFinish: string | null, finishVarianceDays: number | null, criticalTaskCount: number, isStale: boolean, criticalPath: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, status: TaskStatus, owner: { __typename?: 'User', id: string, name: string } | null }> } } | null } | null };

export type PlanHeadOfQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type PlanHeadOfQuery = { __typename?: 'Query', project: { __typename?: 'Project', id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, promisedFinish: string | null, viewerMay: Array<MutationName>, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, owner: { __typename?: 'User', id: string, name: string } | null, baseline: { __typename?: 'Baseline', id: string, name: string } | null, schedule: { __typename?: 'ProjectSchedule', dataDate: string, forecastFinish: string | null, finishVarianceDays: number | null, criticalTaskCount: number, isStale: boolean, criticalPath: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, status: TaskStatus, owner: { __typename?: 'User', id: string, name: string } | null }> } } | null } | null };

export type SaveGanttStateMutationVariables = Exact<{
  input: SaveGanttStateInput;
}>;


export type SaveGanttStateMutation = { __typename?: 'Mutation', saveGanttState: { __typename?: 'SaveGanttStatePayload', ganttState: { __typename?: 'GanttState', id: string } | null } | null };

export type ProjectIdByCodeQueryVariables = Exact<{
  code: Scalars['String']['input'];
}>;


export type ProjectIdByCodeQuery = { __typename?: 'Query', projectByCode: { __typename?: 'Project', id: string } | null };

export type TimelineChangedSubscriptionVariables = Exact<{
  projectId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type TimelineChangedSubscription = { __typename?: 'Subscription', timelineChanged: { __typename?: 'TimelineDelta', cursor: string, previousVersion: string | null, version: string | null, reset: boolean, packed: unknown | null } };

export type ProjectChangedSubscriptionVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ProjectChangedSubscription = { __typename?: 'Subscription', projectChanged: { __typename?: 'ProjectChangedEvent', cursor: string, topic: EventTopic, occurredAt: string, actor: { __typename?: 'User', name: string } | null, task: { __typename?: 'Task', id: string, name: string, progressPercent: number, status: TaskStatus } | null, alert: { __typename?: 'WatchdogAlert', message: string } | null } };

export type PreviewResultFragment = { __typename?: 'SchedulePreview', token: string, isEmpty: boolean, before: { __typename?: 'ScheduleSummary', finish: string | null, finishVarianceDays: number | null, criticalTaskCount: number }, after: { __typename?: 'ScheduleSummary', finish: string | null, finishVarianceDays: number | null, criticalTaskCount: number }, moved: { __typename?: 'TaskMoveConnection', totalCount: number | null, nodes: Array<{ __typename?: 'TaskMove', startBefore: string | null, startAfter: string | null, endBefore: string | null, endAfter: string | null, shiftDays: number | null, wasCritical: boolean, isCritical: boolean, because: { __typename?: 'MoveCause', kind: MoveCauseKind, predecessor: { __typename?: 'Task', id: string, name: string } | null }, task: { __typename?: 'Task', id: string, name: string, owner: { __typename?: 'User', name: string } | null } | null }> }, violations: Array<{ __typename?: 'ScheduleViolation', kind: ScheduleViolationKind, days: number, task: { __typename?: 'Task', id: string, name: string } | null }>, costByFiscalYear: Array<{ __typename?: 'FiscalYearShift', fiscalYear: number | null, capexBefore: string, capexAfter: string, opexBefore: string, opexAfter: string }>, risks: Array<{ __typename?: 'RiskShift', mitigationPercent: number, fullBefore: string | null, fullAfter: string | null, lostPointDays: string, risk: { __typename?: 'Risk', id: string } | null }> };

export type PreviewScheduleQueryVariables = Exact<{
  input: PreviewScheduleInput;
}>;


export type PreviewScheduleQuery = { __typename?: 'Query', previewSchedule: { __typename?: 'SchedulePreview', token: string, isEmpty: boolean, before: { __typename?: 'ScheduleSummary', finish: string | null, finishVarianceDays: number | null, criticalTaskCount: number }, after: { __typename?: 'ScheduleSummary', finish: string | null, finishVarianceDays: number | null, criticalTaskCount: number }, moved: { __typename?: 'TaskMoveConnection', totalCount: number | null, nodes: Array<{ __typename?: 'TaskMove', startBefore: string | null, startAfter: string | null, endBefore: string | null, endAfter: string | null, shiftDays: number | null, wasCritical: boolean, isCritical: boolean, because: { __typename?: 'MoveCause', kind: MoveCauseKind, predecessor: { __typename?: 'Task', id: string, name: string } | null }, task: { __typename?: 'Task', id: string, name: string, owner: { __typename?: 'User', name: string } | null } | null }> }, violations: Array<{ __typename?: 'ScheduleViolation', kind: ScheduleViolationKind, days: number, task: { __typename?: 'Task', id: string, name: string } | null }>, costByFiscalYear: Array<{ __typename?: 'FiscalYearShift', fiscalYear: number | null, capexBefore: string, capexAfter: string, opexBefore: string, opexAfter: string }>, risks: Array<{ __typename?: 'RiskShift', mitigationPercent: number, fullBefore: string | null, fullAfter: string | null, lostPointDays: string, risk: { __typename?: 'Risk', id: string } | null }> } };

export type ApplyScheduleMutationVariables = Exact<{
  input: ApplyScheduleInput;
}>;


export type ApplyScheduleMutation = { __typename?: 'Mutation', applySchedule: { __typename?: 'AppliedSchedulePayload', state: ScheduleApplicationState, changedTaskCount: number, application: { __typename?: 'ScheduleApplication', id: string } | null } | null };

export type BaselinesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type BaselinesQuery = { __typename?: 'Query', project: { __typename?: 'Project', baselines: Array<{ __typename?: 'Baseline', id: string, name: string, kind: BaselineKind, isCurrent: boolean, asOf: string }> } | null };

export type BaselineBarsQueryVariables = Exact<{
  baselineId: Scalars['ID']['input'];
}>;


export type BaselineBarsQuery = { __typename?: 'Query', baselinePlan: { __typename?: 'PlanSnapshot', name: string, startDate: string | null, endDate: string | null, packed: unknown } | null };

export type BarsAsOfQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  at: Scalars['DateTime']['input'];
}>;


export type BarsAsOfQuery = { __typename?: 'Query', project: { __typename?: 'Project', planAsOf: { __typename?: 'PlanSnapshot', name: string, startDate: string | null, endDate: string | null, packed: unknown } | null } | null };

export type CompareBaselinesQueryVariables = Exact<{
  projectId: Scalars['ID']['input'];
  a: Scalars['ID']['input'];
  limit: Scalars['Int']['input'];
}>;


export type CompareBaselinesQuery = { __typename?: 'Query', compareBaselines: { __typename?: 'PlanComparison', finishBefore: string | null, finishAfter: string | null, finishShiftDays: number | null, movedCount: number, addedCount: number, removedCount: number, costChangeCount: number, capexBefore: string, capexAfter: string, opexBefore: string, opexAfter: string, addedDependencyCount: number, removedDependencyCount: number, moved: Array<{ __typename?: 'TaskShift', taskId: string, startBefore: string | null, startAfter: string | null, endBefore: string | null, endAfter: string | null, startShiftDays: number | null, endShiftDays: number | null }> } };

export type PortfolioRowFragment = { __typename?: 'Project', id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, redAlertCount: number, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, schedule: { __typename?: 'ProjectSchedule', forecastFinish: string | null, finishVarianceDays: number | null } | null, owner: { __typename?: 'User', id: string, name: string } | null };

export type PortfolioQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProjectFilter>;
  orderBy?: InputMaybe<Array<ProjectOrder> | ProjectOrder>;
}>;


export type PortfolioQuery = { __typename?: 'Query', projects: { __typename?: 'ProjectConnection', nodes: Array<{ __typename?: 'Project', id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, redAlertCount: number, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, schedule: { __typename?: 'ProjectSchedule', forecastFinish: string | null, finishVarianceDays: number | null } | null, owner: { __typename?: 'User', id: string, name: string } | null }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type PortfolioSummaryQueryVariables = Exact<{
  filter?: InputMaybe<ProjectFilter>;
}>;


export type PortfolioSummaryQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', organisation: { __typename?: 'Organisation', eventCursor: string | null, settledOn: string | null } | null }, portfolioSummary: { __typename?: 'PortfolioSummary', projectCount: number, isComplete: boolean, overdueTaskCount: number, overdueProjectCount: number, endingSoonCount: number, byHealth: Array<{ __typename?: 'ProjectHealthCount', health: Health, count: number }>, openAlerts: Array<{ __typename?: 'AlertSeverityCount', severity: AlertSeverity, count: number }> } };

export type DivisionsQueryVariables = Exact<{ [key: string]: never; }>;


export type DivisionsQuery = { __typename?: 'Query', divisions: { __typename?: 'DivisionConnection', nodes: Array<{ __typename?: 'Division', id: string, name: string }> } };

export type PortfolioChangedSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProjectCriteria>;
}>;


export type PortfolioChangedSubscription = { __typename?: 'Subscription', portfolioChanged: { __typename?: 'PortfolioChangedEvent', cursor: string, occurredAt: string, otherProjectIds: Array<string>, projects: Array<{ __typename?: 'Project', id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, redAlertCount: number, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, schedule: { __typename?: 'ProjectSchedule', forecastFinish: string | null, finishVarianceDays: number | null } | null, owner: { __typename?: 'User', id: string, name: string } | null }> } };

export type UserNameQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type UserNameQuery = { __typename?: 'Query', user: { __typename?: 'User', id: string, name: string } | null };

export type ProjectFrameQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ProjectFrameQuery = { __typename?: 'Query', project: { __typename?: 'Project', eventCursor: string, id: string, code: string | null, name: string, status: ProjectLifecycle, health: Health | null, progressPercent: number, overdueTaskCount: number, openAlertCount: number, startDate: string | null, endDate: string | null, promisedFinish: string | null, viewerMay: Array<MutationName>, healthReasons: Array<{ __typename?: 'HealthReason', rule: HealthRule, health: Health, message: string }>, owner: { __typename?: 'User', id: string, name: string } | null, baseline: { __typename?: 'Baseline', id: string, name: string } | null, schedule: { __typename?: 'ProjectSchedule', dataDate: string, forecastFinish: string | null, finishVarianceDays: number | null, criticalTaskCount: number, isStale: boolean, criticalPath: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, status: TaskStatus, owner: { __typename?: 'User', id: string, name: string } | null }> } } | null } | null };

export type ProjectHistoryQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ProjectHistoryQuery = { __typename?: 'Query', project: { __typename?: 'Project', history: { __typename?: 'ProjectHistoryEntryConnection', nodes: Array<{ __typename?: 'ProjectHistoryEntry', id: string, createdAt: string, tableName: string, recordName: string | null, change: RecordChange, actor: { __typename?: 'User', name: string } | null, movedTo: { __typename?: 'Project', name: string } | null, movedFrom: { __typename?: 'Project', name: string } | null, values: Array<{ __typename?: 'HistoryValue', field: string, before: unknown | null, after: unknown | null }> }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } } | null };

export type AuditTrailQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditLogFilter>;
}>;


export type AuditTrailQuery = { __typename?: 'Query', auditLog: { __typename?: 'AuditLogConnection', nodes: Array<{ __typename?: 'AuditLog', id: string, createdAt: string, action: AuditAction, tableName: string, recordId: string, requestId: string | null, projectId: string | null, overrideReason: string | null, userId: string, user: { __typename?: 'User', name: string } | null, changes: Array<{ __typename?: 'FieldChange', field: string, before: unknown | null, after: unknown | null }> }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } };

export type VerifyAuditTrailQueryVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type VerifyAuditTrailQuery = { __typename?: 'Query', verifyAuditTrail: { __typename?: 'AuditVerdict', holds: boolean, nextCursor: string | null, recordsRead: number, checkedRecords: number, verifiedAt: string, sealedUntil: string | null, head: { __typename?: 'AuditHead', seal: number, records: number, sealedAt: string } | null, faults: Array<{ __typename?: 'AuditFault', sealId: number | null, sequence: number | null, fault: string }> } };

export type ReviewItemFragment = { __typename?: 'Evidence', id: string, fileType: EvidenceType, fileUrl: string, downloadUrl: string | null, createdAt: string, waitingSince: string | null, viewerMay: Array<MutationName>, metadata: { __typename?: 'EvidenceMetadata', mediaType: string | null, size: number | null, sha256: string | null, source: string | null }, uploader: { __typename?: 'User', name: string } | null, task: { __typename?: 'Task', id: string, projectId: string, name: string, project: { __typename?: 'Project', name: string, code: string | null } | null } | null, subtask: { __typename?: 'Subtask', id: string, name: string, task: { __typename?: 'Task', id: string, projectId: string, name: string, project: { __typename?: 'Project', name: string, code: string | null } | null } | null } | null, reviews: { __typename?: 'EvidenceReviewConnection', nodes: Array<{ __typename?: 'EvidenceReview', id: string, decision: ReviewDecision, comment: string | null, aiScore: number | null, aiFeedback: string | null, createdAt: string, reviewer: { __typename?: 'User', name: string } | null }> } };

export type ToReviewQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ToReviewQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', toReviewCount: number, toReview: { __typename?: 'EvidenceConnection', nodes: Array<{ __typename?: 'Evidence', id: string, fileType: EvidenceType, fileUrl: string, downloadUrl: string | null, createdAt: string, waitingSince: string | null, viewerMay: Array<MutationName>, metadata: { __typename?: 'EvidenceMetadata', mediaType: string | null, size: number | null, sha256: string | null, source: string | null }, uploader: { __typename?: 'User', name: string } | null, task: { __typename?: 'Task', id: string, projectId: string, name: string, project: { __typename?: 'Project', name: string, code: string | null } | null } | null, subtask: { __typename?: 'Subtask', id: string, name: string, task: { __typename?: 'Task', id: string, projectId: string, name: string, project: { __typename?: 'Project', name: string, code: string | null } | null } | null } | null, reviews: { __typename?: 'EvidenceReviewConnection', nodes: Array<{ __typename?: 'EvidenceReview', id: string, decision: ReviewDecision, comment: string | null, aiScore: number | null, aiFeedback: string | null, createdAt: string, reviewer: { __typename?: 'User', name: string } | null }> } }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } } };

export type ToReviewChangedSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ToReviewChangedSubscription = { __typename?: 'Subscription', toReviewChanged: { __typename?: 'ToReviewChangedEvent', cursor: string, toReviewCount: number } };

export type ReviewEvidenceMutationVariables = Exact<{
  input: ReviewEvidenceInput;
}>;


export type ReviewEvidenceMutation = { __typename?: 'Mutation', reviewEvidence: { __typename?: 'EvidencePayload', evidence: { __typename?: 'Evidence', id: string, latestDecision: ReviewDecision | null } | null } | null };

export type PushKeyQueryVariables = Exact<{ [key: string]: never; }>;


export type PushKeyQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', pushPublicKey: string | null } };

export type SubscribePushMutationVariables = Exact<{
  input: SubscribePushInput;
}>;


export type SubscribePushMutation = { __typename?: 'Mutation', subscribePush: { __typename?: 'SubscribePushPayload', subscriptionId: string } | null };

export type UnsubscribePushMutationVariables = Exact<{
  input: UnsubscribePushInput;
}>;


export type UnsubscribePushMutation = { __typename?: 'Mutation', unsubscribePush: { __typename?: 'UnsubscribePushPayload', removed: boolean } | null };

export type ProjectOfTaskQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ProjectOfTaskQuery = { __typename?: 'Query', task: { __typename?: 'Task', projectId: string } | null };

export type AssignTaskMutationVariables = Exact<{
  input: AssignTaskInput;
}>;


export type AssignTaskMutation = { __typename?: 'Mutation', assignTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string } | null } | null };

export type ShellQueryVariables = Exact<{ [key: string]: never; }>;


export type ShellQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', role: ActorRole, unreadCount: number, notificationCursor: string, toReviewCount: number, user: { __typename?: 'User', id: string, name: string } | null, organisation: { __typename?: 'Organisation', id: string, name: string, timeZone: string, settings: { __typename?: 'OrganisationSettings', workingDays: Array<number>, holidays: Array<string>, dueDates: { __typename?: 'DueDates', approverLow: Approver, approverNormal: Approver, approverHigh: Approver, approverCritical: Approver } } } | null } };

export type NotifiedSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type NotifiedSubscription = { __typename?: 'Subscription', notificationReceived: { __typename?: 'NotificationReceivedEvent', cursor: string, notification: { __typename?: 'Notification', id: string, title: string } | null } };

export type UnreadQueryVariables = Exact<{ [key: string]: never; }>;


export type UnreadQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', unreadCount: number, toReviewCount: number } };

export type NotificationsQueryVariables = Exact<{ [key: string]: never; }>;


export type NotificationsQuery = { __typename?: 'Query', notifications: { __typename?: 'NotificationConnection', nodes: Array<{ __typename?: 'Notification', id: string, title: string, message: string | null, link: string | null, createdAt: string }> } };

export type MarkReadMutationVariables = Exact<{
  ids: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
  key?: InputMaybe<Scalars['String']['input']>;
}>;


export type MarkReadMutation = { __typename?: 'Mutation', markNotificationsRead: { __typename?: 'MarkNotificationsPayload', changed: number } | null };

export type FindQueryVariables = Exact<{
  text: Scalars['String']['input'];
}>;


export type FindQuery = { __typename?: 'Query', projects: { __typename?: 'ProjectConnection', nodes: Array<{ __typename?: 'Project', id: string, name: string, code: string | null, health: Health | null }> }, tasks: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, projectId: string, status: TaskStatus, project: { __typename?: 'Project', name: string } | null }> } };

export type FindPeopleQueryVariables = Exact<{
  text?: InputMaybe<Scalars['String']['input']>;
}>;


export type FindPeopleQuery = { __typename?: 'Query', users: { __typename?: 'UserConnection', nodes: Array<{ __typename?: 'User', id: string, name: string }> } };

export type SystemStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type SystemStatusQuery = { __typename?: 'Query', serviceStatus: { __typename?: 'ServiceStatus', version: string, startedAt: string, openStreams: number, migration: string, databaseVersion: string, isReadOnly: boolean, today: string, settledDay: string | null, isDaySettled: boolean, lastScanAt: string | null, lastEventAt: string | null, deadDeliveries: number, jobs: Array<{ __typename?: 'ServiceJob', name: string, isRunning: boolean, startedAt: string | null, finishedAt: string | null, hasFailed: boolean }>, queues: Array<{ __typename?: 'ServiceQueue', name: string, depth: number, oldestAt: string | null }> } };

export type RedeliverDeadMutationVariables = Exact<{
  deliveries: RedeliverDeliveriesInput;
  messages: RedeliverMessagesInput;
}>;


export type RedeliverDeadMutation = { __typename?: 'Mutation', redeliverDeliveries: { __typename?: 'RedeliverDeliveriesPayload', redelivered: number } | null, redeliverMessages: { __typename?: 'RedeliverMessagesPayload', redelivered: number } | null };

export type ScanLogQueryVariables = Exact<{
  first: Scalars['Int']['input'];
}>;


export type ScanLogQuery = { __typename?: 'Query', watchdogScanLogs: { __typename?: 'WatchdogScanLogConnection', nodes: Array<{ __typename?: 'WatchdogScanLog', id: string, startedAt: string, finishedAt: string | null, projectsScanned: number, issuesDetected: number, aiSummary: string | null }> } };

export type TaskDetailFragment = { __typename?: 'Task', id: string, updatedAt: string, projectId: string, name: string, description: string | null, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, durationDays: number | null, remainingDays: number | null, actualStart: string | null, actualFinish: string | null, progressPercent: number, requiresEvidence: boolean, capexCost: string, opexCost: string, blockedReason: string | null, isCritical: boolean | null, totalSlack: number | null, earlyStart: string | null, earlyFinish: string | null, lateFinish: string | null, baselineStart: string | null, baselineFinish: string | null, finishVarianceDays: number | null, viewerMay: Array<MutationName>, owner: { __typename?: 'User', id: string, name: string } | null, assignees: Array<{ __typename?: 'User', id: string, name: string }>, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null, rule: { __typename?: 'TaskRule', mode: TaskMode, deadline: string | null }, commitment: { __typename?: 'Commitment', dueOn: string, originalDueOn: string, extensions: number } | null, extensions: { __typename?: 'ExtensionConnection', nodes: Array<{ __typename?: 'Extension', id: string, currentDue: string, requestedDue: string, reason: string, state: ExtensionState, createdAt: string, lapsesOn: string, comment: string | null, requestedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null }> }, project: { __typename?: 'Project', owner: { __typename?: 'User', id: string, name: string } | null, sponsor: { __typename?: 'User', id: string, name: string } | null } | null, drivingPredecessors: Array<{ __typename?: 'DrivingLink', slackDays: number, isDriving: boolean, dependency: { __typename?: 'TaskDependency', id: string, dependencyType: DependencyType, lagDays: number } | null, predecessor: { __typename?: 'Task', id: string, name: string, status: TaskStatus, progressPercent: number, earlyFinish: string | null, owner: { __typename?: 'User', name: string } | null } | null }>, successors: Array<{ __typename?: 'TaskDependency', id: string, dependencyType: DependencyType, lagDays: number, successor: { __typename?: 'Task', id: string, name: string, status: TaskStatus, earlyStart: string | null, owner: { __typename?: 'User', name: string } | null } | null }>, subtasks: { __typename?: 'SubtaskConnection', nodes: Array<{ __typename?: 'Subtask', id: string, name: string, status: TaskStatus, progressPercent: number }> }, evidence: { __typename?: 'EvidenceConnection', nodes: Array<{ __typename?: 'Evidence', id: string, fileType: EvidenceType, downloadUrl: string | null, latestDecision: ReviewDecision | null, createdAt: string, metadata: { __typename?: 'EvidenceMetadata', mediaType: string | null, size: number | null, sha256: string | null }, uploader: { __typename?: 'User', name: string } | null }> }, progressLog: { __typename?: 'TaskProgressLogConnection', nodes: Array<{ __typename?: 'TaskProgressLog', id: string, createdAt: string, oldProgressPercent: number | null, newProgressPercent: number | null, oldStatus: TaskStatus | null, newStatus: TaskStatus | null, comment: string | null, source: ProgressSource, user: { __typename?: 'User', name: string } | null }> } };

export type ExtensionRowFragment = { __typename?: 'Extension', id: string, currentDue: string, requestedDue: string, reason: string, state: ExtensionState, createdAt: string, lapsesOn: string, comment: string | null, requestedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null };

export type TaskPanelQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type TaskPanelQuery = { __typename?: 'Query', task: { __typename?: 'Task', id: string, updatedAt: string, projectId: string, name: string, description: string | null, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, durationDays: number | null, remainingDays: number | null, actualStart: string | null, actualFinish: string | null, progressPercent: number, requiresEvidence: boolean, capexCost: string, opexCost: string, blockedReason: string | null, isCritical: boolean | null, totalSlack: number | null, earlyStart: string | null, earlyFinish: string | null, lateFinish: string | null, baselineStart: string | null, baselineFinish: string | null, finishVarianceDays: number | null, viewerMay: Array<MutationName>, owner: { __typename?: 'User', id: string, name: string } | null, assignees: Array<{ __typename?: 'User', id: string, name: string }>, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null, rule: { __typename?: 'TaskRule', mode: TaskMode, deadline: string | null }, commitment: { __typename?: 'Commitment', dueOn: string, originalDueOn: string, extensions: number } | null, extensions: { __typename?: 'ExtensionConnection', nodes: Array<{ __typename?: 'Extension', id: string, currentDue: string, requestedDue: string, reason: string, state: ExtensionState, createdAt: string, lapsesOn: string, comment: string | null, requestedBy: { __typename?: 'User', id: string, name: string } | null, decidedBy: { __typename?: 'User', name: string } | null }> }, project: { __typename?: 'Project', owner: { __typename?: 'User', id: string, name: string } | null, sponsor: { __typename?: 'User', id: string, name: string } | null } | null, drivingPredecessors: Array<{ __typename?: 'DrivingLink', slackDays: number, isDriving: boolean, dependency: { __typename?: 'TaskDependency', id: string, dependencyType: DependencyType, lagDays: number } | null, predecessor: { __typename?: 'Task', id: string, name: string, status: TaskStatus, progressPercent: number, earlyFinish: string | null, owner: { __typename?: 'User', name: string } | null } | null }>, successors: Array<{ __typename?: 'TaskDependency', id: string, dependencyType: DependencyType, lagDays: number, successor: { __typename?: 'Task', id: string, name: string, status: TaskStatus, earlyStart: string | null, owner: { __typename?: 'User', name: string } | null } | null }>, subtasks: { __typename?: 'SubtaskConnection', nodes: Array<{ __typename?: 'Subtask', id: string, name: string, status: TaskStatus, progressPercent: number }> }, evidence: { __typename?: 'EvidenceConnection', nodes: Array<{ __typename?: 'Evidence', id: string, fileType: EvidenceType, downloadUrl: string | null, latestDecision: ReviewDecision | null, createdAt: string, metadata: { __typename?: 'EvidenceMetadata', mediaType: string | null, size: number | null, sha256: string | null }, uploader: { __typename?: 'User', name: string } | null }> }, progressLog: { __typename?: 'TaskProgressLogConnection', nodes: Array<{ __typename?: 'TaskProgressLog', id: string, createdAt: string, oldProgressPercent: number | null, newProgressPercent: number | null, oldStatus: TaskStatus | null, newStatus: TaskStatus | null, comment: string | null, source: ProgressSource, user: { __typename?: 'User', name: string } | null }> } } | null };

export type UpdateProgressMutationVariables = Exact<{
  input: UpdateProgressInput;
}>;


export type UpdateProgressMutation = { __typename?: 'Mutation', updateProgress: { __typename?: 'WorkPayload', task: { __typename?: 'Task', id: string, progressPercent: number, status: TaskStatus } | null } | null };

export type StartTaskMutationVariables = Exact<{
  input: MoveStatusInput;
}>;


export type StartTaskMutation = { __typename?: 'Mutation', startTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, status: TaskStatus } | null } | null };

export type BlockTaskMutationVariables = Exact<{
  input: BlockInput;
}>;


export type BlockTaskMutation = { __typename?: 'Mutation', blockTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, status: TaskStatus } | null } | null };

export type UnblockTaskMutationVariables = Exact<{
  input: MoveStatusInput;
}>;


export type UnblockTaskMutation = { __typename?: 'Mutation', unblockTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, status: TaskStatus } | null } | null };

export type CompleteTaskMutationVariables = Exact<{
  input: MoveStatusInput;
}>;


export type CompleteTaskMutation = { __typename?: 'Mutation', completeTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, status: TaskStatus } | null } | null };

export type ReopenTaskMutationVariables = Exact<{
  input: MoveStatusInput;
}>;


export type ReopenTaskMutation = { __typename?: 'Mutation', reopenTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, status: TaskStatus } | null } | null };

export type AddCommentMutationVariables = Exact<{
  input: AddCommentInput;
}>;


export type AddCommentMutation = { __typename?: 'Mutation', addComment: { __typename?: 'CommentPayload', comment: { __typename?: 'TaskProgressLog', id: string } | null } | null };

export type RequestExtensionMutationVariables = Exact<{
  input: RequestExtensionInput;
}>;


export type RequestExtensionMutation = { __typename?: 'Mutation', requestExtension: { __typename?: 'ExtensionPayload', extension: { __typename?: 'Extension', id: string } | null } | null };

export type DecideExtensionMutationVariables = Exact<{
  input: DecideExtensionInput;
}>;


export type DecideExtensionMutation = { __typename?: 'Mutation', decideExtension: { __typename?: 'ExtensionPayload', extension: { __typename?: 'Extension', id: string } | null } | null };

export type WithdrawExtensionMutationVariables = Exact<{
  input: WithdrawExtensionInput;
}>;


export type WithdrawExtensionMutation = { __typename?: 'Mutation', withdrawExtension: { __typename?: 'ExtensionPayload', extension: { __typename?: 'Extension', id: string } | null } | null };

export type TaskMoreQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type TaskMoreQuery = { __typename?: 'Query', task: { __typename?: 'Task', occurrence: { __typename?: 'Occurrence', nominalOn: string, dueOn: string, series: { __typename?: 'Series', id: string, name: string, rule: string, startsOn: string, state: SeriesState, dateShift: DateShift, nextDates: Array<string> } | null } | null, riskLinks: { __typename?: 'RiskLinkConnection', nodes: Array<{ __typename?: 'RiskLink', id: string, riskId: string, linkType: RiskLinkType, risk: { __typename?: 'Risk', mitigationAchievedPercent: number | null, acceptedUntil: string | null } | null }> }, controlLinks: { __typename?: 'ControlLinkConnection', nodes: Array<{ __typename?: 'ControlLink', id: string, controlId: string, controlGroup: string | null, control: { __typename?: 'Control', implementationPercent: number | null, exceptionUntil: string | null } | null }> }, ismsLinks: { __typename?: 'IsmsLinkConnection', nodes: Array<{ __typename?: 'IsmsLink', id: string, criteriaCode: string, criteriaVersion: string | null }> } } | null };

export type TaskRowFragment = { __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null };

export type ProjectTasksQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TaskFilter>;
  orderBy?: InputMaybe<Array<TaskOrder> | TaskOrder>;
}>;


export type ProjectTasksQuery = { __typename?: 'Query', project: { __typename?: 'Project', tasks: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } } | null };

export type TaskCountQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  filter?: InputMaybe<TaskFilter>;
}>;


export type TaskCountQuery = { __typename?: 'Query', project: { __typename?: 'Project', tasks: { __typename?: 'TaskConnection', totalCount: number | null, totalCountAtLeast: number | null } } | null };

export type TaskRowOfQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type TaskRowOfQuery = { __typename?: 'Query', task: { __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null } | null };

export type TasksToExportQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TaskFilter>;
  orderBy?: InputMaybe<Array<TaskOrder> | TaskOrder>;
}>;


export type TasksToExportQuery = { __typename?: 'Query', project: { __typename?: 'Project', tasks: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, name: string, description: string | null, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, durationDays: number | null, actualStart: string | null, actualFinish: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, requiresEvidence: boolean, capexCost: string, opexCost: string, owner: { __typename?: 'User', name: string, email: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null }>, pageInfo: { __typename?: 'PageInfo', endCursor: string | null, hasNextPage: boolean } } } | null };

export type PeopleQueryVariables = Exact<{
  search: Scalars['String']['input'];
}>;


export type PeopleQuery = { __typename?: 'Query', users: { __typename?: 'UserConnection', nodes: Array<{ __typename?: 'User', id: string, name: string, email: string }> } };

export type UpdateTaskMutationVariables = Exact<{
  input: UpdateTaskInput;
  withImpact: Scalars['Boolean']['input'];
}>;


export type UpdateTaskMutation = { __typename?: 'Mutation', updateTask: { __typename?: 'TaskPayload', task: { __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null } | null, scheduleImpact?: { __typename?: 'SchedulePreview', moved: { __typename?: 'TaskMoveConnection', totalCount: number | null } } | null } | null };

export type UpdateRowProgressMutationVariables = Exact<{
  input: UpdateProgressInput;
}>;


export type UpdateRowProgressMutation = { __typename?: 'Mutation', updateProgress: { __typename?: 'WorkPayload', task: { __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null } | null } | null };

export type UpdateTasksMutationVariables = Exact<{
  input: UpdateTasksInput;
}>;


export type UpdateTasksMutation = { __typename?: 'Mutation', updateTasks: { __typename?: 'TasksPayload', errors: Array<{ __typename?: 'ItemError', index: number, message: string }>, tasks: Array<{ __typename?: 'Task', id: string, updatedAt: string, name: string, status: TaskStatus, priority: TaskPriority, startDate: string | null, endDate: string | null, actualStart: string | null, progressPercent: number, totalSlack: number | null, isCritical: boolean | null, viewerMay: Array<MutationName>, commitment: { __typename?: 'Commitment', dueOn: string } | null, owner: { __typename?: 'User', id: string, name: string } | null, phase: { __typename?: 'Phase', name: string } | null, workPackage: { __typename?: 'WorkPackage', name: string } | null } | null> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AcceptanceRowFragmentDoc = new TypedDocumentString(`
    fragment AcceptanceRow on Acceptance {
  id
  kind
  originId
  criteriaCode
  criteriaVersion
  reason
  compensating
  residual
  startsOn
  endsOn
  createdAt
  decidedAt
  comment
  endedAt
  endReason
  state
  proposedBy {
    id
    name
  }
  decidedBy {
    name
  }
  renews {
    id
  }
}
    `, {"fragmentName":"AcceptanceRow"}) as unknown as TypedDocumentString<AcceptanceRowFragment, unknown>;
export const AlertRowFragmentDoc = new TypedDocumentString(`
    fragment AlertRow on WatchdogAlert {
  id
  severity
  code
  message
  detectedAt
  resolvedAt
  acknowledgement {
    note
    at
    user {
      name
    }
  }
  data {
    level
    subjectType
    action
  }
  subject {
    __typename
    ... on Task {
      id
      name
    }
  }
  project {
    id
    code
    name
  }
}
    `, {"fragmentName":"AlertRow"}) as unknown as TypedDocumentString<AlertRowFragment, unknown>;
export const EarnedFiguresFragmentDoc = new TypedDocumentString(`
    fragment EarnedFigures on EarnedValue {
  asOf
  basis
  bac
  pv
  ev
  ac
  actualCostAt
  undatedCost
  sv
  cv
  spi
  cpi
  eacCpi
  eacPlan
  eacCpiSpi
  etc
  vac
  tcpiBac
  tcpiEac
  percentComplete
  percentSpent
  earnedScheduleDays
  actualTimeDays
  plannedDurationDays
  svTimeDays
  spiTime
  estimatedDurationDays
  estimatedFinish
  missing {
    figure
    reason
  }
}
    `, {"fragmentName":"EarnedFigures"}) as unknown as TypedDocumentString<EarnedFiguresFragment, unknown>;
export const ForecastFactsFragmentDoc = new TypedDocumentString(`
    fragment ForecastFacts on Forecast {
  id
  madeAt
  seed
  runs
  dataDate
  correlation
  finish {
    p10
    p50
    p80
    p90
    deterministic
    promised
    probabilityOnTime
  }
  cost {
    p50
    p80
  }
  inputs {
    openTasks
    tasksWithHistory
    history {
      kind
      cases
      coverageP80
    }
  }
  histogram {
    date
    count
  }
  criticality {
    index
    cruciality
    task {
      id
      name
      owner {
        name
      }
    }
  }
}
    `, {"fragmentName":"ForecastFacts"}) as unknown as TypedDocumentString<ForecastFactsFragment, unknown>;
export const PlanHeadFragmentDoc = new TypedDocumentString(`
    fragment PlanHead on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  startDate
  endDate
  promisedFinish
  viewerMay
  owner {
    id
    name
  }
  baseline {
    id
    name
  }
  schedule {
    dataDate
    forecastFinish
    finishVarianceDays
    criticalTaskCount
    isStale
    criticalPath(first: 1) {
      nodes {
        id
        name
        status
        owner {
          id
          name
        }
      }
    }
  }
}
    `, {"fragmentName":"PlanHead"}) as unknown as TypedDocumentString<PlanHeadFragment, unknown>;
export const PreviewResultFragmentDoc = new TypedDocumentString(`
    fragment PreviewResult on SchedulePreview {
  token
  isEmpty
  before {
    finish
    finishVarianceDays
    criticalTaskCount
  }
  after {
    finish
    finishVarianceDays
    criticalTaskCount
  }
  moved(first: 100) {
    totalCount
    nodes {
      startBefore
      startAfter
      endBefore
      endAfter
      shiftDays
      wasCritical
      isCritical
      because {
        kind
        predecessor {
          id
          name
        }
      }
      task {
        id
        name
        owner {
          name
        }
      }
    }
  }
  violations {
    kind
    days
    task {
      id
      name
    }
  }
  costByFiscalYear {
    fiscalYear
    capexBefore
    capexAfter
    opexBefore
    opexAfter
  }
  risks {
    mitigationPercent
    fullBefore
    fullAfter
    lostPointDays
    risk {
      id
    }
  }
}
    `, {"fragmentName":"PreviewResult"}) as unknown as TypedDocumentString<PreviewResultFragment, unknown>;
export const PortfolioRowFragmentDoc = new TypedDocumentString(`
    fragment PortfolioRow on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  redAlertCount: openAlertCount(minSeverity: RED)
  startDate
  endDate
  schedule {
    forecastFinish
    finishVarianceDays
  }
  owner {
    id
    name
  }
}
    `, {"fragmentName":"PortfolioRow"}) as unknown as TypedDocumentString<PortfolioRowFragment, unknown>;
export const ReviewItemFragmentDoc = new TypedDocumentString(`
    fragment ReviewItem on Evidence {
  id
  fileType
  fileUrl
  downloadUrl
  createdAt
  waitingSince
  viewerMay
  metadata {
    mediaType
    size
    sha256
    source
  }
  uploader {
    name
  }
  task {
    id
    projectId
    name
    project {
      name
      code
    }
  }
  subtask {
    id
    name
    task {
      id
      projectId
      name
      project {
        name
        code
      }
    }
  }
  reviews(first: 10) {
    nodes {
      id
      decision
      comment
      aiScore
      aiFeedback
      createdAt
      reviewer {
        name
      }
    }
  }
}
    `, {"fragmentName":"ReviewItem"}) as unknown as TypedDocumentString<ReviewItemFragment, unknown>;
export const ExtensionRowFragmentDoc = new TypedDocumentString(`
    fragment ExtensionRow on Extension {
  id
  currentDue
  requestedDue
  reason
  state
  createdAt
  lapsesOn
  comment
  requestedBy {
    id
    name
  }
  decidedBy {
    name
  }
}
    `, {"fragmentName":"ExtensionRow"}) as unknown as TypedDocumentString<ExtensionRowFragment, unknown>;
export const TaskDetailFragmentDoc = new TypedDocumentString(`
    fragment TaskDetail on Task {
  id
  updatedAt
  projectId
  name
  description
  status
  priority
  startDate
  endDate
  durationDays
  remainingDays
  actualStart
  actualFinish
  progressPercent
  requiresEvidence
  capexCost
  opexCost
  blockedReason
  isCritical
  totalSlack
  earlyStart
  earlyFinish
  lateFinish
  baselineStart
  baselineFinish
  finishVarianceDays
  viewerMay
  owner {
    id
    name
  }
  assignees {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
  rule {
    mode
    deadline
  }
  commitment {
    dueOn
    originalDueOn
    extensions
  }
  extensions(first: 10) {
    nodes {
      ...ExtensionRow
    }
  }
  project {
    owner {
      id
      name
    }
    sponsor {
      id
      name
    }
  }
  drivingPredecessors {
    slackDays
    isDriving
    dependency {
      id
      dependencyType
      lagDays
    }
    predecessor {
      id
      name
      status
      progressPercent
      earlyFinish
      owner {
        name
      }
    }
  }
  successors {
    id
    dependencyType
    lagDays
    successor {
      id
      name
      status
      earlyStart
      owner {
        name
      }
    }
  }
  subtasks(first: 50) {
    nodes {
      id
      name
      status
      progressPercent
    }
  }
  evidence(first: 20) {
    nodes {
      id
      fileType
      downloadUrl
      latestDecision
      createdAt
      metadata {
        mediaType
        size
        sha256
      }
      uploader {
        name
      }
    }
  }
  progressLog(first: 15) {
    nodes {
      id
      createdAt
      oldProgressPercent
      newProgressPercent
      oldStatus
      newStatus
      comment
      source
      user {
        name
      }
    }
  }
}
    fragment ExtensionRow on Extension {
  id
  currentDue
  requestedDue
  reason
  state
  createdAt
  lapsesOn
  comment
  requestedBy {
    id
    name
  }
  decidedBy {
    name
  }
}`, {"fragmentName":"TaskDetail"}) as unknown as TypedDocumentString<TaskDetailFragment, unknown>;
export const TaskRowFragmentDoc = new TypedDocumentString(`
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}
    `, {"fragmentName":"TaskRow"}) as unknown as TypedDocumentString<TaskRowFragment, unknown>;
export const AcceptancesDocument = new TypedDocumentString(`
    query Acceptances($first: Int!, $after: String, $filter: AcceptanceFilter) {
  acceptances(first: $first, after: $after, filter: $filter) {
    nodes {
      ...AcceptanceRow
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
  viewer {
    organisation {
      settings {
        acceptance {
          approverIds
        }
      }
    }
  }
}
    fragment AcceptanceRow on Acceptance {
  id
  kind
  originId
  criteriaCode
  criteriaVersion
  reason
  compensating
  residual
  startsOn
  endsOn
  createdAt
  decidedAt
  comment
  endedAt
  endReason
  state
  proposedBy {
    id
    name
  }
  decidedBy {
    name
  }
  renews {
    id
  }
}`) as unknown as TypedDocumentString<AcceptancesQuery, AcceptancesQueryVariables>;
export const AcceptanceOfDocument = new TypedDocumentString(`
    query AcceptanceOf($id: ID!) {
  acceptances(first: 1, filter: {id: [$id]}) {
    nodes {
      ...AcceptanceRow
    }
  }
}
    fragment AcceptanceRow on Acceptance {
  id
  kind
  originId
  criteriaCode
  criteriaVersion
  reason
  compensating
  residual
  startsOn
  endsOn
  createdAt
  decidedAt
  comment
  endedAt
  endReason
  state
  proposedBy {
    id
    name
  }
  decidedBy {
    name
  }
  renews {
    id
  }
}`) as unknown as TypedDocumentString<AcceptanceOfQuery, AcceptanceOfQueryVariables>;
export const AcceptanceWorkDocument = new TypedDocumentString(`
    query AcceptanceWork($filter: TaskFilter!) {
  tasks(first: 10, filter: $filter) {
    nodes {
      id
      name
      projectId
      status
      owner {
        name
      }
      project {
        name
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptanceWorkQuery, AcceptanceWorkQueryVariables>;
export const DecideAcceptanceDocument = new TypedDocumentString(`
    mutation DecideAcceptance($input: DecideAcceptanceInput!) {
  decideAcceptance(input: $input) {
    acceptance {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<DecideAcceptanceMutation, DecideAcceptanceMutationVariables>;
export const WithdrawAcceptanceDocument = new TypedDocumentString(`
    mutation WithdrawAcceptance($input: WithdrawAcceptanceInput!) {
  withdrawAcceptance(input: $input) {
    acceptance {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawAcceptanceMutation, WithdrawAcceptanceMutationVariables>;
export const RevokeAcceptanceDocument = new TypedDocumentString(`
    mutation RevokeAcceptance($input: RevokeAcceptanceInput!) {
  revokeAcceptance(input: $input) {
    acceptance {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeAcceptanceMutation, RevokeAcceptanceMutationVariables>;
export const AlertGroupsDocument = new TypedDocumentString(`
    query AlertGroups($by: AlertGrouping!, $filter: WatchdogAlertFilter) {
  viewer {
    organisation {
      eventCursor
    }
  }
  alertGroups(by: $by, filter: $filter, first: 100) {
    code
    level
    severity
    count
    projectCount
    oldestAt
    newestAt
    project {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AlertGroupsQuery, AlertGroupsQueryVariables>;
export const AlertsDocument = new TypedDocumentString(`
    query Alerts($first: Int!, $after: String, $filter: WatchdogAlertFilter) {
  alerts(first: $first, after: $after, filter: $filter) {
    nodes {
      ...AlertRow
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment AlertRow on WatchdogAlert {
  id
  severity
  code
  message
  detectedAt
  resolvedAt
  acknowledgement {
    note
    at
    user {
      name
    }
  }
  data {
    level
    subjectType
    action
  }
  subject {
    __typename
    ... on Task {
      id
      name
    }
  }
  project {
    id
    code
    name
  }
}`) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const AlertRaisedDocument = new TypedDocumentString(`
    subscription AlertRaised($after: String) {
  alertRaised(after: $after) {
    cursor
    alert {
      ...AlertRow
    }
  }
}
    fragment AlertRow on WatchdogAlert {
  id
  severity
  code
  message
  detectedAt
  resolvedAt
  acknowledgement {
    note
    at
    user {
      name
    }
  }
  data {
    level
    subjectType
    action
  }
  subject {
    __typename
    ... on Task {
      id
      name
    }
  }
  project {
    id
    code
    name
  }
}`) as unknown as TypedDocumentString<AlertRaisedSubscription, AlertRaisedSubscriptionVariables>;
export const AcknowledgeAlertDocument = new TypedDocumentString(`
    mutation AcknowledgeAlert($input: AcknowledgeAlertInput!) {
  acknowledgeAlert(input: $input) {
    alert {
      id
      acknowledgement {
        note
        at
        user {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AcknowledgeAlertMutation, AcknowledgeAlertMutationVariables>;
export const LastScanDocument = new TypedDocumentString(`
    query LastScan {
  serviceStatus {
    lastScanAt
  }
}
    `) as unknown as TypedDocumentString<LastScanQuery, LastScanQueryVariables>;
export const ProjectMayDocument = new TypedDocumentString(`
    query ProjectMay($id: ID!) {
  project(id: $id) {
    viewerMay
  }
}
    `) as unknown as TypedDocumentString<ProjectMayQuery, ProjectMayQueryVariables>;
export const RescanProjectDocument = new TypedDocumentString(`
    mutation RescanProject($input: RescanProjectInput!) {
  rescanProject(input: $input) {
    project {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RescanProjectMutation, RescanProjectMutationVariables>;
export const ProjectCostDocument = new TypedDocumentString(`
    query ProjectCost($id: ID!, $asOf: Date, $interval: CostInterval) {
  project(id: $id) {
    viewerMay
    earnedValue(asOf: $asOf) {
      ...EarnedFigures
    }
    costSeries(interval: $interval) {
      date
      pv
      ev
      ac
    }
    costByFiscalYear {
      fiscalYear
      start
      end
      capex
      opex
    }
  }
}
    fragment EarnedFigures on EarnedValue {
  asOf
  basis
  bac
  pv
  ev
  ac
  actualCostAt
  undatedCost
  sv
  cv
  spi
  cpi
  eacCpi
  eacPlan
  eacCpiSpi
  etc
  vac
  tcpiBac
  tcpiEac
  percentComplete
  percentSpent
  earnedScheduleDays
  actualTimeDays
  plannedDurationDays
  svTimeDays
  spiTime
  estimatedDurationDays
  estimatedFinish
  missing {
    figure
    reason
  }
}`) as unknown as TypedDocumentString<ProjectCostQuery, ProjectCostQueryVariables>;
export const ProjectForecastDocument = new TypedDocumentString(`
    query ProjectForecast($id: ID!) {
  project(id: $id) {
    forecast {
      ...ForecastFacts
    }
  }
}
    fragment ForecastFacts on Forecast {
  id
  madeAt
  seed
  runs
  dataDate
  correlation
  finish {
    p10
    p50
    p80
    p90
    deterministic
    promised
    probabilityOnTime
  }
  cost {
    p50
    p80
  }
  inputs {
    openTasks
    tasksWithHistory
    history {
      kind
      cases
      coverageP80
    }
  }
  histogram {
    date
    count
  }
  criticality {
    index
    cruciality
    task {
      id
      name
      owner {
        name
      }
    }
  }
}`) as unknown as TypedDocumentString<ProjectForecastQuery, ProjectForecastQueryVariables>;
export const MakeForecastDocument = new TypedDocumentString(`
    mutation MakeForecast($input: ForecastProjectInput!) {
  forecastProject(input: $input) {
    forecast {
      ...ForecastFacts
    }
  }
}
    fragment ForecastFacts on Forecast {
  id
  madeAt
  seed
  runs
  dataDate
  correlation
  finish {
    p10
    p50
    p80
    p90
    deterministic
    promised
    probabilityOnTime
  }
  cost {
    p50
    p80
  }
  inputs {
    openTasks
    tasksWithHistory
    history {
      kind
      cases
      coverageP80
    }
  }
  histogram {
    date
    count
  }
  criticality {
    index
    cruciality
    task {
      id
      name
      owner {
        name
      }
    }
  }
}`) as unknown as TypedDocumentString<MakeForecastMutation, MakeForecastMutationVariables>;
export const PlanDocument = new TypedDocumentString(`
    query Plan($id: ID!) {
  project(id: $id) {
    ...PlanHead
    eventCursor
    myGanttState {
      zoomLevel
      groupingMode
      viewportStart
      foldedIds
      showsBaseline
      baselineId
      emphasisesCritical
    }
    timeline(zoom: WEEK) {
      version
      isStale
      packed
    }
  }
}
    fragment PlanHead on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  startDate
  endDate
  promisedFinish
  viewerMay
  owner {
    id
    name
  }
  baseline {
    id
    name
  }
  schedule {
    dataDate
    forecastFinish
    finishVarianceDays
    criticalTaskCount
    isStale
    criticalPath(first: 1) {
      nodes {
        id
        name
        status
        owner {
          id
          name
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<PlanQuery, PlanQueryVariables>;
export const PlanHeadOfDocument = new TypedDocumentString(`
    query PlanHeadOf($id: ID!) {
  project(id: $id) {
    ...PlanHead
  }
}
    fragment PlanHead on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  startDate
  endDate
  promisedFinish
  viewerMay
  owner {
    id
    name
  }
  baseline {
    id
    name
  }
  schedule {
    dataDate
    forecastFinish
    finishVarianceDays
    criticalTaskCount
    isStale
    criticalPath(first: 1) {
      nodes {
        id
        name
        status
        owner {
          id
          name
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<PlanHeadOfQuery, PlanHeadOfQueryVariables>;
export const SaveGanttStateDocument = new TypedDocumentString(`
    mutation SaveGanttState($input: SaveGanttStateInput!) {
  saveGanttState(input: $input) {
    ganttState {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<SaveGanttStateMutation, SaveGanttStateMutationVariables>;
export const ProjectIdByCodeDocument = new TypedDocumentString(`
    query ProjectIdByCode($code: String!) {
  projectByCode(code: $code) {
    id
  }
}
    `) as unknown as TypedDocumentString<ProjectIdByCodeQuery, ProjectIdByCodeQueryVariables>;
export const TimelineChangedDocument = new TypedDocumentString(`
    subscription TimelineChanged($projectId: ID!, $after: String) {
  timelineChanged(projectId: $projectId, zoom: WEEK, after: $after) {
    cursor
    previousVersion
    version
    reset
    packed
  }
}
    `) as unknown as TypedDocumentString<TimelineChangedSubscription, TimelineChangedSubscriptionVariables>;
export const ProjectChangedDocument = new TypedDocumentString(`
    subscription ProjectChanged($id: ID!, $after: String) {
  projectChanged(id: $id, after: $after) {
    cursor
    topic
    occurredAt
    actor {
      name
    }
    task {
      id
      name
      progressPercent
      status
    }
    alert {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ProjectChangedSubscription, ProjectChangedSubscriptionVariables>;
export const PreviewScheduleDocument = new TypedDocumentString(`
    query PreviewSchedule($input: PreviewScheduleInput!) {
  previewSchedule(input: $input) {
    ...PreviewResult
  }
}
    fragment PreviewResult on SchedulePreview {
  token
  isEmpty
  before {
    finish
    finishVarianceDays
    criticalTaskCount
  }
  after {
    finish
    finishVarianceDays
    criticalTaskCount
  }
  moved(first: 100) {
    totalCount
    nodes {
      startBefore
      startAfter
      endBefore
      endAfter
      shiftDays
      wasCritical
      isCritical
      because {
        kind
        predecessor {
          id
          name
        }
      }
      task {
        id
        name
        owner {
          name
        }
      }
    }
  }
  violations {
    kind
    days
    task {
      id
      name
    }
  }
  costByFiscalYear {
    fiscalYear
    capexBefore
    capexAfter
    opexBefore
    opexAfter
  }
  risks {
    mitigationPercent
    fullBefore
    fullAfter
    lostPointDays
    risk {
      id
    }
  }
}`) as unknown as TypedDocumentString<PreviewScheduleQuery, PreviewScheduleQueryVariables>;
export const ApplyScheduleDocument = new TypedDocumentString(`
    mutation ApplySchedule($input: ApplyScheduleInput!) {
  applySchedule(input: $input) {
    state
    changedTaskCount
    application {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ApplyScheduleMutation, ApplyScheduleMutationVariables>;
export const BaselinesDocument = new TypedDocumentString(`
    query Baselines($id: ID!) {
  project(id: $id) {
    baselines {
      id
      name
      kind
      isCurrent
      asOf
    }
  }
}
    `) as unknown as TypedDocumentString<BaselinesQuery, BaselinesQueryVariables>;
export const BaselineBarsDocument = new TypedDocumentString(`
    query BaselineBars($baselineId: ID!) {
  baselinePlan(baselineId: $baselineId) {
    name
    startDate
    endDate
    packed
  }
}
    `) as unknown as TypedDocumentString<BaselineBarsQuery, BaselineBarsQueryVariables>;
export const BarsAsOfDocument = new TypedDocumentString(`
    query BarsAsOf($id: ID!, $at: DateTime!) {
  project(id: $id) {
    planAsOf(at: $at) {
      name
      startDate
      endDate
      packed
    }
  }
}
    `) as unknown as TypedDocumentString<BarsAsOfQuery, BarsAsOfQueryVariables>;
export const CompareBaselinesDocument = new TypedDocumentString(`
    query CompareBaselines($projectId: ID!, $a: ID!, $limit: Int!) {
  compareBaselines(projectId: $projectId, a: $a, entries: {limit: $limit}) {
    finishBefore
    finishAfter
    finishShiftDays
    movedCount
    moved {
      taskId
      startBefore
      startAfter
      endBefore
      endAfter
      startShiftDays
      endShiftDays
    }
    addedCount
    removedCount
    costChangeCount
    capexBefore
    capexAfter
    opexBefore
    opexAfter
    addedDependencyCount
    removedDependencyCount
  }
}
    `) as unknown as TypedDocumentString<CompareBaselinesQuery, CompareBaselinesQueryVariables>;
export const PortfolioDocument = new TypedDocumentString(`
    query Portfolio($first: Int!, $after: String, $filter: ProjectFilter, $orderBy: [ProjectOrder!]) {
  projects(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      ...PortfolioRow
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment PortfolioRow on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  redAlertCount: openAlertCount(minSeverity: RED)
  startDate
  endDate
  schedule {
    forecastFinish
    finishVarianceDays
  }
  owner {
    id
    name
  }
}`) as unknown as TypedDocumentString<PortfolioQuery, PortfolioQueryVariables>;
export const PortfolioSummaryDocument = new TypedDocumentString(`
    query PortfolioSummary($filter: ProjectFilter) {
  viewer {
    organisation {
      eventCursor
      settledOn
    }
  }
  portfolioSummary(filter: $filter) {
    projectCount
    isComplete
    byHealth {
      health
      count
    }
    overdueTaskCount
    overdueProjectCount
    endingSoonCount
    openAlerts {
      severity
      count
    }
  }
}
    `) as unknown as TypedDocumentString<PortfolioSummaryQuery, PortfolioSummaryQueryVariables>;
export const DivisionsDocument = new TypedDocumentString(`
    query Divisions {
  divisions(first: 100) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<DivisionsQuery, DivisionsQueryVariables>;
export const PortfolioChangedDocument = new TypedDocumentString(`
    subscription PortfolioChanged($after: String, $filter: ProjectCriteria) {
  portfolioChanged(after: $after, filter: $filter) {
    cursor
    occurredAt
    projects {
      ...PortfolioRow
    }
    otherProjectIds
  }
}
    fragment PortfolioRow on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  redAlertCount: openAlertCount(minSeverity: RED)
  startDate
  endDate
  schedule {
    forecastFinish
    finishVarianceDays
  }
  owner {
    id
    name
  }
}`) as unknown as TypedDocumentString<PortfolioChangedSubscription, PortfolioChangedSubscriptionVariables>;
export const UserNameDocument = new TypedDocumentString(`
    query UserName($id: ID!) {
  user(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<UserNameQuery, UserNameQueryVariables>;
export const ProjectFrameDocument = new TypedDocumentString(`
    query ProjectFrame($id: ID!) {
  project(id: $id) {
    ...PlanHead
    eventCursor
  }
}
    fragment PlanHead on Project {
  id
  code
  name
  status
  health
  healthReasons {
    rule
    health
    message
  }
  progressPercent
  overdueTaskCount
  openAlertCount
  startDate
  endDate
  promisedFinish
  viewerMay
  owner {
    id
    name
  }
  baseline {
    id
    name
  }
  schedule {
    dataDate
    forecastFinish
    finishVarianceDays
    criticalTaskCount
    isStale
    criticalPath(first: 1) {
      nodes {
        id
        name
        status
        owner {
          id
          name
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<ProjectFrameQuery, ProjectFrameQueryVariables>;
export const ProjectHistoryDocument = new TypedDocumentString(`
    query ProjectHistory($id: ID!, $first: Int!, $after: String) {
  project(id: $id) {
    history(first: $first, after: $after) {
      nodes {
        id
        createdAt
        tableName
        recordName
        change
        actor {
          name
        }
        movedTo {
          name
        }
        movedFrom {
          name
        }
        values {
          field
          before
          after
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProjectHistoryQuery, ProjectHistoryQueryVariables>;
export const AuditTrailDocument = new TypedDocumentString(`
    query AuditTrail($first: Int!, $after: String, $filter: AuditLogFilter) {
  auditLog(first: $first, after: $after, filter: $filter) {
    nodes {
      id
      createdAt
      action
      tableName
      recordId
      requestId
      projectId
      overrideReason
      userId
      user {
        name
      }
      changes {
        field
        before
        after
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<AuditTrailQuery, AuditTrailQueryVariables>;
export const VerifyAuditTrailDocument = new TypedDocumentString(`
    query VerifyAuditTrail($after: String) {
  verifyAuditTrail(after: $after) {
    holds
    nextCursor
    recordsRead
    checkedRecords
    verifiedAt
    sealedUntil
    head {
      seal
      records
      sealedAt
    }
    faults {
      sealId
      sequence
      fault
    }
  }
}
    `) as unknown as TypedDocumentString<VerifyAuditTrailQuery, VerifyAuditTrailQueryVariables>;
export const ToReviewDocument = new TypedDocumentString(`
    query ToReview($first: Int!, $after: String) {
  viewer {
    toReviewCount
    toReview(first: $first, after: $after) {
      nodes {
        ...ReviewItem
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
}
    fragment ReviewItem on Evidence {
  id
  fileType
  fileUrl
  downloadUrl
  createdAt
  waitingSince
  viewerMay
  metadata {
    mediaType
    size
    sha256
    source
  }
  uploader {
    name
  }
  task {
    id
    projectId
    name
    project {
      name
      code
    }
  }
  subtask {
    id
    name
    task {
      id
      projectId
      name
      project {
        name
        code
      }
    }
  }
  reviews(first: 10) {
    nodes {
      id
      decision
      comment
      aiScore
      aiFeedback
      createdAt
      reviewer {
        name
      }
    }
  }
}`) as unknown as TypedDocumentString<ToReviewQuery, ToReviewQueryVariables>;
export const ToReviewChangedDocument = new TypedDocumentString(`
    subscription ToReviewChanged($after: String) {
  toReviewChanged(after: $after) {
    cursor
    toReviewCount
  }
}
    `) as unknown as TypedDocumentString<ToReviewChangedSubscription, ToReviewChangedSubscriptionVariables>;
export const ReviewEvidenceDocument = new TypedDocumentString(`
    mutation ReviewEvidence($input: ReviewEvidenceInput!) {
  reviewEvidence(input: $input) {
    evidence {
      id
      latestDecision
    }
  }
}
    `) as unknown as TypedDocumentString<ReviewEvidenceMutation, ReviewEvidenceMutationVariables>;
export const PushKeyDocument = new TypedDocumentString(`
    query PushKey {
  viewer {
    pushPublicKey
  }
}
    `) as unknown as TypedDocumentString<PushKeyQuery, PushKeyQueryVariables>;
export const SubscribePushDocument = new TypedDocumentString(`
    mutation SubscribePush($input: SubscribePushInput!) {
  subscribePush(input: $input) {
    subscriptionId
  }
}
    `) as unknown as TypedDocumentString<SubscribePushMutation, SubscribePushMutationVariables>;
export const UnsubscribePushDocument = new TypedDocumentString(`
    mutation UnsubscribePush($input: UnsubscribePushInput!) {
  unsubscribePush(input: $input) {
    removed
  }
}
    `) as unknown as TypedDocumentString<UnsubscribePushMutation, UnsubscribePushMutationVariables>;
export const ProjectOfTaskDocument = new TypedDocumentString(`
    query ProjectOfTask($id: ID!) {
  task(id: $id) {
    projectId
  }
}
    `) as unknown as TypedDocumentString<ProjectOfTaskQuery, ProjectOfTaskQueryVariables>;
export const AssignTaskDocument = new TypedDocumentString(`
    mutation AssignTask($input: AssignTaskInput!) {
  assignTask(input: $input) {
    task {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<AssignTaskMutation, AssignTaskMutationVariables>;
export const ShellDocument = new TypedDocumentString(`
    query Shell {
  viewer {
    role
    unreadCount
    notificationCursor
    toReviewCount
    user {
      id
      name
    }
    organisation {
      id
      name
      timeZone
      settings {
        workingDays
        holidays
        dueDates {
          approverLow
          approverNormal
          approverHigh
          approverCritical
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShellQuery, ShellQueryVariables>;
export const NotifiedDocument = new TypedDocumentString(`
    subscription Notified($after: String) {
  notificationReceived(after: $after) {
    cursor
    notification {
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<NotifiedSubscription, NotifiedSubscriptionVariables>;
export const UnreadDocument = new TypedDocumentString(`
    query Unread {
  viewer {
    unreadCount
    toReviewCount
  }
}
    `) as unknown as TypedDocumentString<UnreadQuery, UnreadQueryVariables>;
export const NotificationsDocument = new TypedDocumentString(`
    query Notifications {
  notifications(first: 30, filter: {isRead: false}) {
    nodes {
      id
      title
      message
      link
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<NotificationsQuery, NotificationsQueryVariables>;
export const MarkReadDocument = new TypedDocumentString(`
    mutation MarkRead($ids: [ID!]!, $key: String) {
  markNotificationsRead(input: {ids: $ids, idempotencyKey: $key}) {
    changed
  }
}
    `) as unknown as TypedDocumentString<MarkReadMutation, MarkReadMutationVariables>;
export const FindDocument = new TypedDocumentString(`
    query Find($text: String!) {
  projects(first: 8, filter: {search: $text}) {
    nodes {
      id
      name
      code
      health
    }
  }
  tasks(first: 8, filter: {search: $text}) {
    nodes {
      id
      name
      projectId
      status
      project {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FindQuery, FindQueryVariables>;
export const FindPeopleDocument = new TypedDocumentString(`
    query FindPeople($text: String) {
  users(first: 8, filter: {search: $text}) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<FindPeopleQuery, FindPeopleQueryVariables>;
export const SystemStatusDocument = new TypedDocumentString(`
    query SystemStatus {
  serviceStatus {
    version
    startedAt
    openStreams
    migration
    databaseVersion
    isReadOnly
    today
    settledDay
    isDaySettled
    lastScanAt
    lastEventAt
    deadDeliveries
    jobs {
      name
      isRunning
      startedAt
      finishedAt
      hasFailed
    }
    queues {
      name
      depth
      oldestAt
    }
  }
}
    `) as unknown as TypedDocumentString<SystemStatusQuery, SystemStatusQueryVariables>;
export const RedeliverDeadDocument = new TypedDocumentString(`
    mutation RedeliverDead($deliveries: RedeliverDeliveriesInput!, $messages: RedeliverMessagesInput!) {
  redeliverDeliveries(input: $deliveries) {
    redelivered
  }
  redeliverMessages(input: $messages) {
    redelivered
  }
}
    `) as unknown as TypedDocumentString<RedeliverDeadMutation, RedeliverDeadMutationVariables>;
export const ScanLogDocument = new TypedDocumentString(`
    query ScanLog($first: Int!) {
  watchdogScanLogs(first: $first) {
    nodes {
      id
      startedAt
      finishedAt
      projectsScanned
      issuesDetected
      aiSummary
    }
  }
}
    `) as unknown as TypedDocumentString<ScanLogQuery, ScanLogQueryVariables>;
export const TaskPanelDocument = new TypedDocumentString(`
    query TaskPanel($id: ID!) {
  task(id: $id) {
    ...TaskDetail
  }
}
    fragment TaskDetail on Task {
  id
  updatedAt
  projectId
  name
  description
  status
  priority
  startDate
  endDate
  durationDays
  remainingDays
  actualStart
  actualFinish
  progressPercent
  requiresEvidence
  capexCost
  opexCost
  blockedReason
  isCritical
  totalSlack
  earlyStart
  earlyFinish
  lateFinish
  baselineStart
  baselineFinish
  finishVarianceDays
  viewerMay
  owner {
    id
    name
  }
  assignees {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
  rule {
    mode
    deadline
  }
  commitment {
    dueOn
    originalDueOn
    extensions
  }
  extensions(first: 10) {
    nodes {
      ...ExtensionRow
    }
  }
  project {
    owner {
      id
      name
    }
    sponsor {
      id
      name
    }
  }
  drivingPredecessors {
    slackDays
    isDriving
    dependency {
      id
      dependencyType
      lagDays
    }
    predecessor {
      id
      name
      status
      progressPercent
      earlyFinish
      owner {
        name
      }
    }
  }
  successors {
    id
    dependencyType
    lagDays
    successor {
      id
      name
      status
      earlyStart
      owner {
        name
      }
    }
  }
  subtasks(first: 50) {
    nodes {
      id
      name
      status
      progressPercent
    }
  }
  evidence(first: 20) {
    nodes {
      id
      fileType
      downloadUrl
      latestDecision
      createdAt
      metadata {
        mediaType
        size
        sha256
      }
      uploader {
        name
      }
    }
  }
  progressLog(first: 15) {
    nodes {
      id
      createdAt
      oldProgressPercent
      newProgressPercent
      oldStatus
      newStatus
      comment
      source
      user {
        name
      }
    }
  }
}
fragment ExtensionRow on Extension {
  id
  currentDue
  requestedDue
  reason
  state
  createdAt
  lapsesOn
  comment
  requestedBy {
    id
    name
  }
  decidedBy {
    name
  }
}`) as unknown as TypedDocumentString<TaskPanelQuery, TaskPanelQueryVariables>;
export const UpdateProgressDocument = new TypedDocumentString(`
    mutation UpdateProgress($input: UpdateProgressInput!) {
  updateProgress(input: $input) {
    task {
      id
      progressPercent
      status
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateProgressMutation, UpdateProgressMutationVariables>;
export const StartTaskDocument = new TypedDocumentString(`
    mutation StartTask($input: MoveStatusInput!) {
  startTask(input: $input) {
    task {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<StartTaskMutation, StartTaskMutationVariables>;
export const BlockTaskDocument = new TypedDocumentString(`
    mutation BlockTask($input: BlockInput!) {
  blockTask(input: $input) {
    task {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<BlockTaskMutation, BlockTaskMutationVariables>;
export const UnblockTaskDocument = new TypedDocumentString(`
    mutation UnblockTask($input: MoveStatusInput!) {
  unblockTask(input: $input) {
    task {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<UnblockTaskMutation, UnblockTaskMutationVariables>;
export const CompleteTaskDocument = new TypedDocumentString(`
    mutation CompleteTask($input: MoveStatusInput!) {
  completeTask(input: $input) {
    task {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<CompleteTaskMutation, CompleteTaskMutationVariables>;
export const ReopenTaskDocument = new TypedDocumentString(`
    mutation ReopenTask($input: MoveStatusInput!) {
  reopenTask(input: $input) {
    task {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<ReopenTaskMutation, ReopenTaskMutationVariables>;
export const AddCommentDocument = new TypedDocumentString(`
    mutation AddComment($input: AddCommentInput!) {
  addComment(input: $input) {
    comment {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<AddCommentMutation, AddCommentMutationVariables>;
export const RequestExtensionDocument = new TypedDocumentString(`
    mutation RequestExtension($input: RequestExtensionInput!) {
  requestExtension(input: $input) {
    extension {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RequestExtensionMutation, RequestExtensionMutationVariables>;
export const DecideExtensionDocument = new TypedDocumentString(`
    mutation DecideExtension($input: DecideExtensionInput!) {
  decideExtension(input: $input) {
    extension {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<DecideExtensionMutation, DecideExtensionMutationVariables>;
export const WithdrawExtensionDocument = new TypedDocumentString(`
    mutation WithdrawExtension($input: WithdrawExtensionInput!) {
  withdrawExtension(input: $input) {
    extension {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawExtensionMutation, WithdrawExtensionMutationVariables>;
export const TaskMoreDocument = new TypedDocumentString(`
    query TaskMore($id: ID!) {
  task(id: $id) {
    occurrence {
      nominalOn
      dueOn
      series {
        id
        name
        rule
        startsOn
        state
        dateShift
        nextDates
      }
    }
    riskLinks(first: 20) {
      nodes {
        id
        riskId
        linkType
        risk {
          mitigationAchievedPercent
          acceptedUntil
        }
      }
    }
    controlLinks(first: 20) {
      nodes {
        id
        controlId
        controlGroup
        control {
          implementationPercent
          exceptionUntil
        }
      }
    }
    ismsLinks(first: 20) {
      nodes {
        id
        criteriaCode
        criteriaVersion
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TaskMoreQuery, TaskMoreQueryVariables>;
export const ProjectTasksDocument = new TypedDocumentString(`
    query ProjectTasks($id: ID!, $first: Int!, $after: String, $filter: TaskFilter, $orderBy: [TaskOrder!]) {
  project(id: $id) {
    tasks(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes {
        ...TaskRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
}
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}`) as unknown as TypedDocumentString<ProjectTasksQuery, ProjectTasksQueryVariables>;
export const TaskCountDocument = new TypedDocumentString(`
    query TaskCount($id: ID!, $filter: TaskFilter) {
  project(id: $id) {
    tasks(first: 1, filter: $filter) {
      totalCount
      totalCountAtLeast
    }
  }
}
    `) as unknown as TypedDocumentString<TaskCountQuery, TaskCountQueryVariables>;
export const TaskRowOfDocument = new TypedDocumentString(`
    query TaskRowOf($id: ID!) {
  task(id: $id) {
    ...TaskRow
  }
}
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}`) as unknown as TypedDocumentString<TaskRowOfQuery, TaskRowOfQueryVariables>;
export const TasksToExportDocument = new TypedDocumentString(`
    query TasksToExport($id: ID!, $after: String, $filter: TaskFilter, $orderBy: [TaskOrder!]) {
  project(id: $id) {
    tasks(first: 500, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes {
        id
        name
        description
        status
        priority
        startDate
        endDate
        durationDays
        actualStart
        actualFinish
        progressPercent
        totalSlack
        isCritical
        requiresEvidence
        capexCost
        opexCost
        owner {
          name
          email
        }
        phase {
          name
        }
        workPackage {
          name
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TasksToExportQuery, TasksToExportQueryVariables>;
export const PeopleDocument = new TypedDocumentString(`
    query People($search: String!) {
  users(first: 20, filter: {search: $search}) {
    nodes {
      id
      name
      email
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const UpdateTaskDocument = new TypedDocumentString(`
    mutation UpdateTask($input: UpdateTaskInput!, $withImpact: Boolean!) {
  updateTask(input: $input) {
    task {
      ...TaskRow
    }
    scheduleImpact @include(if: $withImpact) {
      moved(first: 1) {
        totalCount
      }
    }
  }
}
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}`) as unknown as TypedDocumentString<UpdateTaskMutation, UpdateTaskMutationVariables>;
export const UpdateRowProgressDocument = new TypedDocumentString(`
    mutation UpdateRowProgress($input: UpdateProgressInput!) {
  updateProgress(input: $input) {
    task {
      ...TaskRow
    }
  }
}
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}`) as unknown as TypedDocumentString<UpdateRowProgressMutation, UpdateRowProgressMutationVariables>;
export const UpdateTasksDocument = new TypedDocumentString(`
    mutation UpdateTasks($input: UpdateTasksInput!) {
  updateTasks(input: $input) {
    errors {
      index
      message
    }
    tasks {
      ...TaskRow
    }
  }
}
    fragment TaskRow on Task {
  id
  updatedAt
  name
  status
  priority
  startDate
  endDate
  actualStart
  progressPercent
  totalSlack
  isCritical
  viewerMay
  commitment {
    dueOn
  }
  owner {
    id
    name
  }
  phase {
    name
  }
  workPackage {
    name
  }
}`) as unknown as TypedDocumentString<UpdateTasksMutation, UpdateTasksMutationVariables>;