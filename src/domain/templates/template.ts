import { badInput } from '../errors.ts';
import { findCycle } from '../graph.ts';
import { MAX_LISTED } from '../plan/plain-lists.ts';
import { nameFault } from '../text.ts';
import type { DependencyType, QuickClass, TaskPriority } from '../enums.ts';

/**
 * `task_cluster_template.template_json`: the blueprint of a plan. `docs/template.schema.json` describes its
 * form; what a schema cannot say (names that refer to each other) is checked here. Days are working days of
 * the organisation's calendar. Names and descriptions may hold placeholders such as `{{site}}`.
 */
export interface TemplateDocument {
  readonly formatVersion: 1;
  readonly parameters?: readonly TemplateParameter[];
  readonly phases?: readonly TemplatePhase[];
  /** Tasks outside these phases: they go into the project's general work package. */
  readonly tasks?: readonly TemplateTask[];
  readonly dependencies?: readonly TemplateDependency[];
}

export interface TemplateParameter {
  readonly key: string;
  readonly description?: string;
  /** Without one, a value must be given at generation. */
  readonly default?: string;
}

/** What everything named in a template has; a key is unique in its template. */
export interface TemplateNode {
  readonly key: string;
  readonly name: string;
  readonly description?: string;
}

export interface TemplatePhase extends TemplateNode {
  readonly workPackages?: readonly TemplateWorkPackage[];
  readonly tasks?: readonly TemplateTask[];
}

export interface TemplateWorkPackage extends TemplateNode {
  readonly tasks?: readonly TemplateTask[];
}

export interface TemplateTask extends TemplateNode {
  readonly taskType?: string;
  readonly priority?: TaskPriority;
  readonly quickClass?: QuickClass;
  /** No earlier than this many working days after the start; dependencies may push it further. */
  readonly startDay?: number;
  /** 0 is a milestone; 1 where absent. */
  readonly durationDays?: number;
  readonly requiresEvidence?: boolean;
  readonly capexCost?: string;
  readonly opexCost?: string;
  readonly mitigationPct?: string;
  readonly controls?: readonly { readonly controlId: string; readonly controlGroup?: string }[];
  readonly ismsCriteria?: readonly { readonly code: string; readonly version?: string }[];
  readonly subtasks?: readonly TemplateSubtask[];
}

export interface TemplateSubtask {
  readonly name: string;
  readonly description?: string;
  readonly priority?: TaskPriority;
  readonly requiresEvidence?: boolean;
}

export interface TemplateDependency {
  /** Keys of tasks of this template. */
  readonly predecessor: string;
  readonly successor: string;
  readonly type?: DependencyType;
  /** Working days; negative is a lead. */
  readonly lagDays?: number;
}

/** The most tasks that one template makes. */
export const MAX_TEMPLATE_TASKS = 2_000;

/** Something that keeps a template from being used, and where it stands. */
export interface TemplateProblem {
  readonly pit: 'PIT002' | 'PIT003';
  /** Like `dependencies[3].successor`. */
  readonly path: string;
  readonly message: string;
}

/** A task with the branch it stands in; null where it goes into the project's general work package. */
export interface PlacedTask {
  readonly task: TemplateTask;
  readonly path: string;
  readonly phaseKey: string | null;
  readonly workPackageKey: string | null;
}

/** The controls and criteria that its tasks are linked to. */
export interface TemplateKeys {
  /** Ids, each once, in small letters. */
  readonly controlIds: readonly string[];
  /** Codes, each once. */
  readonly codes: readonly string[];
  /** The editions of the criteria; null where some criterion names none. */
  readonly versions: readonly string[] | null;
}

/** What the work of a template is to cover: all controls and criteria of its tasks. */
export function keysOf(template: TemplateDocument): TemplateKeys {
  const tasks = placedTasks(template).map(({ task }) => task);
  const controls = tasks.flatMap((task) => task.controls ?? []);
  const criteria = tasks.flatMap((task) => task.ismsCriteria ?? []);
  const versions = criteria.flatMap(({ version }) => version ?? []);
  return {
    controlIds: [...new Set(controls.map(({ controlId }) => controlId.toLowerCase()))],
    codes: [...new Set(criteria.map(({ code }) => code))],
    versions: versions.length < criteria.length ? null : [...new Set(versions)],
  };
}

/** All tasks in the order in which they are written. */
export function placedTasks(template: TemplateDocument): PlacedTask[] {
  const place = (
    tasks: readonly TemplateTask[] | undefined,
    path: string,
    phaseKey: string | null,
    workPackageKey: string | null,
  ): PlacedTask[] =>
    (tasks ?? []).map((task, at) => ({ task, path: `${path}tasks[${at}]`, phaseKey, workPackageKey }));
  const ofPhases = (template.phases ?? []).flatMap((phase, p) => [
    ...(phase.workPackages ?? []).flatMap((workPackage, w) =>
      place(workPackage.tasks, `phases[${p}].workPackages[${w}].`, phase.key, workPackage.key),
    ),
    ...place(phase.tasks, `phases[${p}].`, phase.key, null),
  ]);
  return [...ofPhases, ...place(template.tasks, '', null, null)];
}

/**
 * Everything in a template of the right form that does not hold together: keys used twice, dependencies on
 * tasks that are not there or on themselves, doubled dependencies, cycles, placeholders without a parameter, names
 * that show nothing or change the writing order.
 */
export function findTemplateProblems(template: TemplateDocument): TemplateProblem[] {
  const tasks = placedTasks(template);
  const references = [
    ...duplicateKeys(template, tasks),
    ...wrongDependencies(template, tasks),
    ...crowdedTasks(template),
  ];
  return [
    ...references,
    ...(references.length === 0 ? dependencyCycles(template, tasks) : []),
    ...unknownPlaceholders(template, tasks),
    ...unreadableNames(template, tasks),
  ];
}

/**
 * @throws PitError BAD_USER_INPUT with the first problem's number and all of them in `detail.problems`.
 */
export function requireSoundTemplate(template: TemplateDocument): void {
  const problems = findTemplateProblems(template);
  const [first] = problems;
  if (first === undefined) return;
  throw badInput(`the template does not hold together: ${first.path}: ${first.message}`, {
    pit: first.pit,
    field: first.path,
    problems: problems.slice(0, 100),
  });
}

/** Placeholders of a text, by their parameters' keys. */
export const PLACEHOLDER = /\{\{\s*([A-Za-z][\w-]*)\s*\}\}/g;

function namedNodes(
  template: TemplateDocument,
  tasks: readonly PlacedTask[],
): (TemplateNode & { path: string })[] {
  const phases = (template.phases ?? []).map((phase, p) => ({ ...phase, path: `phases[${p}]` }));
  const workPackages = phases.flatMap((phase) =>
    (phase.workPackages ?? []).map((each, w) => ({ ...each, path: `${phase.path}.workPackages[${w}]` })),
  );
  return [...phases, ...workPackages, ...tasks.map(({ task, path }) => ({ ...task, path }))];
}

function duplicateKeys(template: TemplateDocument, tasks: readonly PlacedTask[]): TemplateProblem[] {
  const keyed = [
    namedNodes(template, tasks),
    (template.parameters ?? []).map((parameter, at) => ({ ...parameter, path: `parameters[${at}]` })),
  ];
  return keyed.flatMap((nodes) => {
    const firstAt = new Map<string, string>();
    return nodes.flatMap(({ key, path }): TemplateProblem[] => {
      const first = firstAt.get(key);
      if (first === undefined) firstAt.set(key, path);
      return first === undefined
        ? []
        : [{ pit: 'PIT002', path: `${path}.key`, message: `"${key}" is already the key of ${first}` }];
    });
  });
}

function wrongDependencies(template: TemplateDocument, tasks: readonly PlacedTask[]): TemplateProblem[] {
  const keys = new Set(tasks.map(({ task }) => task.key));
  const pairs = new Set<string>();
  return (template.dependencies ?? []).flatMap(({ predecessor, successor }, at): TemplateProblem[] => {
    const path = `dependencies[${at}]`;
    const unknown = (['predecessor', 'successor'] as const).filter(
      (end) => !keys.has(end === 'predecessor' ? predecessor : successor),
    );
    if (unknown.length > 0) {
      return unknown.map((end) => ({
        pit: 'PIT002',
        path: `${path}.${end}`,
        message: 'there is no task of this key',
      }));
    }
    if (predecessor === successor) {
      return [{ pit: 'PIT003', path, message: `"${predecessor}" depends on itself` }];
    }
    const pair = JSON.stringify([predecessor, successor]);
    const isDouble = pairs.has(pair);
    pairs.add(pair);
    return isDouble ? [{ pit: 'PIT003', path, message: 'these two are linked already' }] : [];
  });
}

/** What a plan could not list. */
function crowdedTasks({ dependencies = [] }: TemplateDocument): TemplateProblem[] {
  const counts = new Map<string, number>();
  return dependencies.flatMap((dependency, at) =>
    (['predecessor', 'successor'] as const).flatMap((end): TemplateProblem[] => {
      const place = `${end} ${dependency[end]}`;
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      return count === MAX_LISTED + 1
        ? [
            {
              pit: 'PIT002',
              path: `dependencies[${at}].${end}`,
              message: `it is in over ${MAX_LISTED} of them`,
            },
          ]
        : [];
    }),
  );
}

function dependencyCycles(template: TemplateDocument, tasks: readonly PlacedTask[]): TemplateProblem[] {
  const keys = tasks.map(({ task }) => task.key);
  const nodeOf = new Map(keys.map((key, node) => [key, node]));
  const links = template.dependencies ?? [];
  const cycle = findCycle({
    nodeCount: keys.length,
    from: Int32Array.from(links, ({ predecessor }) => nodeOf.get(predecessor)!),
    to: Int32Array.from(links, ({ successor }) => nodeOf.get(successor)!),
  });
  if (cycle === null) return [];
  const path = cycle.map((node) => keys[node]).join(' -> ');
  return [{ pit: 'PIT003', path: 'dependencies', message: `these dependencies form a cycle: ${path}` }];
}

function unknownPlaceholders(template: TemplateDocument, tasks: readonly PlacedTask[]): TemplateProblem[] {
  const known = new Set((template.parameters ?? []).map((parameter) => parameter.key));
  return [...namedNodes(template, tasks), ...subtasksOf(tasks)].flatMap((node) =>
    (['name', 'description'] as const).flatMap((property) =>
      [...(node[property] ?? '').matchAll(PLACEHOLDER)]
        .filter(([, key = '']) => !known.has(key))
        .map(([text]): TemplateProblem => ({
          pit: 'PIT002',
          path: `${node.path}.${property}`,
          message: `${text} names no parameter`,
        })),
    ),
  );
}

/** Names are checked with their placeholders, which show; what is filled in has to be a name by itself. */
function unreadableNames(template: TemplateDocument, tasks: readonly PlacedTask[]): TemplateProblem[] {
  return [...namedNodes(template, tasks), ...subtasksOf(tasks)].flatMap(
    ({ name, path }): TemplateProblem[] => {
      const fault = nameFault(name);
      return fault === null ? [] : [{ pit: 'PIT002', path: `${path}.name`, message: fault }];
    },
  );
}

function subtasksOf(tasks: readonly PlacedTask[]): (TemplateSubtask & { path: string })[] {
  return tasks.flatMap(({ task, path }) =>
    (task.subtasks ?? []).map((subtask, at) => ({ ...subtask, path: `${path}.subtasks[${at}]` })),
  );
}
