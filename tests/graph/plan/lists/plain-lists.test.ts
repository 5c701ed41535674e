import { createCameras } from '../../../support/worlds/camera-template.ts';
import { PlanGraph } from '../../../support/mutations/mutations.ts';

/** Rows of a list that is shown whole. */
const MOST = 1000;

let api: PlanGraph;
let projectId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  projectId = await api.plan.project();
});

const refused = (list: string, field: string) => ({
  code: 'BAD_USER_INPUT',
  field,
  expected: `at most ${MOST} ${list}`,
  actual: MOST + 1,
});

/** Fills a project with phases, in order, up to the bound without `but`. */
async function fillWithPhases(but = 0): Promise<void> {
  await api.plan.rows(
    `INSERT INTO pit.phase (org_id, project_id, name, owner_id, order_index)
     SELECT $1, $2, 'Phase ' || n, $3, n FROM generate_series(0, $4::int) AS n`,
    [api.plan.orgId, projectId, api.plan.owner, MOST - 1 - but],
  );
}

async function fillWithPackages(phaseId: string, but = 0): Promise<void> {
  await api.plan.rows(
    `INSERT INTO pit.work_package (org_id, project_id, phase_id, name, owner_id, order_index)
     SELECT $1, $2, $3, 'Package ' || n, $4, n FROM generate_series(0, $5::int) AS n`,
    [api.plan.orgId, projectId, phaseId, api.plan.owner, MOST - 1 - but],
  );
}

describe('phases of a project', () => {
  const list = 'phases of a project';

  test('are made up to the bound, and read whole', async () => {
    await fillWithPhases(1);
    await api.make('Phase', { projectId, position: 0 });
    expect(await api.refused('createPhase', { projectId, name: 'One more' })).toMatchObject(
      refused(list, 'input.projectId'),
    );
    const query = 'query ($id: ID!) { project(id: $id) { phases { id orderIndex } } }';
    const { data } = await api.graph.ask(api.plan.actor(), query, { id: projectId });
    expect((data?.['project'] as { phases: unknown[] }).phases).toHaveLength(MOST);
  });

  test('are not brought back beyond it', async () => {
    await fillWithPhases(1);
    const id = await api.make('Phase', { projectId, position: 3 });
    await api.done('deletePhase', { id }, '__typename');
    await api.make('Phase', { projectId });
    expect(await api.refused('restorePhase', { id })).toMatchObject(refused(list, 'input.id'));
  });

  test('are not generated beyond it', async () => {
    await fillWithPhases(1);
    const templateId = await createCameras(api);
    const parameters = [{ key: 'site', value: 'Gate 3' }];
    const input = { templateId, projectId, startDate: '2026-03-02', parameters };
    expect(await api.refused('generateFromTemplate', input)).toMatchObject(refused(list, 'input.templateId'));
  });
});

describe('work packages of a phase', () => {
  const list = 'work packages of a phase';

  test('are neither made, moved nor brought back beyond the bound', async () => {
    const full = await api.plan.phase(projectId);
    const other = await api.plan.phase(projectId, { order_index: 1 });
    await fillWithPackages(full, 1);
    const gone = await api.make('WorkPackage', { phaseId: full, position: 5 });
    await api.done('deleteWorkPackage', { id: gone }, '__typename');
    const last = await api.make('WorkPackage', { phaseId: full });
    expect(await api.refused('createWorkPackage', { phaseId: full, name: 'One more' })).toMatchObject(
      refused(list, 'input.phaseId'),
    );
    expect(await api.refused('restoreWorkPackage', { id: gone })).toMatchObject(refused(list, 'input.id'));
    const elsewhere = await api.make('WorkPackage', { phaseId: other });
    expect(await api.refused('moveWorkPackage', { id: elsewhere, phaseId: full })).toMatchObject(
      refused(list, 'input.phaseId'),
    );
    // Within a full phase they are moved, also to the first place.
    const moved = await api.done('moveWorkPackage', { id: last, position: 0 }, 'workPackage { orderIndex }');
    expect(moved).toEqual({ workPackage: { orderIndex: 0 } });
  });
});

describe('dependencies of a task', () => {
  /** Tasks of which the first waits for all others, or holds them. */
  async function star(count: number, from: string, to: string): Promise<{ hub: string; free: string }> {
    const phaseId = await api.plan.phase(projectId);
    const [hub, free] = [await api.plan.task(projectId, phaseId), await api.plan.task(projectId, phaseId)];
    await api.plan.rows(
      `WITH other AS (INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id)
         SELECT $1, $2, $3, 'Task ' || n, $4 FROM generate_series(1, $5::int) AS n RETURNING id)
       INSERT INTO pit.task_dependency (org_id, project_id, ${from}, ${to}) SELECT $1, $2, id, $6 FROM other`,
      [api.plan.orgId, projectId, phaseId, api.plan.worker, count, hub],
    );
    await api.plan.rows('ANALYZE pit.task, pit.task_dependency');
    return { hub, free };
  }

  test('are bounded on the side of the one that waits', async () => {
    const { hub, free } = await star(MOST, 'predecessor_task_id', 'successor_task_id');
    const input = { predecessorId: free, successorId: hub };
    expect(await api.refused('addDependency', input)).toMatchObject(
      refused('predecessors of a task', 'input.successorId'),
    );
  });

  test('are bounded on the side of the one that is waited for', async () => {
    const { hub, free } = await star(MOST, 'successor_task_id', 'predecessor_task_id');
    const input = { predecessorId: hub, successorId: free };
    expect(await api.refused('addDependency', input)).toMatchObject(
      refused('successors of a task', 'input.predecessorId'),
    );
  });

  test('are bounded by the database too, one by one and by the thousand', async () => {
    const [from, to] = ['predecessor_task_id', 'successor_task_id'] as const;
    await expect(star(MOST + 1, from, to)).rejects.toMatchObject({
      code: '23514',
      constraint: 'refuse_crowding',
    });
    const { hub, free } = await star(MOST, from, to);
    await expect(
      api.plan.insert('task_dependency', { project_id: projectId, [from]: free, [to]: hub }),
    ).rejects.toMatchObject({ code: '23514', constraint: 'refuse_crowding' });
  });
});

test('a place beyond the bound is refused by the database, but for what is deleted', async () => {
  const phaseId = await api.plan.phase(projectId, { order_index: MOST, deleted_at: '2026-01-01' });
  const outOfPlace = { code: '23514', constraint: 'phase_listed_check' };
  await expect(api.plan.phase(projectId, { order_index: MOST })).rejects.toMatchObject(outOfPlace);
  await expect(
    api.plan.rows('UPDATE pit.phase SET deleted_at = NULL WHERE id = $1', [phaseId]),
  ).rejects.toMatchObject(outOfPlace);
  await expect(
    api.plan.workPackage(projectId, await api.plan.phase(projectId), { order_index: MOST }),
  ).rejects.toMatchObject({ code: '23514', constraint: 'work_package_listed_check' });
});
