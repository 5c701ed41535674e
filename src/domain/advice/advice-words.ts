import { AiModel } from '../enums.ts';

/** What a model is asked for. */
export const AdviceKind = {
  /** Tasks by which a risk, a finding, a control or an incident is dealt with. */
  TASKS: 'tasks',
  /** Which of the possible compressions of the critical path to take. */
  SCHEDULE: 'schedule',
  /** How well a piece of evidence fits what it is to prove. */
  EVIDENCE: 'evidence',
  /** What a run of the watchdog has found, in words. */
  SCAN: 'scan',
  /** How a risk is mitigated earlier. */
  MITIGATION: 'mitigation',
} as const;
export type AdviceKind = (typeof AdviceKind)[keyof typeof AdviceKind];

/** How far a proposal has come. */
export const ProposalState = {
  WAITING: 'waiting',
  PROPOSED: 'proposed',
  GIVEN: 'given',
  FAILED: 'failed',
  ACCEPTED: 'accepted',
  DISMISSED: 'dismissed',
  EXPIRED: 'expired',
} as const;
export type ProposalState = (typeof ProposalState)[keyof typeof ProposalState];

/** What accepting one item of a proposal does. */
export const ProposalAction = {
  CREATE_TASK: 'create_task',
  SHORTEN_TASK: 'shorten_task',
  OVERLAP_TASKS: 'overlap_tasks',
  RAISE_PRIORITY: 'raise_priority',
} as const;
export type ProposalAction = (typeof ProposalAction)[keyof typeof ProposalAction];

/** The kind of record that tasks are proposed for. */
export const AdviceSubject = {
  RISK: 'risk',
  AUDIT_FINDING: 'audit_finding',
  CONTROL: 'control',
  INCIDENT: 'incident',
} as const;
export type AdviceSubject = (typeof AdviceSubject)[keyof typeof AdviceSubject];

/** The model of the schema specification that each kind of advice comes from. */
export const MODEL_OF: Readonly<Record<AdviceKind, AiModel>> = {
  tasks: AiModel.GPT4O_LARGE,
  schedule: AiModel.SCHEDULING_MODEL,
  evidence: AiModel.EVIDENCE_MODEL,
  scan: AiModel.GPT4O_MINI,
  mitigation: AiModel.RISK_MITIGATION_MODEL,
};

/** The model that stands in while the calls of another one fail. */
export const FALLBACK_MODEL: AiModel = AiModel.GPT4_1;

/** The models that may have answered a kind: its own, or the one that stands in. */
export function mayAnswer(kind: AdviceKind, model: AiModel): boolean {
  return model === MODEL_OF[kind] || model === FALLBACK_MODEL;
}
