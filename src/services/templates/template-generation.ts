import { step } from '../../db/connection/pipeline.ts';
import {
  INSERT_CONTROL_LINKS,
  INSERT_DEPENDENCIES,
  INSERT_ISMS_LINKS,
  INSERT_PHASES,
  INSERT_SUBTASKS,
  INSERT_WORK_PACKAGES,
} from '../../db/queries/templates/generation-query.ts';
import { INSERT_TASKS } from '../../db/queries/plan/tasks/task-plan-query.ts';
import { TEMPLATE } from '../../db/queries/templates/template-query.ts';
import { parseCivilDate } from '../../domain/civil-date.ts';
import { badInput } from '../../domain/errors.ts';
import { deriveStatus, NO_MANUAL_STATUS } from '../../domain/plan/status.ts';
import { NEW_TASK, type TaskValues } from '../../domain/plan/task-values.ts';
import {
  expandTemplate,
  type PlannedTask,
  type TemplatePlan,
} from '../../domain/templates/template-expansion.ts';
import { SourceModule, type TaskStatus } from '../../domain/enums.ts';
import { requireBranchRoom } from '../plan/wbs/branch-room.ts';
import { insertCluster } from '../plan/wbs/clusters.ts';
import { generalPlaceOf } from '../plan/wbs/default-work-package.ts';
import { lockProjectOf, type LockedProject } from '../plan/projects/locked-project.ts';
import {
  fitDates,
  readFrame,
  windowOf,
  type WbsElement,
  type PlanAncestors,
} from '../plan/wbs/plan-ancestors.ts';
import { recordPlanChange, recordProjectChange } from '../plan/wbs/plan-events.ts';
import { requireActiveUsers } from '../transaction/references.ts';
import { readAnswerable } from '../plan/projects/answerable.ts';
import { NO_FACTS, updateRollups } from '../rollup/rollup.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { placeIn } from '../plan/tasks/task-create.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { requireTemplate } from './template-form.ts';
import { readTemplate } from './templates.ts';
import { notifyOfHandover } from '../notifications/work-messages.ts';
import { wantChecks } from '../quality/wanted-checks.ts';
import type { Tx } from '../transaction/command.ts';

export interface GenerateInput {
  readonly templateId: string;
  readonly projectId: string;
  readonly startDate: string;
  readonly parameters?: readonly { readonly key: string; readonly value: string }[] | null;
  readonly ownerId?: string | null;
}

/** What generation made. */
export interface GeneratedPlan {
  readonly clusterId: string;
  readonly projectId: string;
  readonly phaseIds: readonly string[];
  /** In the order of the template. */
  readonly taskIds: readonly string[];
}

/** What all parts of one generation share. */
interface Making {
  readonly tx: Tx;
  readonly project: LockedProject;
  readonly ownerId: string;
  readonly clusterId: string;
  readonly plan: TemplatePlan;
}

/** Ids of made rows by the keys of the template. */
type Ids = ReadonlyMap<string, string>;

/**
 * Makes what a template describes, in a project, from a day on: phases, work packages, tasks with their steps, links
 * and dependencies. The tasks share a cluster. Everything belongs to whoever answers for the project unless somebody else
 * is named.
 * @throws PitError NOT_FOUND, FORBIDDEN; PIT002 for unknown people and parameters that do not fit, PIT006 where the
 * organisation refuses dates outside of the project's.
 */
export async function generateFromTemplate(tx: Tx, input: GenerateInput): Promise<GeneratedPlan> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'generateFromTemplate', relationsInProject(project));
  const {
    id: origin,
    name,
    description,
    templateJson,
  } = await readTemplate(tx, TEMPLATE, input.templateId, 'input.templateId');
  const plan = expandTemplate(requireTemplate(templateJson, 'template'), {
    startDate: parseCivilDate(input.startDate, 'input.startDate'),
    calendar: tx.calendar,
    parameters: parametersOf(input),
  });
  const count = plan.phases.length;
  await requireBranchRoom(tx, 'phase', project.id, { field: 'input.templateId', count });
  const [ownerId = await readAnswerable(tx, project)] =
    input.ownerId == null ? [] : await requireActiveUsers(tx, [input.ownerId], 'input.ownerId');
  const source = { sourceModule: SourceModule.MANUAL, sourceReferenceId: origin };
  const clusterId = await insertCluster(tx, project.id, { name, description, origin: source });
  const making: Making = { tx, project, ownerId, clusterId, plan };
  const phases = await makePhases(making);
  const workPackages = await makeWorkPackages(making, phases);
  const tasks = await makeTasks(making, phases, workPackages);
  await makeWhatHangsOnTasks(making, tasks);
  const taskIds = plan.tasks.map(({ key }) => idAt(tasks, key));
  fitDates(tx, project.id, null);
  await rollUpNewTasks(making, taskIds);
  const after = { ownerId, assignees: [] };
  const given = plan.tasks.map((task) => ({
    id: idAt(tasks, task.key),
    name: task.name,
    before: null,
    after,
  }));
  await notifyOfHandover(tx, project, given);
  wantChecks(tx, [project.id]);
  return { clusterId, projectId: project.id, phaseIds: [...phases.values()], taskIds };
}

function parametersOf({ parameters }: GenerateInput): Record<string, string> {
  const given = (parameters ?? []).map(({ key, value }): [string, string] => [key, value]);
  const values = Object.fromEntries(given);
  if (Object.keys(values).length === given.length) return values;
  throw badInput('A parameter is given twice.', { field: 'input.parameters', expected: 'each key once' });
}

async function makePhases({ tx, project, ownerId, plan }: Making): Promise<Ids> {
  const records = JSON.stringify(plan.phases.map((phase) => ({ ...phase, ownerId })));
  const { rows } = await tx.run(INSERT_PHASES, [records, project.id]);
  const made = rows.sort((a, b) => a.orderIndex - b.orderIndex);
  return new Map(plan.phases.map(({ key }, index) => [key, made[index]?.id ?? '']));
}

async function makeWorkPackages({ tx, project, ownerId, plan }: Making, phases: Ids): Promise<Ids> {
  const records = plan.workPackages.map((each) => ({
    ...each,
    ownerId,
    phaseId: idAt(phases, each.phaseKey),
  }));
  const { rows } = await tx.run(INSERT_WORK_PACKAGES, [JSON.stringify(records), project.id]);
  const made = new Map(rows.map(({ id, phaseId, orderIndex }) => [`${phaseId} ${orderIndex}`, id]));
  return new Map(
    records.map(({ key, phaseId, orderIndex }) => [key, idAt(made, `${phaseId} ${orderIndex}`)]),
  );
}

/** Makes the tasks; those outside of all phases go to the project's general place. */
async function makeTasks(making: Making, phases: Ids, workPackages: Ids): Promise<Ids> {
  const { tx, project, ownerId, clusterId, plan } = making;
  const general = await placeLoose(making);
  const records = plan.tasks.map((task) => {
    const values = valuesOf(task);
    const place = placeOf(task, { phases, workPackages, general });
    const status = statusOf(tx, values);
    return {
      ...values,
      ...place,
      key: task.key,
      status,
      projectId: project.id,
      ownerId,
      clusterId,
      assignees: [],
    };
  });
  const [rows] = await tx.pipeline([step(INSERT_TASKS, [JSON.stringify(records)])]);
  const made = new Map(rows.map(({ id, parentId, orderIndex }) => [`${parentId} ${orderIndex}`, id]));
  return new Map(
    records.map(({ key, phaseId, workPackageId, orderIndex }) => [
      key,
      idAt(made, `${workPackageId ?? phaseId} ${orderIndex}`),
    ]),
  );
}

/** Checks the new dates against typed ones; answers the general place if the template needs it. */
async function placeLoose({ tx, project, plan }: Making): Promise<WbsElement | null> {
  const loose = plan.tasks.filter(({ phaseKey }) => phaseKey === null);
  const place = loose.length === 0 ? null : await generalPlaceOf(tx, project);
  const frame = await readFrame(tx, project, place === null ? [] : [place.workPackageId, place.phaseId]);
  const general = place === null ? null : frame.parentOf(place);
  const field = 'input.startDate';
  for (const phase of plan.phases) fit(frame, 'phase', phase, { parent: null, field });
  for (const task of loose) fit(frame, 'task', task, { parent: general, field });
  return general;
}

function fit(
  frame: PlanAncestors,
  what: string,
  { name, start, end }: { name: string; start: string | null; end: string | null },
  { parent, field }: { parent: WbsElement | null; field: string },
): void {
  frame.fit(windowOf(what, { name, startDate: start, endDate: end }), parent, field);
}

function placeOf(
  { phaseKey, workPackageKey, orderIndex }: PlannedTask,
  made: { phases: Ids; workPackages: Ids; general: WbsElement | null },
): { phaseId: string; workPackageId: string | null; orderIndex: number } {
  if (phaseKey !== null) {
    const workPackageId = workPackageKey === null ? null : idAt(made.workPackages, workPackageKey);
    return { phaseId: idAt(made.phases, phaseKey), workPackageId, orderIndex };
  }
  const general = made.general as WbsElement;
  return { ...placeIn(general), orderIndex: general.nextTask + orderIndex };
}

function valuesOf({ name, description, start, end, durationDays, template }: PlannedTask): TaskValues {
  const { mitigationPct, taskType, priority, quickClass, requiresEvidence, capexCost, opexCost } = template;
  return {
    ...NEW_TASK,
    name,
    description,
    startDate: start,
    endDate: end,
    durationDays,
    taskType: taskType ?? (durationDays === 0 ? 'milestone_marker' : 'cluster_item'),
    priority: priority ?? NEW_TASK.priority,
    quickClass: quickClass ?? NEW_TASK.quickClass,
    requiresEvidence: requiresEvidence ?? NEW_TASK.requiresEvidence,
    capexCost: capexCost ?? NEW_TASK.capexCost,
    opexCost: opexCost ?? NEW_TASK.opexCost,
    linkedRiskMitigationPct: mitigationPct ?? null,
  };
}

function statusOf(tx: Tx, { startDate: start, endDate: end }: TaskValues): TaskStatus {
  const day = { today: tx.today, upcomingDays: tx.settings.upcomingDays };
  const facts = { hand: NO_MANUAL_STATUS, start, end, progressPercent: 0 };
  return deriveStatus({ ...facts, predecessors: [] }, day);
}

async function makeWhatHangsOnTasks({ tx, project, plan }: Making, tasks: Ids): Promise<void> {
  const placed = plan.tasks.map((task) => ({ ...task, taskId: idAt(tasks, task.key) }));
  const subtasks = placed.flatMap(({ taskId, subtasks: steps }) =>
    steps.map(({ template: { priority, requiresEvidence }, ...step }) => ({
      ...step,
      taskId,
      priority: priority ?? NEW_TASK.priority,
      requiresEvidence: requiresEvidence ?? false,
    })),
  );
  const controls = placed.flatMap(({ taskId, template }) =>
    (template.controls ?? []).map((control) => ({ ...control, taskId })),
  );
  const criteria = placed.flatMap(({ taskId, template }) =>
    (template.ismsCriteria ?? []).map((criterion) => ({ ...criterion, taskId })),
  );
  const dependencies = plan.dependencies.map((link) => ({
    ...link,
    predecessorId: idAt(tasks, link.predecessorId),
    successorId: idAt(tasks, link.successorId),
  }));
  await tx.run(INSERT_SUBTASKS, [JSON.stringify(subtasks)]);
  await tx.run(INSERT_CONTROL_LINKS, [JSON.stringify(controls)]);
  await tx.run(INSERT_ISMS_LINKS, [JSON.stringify(criteria)]);
  await tx.run(INSERT_DEPENDENCIES, [JSON.stringify(dependencies), project.id]);
}

async function rollUpNewTasks({ tx, project }: Making, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length > 0) {
    const facts = await readTaskFacts(tx, project.id, taskIds);
    const after = await updateRollups(tx, project.id, NO_FACTS, facts);
    recordPlanChange(tx, { before: NO_FACTS, after });
  }
  recordProjectChange(tx, project.id);
}

function idAt(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error('the database made less than it was asked for');
  return id;
}
