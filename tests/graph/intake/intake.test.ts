import { randomUUID } from 'node:crypto';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { clock } from '../../../src/clock.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;
let projectId: string;

beforeAll(async () => {
  world = await PlanGraph.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  projectId = await world.make('Project', {});
});

interface Raised {
  items: { taskId: string; outcome: string; task: Record<string, unknown> }[];
  projects: { id: string }[];
}

const SELECTION = `items { taskId outcome task { id name description priority startDate endDate requiresEvidence
  sourceModule sourceReferenceId phase { name } workPackage { name } owner { id } } } projects { id }`;
const finding = (values: object = {}) => ({
  sourceModule: 'AUDIT',
  sourceReferenceId: randomUUID(),
  name: 'Fit the fire door',
  ...values,
});
const raise = (tasks: object[], project = projectId, actor = world.plan.actor()) =>
  world.done<Raised>('raiseTasks', { projectId: project, tasks }, SELECTION, actor);
const expectFreshNumbers = async () => {
  const day = { today: today(), weighting: 'equal' as const };
  const { stored, fresh } = await storedAndFresh(world.plan, projectId, day);
  expect(stored).toEqual(fresh);
};
const today = () => clock.today('UTC');
const calendar = new WorkCalendar();
/** When work that is raised today starts. */
const nextWorkingDay = () => calendar.day(calendar.index(today()));

describe('new work', () => {
  test('goes into the general place, is due by its priority and belongs to the owner of the project', async () => {
    const { items, projects } = await raise([
      finding({ severity: 'CRITICAL' }),
      finding({ severity: 'MEDIUM', requiresEvidence: true }),
      finding({ priority: 'HIGH' }),
      finding({ severity: 'LOW', dueDate: '2020-01-31' }),
    ]);
    expect(projects).toEqual([{ id: projectId }]);
    expect(items.map(({ outcome }) => outcome)).toEqual(Array(4).fill('CREATED'));
    expect(items.map(({ task }) => [task['priority'], task['startDate'], task['endDate']])).toEqual([
      ['CRITICAL', nextWorkingDay(), addDays(today(), 14)],
      ['NORMAL', nextWorkingDay(), addDays(today(), 60)],
      ['HIGH', nextWorkingDay(), addDays(today(), 30)],
      ['LOW', '2020-01-31', '2020-01-31'],
    ]);
    expect(items[1]?.task).toMatchObject({
      requiresEvidence: true,
      sourceModule: 'AUDIT',
      phase: { name: 'Initiation' },
      workPackage: { name: 'General' },
      owner: { id: world.plan.owner },
    });
    await expectFreshNumbers();
  });

  test('is linked to what it comes from and announced to the modules', async () => {
    const links = {
      riskId: randomUUID(),
      controlId: randomUUID(),
      incidentId: randomUUID(),
      auditFindingId: randomUUID(),
    };
    const { items } = await raise([finding({ links })]);
    const taskId = items[0]?.taskId;
    const linked = await world.plan.rows(
      `SELECT r.risk_id, r.link_type, c.control_id, i.incident_id, a.audit_finding_id FROM pit.risk_link r
       JOIN pit.control_link c USING (task_id) JOIN pit.incident_link i USING (task_id)
       JOIN pit.audit_link a USING (task_id) WHERE task_id = $1`,
      [taskId],
    );
    expect(linked).toEqual([
      {
        risk_id: links.riskId,
        link_type: 'residual',
        control_id: links.controlId,
        incident_id: links.incidentId,
        audit_finding_id: links.auditFindingId,
      },
    ]);
    const events = await world.plan.rows<{ topic: string }>(
      `SELECT topic FROM pit_ops.outbox WHERE payload ->> 'taskId' = $1 ORDER BY seq`,
      [taskId],
    );
    expect(events.map(({ topic }) => topic)).toEqual(['pit.task.created', 'pit.integration.update']);
  });

  test('makes the general place where a project has no phase', async () => {
    const bare = await world.plan.project();
    const { items } = await raise([finding()], bare);
    expect(items[0]?.task).toMatchObject({ phase: { name: 'Initiation' }, workPackage: { name: 'General' } });
  });
});

describe('work raised again', () => {
  test('unchanged is unchanged', async () => {
    const item = finding({ severity: 'HIGH', description: 'Corridor B.' });
    const first = await raise([item]);
    const second = await raise([item]);
    expect(second.items).toEqual([{ ...first.items[0], outcome: 'UNCHANGED' }]);
  });

  test('appends what is new, raises the priority and comes to end earlier, never the other way', async () => {
    const item = finding({ severity: 'HIGH', description: 'Corridor B.' });
    const first = await raise([item]);
    const more = { ...item, severity: 'CRITICAL', description: 'Corridor C too.', name: 'Other name' };
    const second = await raise([more]);
    expect(second.items[0]).toMatchObject({
      taskId: first.items[0]?.taskId,
      outcome: 'UPDATED',
      task: {
        name: item.name,
        description: 'Corridor B.\n\nCorridor C too.',
        priority: 'CRITICAL',
        endDate: addDays(today(), 14),
      },
    });
    const later = { ...item, severity: 'LOW', dueDate: addDays(today(), 200) };
    expect((await raise([later])).items).toEqual([{ ...second.items[0], outcome: 'UNCHANGED' }]);
    const link = { ...item, links: { riskId: randomUUID() } };
    expect((await raise([link])).items[0]?.outcome).toBe('UPDATED');
    expect((await raise([link])).items[0]?.outcome).toBe('UNCHANGED');
    await expectFreshNumbers();
  });

  test('finds its open task in another project', async () => {
    const item = finding({ description: 'One.' });
    const first = await raise([item]);
    const other = await world.make('Project', {});
    const second = await raise([{ ...item, description: 'Two.' }, finding()], other);
    expect(second.items.map(({ outcome }) => outcome)).toEqual(['UPDATED', 'CREATED']);
    expect(second.items[0]?.taskId).toBe(first.items[0]?.taskId);
    expect(second.projects.map(({ id }) => id).sort()).toEqual([projectId, other].sort());
  });

  test('after it was completed makes a new task that names the first', async () => {
    const item = finding();
    const { items } = await raise([item]);
    const taskId = items[0]?.taskId ?? '';
    await world.done('completeTask', { id: taskId }, 'task { id }');
    const second = await raise([item]);
    expect(second.items[0]?.outcome).toBe('CREATED');
    expect(second.items[0]?.taskId).not.toBe(taskId);
    expect(second.items[0]?.task['description']).toContain(taskId);
    const { data } = await world.graph.ask(
      world.plan.actor(),
      `query ($id: String!) { originSummary(sourceModule: AUDIT, sourceReferenceId: $id) { open completed completionPercent } }`,
      { id: item.sourceReferenceId },
    );
    expect(data?.['originSummary']).toEqual({ open: 1, completed: 1, completionPercent: 50 });
  });

  test('by many at once is one task', async () => {
    const item = finding({ description: 'All at once.' });
    const other = await world.make('Project', {});
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => raise([item], at % 2 === 0 ? projectId : other)),
    );
    const items = answers.flatMap((answer) => answer.items);
    expect(new Set(items.map(({ taskId }) => taskId)).size).toBe(1);
    expect(items.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1);
  });
});

describe('refused', () => {
  const count = async () =>
    (await world.plan.rows(`SELECT FROM pit.task WHERE source_module = 'audit'`)).length;

  test('an item that does not hold refuses all', async () => {
    const before = await count();
    const input = { projectId, tasks: [finding(), finding({ links: { riskId: 'none' } })] };
    const refused = await world.refused('raiseTasks', input);
    expect(refused).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.tasks.1.links.riskId',
    });
    expect(await count()).toBe(before);
  });

  test('an origin named twice, an unknown owner, a foreign place', async () => {
    const twice = finding();
    expect(await world.refused('raiseTasks', { projectId, tasks: [twice, twice] })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.tasks.1.sourceReferenceId',
    });
    const unknown = finding({ ownerId: randomUUID() });
    expect(await world.refused('raiseTasks', { projectId, tasks: [unknown] })).toMatchObject({
      pit: 'PIT002',
    });
    const placed = finding({ phaseId: randomUUID() });
    expect(await world.refused('raiseTasks', { projectId, tasks: [placed] })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await world.refused('raiseTasks', { projectId, tasks: [] })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  test('who neither plans here nor speaks for a module, and another organisation', async () => {
    const input = { projectId, tasks: [finding()] };
    const worker = world.plan.actor(world.plan.worker);
    expect(await world.refused('raiseTasks', input, worker)).toMatchObject({
      code: 'FORBIDDEN',
      pit: 'PIT001',
    });
    const viewer = world.plan.actor(world.plan.owner, 'viewer');
    expect(await world.refused('raiseTasks', input, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    const service = world.plan.actor(world.plan.helper, 'service');
    expect((await raise([finding()], projectId, service)).items[0]?.outcome).toBe('CREATED');
    const foreign = { ...input, projectId: randomUUID() };
    expect(await world.refused('raiseTasks', foreign)).toMatchObject({ code: 'NOT_FOUND' });
  });
});
