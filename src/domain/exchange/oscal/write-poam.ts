import type { CivilDate } from '../../civil-date.ts';
import { TaskStatus } from '../../enums.ts';
import { groupBy } from '../../group-by.ts';
import {
  outlineRows,
  type ExportedBranch,
  type ExportedLink,
  type ExportedPlan,
  type ExportedTask,
} from '../exported-plan.ts';
import { RELATED } from './poam-sources.ts';

/** Makes an id out of a name: the same one each time, and another one for every name. */
export type StableId = (name: string) => string;

/** What OSCAL takes for a UUID: version 4 or 5. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * A plan as an OSCAL plan of action and milestones (NIST, version 1.1.2, JSON), risk by risk. A phase is a risk, its tasks are those of
 * its remediation, and one item names it. What came from such a document keeps the ids that it had there.
 */
export function* writePoam(plan: ExportedPlan, stableId: StableId): Generator<string> {
  const ids = new PoamIds(plan, stableId);
  const phases = tasksByPhase(plan);
  const items = plan.phases.flatMap((phase) => itemsOf(phase, phases.get(phase.id) ?? [], { plan, ids }));
  yield `{"plan-of-action-and-milestones":{"uuid":${JSON.stringify(stableId(`${plan.project.id} ${plan.today}`))},`;
  yield `"metadata":${JSON.stringify(metadataOf(plan))},`;
  yield `"system-id":{"identifier-type":"http://ietf.org/rfc/rfc4122","id":${JSON.stringify(plan.oscal.system ?? plan.project.id)}},`;
  const into = groupBy(plan.links, ({ to }) => to);
  for (const [at, phase] of plan.phases.entries()) {
    const tasks = (phases.get(phase.id) ?? []).filter(({ id }) => !ids.isItem(id));
    yield `${at === 0 ? '"risks":[' : ','}\n${JSON.stringify(riskOf(phase, tasks, { plan, ids, into }))}`;
  }
  if (plan.phases.length > 0) yield '],';
  const whole = { uuid: stableId(`${plan.project.id} item`), ...textsOf(plan.project) };
  yield `"poam-items":${JSON.stringify(items.length === 0 ? [whole] : items)}}}\n`;
}

/** The ids that rows have in the document. */
class PoamIds {
  private readonly risks: ReadonlySet<string>;

  constructor(
    private readonly plan: ExportedPlan,
    readonly stableId: StableId,
  ) {
    this.risks = new Set(plan.phases.map(({ id }) => this.of(id)));
  }

  /** As the document that the row came from had it; else the row's own. */
  of(id: string): string {
    const known = /^(?:risk|task|item):([0-9a-f-]{36})/.exec(this.plan.oscal.keys.get(id) ?? '')?.[1] ?? id;
    return UUID.test(known) ? known : this.stableId(known);
  }

  remediationOf(taskId: string, phaseId: string): string {
    const known = /^task:.*@(.*)$/.exec(this.plan.oscal.keys.get(taskId) ?? '')?.[1];
    return known !== undefined && UUID.test(known) ? known : this.stableId(`${phaseId} remediation`);
  }

  /** Whether a phase of the plan is the risk with this id in the document. */
  isRisk(id: string): boolean {
    return this.risks.has(id);
  }

  isItem(taskId: string): boolean {
    return this.plan.oscal.keys.get(taskId)?.startsWith('item:') === true;
  }
}

function metadataOf({ project, today }: ExportedPlan): object {
  return { title: project.name, 'last-modified': moment(today), version: today, 'oscal-version': '1.1.2' };
}

function tasksByPhase(plan: ExportedPlan): ReadonlyMap<string, ExportedTask[]> {
  const phases = new Map<string, ExportedTask[]>();
  for (const row of outlineRows(plan)) {
    if (row.kind !== 'task') continue;
    const tasks = phases.get(row.task.phaseId);
    if (tasks === undefined) phases.set(row.task.phaseId, [row.task]);
    else tasks.push(row.task);
  }
  return phases;
}

function itemsOf(
  phase: ExportedBranch,
  tasks: readonly ExportedTask[],
  around: Pick<Surroundings, 'plan' | 'ids'>,
): object[] {
  const { ids } = around;
  const risk = { 'related-risks': [{ 'risk-uuid': ids.of(phase.id) }] };
  const items = tasks.filter(({ id }) => ids.isItem(id));
  if (items.length === 0) return [{ uuid: ids.stableId(`${phase.id} item`), ...textsOf(phase), ...risk }];
  return items.map((task) => {
    const { risks, links } = aboutOf(task, around);
    return {
      uuid: ids.of(task.id),
      ...textsOf(task),
      ...links,
      'related-risks': risks,
      remarks: progressOf(task),
    };
  });
}

interface Surroundings {
  readonly plan: ExportedPlan;
  readonly ids: PoamIds;
  readonly into: ReadonlyMap<string, readonly ExportedLink[]>;
}

function riskOf(phase: ExportedBranch, tasks: readonly ExportedTask[], around: Surroundings): object {
  const { ids } = around;
  const { title, description } = textsOf(phase);
  const remediations = groupBy(tasks, ({ id }) => ids.remediationOf(id, phase.id));
  const deadline = tasks
    .flatMap((task) => task.deadline ?? task.endDate ?? [])
    .sort()
    .at(-1);
  const log = tasks.flatMap((task) => logOf(task, ids.remediationOf(task.id, phase.id), ids));
  return {
    uuid: ids.of(phase.id),
    ...{ title, description, statement: description, status: statusOf(tasks) },
    ...(deadline !== undefined && { deadline: moment(deadline) }),
    ...(remediations.size > 0 && {
      remediations: [...remediations].map(([uuid, those]) => ({
        uuid,
        lifecycle: those.every(isDone) ? 'completed' : 'planned',
        title: `Remediation of ${phase.name}`,
        description,
        tasks: those.map((task) => taskOf(task, around)),
      })),
    }),
    ...(log.length > 0 && { 'risk-log': { entries: log } }),
  };
}

function statusOf(tasks: readonly ExportedTask[]): string {
  if (tasks.length > 0 && tasks.every(isDone)) return 'closed';
  return tasks.some(({ progressPercent }) => progressPercent > 0) ? 'remediating' : 'open';
}

function isDone({ status }: ExportedTask): boolean {
  return status === TaskStatus.COMPLETED;
}

function taskOf(task: ExportedTask, around: Surroundings): object {
  const { ids, into } = around;
  const before = (into.get(task.id) ?? []).filter(({ from }) => !ids.isItem(from));
  const [start, end] = [task.startDate ?? task.earlyStart, task.endDate ?? task.earlyFinish];
  const timing =
    start === null || end === null || start > end || task.durationDays === 0
      ? onDate(end ?? start)
      : { timing: { 'within-date-range': { start: moment(start), end: moment(end) } } };
  return {
    ...{
      uuid: ids.of(task.id),
      type: 'milestone',
      ...textsOf(task),
      ...aboutOf(task, around).links,
      ...timing,
    },
    ...(before.length > 0 && { dependencies: before.map(({ from }) => ({ 'task-uuid': ids.of(from) })) }),
    remarks: progressOf(task),
  };
}

function onDate(day: CivilDate | null): object {
  return day === null ? {} : { timing: { 'on-date': { date: moment(day) } } };
}

function logOf(task: ExportedTask, remediation: string, ids: PoamIds): object[] {
  const entry = (what: string, day: CivilDate | null): object[] =>
    day === null
      ? []
      : [
          {
            uuid: ids.stableId(`${task.id} ${what}`),
            title: `${what}: ${task.name}`,
            start: moment(day),
            'related-responses': [
              { 'response-uuid': remediation, 'related-tasks': [{ 'task-uuid': ids.of(task.id) }] },
            ],
          },
        ];
  return [
    ...entry('Begun', task.actualStart),
    ...entry('Completed', isDone(task) ? task.actualFinish : null),
  ];
}

/**
 * What a task is about: the risks of the document that it is for, its own phase's first, and links to all else that other modules
 * know by its id.
 */
function aboutOf(
  task: ExportedTask,
  { plan, ids }: Pick<Surroundings, 'plan' | 'ids'>,
): { risks: object[]; links: object } {
  const own = ids.of(task.phaseId);
  const about = (plan.sources.get(task.id) ?? []).filter(({ kind, id }) => kind !== 'risk' || id !== own);
  const isHere = ({ kind, id }: (typeof about)[number]): boolean => kind === 'risk' && ids.isRisk(id);
  const links = about
    .filter((each) => !ids.isItem(task.id) || !isHere(each))
    .map(({ kind, id }) => ({ href: `urn:uuid:${id}`, rel: RELATED[kind] }));
  return {
    risks: [own, ...about.filter(isHere).map(({ id }) => id)].map((id) => ({ 'risk-uuid': id })),
    links: links.length === 0 ? {} : { links },
  };
}

function progressOf({ progressPercent, status }: ExportedTask): string {
  return `${progressPercent} percent, ${status.replaceAll('_', ' ')}.`;
}

function textsOf({ name, description }: ExportedBranch): { title: string; description: string } {
  return { title: name, description: description ?? name };
}

/** A day as OSCAL writes moments. */
function moment(day: CivilDate): string {
  return `${day}T00:00:00Z`;
}
