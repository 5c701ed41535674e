import fc from 'fast-check';
import { addDays } from '../../../src/domain/civil-date.ts';
import type { DateWindow } from '../../../src/domain/plan/date-window.ts';
import { createCameras } from '../../support/worlds/camera-template.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { shownWindows, windowsFromScratch, type Frames } from '../../support/worlds/parent-windows.ts';

/*
 * Whatever is done to a plan: a typed bound stays what was typed, and what a parent shows is the wider of its typed
 * bounds and its live children's dates, and nothing else.
 */

let api: PlanGraph;
afterEach(() => api.close());

type Kind = 'Phase' | 'Project' | 'Subtask' | 'Task' | 'WorkPackage';

const STEPS = [
  'createPhase',
  'createWorkPackage',
  'createTask',
  'createTask',
  'createTasks',
  'createSubtask',
  'updateTask',
  'updateTask',
  'updateTasks',
  'updateSubtask',
  'updatePhase',
  'updateWorkPackage',
  'updateProject',
  'moveTask',
  'moveWorkPackage',
  'moveSubtask',
  'raiseTasks',
  'generateFromTemplate',
  'delete',
  'delete',
  'restore',
  'restore',
] as const;

const step = fc.record({
  what: fc.constantFrom(...STEPS),
  pick: fc.nat(50),
  other: fc.nat(50),
  /** Days from the first of the plan; a bound that is null is cleared or not given. */
  start: fc.option(fc.nat(60), { freq: 3 }),
  end: fc.option(fc.nat(60), { freq: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const IDS: Record<Kind, string> = {
  Project: 'SELECT id FROM pit.project WHERE id = $1',
  Phase: 'SELECT id FROM pit.phase WHERE project_id = $1',
  WorkPackage: 'SELECT id FROM pit.work_package WHERE project_id = $1',
  Task: 'SELECT id FROM pit.task WHERE project_id = $1',
  Subtask: 'SELECT s.id FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id WHERE t.project_id = $1',
};

async function pick(kind: Kind, projectId: string, n: number): Promise<string> {
  const rows = await api.plan.rows<{ id: string }>(`${IDS[kind]} ORDER BY 1`, [projectId]);
  return rows[n % Math.max(1, rows.length)]?.id ?? projectId;
}

const dayOf = (n: number | null): string | null => (n === null ? null : addDays('2026-03-02', n));
/** New things are given what is not null; changes clear what is. */
const given = ({ start, end }: Step) => ({
  ...(start !== null && { startDate: dayOf(start) }),
  ...(end !== null && { endDate: dayOf(end) }),
});
const oneBound = ({ start, end, other }: Step) =>
  other % 2 === 0 ? { startDate: dayOf(start) } : { endDate: dayOf(end) };
const bothBounds = ({ start, end }: Step) => ({ startDate: dayOf(start), endDate: dayOf(end) });

async function prepare(projectId: string, templateId: string, each: Step): Promise<[string, object]> {
  const { what, pick: a, other: b } = each;
  const node = (kind: Kind, n = a) => pick(kind, projectId, n);
  const kind = (['Phase', 'WorkPackage', 'Task', 'Subtask'] as const)[b % 4] ?? 'Task';
  const place = async () =>
    b % 2 === 0 ? { phaseId: await node('Phase') } : { workPackageId: await node('WorkPackage') };
  const inputs: Record<Step['what'], () => Promise<[string, object]>> = {
    createPhase: async () => [what, { projectId, name: 'phase', ...given(each) }],
    createWorkPackage: async () => [what, { phaseId: await node('Phase'), name: 'package', ...given(each) }],
    createTask: async () => [what, { name: 'task', ...(await place()), ...given(each) }],
    createTasks: async () => {
      const task = { name: 'one of two', ...(await place()) };
      return [what, { projectId, tasks: [{ ...task, ...given(each) }, task], mode: 'PARTIAL' }];
    },
    createSubtask: async () => [what, { taskId: await node('Task'), name: 'step', ...given(each) }],
    updateTask: async () => [what, { id: await node('Task'), ...(b % 3 ? given(each) : bothBounds(each)) }],
    updateTasks: async () => {
      const ids = [await node('Task'), await node('Task', b)];
      return [what, { ids, change: oneBound(each), mode: 'PARTIAL' }];
    },
    updateSubtask: async () => [what, { id: await node('Subtask'), ...bothBounds(each) }],
    updatePhase: async () => [what, { id: await node('Phase'), ...oneBound(each) }],
    updateWorkPackage: async () => [what, { id: await node('WorkPackage'), ...oneBound(each) }],
    updateProject: async () => [what, { id: projectId, ...oneBound(each) }],
    moveTask: async () => [what, { id: await node('Task'), ...(await place()) }],
    moveWorkPackage: async () => [what, { id: await node('WorkPackage'), phaseId: await node('Phase', b) }],
    moveSubtask: async () => [what, { id: await node('Subtask'), taskId: await node('Task', b) }],
    raiseTasks: async () => {
      const reference = { sourceModule: 'AUDIT', sourceReferenceId: `${projectId} ${a % 4}` };
      return [what, { projectId, tasks: [{ ...reference, name: 'finding', dueDate: dayOf(each.end ?? 9) }] }];
    },
    generateFromTemplate: async () => {
      const parameters = [{ key: 'site', value: 'Gate 3' }];
      return [what, { templateId, projectId, startDate: dayOf(each.start ?? 3), parameters }];
    },
    delete: async () => [`delete${kind}`, { id: await node(kind), cascade: a % 3 > 0 }],
    restore: async () => [`restore${kind}`, { id: await node(kind) }],
  };
  return inputs[what]();
}

/** Performs a step and keeps the book of typed bounds, from what was asked for and what was shown before. */
async function perform(frames: Frames, projectId: string, [name, input]: [string, object]): Promise<void> {
  const shown = await shownWindows(api.plan, projectId);
  const fields = /^create(Phase|WorkPackage)$/.exec(name);
  const field = fields === null ? '' : `${name.slice(6, 7).toLowerCase()}${name.slice(7)}`;
  const selection = field === '' ? '__typename' : `${field} { id }`;
  const { data, errors } = await api.ask(name, input, selection, api.plan.actor());
  const codes = (errors ?? []).map(({ extensions }) => extensions['code']);
  expect(codes.filter((code) => !['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT'].includes(String(code)))).toEqual(
    [],
  );
  if (errors !== undefined || !/^(create|update)(Phase|WorkPackage|Project)$/.test(name)) return;
  const made = (data?.[name] as Record<string, { id: string }> | undefined)?.[field]?.id;
  const id = (input as { id?: string }).id ?? made ?? '';
  noteTyped(frames, { id, saw: shown.find((window) => window.id === id) }, input);
}

/** Notes the bounds that a verb has typed: those that it gave, but for a value that was shown and is sent again. */
function noteTyped(
  frames: Frames,
  { id, saw }: { id: string; saw: DateWindow | undefined },
  { startDate, endDate }: { startDate?: string | null; endDate?: string | null },
): void {
  const before = frames.get(id) ?? { start: null, end: null };
  const typed = (now: string | null | undefined, then: string | null | undefined, kept: string | null) =>
    now === undefined || (now !== null && now === then) ? kept : now;
  frames.set(id, {
    start: typed(startDate, saw?.start, before.start),
    end: typed(endDate, saw?.end, before.end),
  });
}

async function expectFromScratch(projectId: string, frames: Frames): Promise<void> {
  expect(await shownWindows(api.plan, projectId)).toEqual(
    await windowsFromScratch(api.plan, projectId, frames),
  );
}

test.each(['widen', 'refuse'] as const)(
  'after any sequence of changes parents show the wider of typed bounds and children, where children outside: %s',
  async (childDates) => {
    api = await PlanGraph.open({ childDates });
    const templateId = await createCameras(api);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
        const projectId = await api.make('Project', {});
        const frames: Frames = new Map();
        for (const each of steps)
          await perform(frames, projectId, await prepare(projectId, templateId, each));
        await expectFromScratch(projectId, frames);
        await api.done('deleteProject', { id: projectId, cascade: true }, '__typename');
        await api.done('restoreProject', { id: projectId }, '__typename');
        await expectFromScratch(projectId, frames);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  },
  120_000,
);

test('parents show the same dates when their children are changed at once', async () => {
  api = await PlanGraph.open();
  const templateId = await createCameras(api);
  const projectId = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId });
  const tasks = Array.from({ length: 8 }, (_, at) => ({ phaseId, name: `${at}`, startDate: dayOf(at) }));
  await api.done('createTasks', { projectId, tasks, mode: 'ALL_OR_NOTHING' }, 'taskIds');
  const steps = fc
    .sample(step, { numRuns: 48, seed: 11 })
    .filter(({ what }) => !/^update(Ph|Wo|Pr)|^createW|^createPh/.test(what));
  for (let at = 0; at < steps.length; at += 6) {
    const prepared: [string, object][] = [];
    for (const each of steps.slice(at, at + 6)) prepared.push(await prepare(projectId, templateId, each));
    await Promise.all(prepared.map(([name, input]) => api.ask(name, input, '__typename', api.plan.actor())));
  }
  await expectFromScratch(projectId, new Map());
}, 120_000);
