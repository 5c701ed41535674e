import { AuditLink } from '../../entities/audit-link.ts';
import { ControlLink } from '../../entities/control-link.ts';
import { IncidentLink } from '../../entities/incident-link.ts';
import { RiskLink } from '../../entities/risk-link.ts';
import { linkedWorkStatement, type LinkedWork } from '../db/linked-work-query.ts';
import type { Loaders } from '../db/loaders.ts';
import { plainArray, type Statement } from '../db/statement.ts';
import { computeMitigation, formatPercent, riskMitigation } from '../domain/mitigation.ts';
import { addShare, NO_PROGRESS, shownPercent, type ProgressShare } from '../domain/progress.ts';
import { rational } from '../domain/rational.ts';

const WORK_ON_RISKS = linkedWorkStatement(RiskLink, 'riskId');
const WORK_ON_CONTROLS = linkedWorkStatement(ControlLink, 'controlId');
const WORK_ON_INCIDENTS = linkedWorkStatement(IncidentLink, 'incidentId');
const WORK_ON_FINDINGS = linkedWorkStatement(AuditLink, 'auditFindingId');

/** How much of a risk its tasks have taken away: percent with two decimals, 0.00 to 90.00. */
export async function readMitigationAchieved(loaders: Loaders, riskId: string): Promise<string> {
  const work = await workOn(loaders, WORK_ON_RISKS, riskId);
  return formatPercent(
    riskMitigation(computeMitigation(work.map((task) => ({ ...task, progress: progressOf(task) })))),
  );
}

/** How far a control is implemented: whole percent, the mean over its tasks; null without tasks. */
export async function readImplementation(loaders: Loaders, controlId: string): Promise<number | null> {
  const work = await workOn(loaders, WORK_ON_CONTROLS, controlId);
  return work.length === 0 ? null : shownPercent(work.map(shareOf).reduce(addShare, NO_PROGRESS));
}

/** Whether all actions out of an incident are completed; null when there are none. */
export async function readActionsComplete(loaders: Loaders, incidentId: string): Promise<boolean | null> {
  const work = await workOn(loaders, WORK_ON_INCIDENTS, incidentId);
  return work.length === 0 ? null : work.every((task) => task.isCompleted);
}

/** Whether an audit finding can be closed: its tasks completed, and proven where that is required. */
export async function readCloseReady(loaders: Loaders, findingId: string): Promise<boolean | null> {
  const work = await workOn(loaders, WORK_ON_FINDINGS, findingId);
  return work.length === 0 ? null : work.every((task) => task.isCompleted && isProven(task));
}

function isProven(task: LinkedWork): boolean {
  return (!task.requiresEvidence || task.hasAcceptedEvidence) && task.areStepsProven;
}

function progressOf({ percents, parts }: LinkedWork) {
  return rational(percents, parts);
}

function shareOf(task: LinkedWork): ProgressShare {
  return { value: progressOf(task), weight: 1n, isComplete: task.percents === 100 * task.parts };
}

/** The linked tasks of one record; those of all records that are asked for in a tick come with one statement. */
function workOn(loaders: Loaders, statement: Statement, id: string): Promise<LinkedWork[]> {
  const loader = loaders.custom<LinkedWork[]>(statement.name, async (ids, reader) => {
    const rows = (await reader.rows(statement, [plainArray(ids)])) as unknown as LinkedWork[];
    const groups = new Map<string, LinkedWork[]>(ids.map((each) => [each, []]));
    for (const row of rows) groups.get(row.key)?.push(row);
    return [...groups.values()];
  });
  return loader.load(id);
}
