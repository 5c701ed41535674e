import { AlertCode } from '../../../src/domain/enums.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let graph: Graph;
let plain: Graph;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  plain = await openGraph(plan.database, { compiled: false });
});

afterAll(async () => {
  await plain?.close();
  await graph?.close();
  await plan?.close();
});

const SUBJECTS = `query ($of: ID!) { alerts(first: 100, filter: { projectId: [$of] }) { nodes { message subject {
  __typename
  ... on WorkItem { id name status }
  ... on PlanNode { id name }
  ... on TaskDependency { id dependencyType successor { name } }
  ... on User { id name }
  ... on Risk { id mitigationAchievedPercent }
} } } }`;

async function subjects(of: string, actor: Actor = plan.actor(plan.owner, 'admin')) {
  const { data, errors, statements, text } = await graph.ask(actor, SUBJECTS, { of });
  expect(errors).toBeUndefined();
  expect((await plain.ask(actor, SUBJECTS, { of })).text).toBe(text);
  const { nodes } = data?.['alerts'] as { nodes: { message: string; subject: unknown }[] };
  return { statements, byMessage: Object.fromEntries(nodes.map((each) => [each.message, each.subject])) };
}

interface World {
  readonly project: string;
  readonly ids: Record<string, string>;
}

/** A project with `count` alerts about each kind of record, each about another one. */
async function world(count: number): Promise<World> {
  const project = await plan.project({ name: 'Ventilation' });
  const phase = await plan.phase(project);
  const ids: Record<string, string> = {};
  for (let n = 0; n < count; n += 1) {
    const [task, next] = [
      await plan.task(project, phase, { name: `Fans ${n}` }),
      await plan.task(project, phase, { name: `Pipes ${n}` }),
    ];
    const link = { predecessor_task_id: task, successor_task_id: next, project_id: project };
    const user = await plan.insert('user', {
      name: `Ada ${n}`,
      email: `${task}@example.test`,
      role: 'member',
    });
    const about = {
      task,
      subtask: await plan.subtask(task, { name: `Bolts ${n}` }),
      work_package: await plan.workPackage(project, phase, { name: `Roof ${n}` }),
      dependency: await plan.insert('task_dependency', link),
      user,
      risk: crypto.randomUUID(),
    };
    for (const [kind, id] of Object.entries(about)) {
      ids[`${kind} ${n}`] = id;
      await raise(project, `${kind} ${n}`, { subject: id, subjectType: kind });
    }
  }
  return { project, ids };
}

const CODES = Object.values(AlertCode);

/** Each of another code than the others about its subject, so that it is open beside them. */
async function raise(project: string, message: string, data: object, code = CODES[0]): Promise<void> {
  await plan.insert('watchdog_alert', { project_id: project, severity: 'yellow', code, message, data });
}

test('an alert leads to the record that it is about, of each kind', async () => {
  const { project, ids } = await world(1);
  await raise(project, 'project', { subject: project, subjectType: 'project' });
  await raise(project, 'burn', { subject: `${project}:burn`, subjectType: 'project' });
  const { byMessage } = await subjects(project);
  const whole = { __typename: 'Project', id: project, name: 'Ventilation' };
  expect(byMessage).toEqual({
    'task 0': { __typename: 'Task', id: ids['task 0'], name: 'Fans 0', status: 'NOT_STARTED' },
    'subtask 0': { __typename: 'Subtask', id: ids['subtask 0'], name: 'Bolts 0', status: 'NOT_STARTED' },
    'work_package 0': { __typename: 'WorkPackage', id: ids['work_package 0'], name: 'Roof 0' },
    'dependency 0': {
      __typename: 'TaskDependency',
      id: ids['dependency 0'],
      dependencyType: 'FINISH_TO_START',
      successor: { name: 'Pipes 0' },
    },
    'user 0': { __typename: 'User', id: ids['user 0'], name: 'Ada 0' },
    'risk 0': { __typename: 'Risk', id: ids['risk 0'], mitigationAchievedPercent: null },
    project: whole,
    burn: whole,
  });
});

test('an alert leads nowhere where it does not say what it is about, and where that is gone', async () => {
  const project = await plan.project();
  const gone = await plan.task(project, await plan.phase(project));
  const dependency = crypto.randomUUID();
  for (const [n, data] of [
    {},
    { subject: gone },
    { subject: gone, subjectType: 'planet' },
    { subject: gone, subjectType: 'constructor' },
    { subject: 'nonsense', subjectType: 'task' },
    { subject: 'nonsense', subjectType: 'risk' },
    { subject: 7, subjectType: 'task' },
    { subject: gone, subjectType: 7 },
    { subject: dependency, subjectType: 'dependency' },
  ].entries())
    await raise(project, `case ${n}`, data, CODES[n]);
  const { byMessage } = await subjects(project);
  expect(Object.keys(byMessage)).toHaveLength(9);
  expect(new Set(Object.values(byMessage))).toEqual(new Set([null]));
});

test('whoever may not see the record does not come by it', async () => {
  const division_id = await plan.insert('division', { name: 'Harbour' });
  const hidden = await plan.project({ name: 'Hidden', division_id });
  const secret = await plan.task(hidden, await plan.phase(hidden), { name: 'Secret' });
  const shown = await plan.project({ owner_id: plan.helper });
  await raise(shown, 'of another project', { subject: secret, subjectType: 'task' });
  expect((await subjects(shown, plan.actor(plan.helper))).byMessage).toEqual({ 'of another project': null });
  expect((await subjects(shown)).byMessage).toMatchObject({ 'of another project': { name: 'Secret' } });

  const other = await plan.neighbour();
  const place = await other.project();
  const theirs = await other.task(place, await other.phase(place));
  await raise(shown, 'of another organisation', { subject: theirs, subjectType: 'task' }, CODES[1]);
  expect((await subjects(shown)).byMessage).toMatchObject({ 'of another organisation': null });
});

test('twelve alerts of each kind take the statements of one', async () => {
  const [few, many] = [await world(1), await world(12)];
  const { statements } = await subjects(few.project);
  const much = await subjects(many.project);
  expect(Object.values(much.byMessage)).not.toContain(null);
  expect(much.statements).toBe(statements);
});
