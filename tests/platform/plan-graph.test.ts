import pg from 'pg';
import { askGraph } from '../../examples/platform/ask-graph.ts';
import { createPool } from '../../src/db/connection/pool.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { DEMO_ADMIN } from '../../src/services/demo/demo.ts';
import {
  askGateway,
  PLATFORM_START_MS,
  startTestPlatform,
  tokenFor,
  type TestPlatform,
} from '../support/processes/platform.ts';
import { startPlanSibling } from './plan-sibling.ts';

/** A risk of the example's register that nothing of the demonstration mitigates. */
const RISK = '00000000-0000-4000-a000-000100000002';
/** So many projects are computed in one request. */
const MOST_INLINE_PROJECTS = 5;
const UNKNOWN = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';

let sibling: Awaited<ReturnType<typeof startPlanSibling>>;
let platform: TestPlatform;
let token: string;
const projects: string[] = [];
/** A plan of its own: a task in a work package with a subtask, and a task that hangs on the phase. */
const plan = { project: '', phase: '', packed: '', hanging: '', subtask: '' };

beforeAll(async () => {
  sibling = await startPlanSibling();
  platform = await startTestPlatform([sibling]);
  token = await tokenFor(DEMO_ADMIN);
  await makePlan();
  await raiseAlerts();
  await storeSchedules();
  await makeUncomputed();
}, PLATFORM_START_MS);

afterAll(async () => {
  await platform?.stop();
  await sibling?.stop();
});

const change = <T>(mutations: string): Promise<T> =>
  askGraph<T>(platform.pitUrl, `mutation { ${mutations} }`, { token });

/** The id of the record that a mutation makes. */
async function made(verb: string, input: string, record: string): Promise<string> {
  const answer = await change<{ made: { record: { id: string } } }>(
    `made: ${verb}(input: { ${input} }) { record: ${record} { id } }`,
  );
  return answer.made.record.id;
}

async function makePlan(): Promise<void> {
  plan.project = await made('createProject', 'name: "Pump station"', 'project');
  plan.phase = await made('createPhase', `projectId: "${plan.project}", name: "Build"`, 'phase');
  const inPhase = `phaseId: "${plan.phase}"`;
  const box = await made('createWorkPackage', `${inPhase}, name: "Pipes"`, 'workPackage');
  const week = 'startDate: "2031-11-03", durationDays: 5';
  plan.packed = await made('createTask', `workPackageId: "${box}", name: "Lay pipes", ${week}`, 'task');
  plan.hanging = await made('createTask', `${inPhase}, name: "Sweep", durationDays: 2`, 'task');
  plan.subtask = await made('createSubtask', `taskId: "${plan.packed}", name: "Test pressure"`, 'subtask');
  const gone = await made('createPhase', `projectId: "${plan.project}", name: "Gone"`, 'phase');
  await made('createTask', `phaseId: "${gone}", name: "Gone"`, 'task');
  await change(`deletePhase(input: { id: "${gone}", cascade: true }) { deletedId }`);
  const task = `taskId: "${plan.packed}"`;
  await change(`linkRisk(input: { ${task}, riskId: "${RISK}", linkType: INHERENT }) { changed }
    updateTask(input: { id: "${plan.packed}", linkedRiskMitigationPct: 30 }) { task { id } }
    setTaskRule(input: { ${task}, constraintKind: START_NO_EARLIER_THAN, constraintDate: "2031-11-10" }) { task { id } }`);
  const proof =
    'fileUrl: "https://files.example/proof", fileType: DOCUMENT, source: "test", mediaType: "application/pdf"';
  const content = `${proof}, size: 5, sha256: "${'0'.repeat(64)}"`;
  await made('submitEvidence', `taskId: "${plan.packed}", ${content}`, 'evidence');
  await made('submitEvidence', `subtaskId: "${plan.subtask}", ${content}`, 'evidence');
}

/** Alerts about a task, a risk, a user and about nothing that there is. */
async function raiseAlerts(): Promise<void> {
  const admin = new pg.Client(platform.database.adminUrl);
  await admin.connect();
  const { orgId, userId } = DEMO_ADMIN;
  await admin.query(`SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false)`, [
    orgId,
    userId,
  ]);
  const subjects = { task: plan.packed, risk: RISK, user: userId, gone: UNKNOWN };
  for (const [kind, subject] of Object.entries(subjects)) {
    const data = { level: 3, subject, subjectType: kind === 'gone' ? 'task' : kind };
    await admin.query(
      `INSERT INTO pit.watchdog_alert (org_id, project_id, severity, code, message, data)
       VALUES ($1, $2, 'yellow', 'stalled_task', $3, $4)`,
      [orgId, plan.project, kind, data],
    );
  }
  await admin.end();
}

/** More projects than one request computes; the platform of the tests has no job that would do it. */
async function makeUncomputed(): Promise<void> {
  for (let n = 0; n < MOST_INLINE_PROJECTS + 2; n += 1) {
    const project = await made('createProject', `name: "Uncomputed ${n}"`, 'project');
    const phase = await made('createPhase', `projectId: "${project}", name: "Phase"`, 'phase');
    await made('createTask', `phaseId: "${phase}", name: "Task", durationDays: 3`, 'task');
    projects.push(project);
  }
}

async function storeSchedules(): Promise<void> {
  const pool = createPool(platform.database.appUrl, { max: 1, name: 'test' });
  const job = new ScheduleJob(pool);
  await job.sweep();
  await job.stop();
  await pool.end();
}

describe.each(['hiveUrl', 'apolloUrl'] as const)('by %s', (gateway) => {
  const ask = (query: string) => askGateway(platform[gateway], token, query);

  test('a field answers an interface, and what a sibling adds to one of its types comes along', async () => {
    const { data, errors } = await ask(`
      query { task(id: "${plan.packed}") {
        parent { __typename ...Node }
        evidence { nodes { workItem { ...Work } } }
        subtasks { nodes { evidence { nodes { workItem { ...Work ... on Subtask { taskId } } } } } }
      } }
      fragment Node on PlanNode { id name progressPercent owner { name } ... on WorkPackage { phase { ...Name } } }
      fragment Name on PlanNode { name }
      fragment Work on WorkItem { __typename name status owner { id } ... on Task { riskReduction bulletin } }`);
    expect(errors).toBeUndefined();
    expect(data?.['task']).toMatchObject({
      parent: { __typename: 'WorkPackage', name: 'Pipes', progressPercent: 0, phase: { name: 'Build' } },
      evidence: {
        nodes: [
          {
            workItem: {
              __typename: 'Task',
              name: 'Lay pipes',
              riskReduction: 0,
              bulletin: '2031-11-14, critical',
            },
          },
        ],
      },
      subtasks: {
        nodes: [
          {
            evidence: {
              nodes: [{ workItem: { __typename: 'Subtask', name: 'Test pressure', taskId: plan.packed } }],
            },
          },
        ],
      },
    });
  });

  test('a sibling answers work by its keys, and an unknown one is null in its place', async () => {
    // Hive says of the null, as of that of any type, which field it could not fill.
    const { data } = await ask(`{
      agenda(tasks: ["${plan.packed}", "${UNKNOWN}"], subtasks: ["${plan.subtask}"]) { __typename name priority }
    }`);
    expect(data?.['agenda']).toEqual([
      { __typename: 'Task', name: 'Lay pipes', priority: 'NORMAL' },
      null,
      { __typename: 'Subtask', name: 'Test pressure', priority: 'NORMAL' },
    ]);
  });

  test('an alert leads to what it is about, with what siblings add to it and know of it', async () => {
    const { data, errors } = await ask(`{ project(id: "${plan.project}") { alerts { nodes { message subject {
      __typename ... on Task { name bulletin } ... on Risk { title mitigationForecastDate } ... on User { id } } } } } }`);
    expect(errors).toBeUndefined();
    const { alerts } = data?.['project'] as { alerts: { nodes: { message: string; subject: unknown }[] } };
    const byMessage = Object.fromEntries(alerts.nodes.map(({ message, subject }) => [message, subject]));
    expect(byMessage).toEqual({
      task: { __typename: 'Task', name: 'Lay pipes', bulletin: '2031-11-14, critical' },
      risk: {
        __typename: 'Risk',
        title: 'School closed after a failure of the electrical supply',
        mitigationForecastDate: '2031-11-14',
      },
      user: { __typename: 'User', id: DEMO_ADMIN.userId },
      gone: null,
    });
  });

  test('what an interface field leads to is null where it is gone', async () => {
    const { data, errors } = await ask(`{
      project(id: "${plan.project}") { tasks(first: 9, filter: { deleted: ONLY }) { nodes { name parent { name } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.['project']).toEqual({ tasks: { nodes: [{ name: 'Gone', parent: null }] } });
  });

  test('a sibling requires slack, criticality and the early finish of tasks', async () => {
    const { data, errors } = await ask(
      `{ watched(tasks: ["${plan.packed}", "${plan.hanging}"]) { name bulletin } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.['watched']).toEqual([
      { name: 'Lay pipes', bulletin: '2031-11-14, critical' },
      { name: 'Sweep', bulletin: expect.stringMatching(/^20\d\d-\d\d-\d\d, \d{3,} days to spare$/) },
    ]);
  });

  test('a sibling that requires them is given null where no schedule was computed, and spoils nobody', async () => {
    const { data, errors } = await ask(
      `{ ${projects.map((id, n) => `p${n}: project(id: "${id}") { tasks { nodes { name bulletin } } }`).join(' ')} }`,
    );
    expect(errors).toBeUndefined();
    const bulletins = projects.map((_, n) => {
      const shown = data?.[`p${n}`] as { tasks: { nodes: { bulletin: string | null }[] } };
      return shown.tasks.nodes.map(({ bulletin }) => bulletin);
    });
    expect(bulletins.filter(([bulletin]) => bulletin === null)).toHaveLength(
      projects.length - MOST_INLINE_PROJECTS,
    );
    expect(bulletins.filter(([bulletin]) => bulletin?.endsWith(', critical'))).toHaveLength(
      MOST_INLINE_PROJECTS,
    );
  });

  test('a risk has the day on which it is mitigated by the schedule, and the days that it loses', async () => {
    const { data, errors } = await ask(
      `{ risk(id: "${RISK}") { title mitigationForecastDate mitigationAtRiskDays }
         risks { title mitigationForecastDate mitigationAtRiskDays } }`,
    );
    expect(errors).toBeUndefined();
    const mitigated = {
      title: 'School closed after a failure of the electrical supply',
      mitigationForecastDate: '2031-11-14',
      mitigationAtRiskDays: 7,
    };
    expect(data?.['risk']).toEqual(mitigated);
    expect(data?.['risks']).toContainEqual(mitigated);
  });
});
