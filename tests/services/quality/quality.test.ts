import { clock } from '../../../src/clock.ts';
import { runProjectChecks } from '../../../src/services/quality/quality.ts';
import { lookOutside, type OutsideParts } from '../../../src/services/quality/outside-look.ts';
import { QualityWorld } from './quality-world.ts';

let world: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const planOf = (project: string) =>
  world.plan.rows('SELECT * FROM pit.task WHERE project_id = $1 ORDER BY id', [project]);

async function run(project: string): Promise<string> {
  const outside = await world.outside(project);
  const { resultId } = await world.plan.run((tx) => runProjectChecks(tx, { projectId: project }, outside));
  return resultId;
}

interface Stored {
  overall_status: string;
  failed_tests: object[];
  passed_tests: object[];
  autofix_actions: object[];
}

async function stored(resultId: string): Promise<Stored> {
  const [row] = await world.plan.rows<Stored>('SELECT * FROM pit.qa_result WHERE id = $1', [resultId]);
  return row!;
}

test('a run is stored with its worst, its samples, its reasons and its fixes, and changes nothing of the plan', async () => {
  const { project, open } = await world.soundProject();
  await world.breaking(`UPDATE pit.task SET duration_days = 4 WHERE id = $1`, [open]);
  const before = await planOf(project);
  const result = await stored(await run(project));
  expect(result.overall_status).toBe('amber');
  expect(result.failed_tests).toMatchObject([
    { id: 'TIME.1', count: 1, of: 2, sample: [open], severity: 'amber', fixes: ['recomputeDates'] },
  ]);
  expect(result.autofix_actions).toMatchObject([
    {
      id: 'recomputeDates',
      args: { projectId: project },
      expected: { count: 1, changes: [{ id: open, field: 'durationDays', before: 4, after: 5 }] },
    },
  ]);
  expect(result.passed_tests).toContainEqual(
    expect.objectContaining({
      id: 'AI.1',
      outcome: 'not_applicable',
      reason: 'Advice by models is switched off.',
    }),
  );
  expect(await planOf(project)).toEqual(before);
});

test('who may not plan a project does not run its checks, nor has its files read', async () => {
  const { plan } = world;
  const { project } = await world.soundProject();
  const actor = plan.actor(plan.helper);
  const outside = await world.outside(project);
  const refused = { code: 'FORBIDDEN' };
  const checking = plan.run((tx) => runProjectChecks(tx, { projectId: project }, outside), { actor });
  await expect(checking).rejects.toMatchObject(refused);
  const parts: OutsideParts = { ...world.parts, asCaller: (verb) => plan.run(verb, { actor }) };
  await expect(lookOutside(parts, 'runProjectChecks', project)).rejects.toMatchObject(refused);
});

test('of the newest hundred results all is kept, of older ones that they were, and what failed', async () => {
  const { project, open } = await world.soundProject();
  await world.breaking(`UPDATE pit.task SET duration_days = 4 WHERE id = $1`, [open]);
  const first = await run(project);
  await world.plan.rows(
    `INSERT INTO pit.qa_result (org_id, project_id, overall_status, passed_tests, run_at)
     SELECT org_id, id, 'green', '[{"id": "STR.1"}]', now() + n * interval '1 ms' FROM pit.project, generate_series(1, 99) n WHERE id = $1`,
    [project],
  );
  expect((await stored(first)).autofix_actions).toHaveLength(1);
  await world.plan.rows(`UPDATE pit.qa_result SET run_at = now() - interval '1 hour' WHERE project_id = $1`, [
    project,
  ]);
  await world.plan.rows(`UPDATE pit.qa_result SET run_at = now() - interval '2 hours' WHERE id = $1`, [
    first,
  ]);
  await run(project);
  const left = await stored(first);
  expect(left).toMatchObject({ overall_status: 'amber', passed_tests: [], autofix_actions: [] });
  expect(left.failed_tests).toEqual([{ id: 'TIME.1', severity: 'amber', count: 1, of: 2 }]);
  const kept = await world.plan.rows(
    `SELECT FROM pit.qa_result WHERE project_id = $1 AND passed_tests <> '[]'`,
    [project],
  );
  expect(kept).toHaveLength(100);
});
