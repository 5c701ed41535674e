import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { projectQuery, riskQuery } from '../../examples/platform/welcome.ts';
import { DEMO_ADMIN, OTHER_ADMIN } from '../../src/services/demo/demo.ts';
import {
  askGateway,
  PLATFORM_START_MS,
  startTestPlatform,
  tokenFor,
  type GraphAnswer,
  type TestPlatform,
} from '../support/processes/platform.ts';

let platform: TestPlatform;
let ours: string;
let theirs: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  [ours, theirs] = await Promise.all([tokenFor(DEMO_ADMIN), tokenFor(OTHER_ADMIN)]);
}, PLATFORM_START_MS);

afterAll(() => platform?.stop());

const THEIR_RISK = '00000000-0000-4000-a000-000200000001';

describe.each(['hiveUrl', 'apolloUrl'] as const)('by %s', (gateway) => {
  const ask = (token: string | undefined, query: string): Promise<GraphAnswer> =>
    askGateway(platform[gateway], token, query);

  test("a risk has its title from one team, its tasks and their progress from PIT, and a third team's skills", async () => {
    const { data, errors } = await ask(ours, riskQuery(platform.links));
    expect(errors).toBeUndefined();
    expect(data?.['risk']).toEqual({
      title: 'Water reaches the main switchgear',
      rating: 'HIGH',
      mitigationAchievedPercent: 20,
      owner: { name: 'Maya Chen' },
      tasks: {
        edges: [
          {
            node: {
              name: 'Design at P.S. 361 - MANHATTAN',
              status: 'COMPLETED',
              progressPercent: 100,
              riskReduction: 20,
              requiredSkills: [{ name: 'Construction drawing' }],
            },
          },
          {
            node: {
              name: 'Construction at P.S. 361 - MANHATTAN',
              status: 'OVERDUE',
              progressPercent: 0,
              riskReduction: 0,
              requiredSkills: [{ name: 'Site supervision' }],
            },
          },
        ],
      },
    });
  });

  test('a project has findings, whether each can be signed off, and the people with the skills', async () => {
    const { data, errors } = await ask(ours, projectQuery(platform.links));
    expect(errors).toBeUndefined();
    expect(data?.['project']).toMatchObject({
      code: 'DSF0000898235',
      auditFindings: [
        { title: 'Design was approved without a signature', canBeSignedOff: true },
        { title: 'No record of insulation tests in the electrical room', canBeSignedOff: false },
      ],
      requiredSkills: [
        { name: 'Electrical installation', holders: [{ name: 'Maya Chen' }, { name: 'Kofi Adeyemi' }] },
        { name: 'Waterproofing', holders: [{ name: 'Xavier Brooks' }] },
      ],
    });
  });

  test('a task leads to the risks and findings that it is work on', async () => {
    const query = `{ task(id: "${platform.links.taskId}") {
      riskLinks { nodes { risk { title } } } auditLinks { nodes { auditFinding { title } } } suggestedWorkers { name skills { name } }
    } }`;
    const { data, errors } = await ask(ours, query);
    expect(errors).toBeUndefined();
    expect(data?.['task']).toEqual({
      riskLinks: { nodes: [{ risk: { title: 'Water reaches the main switchgear' } }] },
      auditLinks: {
        nodes: [{ auditFinding: { title: 'No record of insulation tests in the electrical room' } }],
      },
      suggestedWorkers: [
        { name: 'Maya Chen', skills: [{ name: 'Electrical installation' }, { name: 'Site supervision' }] },
      ],
    });
  });

  test('another organisation sees its own, and nothing of ours by any id it may have heard of', async () => {
    const { riskId, projectId, taskId } = platform.links;
    const { data, errors } = await ask(
      theirs,
      `{ risk(id: "${riskId}") { title } project(id: "${projectId}") { name auditFindings { title } }
         task(id: "${taskId}") { name requiredSkills { name } } skill(id: "schools-electrical") { name }
         risks { title tasks { totalCount } } auditFindings { title }
         projects { edges { node { code riskRegister { title } requiredSkills { name } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      risk: null,
      project: null,
      task: null,
      skill: null,
      risks: [{ title: 'Quay wall gives way under a crane', tasks: { totalCount: 0 } }],
      auditFindings: [{ title: 'Divers worked without a standby boat' }],
      projects: {
        edges: [
          {
            node: {
              code: 'HW-2026-001',
              riskRegister: [{ title: 'Quay wall gives way under a crane' }],
              requiredSkills: [{ name: 'Piling' }],
            },
          },
        ],
      },
    });
  });

  test("a link to another organisation's risk leads nowhere", async () => {
    const linkTo = (verb: string, riskId: string) =>
      ask(
        ours,
        `mutation { ${verb}(input: { taskId: "${platform.links.taskId}", riskId: "${riskId}", linkType: RESIDUAL }) {
          task { riskLinks { nodes { linkType risk { id title } } } } } }`,
      );
    const { data, errors } = await linkTo('linkRisk', THEIR_RISK);
    expect(JSON.stringify(data)).toContain('Water reaches the main switchgear');
    expect(JSON.stringify({ data, errors })).not.toContain('Quay wall');
    await linkTo('unlinkRisk', THEIR_RISK);
  });

  test.each([
    ['PIT', '{ projects(first: 1) { edges { node { id } } } }'],
    ['a sibling', '{ risks { title } }'],
  ])('without a token that holds, %s answers with UNAUTHENTICATED', async (_whom, query) => {
    const expired = await tokenFor(DEMO_ADMIN, '1 minute ago');
    for (const token of [undefined, 'not.a.token', expired]) {
      const { data, errors } = await ask(token, query);
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
    }
    const { errors } = await ask(expired, query);
    expect(errors?.[0]?.message).toBe('The token has expired.');
    // Where a subgraph listens is nobody's business.
    expect(JSON.stringify(errors)).not.toContain('127.0.0.1');
  });

  test('who asks, under which request id and in which trace reaches every subgraph', async () => {
    const requestId = `through-${gateway}`;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const received: IncomingHttpHeaders[] = [];
    const onRequest = (message: unknown) => {
      const { headers } = (message as { request: IncomingMessage }).request;
      if (headers['x-request-id'] === requestId) received.push(headers);
    };
    // PIT and its siblings run in this process, the gateways do not.
    subscribe('http.server.request.start', onRequest);
    const headers = { 'x-request-id': requestId, traceparent };
    const { errors } = await askGateway(platform[gateway], ours, riskQuery(platform.links), headers);
    unsubscribe('http.server.request.start', onRequest);
    expect(errors).toBeUndefined();
    expect(new Set(received.map(({ host }) => host)).size).toBe(3);
    for (const each of received) expect(each).toMatchObject({ traceparent, authorization: `Bearer ${ours}` });
  });

  test('what PIT refuses arrives with its code and what it says of the field', async () => {
    const tooMany = await ask(ours, '{ tasks(first: 500) { totalCount } }');
    expect(tooMany.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'first',
      expected: '1 to 100',
    });
    const unknown = `updateProgress(input: { taskId: "${THEIR_RISK}", percent: 10 }) { task { id } }`;
    const { errors } = await ask(ours, `mutation { ${unknown} }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a change answers with what other teams make of it', async () => {
    const report = (percent: number) =>
      ask(
        ours,
        `mutation { updateProgress(input: { taskId: "${platform.links.taskId}", percent: ${percent} }) {
          task { progressPercent riskReduction riskLinks { nodes { risk { title mitigationAchievedPercent } } } } } }`,
      );
    const { data, errors } = await report(50);
    expect(errors).toBeUndefined();
    expect(data?.['updateProgress']).toEqual({
      task: {
        progressPercent: 50,
        riskReduction: 30,
        riskLinks: {
          nodes: [{ risk: { title: 'Water reaches the main switchgear', mitigationAchievedPercent: 50 } }],
        },
      },
    });
    await report(0);
  });
});

// The last test: PIT does not come back.
test('while PIT is away, each gateway says so and names no address within the platform', async () => {
  platform.takeDown();
  for (const url of [platform.hiveUrl, platform.apolloUrl]) {
    const { errors } = await askGateway(url, ours, '{ projects(first: 1) { edges { node { name } } } }');
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAVAILABLE']);
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|:\d{4,5}/);
  }
});
