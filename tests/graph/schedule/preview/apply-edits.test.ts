import fc from 'fast-check';
import { PlanGraph } from '../../../support/mutations/mutations.ts';
import { previewOf } from '../../../support/requests/previewed-plan.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

/** What a task may be stored as; 2020 is over, so that work which has begun is late. */
const SHAPES: Readonly<Record<string, object>> = {
  whole: { start_date: '2031-11-03', end_date: '2031-11-07', duration_days: 5 },
  late: { start_date: '2020-03-02', end_date: '2020-03-06', duration_days: 5 },
  due: { end_date: '2031-11-14' },
  sunday: { end_date: '2031-11-16' },
  begins: { start_date: '2031-11-10' },
  long: { duration_days: 8 },
  nothing: {},
  milestone: { start_date: '2031-12-01', end_date: '2031-12-01', duration_days: 0 },
  begun: { start_date: '2020-03-02', end_date: '2020-03-13', duration_days: 10, progress_percent: 40 },
  reached: { start_date: '2020-03-02', end_date: '2020-03-02', duration_days: 0, progress_percent: 40 },
};

interface Edit {
  readonly startDate?: string | null;
  readonly durationDays?: number;
  readonly remainingDays?: number | null;
  readonly mode?: 'AUTO' | 'MANUAL';
}

const edit: fc.Arbitrary<Edit> = fc.record(
  {
    startDate: fc.option(fc.constantFrom('2020-05-04', '2031-10-06', '2031-11-15', '2032-02-02'), {
      freq: 3,
    }),
    durationDays: fc.constantFrom(0, 1, 4, 12),
    remainingDays: fc.option(fc.constantFrom(1, 3, 15), { freq: 3 }),
    mode: fc.constantFrom('AUTO' as const, 'MANUAL' as const),
  },
  { requiredKeys: [] },
);

const edits = fc.uniqueArray(fc.tuple(fc.constantFrom(...Object.keys(SHAPES)), edit), {
  minLength: 1,
  maxLength: 5,
  selector: ([name]) => name,
});

const TASKS = `query ($id: ID!) { project(id: $id) { tasks(first: 100) { nodes {
  id name startDate endDate durationDays remainingDays status rule { mode } } } } }`;

interface ShownTask {
  readonly id: string;
  readonly name: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly durationDays: number | null;
  readonly remainingDays: number | null;
  readonly rule: { readonly mode: string };
}

async function tasksOf(project: string): Promise<ReadonlyMap<string, ShownTask>> {
  const { data } = await api.graph.ask(api.plan.actor(), TASKS, { id: project });
  const { nodes } = (data?.['project'] as { tasks: { nodes: ShownTask[] } }).tasks;
  return new Map(nodes.map((task) => [task.name, task]));
}

/** A project with a task of every shape, some of them linked. */
async function makeProject(): Promise<{ project: string; ids: ReadonlyMap<string, string> }> {
  const project = await api.plan.project();
  const phase = await api.plan.phase(project);
  const ids = new Map<string, string>();
  for (const [name, columns] of Object.entries(SHAPES)) {
    ids.set(name, await api.plan.task(project, phase, { name, ...columns }));
  }
  for (const [from, to] of [
    ['late', 'long'],
    ['due', 'whole'],
    ['begun', 'begins'],
    ['long', 'milestone'],
  ] as const) {
    await api.plan.insert('task_dependency', {
      project_id: project,
      predecessor_task_id: ids.get(from),
      successor_task_id: ids.get(to),
      dependency_type: 'finish_to_start',
    });
  }
  return { project, ids };
}

const BEGUN = new Set(['begun', 'reached']);

/** What is asked is read back; of automatic work, where the preview has put it. */
function requireRead(asked: Edit, name: string, task: ShownTask): void {
  const { durationDays, remainingDays, mode } = asked;
  if (mode !== undefined) expect([name, task.rule.mode]).toEqual([name, mode]);
  if (remainingDays != null) expect([name, task.remainingDays]).toEqual([name, remainingDays]);
  const isFree = task.rule.mode === 'AUTO';
  requireStart(asked.startDate, name, { task, isFree });
  if (durationDays === undefined || remainingDays != null || (isFree && BEGUN.has(name))) return;
  expect([name, task.durationDays]).toEqual([name, durationDays]);
  if (durationDays === 0) expect([name, task.startDate]).toEqual([name, task.endDate]);
}

function requireStart(
  asked: string | null | undefined,
  name: string,
  { task, isFree }: { readonly task: ShownTask; readonly isFree: boolean },
): void {
  if (asked == null) return;
  if (!isFree) expect([name, task.startDate]).toEqual([name, asked]);
  else if (!BEGUN.has(name)) expect(task.startDate! >= asked).toBe(true);
}

test('what a preview asks of tasks of every kind, and where it moves them, is read back once it is applied', async () => {
  const bases = fc.constantFrom('SCHEDULE', 'STORED_DATES');
  await fc.assert(
    fc.asyncProperty(bases, edits, async (base, drawn) => {
      const { project, ids } = await makeProject();
      const preview = {
        projectId: project,
        base,
        tasks: drawn.map(([name, asked]) => ({ taskId: ids.get(name), ...asked })),
      };
      const { token, moved } = await previewOf(api, preview);
      const { changedTaskCount } = await api.done<{ changedTaskCount: number }>(
        'applySchedule',
        { preview, token },
        'changedTaskCount',
      );
      const tasks = await tasksOf(project);
      for (const [name, asked] of drawn) requireRead(asked, name, tasks.get(name)!);
      const named = new Set(drawn.map(([name]) => name));
      const scheduled = moved.nodes.filter(({ task }) => tasks.get(task!.name)!.rule.mode === 'AUTO');
      for (const { task, startAfter, endAfter } of scheduled) {
        const { startDate, endDate } = tasks.get(task!.name)!;
        expect([task!.name, endDate]).toEqual([task!.name, endAfter]);
        if (task!.name !== 'begun') expect([task!.name, startDate]).toEqual([task!.name, startAfter]);
      }
      const others = scheduled.filter(({ task }) => !named.has(task!.name));
      expect(changedTaskCount).toBe(drawn.length + others.length);
      const again = await previewOf(api, { projectId: project, base });
      expect(again.moved.nodes.filter(({ task }) => tasks.get(task!.name)!.rule.mode === 'AUTO')).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
