import { Plan } from '../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';

let plan: Plan;
let graph: Graph;

beforeAll(async () => {
  plan = await Plan.open({
    upcomingDays: 'soon',
    fyStartMonth: 4,
    watchdog: { overdueDays: 2.5, newsDays: 9 },
  });
  graph = await openGraph(plan.database);
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

async function shown(query: string, id: string): Promise<unknown> {
  const { data, errors } = await graph.ask(plan.actor(plan.owner, 'admin'), query, { id });
  expect(errors).toBeUndefined();
  return data;
}

const METADATA = 'metadata { sha256 size mediaType source supersedes withdrawalReason other }';
const NOTHING = {
  sha256: null,
  size: null,
  mediaType: null,
  source: null,
  supersedes: null,
  withdrawalReason: null,
};

test.each<[string, object, object]>([
  ['nothing', {}, { ...NOTHING, other: {} }],
  [
    'all of it, and more',
    {
      sha256: 'ab',
      size: 5_368_709_120,
      mediaType: 'a/b',
      source: 'S',
      supersedes: 'e',
      signature: { by: 'x' },
    },
    {
      ...NOTHING,
      sha256: 'ab',
      size: 5_368_709_120,
      mediaType: 'a/b',
      source: 'S',
      supersedes: 'e',
      other: { signature: { by: 'x' } },
    },
  ],
  [
    'values of other kinds',
    { sha256: ['ab'], size: 'large', mediaType: null, source: { system: 'S' }, other: 1 },
    { ...NOTHING, other: { other: 1 } },
  ],
])('metadata of evidence that holds %s can be read', async (_what, metadata, expected) => {
  const projectId = await plan.project();
  const taskId = await plan.task(projectId, await plan.phase(projectId));
  const file = {
    file_url: 'https://files.test/x',
    file_type: 'document',
    uploaded_by: plan.helper,
    metadata,
  };
  const id = await plan.insert('evidence', { task_id: taskId, ...file });
  expect(await shown(`query ($id: ID!) { evidence(id: $id) { ${METADATA} } }`, id)).toEqual({
    evidence: { metadata: expected },
  });
});

test('data of an alert is told by field; what has none, and what fits none, is not lost or in the way', async () => {
  const projectId = await plan.project();
  const data = {
    level: 3,
    subject: projectId,
    subjectType: 'planet',
    dueOn: 'soon',
    overdue: 4,
    lent: '1.50',
  };
  const alert = { code: 'cost_spike', message: 'A', severity: 'yellow', data };
  await plan.insert('watchdog_alert', { project_id: projectId, ...alert });
  const query = `query ($id: ID!) { project(id: $id) { alerts(first: 1) { edges { node { severity
    data { level subject subjectType dueOn overdue lastHeard waiting waitingSince rejections other } } } } } }`;
  expect(await shown(query, projectId)).toMatchObject({
    project: {
      alerts: {
        edges: [
          {
            node: {
              severity: 'AMBER',
              data: {
                level: 3,
                subject: projectId,
                subjectType: null,
                dueOn: null,
                overdue: 4,
                other: { lent: '1.50' },
              },
            },
          },
        ],
      },
    },
  });
});

test('results of quality checks are told by field, bare names of checks too', async () => {
  const projectId = await plan.project();
  await plan.insert('qa_result', {
    project_id: projectId,
    overall_status: 'amber',
    passed_tests: JSON.stringify(['T1', { id: 'T2', of: 12 }, 7]),
    failed_tests: JSON.stringify([
      {
        id: 'T3',
        severity: 'amber',
        count: 1,
        of: 12,
        threshold: 0.95,
        actual: 0.9,
        sample: ['a'],
        message: 'M',
      },
    ]),
    autofix_actions: JSON.stringify({ id: 'no list' }),
  });
  const query = `query ($id: ID!) { project(id: $id) { qaResults(first: 1) { edges { node { overallStatus
    passedTests { id of } failedTests { id severity count of threshold actual sample message fixes }
    autofixActions { id action args expected } } } } } }`;
  expect(await shown(query, projectId)).toMatchObject({
    project: {
      qaResults: {
        edges: [
          {
            node: {
              passedTests: [
                { id: 'T1', of: null },
                { id: 'T2', of: 12 },
              ],
              failedTests: [
                {
                  id: 'T3',
                  severity: 'AMBER',
                  count: 1,
                  of: 12,
                  threshold: 0.95,
                  actual: 0.9,
                  sample: ['a'],
                  message: 'M',
                  fixes: null,
                },
              ],
              autofixActions: [],
            },
          },
        ],
      },
    },
  });
});

test('settings are those that hold: its own, and defaults for what is missing or no longer taken', async () => {
  const query = `query { organisation { settings { calendar workingDays holidays progressWeight upcomingDays childDates
    fyStartMonth watchdog { overdueDays newsDays stalledDays clusterSharePercent } } } }`;
  expect(await shown(query, '')).toEqual({
    organisation: {
      settings: {
        calendar: 'WORKING',
        workingDays: [1, 2, 3, 4, 5],
        holidays: [],
        progressWeight: 'EQUAL',
        upcomingDays: 5,
        childDates: 'WIDEN',
        fyStartMonth: 4,
        watchdog: { overdueDays: null, newsDays: 9, stalledDays: 7, clusterSharePercent: 10 },
      },
    },
  });
});
