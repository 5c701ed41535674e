import { QUALITY_CHECKS } from '../../../src/domain/quality/quality-catalogue.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;

beforeAll(async () => {
  world = await PlanGraph.open();
});

afterAll(() => world?.close());

const RESULT = `result { id overallStatus failedTests { id fixes } inapplicableTests { id } autofixActions { id expected } }`;

interface Run {
  result: {
    id: string;
    overallStatus: string;
    failedTests: { id: string; fixes: string[] }[];
    inapplicableTests: { id: string }[];
    autofixActions: { id: string; expected: { count: number } }[];
  };
}

test('a project is checked, its fixes are tried and done, and the next result is without them', async () => {
  const { plan } = world;
  const span = { start_date: '2030-01-07', end_date: '2030-01-11' };
  const project = await plan.project(span);
  const task = await plan.task(project, await plan.phase(project, span), { ...span, duration_days: 4 });
  const { result } = await world.done<Run>('runProjectChecks', { projectId: project }, RESULT);
  expect(result.overallStatus).toBe('AMBER');
  expect(result.failedTests).toContainEqual({ id: 'TIME.1', fixes: ['recomputeDates'] });
  expect(result.autofixActions).toMatchObject([{ id: 'recomputeDates', expected: { count: 1 } }]);
  expect(result.inapplicableTests.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['AI.1', 'EV.4', 'DCMA.01']),
  );

  const query = `query ($id: ID!, $ids: [String!]!) { previewQaFixes(resultId: $id, ids: $ids) {
    changeCount changes { kind recordId field before after } } }`;
  const { data, errors } = await world.graph.ask(plan.actor(), query, {
    id: result.id,
    ids: ['recomputeDates'],
  });
  expect(errors).toBeUndefined();
  expect(data?.['previewQaFixes']).toEqual({
    changeCount: 1,
    changes: [{ kind: 'TASK', recordId: task, field: 'durationDays', before: '4', after: '5' }],
  });

  const request = { resultId: result.id, ids: ['recomputeDates'], reason: 'Counted anew' };
  const next = await world.done<Run>('applyQaFixes', request, RESULT);
  expect(next.result.id).not.toBe(result.id);
  expect(next.result.failedTests.map(({ id }) => id)).not.toContain('TIME.1');
  expect(await world.refused('applyQaFixes', request)).toMatchObject({ code: 'CONFLICT' });
});

test('of many projects it is told at once when they were checked, by the platform or for somebody', async () => {
  const { plan } = world;
  const names = ['Asked for', 'Checked at night', 'Never'];
  const ids: string[] = [];
  for (const name of names) ids.push(await plan.project({ name }));
  await world.done<Run>('runProjectChecks', { projectId: ids[0] }, RESULT);
  const night = { project_id: ids[1], night: '2026-01-02', checked_at: '2026-01-02T01:00:00.000Z' };
  await plan.insertBeside('quality_state', night, 'project_id');
  const query = '{ projects(first: 100) { nodes { id qualityCheckedAt } } }';
  const { data, statements } = await world.graph.ask(plan.actor(), query, {});
  const { nodes } = data?.['projects'] as { nodes: { id: string; qualityCheckedAt: string | null }[] };
  const checkedAt = new Map(nodes.map((each) => [each.id, each.qualityCheckedAt]));
  expect(checkedAt.get(ids[0]!)).toMatch(/^\d{4}-/);
  expect(checkedAt.get(ids[1]!)).toBe('2026-01-02T01:00:00.000Z');
  expect(checkedAt.get(ids[2]!)).toBeNull();
  expect(statements).toBe(2);
});

test('the catalogue tells every check, all of which are built', async () => {
  const query = '{ qualityChecks { id title severity denominator notBuilt } }';
  const { data } = await world.graph.ask(world.plan.actor(), query, {});
  const checks = data?.['qualityChecks'] as { id: string; notBuilt: string | null }[];
  expect(checks.map(({ id }) => id)).toEqual(Object.keys(QUALITY_CHECKS));
  const unbuilt = checks.filter(({ notBuilt }) => notBuilt !== null).map(({ id }) => id);
  expect(unbuilt).toEqual([]);
});
