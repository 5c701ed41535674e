import type { AcceptanceKind, AcceptanceState } from '../operations.ts';

const KIND: Readonly<Record<AcceptanceKind, string>> = {
  RISK_ACCEPTANCE: 'Risk accepted',
  CONTROL_EXCEPTION: 'Control done without',
  FINDING_EXCEPTION: 'Finding left as it is',
  CRITERION_EXCEPTION: 'Criterion not met',
};
const STATE: Readonly<Record<AcceptanceState, string>> = {
  PROPOSED: 'waits for a decision',
  ACTIVE: 'holds',
  REJECTED: 'rejected',
  WITHDRAWN: 'taken back',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  RENEWED: 'renewed by another',
};

/** What the page of acceptances and exceptions says. */
export const acceptanceWords = {
  lead: 'Risks that are accepted, and controls, findings and criteria that are excepted, each until a day.',
  kind: (kind: AcceptanceKind): string => KIND[kind],
  state: (state: AcceptanceState): string => STATE[state],
  list: 'Acceptances',
  show: 'Show',
  open: 'what waits or holds',
  all: 'all',
  origin: 'Only of one record',
  anyOrigin: 'Show those of all records',
  empty: 'No acceptance waits or holds.',
  emptyFilter: 'No acceptance of this kind.',
  until: (day: string): string => `until ${day}`,
  facts: {
    about: 'About',
    days: 'For',
    proposed: 'Proposed by',
    decided: 'Decided by',
    ended: 'Revoked',
    reason: 'Why',
    compensating: 'Stands against it meanwhile',
    residual: 'What is left of the risk',
    comment: 'What was said of it',
    endReason: 'Why it was revoked',
  },
  renews: 'The one before',
  work: 'Work on it',
  moreWork: 'and more',
  noWork: 'No task that you see works on it.',
  comment: 'Comment; a rejection needs one',
  accept: 'Accept',
  reject: 'Reject',
  withdraw: 'Take back',
  revokeReason: 'Why does it end now?',
  revoke: 'Revoke',
  proposer: 'Who decides has not proposed it, and does none of the work on it.',
  others: 'Administrators, foremen and whom the settings name decide.',
} as const;
