import { askGraph } from '../../examples/platform/ask-graph.ts';
import { DEMO_ADMIN } from '../../src/services/demo/demo.ts';
import {
  askGateway,
  PLATFORM_START_MS,
  startTestPlatform,
  tokenFor,
  type TestPlatform,
} from '../support/processes/platform.ts';
import { startPlanSibling } from './plan-sibling.ts';

const UNKNOWN = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';

let sibling: Awaited<ReturnType<typeof startPlanSibling>>;
let platform: TestPlatform;
let token: string;
/** A plan of its own: a task in a work package with a subtask, and a task that hangs on the phase. */
const plan = { project: '', phase: '', packed: '', hanging: '', subtask: '' };

beforeAll(async () => {
  sibling = await startPlanSibling();
  platform = await startTestPlatform([sibling]);
  token = await tokenFor(DEMO_ADMIN);
  await makePlan();
}, PLATFORM_START_MS);

afterAll(async () => {
  await platform?.stop();
  await sibling?.stop();
});

/** The id of the record that a mutation makes. */
async function made(verb: string, input: string, record: string): Promise<string> {
  const mutation = `mutation { made: ${verb}(input: { ${input} }) { record: ${record} { id } } }`;
  const answer = await askGraph<{ made: { record: { id: string } } }>(platform.pitUrl, mutation, { token });
  return answer.made.record.id;
}

async function makePlan(): Promise<void> {
  plan.project = await made('createProject', 'name: "Pump station"', 'project');
  plan.phase = await made('createPhase', `projectId: "${plan.project}", name: "Build"`, 'phase');
  const inPhase = `phaseId: "${plan.phase}"`;
  const box = await made('createWorkPackage', `${inPhase}, name: "Pipes"`, 'workPackage');
  plan.packed = await made(
    'createTask',
    `workPackageId: "${box}", name: "Lay pipes", durationDays: 5`,
    'task',
  );
  plan.hanging = await made('createTask', `${inPhase}, name: "Sweep", durationDays: 2`, 'task');
  plan.subtask = await made('createSubtask', `taskId: "${plan.packed}", name: "Test pressure"`, 'subtask');
  const gone = await made('createPhase', `projectId: "${plan.project}", name: "Gone"`, 'phase');
  await made('createTask', `phaseId: "${gone}", name: "Gone"`, 'task');
  await askGraph(
    platform.pitUrl,
    `mutation { deletePhase(input: { id: "${gone}", cascade: true }) { deletedId } }`,
    {
      token,
    },
  );
  const proof =
    'fileUrl: "https://files.example/proof", fileType: DOCUMENT, source: "test", mediaType: "application/pdf"';
  const content = `${proof}, size: 5, sha256: "${'0'.repeat(64)}"`;
  await made('submitEvidence', `taskId: "${plan.packed}", ${content}`, 'evidence');
  await made('submitEvidence', `subtaskId: "${plan.subtask}", ${content}`, 'evidence');
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
              riskReduction: null,
              bulletin: expect.stringMatching(/^\d{4}-\d\d-\d\d, critical$/),
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

  test('what an interface field leads to is null where it is gone', async () => {
    const { data, errors } = await ask(`{
      project(id: "${plan.project}") { tasks(first: 9, filter: { deleted: ONLY }) { nodes { name parent { name } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.['project']).toEqual({ tasks: { nodes: [{ name: 'Gone', parent: null }] } });
  });
});
