import type { CivilDate } from '../civil-date.ts';
import { badInput, type PitError } from '../errors.ts';
import { envelope, type DateWindow } from '../plan/date-window.ts';
import { requirePlanDay } from '../plan/plan-dates.ts';
import { buildNetwork, shownDates, type DayOrigin, type ScheduledLink } from '../schedule/network.ts';
import { computeSchedule } from '../schedule/critical-path.ts';
import {
  PLACEHOLDER,
  placedTasks,
  requireSoundTemplate,
  type TemplateDocument,
  type TemplateNode,
  type TemplateSubtask,
  type TemplateTask,
} from './template.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../text.ts';
import { DependencyType } from '../enums.ts';

/** A phase or work package to make: its text with parameters filled in, its place and its dates. */
export interface PlannedBranch extends DateWindow {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly orderIndex: number;
}

export interface PlannedWorkPackage extends PlannedBranch {
  readonly phaseKey: string;
}

/** A task to make. What the template leaves open (priority, costs ...) stays open in `template`. */
export interface PlannedTask extends PlannedBranch {
  /** null: the project's own first phase. */
  readonly phaseKey: string | null;
  readonly workPackageKey: string | null;
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly durationDays: number;
  readonly subtasks: readonly PlannedSubtask[];
  readonly template: Omit<TemplateTask, keyof TemplateNode | 'subtasks' | 'startDay' | 'durationDays'>;
}

export interface PlannedSubtask {
  readonly name: string;
  readonly description: string | null;
  readonly orderIndex: number;
  readonly template: Omit<TemplateSubtask, 'name' | 'description'>;
}

/** Everything a template makes, parents before children, in the order of the template. */
export interface TemplatePlan {
  readonly phases: readonly PlannedBranch[];
  readonly workPackages: readonly PlannedWorkPackage[];
  readonly tasks: readonly PlannedTask[];
  /** By the tasks' keys. */
  readonly dependencies: readonly ScheduledLink[];
}

/** What generation fills a template in with. */
export interface TemplateUse {
  /** The first day; its next working day is day 0. */
  readonly startDate: CivilDate;
  readonly calendar: DayOrigin['calendar'];
  readonly parameters: Readonly<Record<string, string>>;
}

const DEFAULT_DURATION_DAYS = 1;
/** Where the day stands that all days of a template are counted from. */
const START_FIELD = 'input.startDate';

/**
 * The plan that a template of the right form makes from a start date. Each task starts on its own start day or
 * as early as its dependencies let it, whichever is later; branches span what is in them.
 * @throws PitError BAD_USER_INPUT: PIT002 or PIT003 for a template that does not hold together, PIT002 for
 * parameters that are missing or unknown, and texts that outgrow their bounds once filled in.
 */
export function expandTemplate(template: TemplateDocument, use: TemplateUse): TemplatePlan {
  requireSoundTemplate(template);
  const fill = filler(template, use.parameters);
  const dependencies = linksOf(template);
  const tasks = planTasks(template, dependencies, use, fill);
  const workPackages = (template.phases ?? []).flatMap((phase) =>
    (phase.workPackages ?? []).map((workPackage, orderIndex) => ({
      ...fillNode(workPackage, fill),
      ...envelope(tasks.filter((task) => task.workPackageKey === workPackage.key)),
      phaseKey: phase.key,
      orderIndex,
    })),
  );
  const phases = (template.phases ?? []).map((phase, orderIndex) => ({
    ...fillNode(phase, fill),
    ...envelope(tasks.filter((task) => task.phaseKey === phase.key)),
    orderIndex,
  }));
  return { phases, workPackages, tasks, dependencies };
}

type Fill = (text: string) => string;

function filler(template: TemplateDocument, given: Readonly<Record<string, string>>): Fill {
  const values = new Map<string, string>();
  const known = template.parameters ?? [];
  for (const key of Object.keys(given)) {
    if (!known.some((parameter) => parameter.key === key)) {
      throw wrongParameter(
        key,
        known.map((parameter) => parameter.key),
      );
    }
  }
  for (const { key, default: fallback } of known) {
    const value = (Object.hasOwn(given, key) ? given[key] : undefined) ?? fallback;
    if (value === undefined) throw wrongParameter(key, 'a value: the parameter has no default');
    values.set(key, requireName(value, `input.parameters.${key}`));
  }
  return (text) => text.replace(PLACEHOLDER, (placeholder, key: string) => values.get(key) ?? placeholder);
}

function wrongParameter(key: string, expected: unknown): PitError {
  return badInput(`parameter "${key.slice(0, 60)}" does not fit the template`, {
    pit: 'PIT002',
    field: `input.parameters.${key.slice(0, 60)}`,
    expected,
  });
}

function fillTexts(
  node: { readonly name: string; readonly description?: string },
  fill: Fill,
): { name: string; description: string | null } {
  return {
    name: requireName(fill(node.name), 'template.name'),
    description: optionalText(fill(node.description ?? ''), 'template.description', TEXT_LIMITS.description),
  };
}

function fillNode(node: TemplateNode, fill: Fill): { key: string; name: string; description: string | null } {
  return { key: node.key, ...fillTexts(node, fill) };
}

function linksOf(template: TemplateDocument): ScheduledLink[] {
  return (template.dependencies ?? []).map(({ predecessor, successor, type, lagDays }) => ({
    predecessorId: predecessor,
    successorId: successor,
    type: type ?? DependencyType.FINISH_TO_START,
    lagDays: lagDays ?? 0,
  }));
}

function planTasks(
  template: TemplateDocument,
  dependencies: readonly ScheduledLink[],
  use: TemplateUse,
  fill: Fill,
): PlannedTask[] {
  const origin = { calendar: use.calendar, projectStart: use.startDate };
  const placed = placedTasks(template);
  const firstDay = use.calendar.index(use.startDate);
  const network = buildNetwork(
    placed.map(({ task }) => ({
      id: task.key,
      durationDays: task.durationDays ?? DEFAULT_DURATION_DAYS,
      notBefore: requirePlanDay(() => use.calendar.day(firstDay + (task.startDay ?? 0)), START_FIELD),
    })),
    dependencies,
    origin,
  );
  const schedule = computeSchedule(network);
  const places = new Map<string, number>();
  return placed.map(({ task, phaseKey, workPackageKey }, node) => {
    const { key, name, description, subtasks = [], startDay, durationDays, ...rest } = task;
    const place = JSON.stringify([phaseKey, workPackageKey]);
    const orderIndex = places.get(place) ?? 0;
    places.set(place, orderIndex + 1);
    return {
      ...fillNode({ key, name, ...(description === undefined ? {} : { description }) }, fill),
      ...planDates(schedule.earlyStart[node]!, schedule.earlyFinish[node]!, origin),
      phaseKey,
      workPackageKey,
      orderIndex,
      durationDays: network.durations[node]!,
      subtasks: subtasks.map((subtask, at) => planSubtask(subtask, at, fill)),
      template: rest,
    };
  });
}

/** The dates to show for a task. @throws PitError PIT006 when they leave the days that a plan may speak of. */
function planDates(start: number, finish: number, origin: DayOrigin): { start: CivilDate; end: CivilDate } {
  const dates = (): { start: CivilDate; end: CivilDate } => shownDates(start, finish, origin);
  return {
    start: requirePlanDay(() => dates().start, START_FIELD),
    end: requirePlanDay(() => dates().end, START_FIELD),
  };
}

function planSubtask(subtask: TemplateSubtask, orderIndex: number, fill: Fill): PlannedSubtask {
  const { name: _name, description: _description, ...template } = subtask;
  return { ...fillTexts(subtask, fill), orderIndex, template };
}
