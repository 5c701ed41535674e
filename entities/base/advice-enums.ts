import {
  AdviceKind,
  AdviceSubject,
  ProposalAction,
  ProposalState,
} from '../../src/domain/advice/advice-words.ts';
import { expose } from './expose.ts';

expose(AdviceKind, 'AdviceKind', 'What a model is asked for.', {
  TASKS: 'Tasks by which a risk, a finding, a control or an incident is dealt with.',
  SCHEDULE: 'Which of the possible compressions of the critical path to take.',
  EVIDENCE: 'How well a piece of evidence fits what it is to prove.',
  SCAN: 'What a run of the watchdog has found.',
  MITIGATION: 'How a risk is mitigated earlier or further.',
});

expose(ProposalState, 'ProposalState', 'How far a proposal has come.', {
  WAITING: 'No model has answered yet.',
  PROPOSED: 'A model has answered, and nobody has decided.',
  GIVEN: 'It stands where it belongs; there is nothing to decide.',
  FAILED: 'No model has given an answer that fits the question.',
  ACCEPTED: 'A person has taken it over, as a whole or in part.',
  DISMISSED: 'A person wants nothing of it.',
  EXPIRED: 'Nobody has decided within 30 days.',
});

expose(ProposalAction, 'ProposalAction', 'What accepting an item of a proposal does.', {
  CREATE_TASK: 'It makes a task.',
  SHORTEN_TASK: 'It gives a task fewer working days.',
  OVERLAP_TASKS: 'It lets the successor of a dependency begin earlier.',
  RAISE_PRIORITY: 'It raises the priority of tasks that are open.',
});

expose(AdviceSubject, 'AdviceSubject', 'The kind of record that tasks are proposed for.', {
  RISK: 'A risk.',
  AUDIT_FINDING: 'A finding of an audit.',
  CONTROL: 'A control.',
  INCIDENT: 'An incident.',
});
