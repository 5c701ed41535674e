import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { controlIdOf } from '../../../src/services/intake/control-id.ts';
import { addReadyTemplates } from '../../../src/services/templates/ready-templates.ts';
import { CONTROL, createCameras } from '../../support/worlds/camera-template.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;
let projectId: string;
const admin = () => world.plan.actor(world.plan.owner, 'admin');
const calendar = new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: [] });

beforeAll(async () => {
  world = await PlanGraph.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  projectId = await world.make('Project', {});
});

const createTemplate = () => createCameras(world);

interface Generated {
  taskIds: string[];
  phases: { id: string; name: string }[];
  cluster: { id: string; name: string; sourceReferenceId: string; tasks: { nodes: { id: string }[] } };
}

const GENERATED = `taskIds phases { id name } cluster { id name sourceReferenceId tasks(first: 1000) { nodes { id } } }`;
const generate = (input: object) => world.done<Generated>('generateFromTemplate', input, GENERATED);

async function expectFreshNumbers(): Promise<void> {
  const day = { today: clock.today('UTC'), weighting: 'equal' as const };
  const { stored, fresh } = await storedAndFresh(world.plan, projectId, day);
  expect(stored).toEqual(fresh);
}

describe('generation', () => {
  test('makes all that the template says, where and when it says', async () => {
    const templateId = await createTemplate();
    // A Saturday: work begins on Monday, the second of March.
    const input = {
      templateId,
      projectId,
      startDate: '2026-02-28',
      parameters: [{ key: 'site', value: 'Gate 3' }],
    };
    const { taskIds, phases, cluster } = await generate(input);
    expect(phases.map(({ name }) => name)).toEqual(['Cameras at Gate 3', 'Later']);
    expect(cluster).toMatchObject({ name: 'Cameras', sourceReferenceId: templateId });
    expect(cluster.tasks.nodes.map(({ id }) => id).sort()).toEqual([...taskIds].sort());
    expect(await world.order('phase', `project_id = '${projectId}'`)).toEqual([
      'Initiation@0',
      'Cameras at Gate 3@1',
      'Later@2',
    ]);
    const tasks = await world.plan.rows(
      `SELECT t.name, w.name AS package, p.name AS phase, t.start_date::text AS start, t.end_date::text AS end,
         t.duration_days AS days, t.requires_evidence AS proof, t.capex_cost AS capex,
         t.linked_risk_mitigation_pct AS pct
       FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) JOIN pit.task t USING (id)
       JOIN pit.phase p ON p.id = t.phase_id LEFT JOIN pit.work_package w ON w.id = t.work_package_id
       ORDER BY o.place`,
      [taskIds],
    );
    const phase = 'Cameras at Gate 3';
    const plain = { proof: false, capex: '0.00', pct: null };
    const day = (index: number) => calendar.day(calendar.index('2026-03-02') + index);
    expect(tasks).toEqual([
      {
        ...plain,
        name: 'Order 8 cameras',
        phase,
        package: 'Hang them',
        start: day(0),
        end: day(2),
        days: 3,
        capex: '12000.00',
      },
      {
        name: 'Mount them',
        phase,
        package: 'Hang them',
        start: day(8),
        end: day(9),
        days: 2,
        proof: true,
        capex: '0.00',
        pct: '12.50',
      },
      { ...plain, name: 'Handed over', phase, package: null, start: day(9), end: day(9), days: 0 },
      {
        ...plain,
        name: 'Review',
        phase: 'Initiation',
        package: 'General',
        start: day(20),
        end: day(20),
        days: 1,
      },
    ]);
    const [order, mount, handover] = taskIds;
    const links = await world.plan.rows(
      `SELECT predecessor_task_id AS "from", successor_task_id AS "to", lag_days AS lag FROM pit.task_dependency
       WHERE project_id = $1 ORDER BY lag_days DESC`,
      [projectId],
    );
    expect(links).toEqual([
      { from: order, to: mount, lag: 5 },
      { from: mount, to: handover, lag: 0 },
    ]);
    expect(await world.order('subtask', `task_id = '${mount}'`, 'ordered_index')).toEqual([
      'Photograph each@0',
      'Label@1',
    ]);
    const linked = await world.plan.rows(
      `SELECT control_id, control_group, criteria_code FROM pit.control_link JOIN pit.isms_link USING (task_id)
       WHERE task_id = $1`,
      [mount],
    );
    expect(linked).toEqual([
      { control_id: CONTROL, control_group: 'camera_surveillance', criteria_code: 'ISO27001-A.7.4' },
    ]);
    const [project] = await world.plan.rows(
      `SELECT start_date::text AS start, end_date::text AS end, capex_total AS capex FROM pit.project WHERE id = $1`,
      [projectId],
    );
    expect(project).toEqual({ start: day(0), end: day(20), capex: '12000.00' });
    await expectFreshNumbers();
  });

  test('may be repeated, and goes behind what is there', async () => {
    const templateId = await createTemplate();
    const parameters = [{ key: 'site', value: 'A' }];
    const input = { templateId, projectId, startDate: '2026-03-02', parameters };
    const first = await generate(input);
    const second = await generate(input);
    expect(new Set([...first.taskIds, ...second.taskIds]).size).toBe(8);
    const general = await world.plan.rows<{ id: string }>(
      `SELECT id FROM pit.work_package WHERE project_id = $1 AND name = 'General'`,
      [projectId],
    );
    expect(await world.order('task', `work_package_id = '${general[0]?.id}'`)).toEqual([
      'Review@0',
      'Review@1',
    ]);
    await expectFreshNumbers();
  });

  test('refuses parameters that do not fit, unknown people and those who do not plan here', async () => {
    const templateId = await createTemplate();
    const input = { templateId, projectId, startDate: '2026-03-02' };
    expect(await world.refused('generateFromTemplate', input)).toMatchObject({ pit: 'PIT002' });
    const parameters = [{ key: 'site', value: 'A' }];
    const unknown = { ...input, parameters: [...parameters, { key: 'colour', value: 'red' }] };
    expect(await world.refused('generateFromTemplate', unknown)).toMatchObject({ pit: 'PIT002' });
    const twice = { ...input, parameters: [...parameters, ...parameters] };
    expect(await world.refused('generateFromTemplate', twice)).toMatchObject({ code: 'BAD_USER_INPUT' });
    const ownerless = { ...input, parameters, ownerId: randomUUID() };
    expect(await world.refused('generateFromTemplate', ownerless)).toMatchObject({ pit: 'PIT002' });
    const worker = world.plan.actor(world.plan.worker);
    expect(await world.refused('generateFromTemplate', { ...input, parameters }, worker)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const made = await world.plan.rows('SELECT FROM pit.task WHERE project_id = $1', [projectId]);
    expect(made).toHaveLength(0);
  });
});

describe('the baselines of NIST SP 800-53', () => {
  test('are added once, and make a task with evidence for each control, linked to it', async () => {
    const run = () =>
      world.plan.run(async (tx) => ({ names: await addReadyTemplates(tx) }), { actor: admin() });
    const { names } = await run();
    expect(names).toHaveLength(2);
    expect(await run()).toEqual({ names: [] });
    const templates = await world.plan.rows<{ id: string; name: string }>(
      'SELECT id, name FROM pit.task_cluster_template WHERE name = ANY ($1) ORDER BY name',
      [names],
    );
    const counts = [];
    for (const { id: templateId } of templates) {
      const { taskIds } = await generate({ templateId, projectId, startDate: '2026-03-02' });
      const [linked] = await world.plan.rows(
        `SELECT count(DISTINCT control_id)::int AS controls, count(DISTINCT control_group)::int AS families,
           bool_and(t.requires_evidence) AS proof FROM pit.control_link
         JOIN pit.task t ON t.id = task_id WHERE task_id = ANY ($1)`,
        [taskIds],
      );
      const [waiting] = await world.plan.rows(
        `SELECT count(*)::int AS n FROM pit.task_dependency WHERE successor_task_id = ANY ($1)`,
        [taskIds],
      );
      counts.push([taskIds.length, linked, waiting]);
    }
    expect(counts).toEqual([
      [149, { controls: 149, families: 18, proof: true }, { n: 18 }],
      [287, { controls: 287, families: 18, proof: true }, { n: 110 }],
    ]);
    const [enhancement] = await world.plan.rows(
      `SELECT name, description FROM pit.task JOIN pit.control_link l ON l.task_id = task.id
       WHERE l.control_id = $1 LIMIT 1`,
      [controlIdOf('ac-2.1')],
    );
    expect(enhancement).toEqual({
      name: 'AC-2(1) Automated System Account Management',
      description: 'Support the management of system accounts using [automated mechanisms].',
    });
    await expectFreshNumbers();
  });

  test('are linked by ids that a control library can compute', () => {
    // uuid.uuid5(uuid.NAMESPACE_URL, 'https://doi.org/10.6028/NIST.SP.800-53r5#ac-2.1') in Python.
    expect(controlIdOf('ac-2.1')).toBe('3e130793-10b6-5908-8f3f-ce62c47f4eee');
  });
});
