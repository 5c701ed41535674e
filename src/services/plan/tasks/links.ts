import type { Value } from '../../../db/connection/parameters.ts';
import type { Statement } from '../../../db/connection/statement.ts';
import {
  AUDIT_LINK,
  CONTROL_LINK,
  INCIDENT_LINK,
  ISMS_LINK,
  REGROUP_CONTROL,
  REVALUE_CREDIT,
  RISK_LINK,
  SKILLS_CREDIT,
} from '../../../db/queries/plan/link-query.ts';
import { badInput } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { optionalText, requireText, TEXT_LIMITS } from '../../../domain/text.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { RiskLinkType } from '../../../domain/enums.ts';
import { lockProjectOf } from '../projects/locked-project.ts';
import { requireActiveUsers, requireUsers } from '../../transaction/references.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import { readTaskFacts } from './task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

export { isLinkedTo } from '../../../db/queries/plan/link-query.ts';

/*
 * Links from tasks to what other modules own, and credits. A link that exists is found, not doubled; one that is
 * taken away and not there is no error, so that a module may repeat itself. `changed` tells the difference.
 */

/** What a link or its undoing answers: the task's path, and whether anything was done. */
export interface LinkAnswer {
  taskId: string;
  workPackageId: string | null;
  phaseId: string;
  projectId: string;
  changed: boolean;
}

/** Links that commit a task to its end. */
const COMMITTING: readonly Verb[] = ['linkIncident', 'linkAuditFinding'];

const MAX_CREDIT = 1_000_000;

export function linkRisk(tx: Tx, input: RiskLinkInput): Promise<LinkAnswer> {
  return change(tx, 'linkRisk', input, {
    statement: RISK_LINK.add,
    values: [foreignId(input.riskId, 'riskId'), input.linkType],
  });
}

export function unlinkRisk(tx: Tx, input: RiskLinkInput): Promise<LinkAnswer> {
  return change(tx, 'unlinkRisk', input, {
    statement: RISK_LINK.remove,
    values: [foreignId(input.riskId, 'riskId'), input.linkType],
  });
}

export async function linkControl(tx: Tx, input: ControlLinkInput): Promise<LinkAnswer> {
  const group = optionalText(input.controlGroup, 'input.controlGroup', TEXT_LIMITS.reference);
  const values = [foreignId(input.controlId, 'controlId'), group];
  const added = await change(tx, 'linkControl', input, { statement: CONTROL_LINK.add, values });
  if (added.changed || group === null) return added;
  return change(tx, 'linkControl', input, { statement: REGROUP_CONTROL, values });
}

export function unlinkControl(tx: Tx, input: ControlLinkInput): Promise<LinkAnswer> {
  return change(tx, 'unlinkControl', input, {
    statement: CONTROL_LINK.remove,
    values: [foreignId(input.controlId, 'controlId')],
  });
}

export function linkIncident(tx: Tx, input: IncidentLinkInput): Promise<LinkAnswer> {
  return change(tx, 'linkIncident', input, {
    statement: INCIDENT_LINK.add,
    values: [foreignId(input.incidentId, 'incidentId')],
  });
}

export function unlinkIncident(tx: Tx, input: IncidentLinkInput): Promise<LinkAnswer> {
  return change(tx, 'unlinkIncident', input, {
    statement: INCIDENT_LINK.remove,
    values: [foreignId(input.incidentId, 'incidentId')],
  });
}

export function linkAuditFinding(tx: Tx, input: AuditLinkInput): Promise<LinkAnswer> {
  const finding = foreignId(input.auditFindingId, 'auditFindingId');
  return change(tx, 'linkAuditFinding', input, { statement: AUDIT_LINK.add, values: [finding] });
}

export function unlinkAuditFinding(tx: Tx, input: AuditLinkInput): Promise<LinkAnswer> {
  const finding = foreignId(input.auditFindingId, 'auditFindingId');
  return change(tx, 'unlinkAuditFinding', input, { statement: AUDIT_LINK.remove, values: [finding] });
}

export function linkIsmsCriteria(tx: Tx, input: IsmsLinkInput): Promise<LinkAnswer> {
  return change(tx, 'linkIsmsCriteria', input, { statement: ISMS_LINK.add, values: criteria(input) });
}

export function unlinkIsmsCriteria(tx: Tx, input: IsmsLinkInput): Promise<LinkAnswer> {
  return change(tx, 'unlinkIsmsCriteria', input, { statement: ISMS_LINK.remove, values: criteria(input) });
}

export async function awardSkillsCredit(tx: Tx, input: SkillsCreditInput): Promise<LinkAnswer> {
  const value = requireCredit(input.creditValue);
  const [userId = null] = await requireActiveUsers(tx, [input.userId], 'input.userId');
  const added = await change(tx, 'awardSkillsCredit', input, {
    statement: SKILLS_CREDIT.add,
    values: [userId, value],
  });
  return added.changed
    ? added
    : change(tx, 'awardSkillsCredit', input, { statement: REVALUE_CREDIT, values: [userId, value] });
}

export async function revokeSkillsCredit(tx: Tx, input: OfUser): Promise<LinkAnswer> {
  const [userId = null] = await requireUsers(tx, [input.userId], 'input.userId');
  return change(tx, 'revokeSkillsCredit', input, { statement: SKILLS_CREDIT.remove, values: [userId] });
}

/** Runs one statement about a task's links, once the actor may, and tells the other modules when it did something. */
async function change(
  tx: Tx,
  verb: Verb,
  { taskId }: OfTask,
  { statement, values }: Change,
): Promise<LinkAnswer> {
  const project = await lockProjectOf(tx, 'task', taskId, 'input.taskId');
  const task = (await readTaskFacts(tx, project.id, [taskId])).get(taskId.toLowerCase());
  if (task === undefined)
    throw badInput('The task is in a deleted part of the plan.', {
      field: 'input.taskId',
      expected: 'a task in a live part of the plan',
    });
  authorise(tx, verb, relationsAtTask(project, task));
  const { rowCount } = await tx.run(statement, [task.id, ...values]);
  const changed = rowCount > 0;
  if (changed) {
    const payload = { projectId: project.id, taskId: task.id };
    tx.emit({ topic: 'pit.integration.update', streamId: project.id, payload });
    // Its end may be committed from now on, which bounds its schedule.
    if (COMMITTING.includes(verb)) tx.emit({ topic: 'pit.task.updated', streamId: project.id, payload });
  }
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, workPackageId, phaseId, projectId: project.id, changed };
}

/** Another module's id: any UUID; whether it exists there is that module's to know. */
function foreignId(id: string, name: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw badInput(`${name} is not an id`, {
    field: `input.${name}`,
    expected: 'a UUID',
    actual: String(id).slice(0, 64),
  });
}

function criteria(input: IsmsLinkInput): (string | null)[] {
  return [
    requireText(input.criteriaCode, 'input.criteriaCode', TEXT_LIMITS.reference),
    optionalText(input.criteriaVersion, 'input.criteriaVersion', TEXT_LIMITS.code),
  ];
}

function requireCredit(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= MAX_CREDIT) return value;
  const expected = `a whole number from 0 to ${MAX_CREDIT}`;
  throw badInput('The credit is not acceptable.', { field: 'input.creditValue', expected, actual: value });
}

/** A statement of `link-query.ts` with what it takes besides the task. */
interface Change {
  statement: Statement<object>;
  values: readonly Value[];
}
interface OfTask {
  taskId: string;
}
interface OfUser extends OfTask {
  userId: string;
}
export interface RiskLinkInput extends OfTask {
  riskId: string;
  linkType: RiskLinkType;
}
export interface ControlLinkInput extends OfTask {
  controlId: string;
  controlGroup?: string | null;
}
export interface IncidentLinkInput extends OfTask {
  incidentId: string;
}
export interface AuditLinkInput extends OfTask {
  auditFindingId: string;
}
export interface IsmsLinkInput extends OfTask {
  criteriaCode: string;
  criteriaVersion?: string | null;
}
export interface SkillsCreditInput extends OfUser {
  creditValue: number;
}
