import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { ActorRole, RiskLinkType } from '../../../src/domain/enums.ts';
import { reportRiskImpact } from '../../../src/services/cost/risk-impact.ts';
import { linkRisk, unlinkRisk } from '../../../src/services/plan/tasks/links.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());

const service = () => api.plan.actor(api.plan.worker, ActorRole.SERVICE);
const report = (...items: [string, string][]): Promise<{ changedCount: number; projectCount: number }> =>
  api.done(
    'reportRiskImpact',
    { items: items.map(([riskId, impactScore]) => ({ riskId, impactScore })) },
    'changedCount projectCount',
    service(),
  );
const link = (taskId: string, riskId: string, linkType = 'RESIDUAL'): Promise<object> =>
  api.done('linkRisk', { taskId, riskId, linkType }, '__typename');
const unlink = (taskId: string, riskId: string, linkType = 'RESIDUAL'): Promise<object> =>
  api.done('unlinkRisk', { taskId, riskId, linkType }, '__typename');

interface Planted {
  readonly project: string;
  readonly phase: string;
}

async function plant(): Promise<Planted> {
  const project = await api.make('Project', { name: 'Dam' });
  const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  return { project, phase: phase?.id ?? '' };
}

const task = ({ phase }: Planted): Promise<string> => api.make('Task', { phaseId: phase, name: 'Seal' });

async function scores(...planted: Planted[]): Promise<string[]> {
  const rows = await api.plan.rows<{ id: string; score: string }>(
    'SELECT id, risk_impact_score AS score FROM pit.project WHERE id = ANY ($1)',
    [planted.map(({ project }) => project)],
  );
  return planted.map(({ project }) => rows.find(({ id }) => id === project)?.score ?? '');
}

/** The score by the definition: the sum over the distinct risks that live tasks are linked to. */
async function fromScratch(...planted: Planted[]): Promise<string[]> {
  const rows = await api.plan.rows<{ id: string; score: string }>(
    `SELECT p.id, coalesce(sum(i.impact_score), 0.00) AS score FROM unnest($1::uuid[]) AS p (id) LEFT JOIN pit_ops.risk_impact i
     ON i.risk_id IN (SELECT l.risk_id FROM pit.task t JOIN pit.risk_link l ON l.task_id = t.id
       WHERE t.project_id = p.id AND t.deleted_at IS NULL) GROUP BY p.id`,
    [planted.map(({ project }) => project)],
  );
  return planted.map(({ project }) => rows.find(({ id }) => id === project)?.score ?? '');
}

const wrong = async (): Promise<number> => {
  const [row] = await api.plan.rows<{ wrong: number }>(
    'SELECT pit_ops.count_wrong_risk_scores()::int AS wrong',
  );
  return row?.wrong ?? NaN;
};

test('a risk counts once however many tasks treat it, whether it was reported before or after, and with its last impact', async () => {
  const [planted, [a, b]] = [await plant(), [randomUUID(), randomUUID()]];
  const [first, second] = [await task(planted), await task(planted)];
  expect(await report([a, '10.50'])).toEqual({ changedCount: 1, projectCount: 0 });
  await link(first, a);
  await link(first, a, 'INHERENT');
  await link(second, a);
  await link(second, b);
  expect(await scores(planted)).toEqual(['10.50']);
  expect(await report([b, '4.25'], [a, '11'])).toEqual({ changedCount: 2, projectCount: 1 });
  expect(await scores(planted)).toEqual(['15.25']);
  expect(await report([b, '4.25'], [a, '11.00'])).toEqual({ changedCount: 0, projectCount: 0 });
  await unlink(first, a);
  await unlink(second, a);
  expect(await scores(planted)).toEqual(['15.25']);
  await unlink(first, a, 'INHERENT');
  expect(await scores(planted)).toEqual(['4.25']);
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on Risk { impactScore } } }`;
  const these = [a, randomUUID()].map((id) => ({ __typename: 'Risk', id }));
  const { data } = await api.graph.ask(api.plan.actor(), query, { these });
  expect(data?.['_entities']).toEqual([{ impactScore: '11.00' }, { impactScore: null }]);
  const events = await api.plan.rows(
    `SELECT payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.project.updated' AND actor_id = $2`,
    [planted.project, api.plan.worker],
  );
  expect(events).toEqual([{ payload: { projectId: planted.project } }]);
});

test('a score follows its tasks where they are deleted, restored, moved, raised and generated', async () => {
  const [here, there] = [await plant(), await plant()];
  const risk = randomUUID();
  await report([risk, '7.00']);
  const id = await task(here);
  await link(id, risk);
  await api.done('deleteTask', { id }, '__typename');
  expect(await scores(here, there)).toEqual(['0.00', '0.00']);
  await api.done('restoreTask', { id }, '__typename');
  expect(await scores(here, there)).toEqual(['7.00', '0.00']);
  await api.done('moveTask', { id, projectId: there.project, phaseId: there.phase }, '__typename');
  expect(await scores(here, there)).toEqual(['0.00', '7.00']);
  await api.done('deleteProject', { id: there.project, cascade: true }, '__typename');
  expect(await scores(here, there)).toEqual(['0.00', '0.00']);
  await api.done('restoreProject', { id: there.project }, '__typename');
  expect(await scores(here, there)).toEqual(['0.00', '7.00']);
  const raised = {
    projectId: here.project,
    tasks: [
      { sourceModule: 'WRAC', sourceReferenceId: randomUUID(), name: 'Raised', links: { riskId: risk } },
    ],
  };
  await api.done('raiseTasks', raised, '__typename');
  expect(await scores(here, there)).toEqual(['7.00', '7.00']);
  expect(await wrong()).toBe(0);
});

type Step =
  | { readonly do: 'link' | 'unlink'; readonly task: number; readonly risk: number }
  | { readonly do: 'delete' | 'restore' | 'move'; readonly task: number }
  | { readonly do: 'report'; readonly risk: number; readonly score: number };

const index = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('link', 'unlink'), task: index, risk: index }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('delete', 'restore', 'move'), task: index }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('report' as const), risk: index, score: fc.nat(10_000) }),
  },
);

test('after any changes a score is what is found from scratch', async () => {
  const planted = [await plant(), await plant()] as const;
  const risks = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const tasks = await Promise.all([0, 1, 0, 1].map((at) => task(planted[at]!)));
  const place = [0, 1, 0, 1];
  const run = async (each: Step): Promise<void> => {
    if (each.do === 'report') {
      await report([risks[each.risk]!, (each.score / 100).toFixed(2)]);
      return;
    }
    const id = tasks[each.task]!;
    const [row] = await api.plan.rows<{ gone: boolean }>(
      'SELECT deleted_at IS NOT NULL AS gone FROM pit.task WHERE id = $1',
      [id],
    );
    if (each.do === 'restore' ? !row?.gone : row?.gone) return;
    if (each.do === 'link') await link(id, risks[each.risk]!);
    else if (each.do === 'unlink') await unlink(id, risks[each.risk]!);
    else if (each.do === 'delete') await api.done('deleteTask', { id }, '__typename');
    else if (each.do === 'restore') await api.done('restoreTask', { id }, '__typename');
    else {
      place[each.task] = 1 - place[each.task]!;
      const { project: projectId, phase: phaseId } = planted[place[each.task]!]!;
      await api.done('moveTask', { id, projectId, phaseId }, '__typename');
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const each of steps) await run(each);
      expect(await scores(...planted)).toEqual(await fromScratch(...planted));
    }),
    { numRuns: 12 },
  );
  expect(await wrong()).toBe(0);
});

test('links and reports at once leave the exact score, and none is lost to another', async () => {
  const planted = await Promise.all(Array.from({ length: 4 }, plant));
  const risks = Array.from({ length: 4 }, () => randomUUID());
  const tasks = await Promise.all(planted.map(task));
  const changes = Array.from({ length: 40 }, (_, n): (() => Promise<unknown>) => {
    const [taskId, risk] = [tasks[n % 4]!, risks[(n >> 2) % 4]!];
    if (n % 5 === 0) {
      const items = risks.map((riskId, at) => ({ riskId, impactScore: `${n + at}.00` }));
      return () => api.plan.run((tx) => reportRiskImpact(tx, { items }), { actor: service() });
    }
    const input = { taskId, riskId: risk, linkType: RiskLinkType.RESIDUAL };
    return () => api.plan.run((tx) => (n % 3 === 0 ? unlinkRisk(tx, input) : linkRisk(tx, input)));
  });
  const done = await Promise.allSettled(changes.map((change) => change()));
  expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await scores(...planted)).toEqual(await fromScratch(...planted));
  expect(await wrong()).toBe(0);
});

test.each<[string, object[], string]>([
  ['nothing', [], 'input.items'],
  [
    'a risk twice',
    [
      { riskId: '5F0C6F2E-6f3c-4d3a-9f0f-1f6f3c4d3a9f', impactScore: '1' },
      { riskId: '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f', impactScore: '2' },
    ],
    'input.items.1.riskId',
  ],
  ['what is no id', [{ riskId: 'R-1', impactScore: '1' }], 'input.items.0.riskId'],
  [
    'a score out of range',
    [{ riskId: '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f', impactScore: '100000000' }],
    'input.items.0.impactScore',
  ],
  [
    'too many',
    Array.from({ length: 1_001 }, () => ({ riskId: randomUUID(), impactScore: '1' })),
    'input.items',
  ],
])('a report is refused with %s', async (_, items, field) => {
  expect(await api.refused('reportRiskImpact', { items }, service())).toMatchObject({
    code: 'BAD_USER_INPUT',
    field,
  });
});

test('a score that leaves its range is refused, and nothing of the report is kept', async () => {
  const planted = await plant();
  const risks = [randomUUID(), randomUUID()] as const;
  const id = await task(planted);
  await report([risks[0], '99999999.99']);
  for (const risk of risks) await link(id, risk);
  const items = [{ riskId: risks[1], impactScore: '0.01' }];
  const refusal = {
    code: 'BAD_USER_INPUT',
    field: 'input.riskImpactScore',
    actual: '100000000.00',
    projectId: planted.project,
  };
  expect(await api.refused('reportRiskImpact', { items }, service())).toMatchObject(refusal);
  expect(await scores(planted)).toEqual(['99999999.99']);
  // At the other door too: the risk has its impact by now, and a task comes to be linked to it.
  const third = randomUUID();
  await report([third, '0.01']);
  const input = { taskId: id, riskId: third, linkType: 'RESIDUAL' };
  expect(await api.refused('linkRisk', input)).toMatchObject(refusal);
  expect(await scores(planted)).toEqual(['99999999.99']);
  expect(await wrong()).toBe(0);
});

test('the Foreman counts a score that somebody wrote past the triggers', async () => {
  const { project } = await plant();
  await api.plan.rows('UPDATE pit.project SET risk_impact_score = 3 WHERE id = $1', [project]);
  expect(await wrong()).toBe(1);
  await api.plan.rows('UPDATE pit.project SET risk_impact_score = 0 WHERE id = $1', [project]);
});
