import { AlertCode } from '../enums.ts';

/** What to do about an alert, in a sentence. */
export const ALERT_ACTIONS: Readonly<Record<AlertCode, string>> = {
  [AlertCode.TASK_OVERDUE]: 'Complete the task, or agree on another end date with the owner of the project.',
  [AlertCode.OVERDUE_CLUSTER]: 'Look for what the overdue tasks have in common, and plan them anew together.',
  [AlertCode.EVIDENCE_MISSING]:
    'Hand in the evidence that is required and have it reviewed, or reopen the work.',
  [AlertCode.EVIDENCE_REJECTED_TWICE]:
    'Settle with the reviewer what would be accepted before handing in more.',
  [AlertCode.EVIDENCE_UNREVIEWED]: 'Review the evidence that waits, or name somebody who will.',
  [AlertCode.STALLED_TASK]:
    'Ask the owner how far it is, and report it: progress, a comment, or what blocks it.',
  [AlertCode.STALLED_SUBTASK]: 'Begin the subtask and report its progress, or give it another start.',
  [AlertCode.STATUS_MISMATCH]:
    'Report the progress of the work once more, so that its status is derived anew.',
  [AlertCode.EARLY_SUCCESSOR_START]:
    'Correct the actual dates if they are wrong, or the dependency if it does not hold.',
  [AlertCode.DEPENDENCY_CYCLE]: 'Remove one of the dependencies of the cycle.',
  [AlertCode.CRITICAL_PATH_DRIFT]:
    'Shorten the work on the path that drives the finish, or agree on another finish.',
  [AlertCode.DURATION_MISMATCH]: 'Report how far the task is, or plan the time that it still takes.',
  [AlertCode.OWNER_OVERLOAD]: 'Give some of these tasks to somebody else, or put them off.',
  [AlertCode.COST_SPIKE]: 'Compare the money spent with the planned cost, and correct whichever is wrong.',
  [AlertCode.RISK_NOT_MITIGATING]:
    'Bring the work on the risk forward, or tell its owner that it stays open longer.',
  [AlertCode.UPCOMING_DEADLINE]: 'Make sure that the task can be completed by its end date.',
  [AlertCode.UNASSIGNED]: 'Assign the task to somebody.',
  [AlertCode.INTEGRATION_BROKEN]:
    'Look at the deliveries that were given up, mend their receiver, and send them again.',
  [AlertCode.EVIDENCE_EXPIRING]: 'Renew the evidence before it expires.',
  [AlertCode.EVIDENCE_EXPIRED]: 'Hand in evidence that is valid.',
  [AlertCode.SERIES_BROKEN]: 'Make up for the occurrence that was missed.',
  [AlertCode.EXTENSION_WAITING]: 'Decide on the extension that was asked for.',
  [AlertCode.ACCEPTANCE_EXPIRED]: 'Accept the risk anew, or treat it.',
};
