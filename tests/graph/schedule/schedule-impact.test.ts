import { PlanGraph } from '../../support/mutations/mutations.ts';
import { shiftsOf, type ShownPreview } from '../../support/requests/previewed-plan.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const MOVED =
  'moved(first: 100) { totalCount nodes { task { name } shiftDays because { kind predecessor { name } } } }';
const IMPACT = `token isEmpty before { finish } after { finish } ${MOVED}`;
type Impact = ShownPreview | null;

/** Five working days each, one after the other from Monday, 3 November 2031; each waits for the one before. */
async function plant(names: readonly string[]) {
  const project = await api.make('Project', { name: 'Impact' });
  const [row] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  const tasks: string[] = [];
  for (const [at, name] of names.entries()) {
    const startDate = new Date(Date.UTC(2031, 10, 3 + 7 * at)).toISOString().slice(0, 10);
    tasks.push(await api.make('Task', { phaseId: row?.id, name, startDate, durationDays: 5 }));
    if (at > 0) await link(tasks[at - 1]!, tasks[at]!);
  }
  return { project, phase: row?.id ?? '', tasks };
}

function link(predecessorId: string, successorId: string) {
  return api.done('addDependency', { predecessorId, successorId }, '__typename');
}

/** The impact that a mutation answers with. */
async function impactOf(verb: string, input: object, actor = api.plan.actor()): Promise<Impact> {
  const payload = await api.done<{ scheduleImpact: Impact }>(
    verb,
    input,
    `scheduleImpact { ${IMPACT} }`,
    actor,
  );
  return payload.scheduleImpact;
}

test('moving a task answers with whom that moves, and its token makes it so', async () => {
  const { project, tasks } = await plant(['a', 'b', 'c']);
  const impact = await impactOf('updateTask', { id: tasks[0], startDate: '2031-11-10' });
  expect(shiftsOf(impact!)).toEqual({ b: 5, c: 5 });
  expect(impact).toMatchObject({ before: { finish: '2031-11-21' }, after: { finish: '2031-11-28' } });
  expect(impact?.moved.nodes[0]?.because).toEqual({ kind: 'LINK', predecessor: { name: 'a' } });
  const preview = { projectId: project, base: 'STORED_DATES' };
  const applied = await api.done<{ changedTaskCount: number; scheduleImpact: Impact }>(
    'applySchedule',
    { preview, token: impact?.token },
    `changedTaskCount scheduleImpact { ${IMPACT} }`,
  );
  expect(applied).toMatchObject({ changedTaskCount: 2, scheduleImpact: { isEmpty: true } });
});

test('an impact sees the change that it comes with, whichever verb made it', async () => {
  const { phase, tasks } = await plant(['a', 'b']);
  const [a = '', b = ''] = tasks;
  const created = await api.done<{ task: { id: string }; scheduleImpact: object }>(
    'createTask',
    { phaseId: phase, name: 'wall', startDate: '2031-12-01', durationDays: 5 },
    'task { id } scheduleImpact { isEmpty }',
  );
  expect(created.scheduleImpact).toEqual({ isEmpty: true });
  const linked = await api.done<{ dependency: { id: string }; scheduleImpact: ShownPreview }>(
    'addDependency',
    { predecessorId: created.task.id, successorId: b },
    `dependency { id } scheduleImpact { ${IMPACT} }`,
  );
  expect(shiftsOf(linked.scheduleImpact)).toEqual({ b: 20 });
  const longer = await impactOf('updateDependency', { id: linked.dependency.id, lagDays: 2 });
  expect(shiftsOf(longer!)).toEqual({ b: 22 });
  expect(await impactOf('removeDependency', { id: linked.dependency.id })).toMatchObject({ isEmpty: true });
  const held = { constraintKind: 'START_NO_EARLIER_THAN', constraintDate: '2031-11-17' };
  expect(shiftsOf((await impactOf('setTaskRule', { taskId: a, ...held }))!)).toEqual({ a: 10, b: 10 });
  const free = { constraintKind: null, constraintDate: null };
  expect(await impactOf('setTaskRule', { taskId: a, ...free })).toMatchObject({ isEmpty: true });
  // Work that has begun ends as soon as it can, some 1,281 working days earlier than planned.
  const started = { a: expect.any(Number) as number };
  const progress = { taskId: a, percent: 50, remainingDays: 9 };
  expect(shiftsOf((await impactOf('updateProgress', progress))!)).toEqual(started);
  expect(shiftsOf((await impactOf('deleteTask', { id: a }))!)).toEqual({});
  expect(shiftsOf((await impactOf('restoreTask', { id: a }))!)).toEqual(started);
});

test('bulk verbs answer with the impact in each project, in the order of the projects', async () => {
  const [one, two] = [await plant(['a', 'b']), await plant(['c', 'd'])];
  const payload = await api.done<{ projects: { id: string }[]; scheduleImpacts: ShownPreview[] }>(
    'updateTasks',
    { ids: [one.tasks[0], two.tasks[0]], change: { durationDays: 10 } },
    `projects { id } scheduleImpacts { ${IMPACT} }`,
  );
  const byProject = new Map(
    payload.projects.map(({ id }, at) => [id, shiftsOf(payload.scheduleImpacts[at]!)]),
  );
  expect(byProject).toEqual(
    new Map([
      [one.project, { b: 5 }],
      [two.project, { d: 5 }],
    ]),
  );
});

test('a task that moves to another project answers with the impact there, and in the project that it leaves', async () => {
  const [from, to] = [await plant(['a', 'c']), await plant(['d'])];
  const b = await api.make('Task', { phaseId: from.phase, name: 'b', durationDays: 5 });
  await link(from.tasks[0]!, b);
  const moved = 'moved(first: 100) { nodes { task { name } startAfter } }';
  const startsIn = ({ moved: { nodes } }: ShownPreview): Map<string, string | null> =>
    new Map(nodes.map(({ task, startAfter }) => [task?.name ?? '', startAfter]));
  const waiting = await api.done<{ scheduleImpact: ShownPreview }>(
    'updateTask',
    { id: b, name: 'b' },
    `scheduleImpact { ${moved} }`,
  );
  expect([...startsIn(waiting.scheduleImpact)]).toEqual([['b', '2031-11-10']]);
  const input = { id: from.tasks[0], projectId: to.project, dropDependencies: true };
  const selection = `scheduleImpact { project { id } } scheduleImpacts { project { id } ${moved} }`;
  const payload = await api.done<{ scheduleImpacts: ShownPreview[] }>('moveTask', input, selection);
  expect(payload).toMatchObject({
    scheduleImpact: { project: { id: to.project } },
    scheduleImpacts: [{ project: { id: to.project } }, { project: { id: from.project } }],
  });
  const [there, here] = payload.scheduleImpacts.map(startsIn);
  // Nothing holds it there any more: it begins today.
  expect(there?.size).toBe(0);
  expect([...here!.keys()]).toEqual(['b']);
  expect([...here!.values()].every((start) => start !== null && start < '2031-11-10')).toBe(true);
  const staying = await api.done<{ scheduleImpacts: object[] }>(
    'moveTask',
    { id: b, position: 0 },
    'scheduleImpacts { project { id } }',
  );
  expect(staying.scheduleImpacts).toEqual([{ project: { id: from.project } }]);
});

test('an impact costs its statements only where it is selected, the same for more tasks', async () => {
  const [small, large] = [await plant(['a', 'b']), await plant(['a', 'b', 'c', 'd', 'e', 'f'])];
  const statements = async ({ tasks }: { tasks: string[] }, startDate: string, selection: string) => {
    const answer = await api.ask('updateTask', { id: tasks[0], startDate }, selection, api.plan.actor());
    expect(answer.errors).toBeUndefined();
    return answer.statements;
  };
  const bare = await statements(small, '2031-11-04', '__typename');
  const effects = `${IMPACT} costByFiscalYear { fiscalYear } risks { lostPointDays }`;
  expect(await statements(small, '2031-11-05', 'scheduleImpact { isEmpty }')).toBe(bare + 2);
  const whole = await statements(small, '2031-11-06', `scheduleImpact { ${effects} }`);
  await statements(large, '2031-11-05', '__typename');
  expect(await statements(large, '2031-11-06', `scheduleImpact { ${effects} }`)).toBe(whole);
  expect(whole).toBeGreaterThan(bare + 2);
});

test('there is no impact where nothing is scheduled, nothing is seen, or the plan has a cycle', async () => {
  const { project, tasks } = await plant(['a', 'b']);
  const off = { projectId: project, schedule: { auto: 'OFF' } };
  expect(await impactOf('setScheduleSettings', off)).toBeNull();
  expect(await impactOf('updateTask', { id: tasks[0], durationDays: 7 })).toBeNull();
  const on = { projectId: project, schedule: { auto: null } };
  expect(shiftsOf((await impactOf('setScheduleSettings', on))!)).toEqual({ b: 2 });
  await api.plan.insert('task_dependency', {
    project_id: project,
    predecessor_task_id: tasks[1],
    successor_task_id: tasks[0],
  });
  expect(await impactOf('updateTask', { id: tasks[0], durationDays: 8 })).toBeNull();
  expect(await impactOf('deleteProject', { id: project, cascade: true })).toBeNull();
});

test('an operation is refused that asks for more impacts than it may compute previews', async () => {
  const { tasks } = await plant(['a']);
  const aliases = Array.from(
    { length: 25 },
    (_, n) =>
      `m${n}: updateTask(input: { id: "${tasks[0]}", durationDays: ${n + 1} }) { scheduleImpact { isEmpty } }`,
  );
  const { errors } = await api.graph.ask(api.plan.actor(), `mutation { ${aliases.join('\n')} }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'cost' });
});
