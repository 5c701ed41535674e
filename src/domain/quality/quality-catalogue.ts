import { Health } from '../enums.ts';
import { isRecord } from '../record.ts';

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
const { RED, AMBER } = Health;

/**
 * The checks in the order in which they are told: structure, dates, progress, evidence, permissions, advice, security, and
 * the fourteen points by which the DCMA judges a schedule (DCMA-EA PAM 200.1, section 4). What is not built is told with
 * the reason, so that nobody takes it for passed.
 */
export const QUALITY_CHECKS = {
  'STR.1': check(
    RED,
    'live tasks',
    'Every task lies in a phase that is there, and in a package of that phase.',
  ),
  'STR.2': check(RED, 'live work packages', 'Every work package lies in a phase that is there.'),
  'STR.3': check(
    RED,
    'phases in which live work lies',
    'The phases in which work lies are those of its project.',
  ),
  'STR.4': check(RED, 'live records below the project', 'Nothing live lies in what is deleted.'),
  'STR.5': check(RED, 'records below the project', 'Every record is of the organisation of its project.'),
  'STR.6': check(RED, 'live tasks', 'The dependencies form no cycle.'),
  'STR.7': check(
    AMBER,
    'clusters made from a template',
    'Every cluster has the tasks of its template, deleted ones too.',
  ),
  'STR.8': check(
    RED,
    'deleted records below the project',
    'What was deleted is gone no later than what it lay in, and the audit trail says when.',
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
  'TIME.5': check(
    AMBER,
    'typed bounds',
    'Typed bounds are those of the project, its phases and its packages.',
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
  'PR.7': check(
    RED,
    'open alerts of level 1 that a task is overdue',
    'The gravest lateness has reached somebody who answers for it.',
  ),
  'EV.1': check(RED, 'completed tasks that require evidence', 'Evidence that is required is there.'),
  'EV.2': check(
    RED,
    'live pieces of evidence',
    'Evidence has a digest, a size and a media type, and up to 20 of its files in a run are as it says.',
  ),
  'EV.3': check(RED, 'decided reviews', 'A decided review has a reviewer who is known.'),
  'EV.4': check(
    AMBER,
    'pieces of evidence that have waited for their review for a day',
    'Evidence has advice where that is enabled.',
  ),
  'EV.5': check(
    RED,
    'accepted pieces of evidence',
    'Accepted evidence is unchanged since, by the audit trail.',
  ),
  'EV.6': check(RED, 'pieces of evidence and reviews', 'Evidence and its reviews are in the audit trail.'),
  'EV.7': check(
    RED,
    'live pieces of evidence',
    'No evidence was handed in for work that was deleted already.',
  ),
  'PERM.1': check(
    RED,
    'records of the audit trail that people wrote, the newest 20,000',
    'The project was changed by those who might on that day.',
  ),
  'PERM.2': check(
    RED,
    'records of the audit trail that people wrote, the newest 20,000',
    'Phases and work packages were changed by those who might on that day.',
  ),
  'PERM.3': check(
    RED,
    'records of the audit trail that people wrote, the newest 20,000',
    'Tasks were changed by those who might on that day.',
  ),
  'PERM.4': check(
    RED,
    'records of the audit trail that were written beyond rights, with a reason',
    'Who went beyond their rights was an administrator or foreman, and gave a reason.',
  ),
  'PERM.5': check(RED, 'decided reviews', 'A reviewer neither handed the evidence in nor owns the work.'),
  'AI.1': check(
    AMBER,
    'proposals of tasks, and of compressions, that a model was asked for',
    'Tasks and compressions were proposed by the models of their kinds.',
  ),
  'AI.2': check(
    AMBER,
    'pieces of evidence that a model was asked about',
    'Evidence was scored by the model of its kind.',
  ),
  'AI.3': check(
    AMBER,
    'scans of the organisation that a model was asked about',
    'Scans were summed up by the model of their kind.',
  ),
  'AI.4': check(
    AMBER,
    'questions about mitigation that a model was asked',
    'Mitigation was advised on by the model of its kind.',
  ),
  'AI.5': check(
    AMBER,
    'months of the organisation with calls, the last year’s',
    'Tokens stayed within the budget.',
  ),
  'SEC.1': check(
    RED,
    'files that the run looked at, up to 20',
    'The bytes of files are of the type that was stated.',
  ),
  'SEC.2': check(RED, 'live pieces of evidence', 'No file is of an executable type.'),
  'SEC.3': check(
    RED,
    'live pieces of evidence',
    'Files came and go by signed grants: those kept here were announced, and no address opens a file by itself.',
  ),
  'SEC.4': check(
    RED,
    'people of the project',
    'The role that each has is the one that the audit trail has last.',
  ),
  'SEC.5': check(RED, 'records of the audit trail', 'The audit trail of the organisation holds.'),
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

/**
 * Whether a run came to the same as a stored one: the same checks passed, failed and did not apply, about the same records. How
 * many records were looked at is no news, since it changes with each that is written.
 * @param stored outcomes as they are stored, whatever else that may be.
 */
export function isSameResult(outcomes: readonly QualityOutcome[], stored: readonly unknown[]): boolean {
  const told = new Map(stored.filter(isRecord).map((each) => [each['id'], news(each)]));
  return told.size === outcomes.length && outcomes.every((each) => told.get(each.id) === news({ ...each }));
}

function news({ outcome, count, sample }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([outcome, outcome === 'fail' ? [count, sample] : null]);
}
