import { Health } from '../enums.ts';

/** What a quality check looks for. */
export interface QualityCheck {
  /** What holds when it passes. */
  readonly title: string;
  /** What a failure makes of the whole result. */
  readonly severity: Health;
  /** What its number of records is a part of. */
  readonly denominator: string;
  /** Why it is not run; null where it is. */
  readonly notBuilt: string | null;
}

const check = (severity: Health, denominator: string, title: string): QualityCheck => ({
  title,
  severity,
  denominator,
  notBuilt: null,
});
const notBuilt = (severity: Health, title: string, reason: string): QualityCheck => ({
  title,
  severity,
  denominator: 'records',
  notBuilt: reason,
});
const { RED, AMBER } = Health;

const OF_THE_TRAIL = 'The audit trail is looked through by no check yet.';
const OF_ADVICE = 'No model gives advice yet.';
const OF_FILES = 'The bytes of files are looked at by no check yet.';

/**
 * The checks in the order in which they are told: structure, dates, progress, evidence, permissions, advice, security, and
 * the fourteen points by which the DCMA judges a schedule (DCMA-EA PAM 200.1, section 4). What is not built is told with
 * the reason, so that nobody takes it for passed.
 */
export const QUALITY_CHECKS = {
  'STR.1': check(RED, 'live tasks', 'Every task lies in a phase of its project.'),
  'STR.2': check(RED, 'live work packages', 'Every work package lies in a phase of its project.'),
  'STR.3': notBuilt(
    RED,
    'Every phase lies in a project.',
    'A project is looked at from above: a phase without one is in none.',
  ),
  'STR.4': check(RED, 'live records below the project', 'Nothing live lies in what is deleted.'),
  'STR.5': notBuilt(
    RED,
    'Every record is of the organisation of its project.',
    'The tenant wall shows no others; the conformance check looks for them.',
  ),
  'STR.6': check(RED, 'live tasks', 'The dependencies form no cycle.'),
  'STR.7': notBuilt(
    AMBER,
    'Every cluster has the tasks of its template.',
    'Templates are not expanded again yet.',
  ),
  'STR.8': notBuilt(
    RED,
    'What was deleted with its parent shares its moment, and is in the audit trail.',
    OF_THE_TRAIL,
  ),
  'TIME.1': check(
    AMBER,
    'live tasks with start, end and duration',
    'The end of a task is its start and its duration.',
  ),
  'TIME.2': check(
    AMBER,
    'live work packages',
    'The dates of work packages are those of their bounds and children.',
  ),
  'TIME.3': check(AMBER, 'live phases', 'The dates of phases are those of their bounds and children.'),
  'TIME.4': check(AMBER, 'the project', 'The dates of the project are those of its bounds and children.'),
  'TIME.5': notBuilt(
    AMBER,
    'The dates of parents are those of their bounds and children.',
    'TIME.2, TIME.3 and TIME.4 say so.',
  ),
  'TIME.6': check(RED, 'live tasks', 'No task lies outside the typed dates of its phase or project.'),
  'TIME.7': check(AMBER, 'live tasks and subtasks', 'The stored status is what follows from the facts.'),
  'TIME.8': check(
    AMBER,
    'live tasks with dates',
    'A task is as long as its class says: 30, 180 or more calendar days.',
  ),
  'PR.1': check(RED, 'live tasks and subtasks', 'Progress is between 0 and 100.'),
  'PR.2': check(RED, 'live work packages', 'The progress of work packages is that of their tasks.'),
  'PR.3': check(RED, 'live phases', 'The progress of phases is that of their work.'),
  'PR.4': check(RED, 'the project', 'The progress of the project is that of its phases.'),
  'PR.5': check(AMBER, 'the organisation', 'The statuses are those of today.'),
  'PR.6': check(
    RED,
    'completed tasks that require evidence',
    'Evidence of completed tasks has been accepted.',
  ),
  'PR.7': notBuilt(
    RED,
    'The gravest lateness has reached somebody.',
    'Deliveries are looked through by no check yet.',
  ),
  'EV.1': check(RED, 'completed tasks that require evidence', 'Evidence that is required is there.'),
  'EV.2': check(RED, 'live pieces of evidence', 'Evidence has a digest, a size and a media type.'),
  'EV.3': check(RED, 'decided reviews', 'A decided review has a reviewer who is known.'),
  'EV.4': notBuilt(AMBER, 'Evidence has advice where that is enabled.', OF_ADVICE),
  'EV.5': notBuilt(RED, 'Accepted evidence is unchanged.', OF_THE_TRAIL),
  'EV.6': notBuilt(RED, 'Every piece of evidence is in the audit trail.', OF_THE_TRAIL),
  'EV.7': check(RED, 'live pieces of evidence', 'Evidence belongs to live work.'),
  'PERM.1': notBuilt(RED, 'Projects were changed by those who may.', OF_THE_TRAIL),
  'PERM.2': notBuilt(RED, 'Phases were changed by those who may.', OF_THE_TRAIL),
  'PERM.3': notBuilt(RED, 'Tasks were changed by those who may.', OF_THE_TRAIL),
  'PERM.4': notBuilt(RED, 'Who went beyond their rights had the role and a reason.', OF_THE_TRAIL),
  'PERM.5': check(RED, 'decided reviews', 'A reviewer neither handed the evidence in nor owns the work.'),
  'AI.1': notBuilt(AMBER, 'Tasks were proposed by the model of their kind.', OF_ADVICE),
  'AI.2': notBuilt(AMBER, 'Evidence was scored by the model of its kind.', OF_ADVICE),
  'AI.3': notBuilt(AMBER, 'Scans were summed up by the model of their kind.', OF_ADVICE),
  'AI.4': notBuilt(AMBER, 'Mitigation was advised on by the model of its kind.', OF_ADVICE),
  'AI.5': notBuilt(AMBER, 'Tokens stayed within the budget.', OF_ADVICE),
  'SEC.1': notBuilt(RED, 'The bytes of files are of the type that was stated.', OF_FILES),
  'SEC.2': check(RED, 'live pieces of evidence', 'No file is of an executable type.'),
  'SEC.3': notBuilt(RED, 'Files are reached by signed grants alone.', OF_FILES),
  'SEC.4': notBuilt(RED, 'Changes of roles are in the audit trail.', OF_THE_TRAIL),
  'SEC.5': notBuilt(RED, 'The audit trail is whole.', 'verifyAuditTrail says so.'),
  'DCMA.01': check(
    AMBER,
    'open tasks',
    'At most 5 % of the tasks lack a predecessor or a successor, first and last excepted.',
  ),
  'DCMA.02': check(AMBER, 'dependencies', 'No dependency has a lead.'),
  'DCMA.03': check(AMBER, 'dependencies', 'At most 5 % of the dependencies have a lag.'),
  'DCMA.04': check(AMBER, 'dependencies', 'At least 90 % of the dependencies lead from a finish to a start.'),
  'DCMA.05': check(AMBER, 'open tasks', 'At most 5 % of the tasks are held by a hard constraint or by hand.'),
  'DCMA.06': check(AMBER, 'open tasks', 'At most 5 % of the tasks have over 44 working days of slack.'),
  'DCMA.07': check(RED, 'open tasks', 'No task has negative slack.'),
  'DCMA.08': check(AMBER, 'open tasks', 'At most 5 % of the tasks still take over 44 working days.'),
  'DCMA.09': check(
    AMBER,
    'tasks',
    'No open work is planned before the data date, and nothing was done after it.',
  ),
  'DCMA.10': check(
    AMBER,
    'open tasks with a duration',
    'How many tasks have neither somebody nor a cost; reported, and never a failure.',
  ),
  'DCMA.11': check(
    AMBER,
    'tasks that were to be finished',
    'At most 5 % of the tasks missed their finish in the current baseline.',
  ),
  'DCMA.12': check(AMBER, 'the longest path', '600 days more at its beginning are 600 days more at its end.'),
  'DCMA.13': check(AMBER, 'the longest path', 'The critical path length index is at least 0.95.'),
  'DCMA.14': check(AMBER, 'tasks that were to be finished', 'The baseline execution index is at least 0.95.'),
} as const satisfies Readonly<Record<string, QualityCheck>>;

export type QualityCheckId = keyof typeof QUALITY_CHECKS;

/** Records that an outcome names. */
export const MOST_SAMPLED = 20;

/** What one check came to. */
export interface QualityOutcome {
  readonly id: QualityCheckId;
  readonly outcome: 'pass' | 'fail' | 'not_applicable';
  /** Records that fell short, and of how many. */
  readonly count: number;
  readonly of: number;
  /** The value that would have passed, and the one that was found, in the unit of the check; null where records are counted. */
  readonly threshold: number | null;
  readonly actual: number | null;
  readonly sample: readonly string[];
  /** Why it did not apply; null where it did. */
  readonly reason: string | null;
}

/** The outcome of a check that passes where nothing falls short. */
export function none(id: QualityCheckId, short: readonly string[], of: number): QualityOutcome {
  const outcome = short.length === 0 ? 'pass' : 'fail';
  const sample = [...short].sort().slice(0, MOST_SAMPLED);
  return { id, outcome, count: short.length, of, threshold: null, actual: null, sample, reason: null };
}

export function notApplicable(id: QualityCheckId, reason: string): QualityOutcome {
  return {
    id,
    outcome: 'not_applicable',
    count: 0,
    of: 0,
    threshold: null,
    actual: null,
    sample: [],
    reason,
  };
}

/** The worst of the outcomes: red where a red check fails, amber where another does. */
export function overallOf(outcomes: readonly QualityOutcome[]): Health {
  const failed = outcomes
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ id }) => QUALITY_CHECKS[id].severity);
  if (failed.includes(Health.RED)) return Health.RED;
  return failed.length > 0 ? Health.AMBER : Health.GREEN;
}
