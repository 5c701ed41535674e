import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
let taskId: string;

beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  projectId = await api.make('Project', {});
  phaseId = await api.make('Phase', { projectId });
  taskId = await api.make('Task', { phaseId });
});
afterAll(() => api?.close());

interface Entry {
  id: string;
  change: string;
  tableName: string;
  recordId: string;
  recordName: string | null;
  actor: { id: string } | null;
  values: { field: string; before: unknown; after: unknown }[];
}

interface History {
  totalCount: number | null;
  nodes: Entry[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const QUERY = `query ($id: ID!, $first: Int, $after: String) { project(id: $id) { history(first: $first, after: $after) {
  totalCount nodes { id change tableName recordId recordName actor { id } values { field before after } }
  pageInfo { endCursor hasNextPage } } } }`;

async function history(variables: object = {}, who: Actor = api.plan.actor()): Promise<History | undefined> {
  const { data, errors } = await api.graph.ask(who, QUERY, { id: projectId, first: 100, ...variables });
  expect(errors).toBeUndefined();
  return (data?.['project'] as { history: History } | null)?.history;
}

const kinds = (entries: readonly Entry[] = []): string[] =>
  entries.map(({ change, tableName }) => `${change} ${tableName}`);

test('a history says who changed what, from the project down to reviews, the newest first', async () => {
  const step = await api.make('Subtask', { taskId });
  await api.done('updateTask', { id: taskId, name: 'Pour the slab' }, '__typename');
  const file = { fileUrl: `https://files.test/${randomUUID()}`, fileType: 'DOCUMENT', source: 'scanner' };
  const { evidence } = await api.done<{ evidence: { id: string } }>(
    'submitEvidence',
    { subtaskId: step, ...file, sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf' },
    'evidence { id }',
  );
  const review = { evidenceId: evidence.id, decision: 'ACCEPTED', comment: 'Seen.' };
  await api.done('reviewEvidence', review, '__typename', api.plan.actor(api.plan.sponsor));
  const found = await history();
  expect(found?.totalCount).toBe(found?.nodes.length);
  expect(kinds(found?.nodes).slice(0, 2)).toEqual(['CREATED evidence_review', 'CREATED evidence']);
  expect(kinds(found?.nodes)).toEqual(
    expect.arrayContaining(['CREATED project', 'CREATED phase', 'CREATED subtask']),
  );
  const [renamed] =
    found?.nodes.filter(({ values }) => values.some(({ after }) => after === 'Pour the slab')) ?? [];
  expect(renamed).toMatchObject({
    change: 'CHANGED',
    tableName: 'task',
    recordId: taskId,
    recordName: 'Pour the slab',
    actor: { id: api.plan.owner },
    values: [{ field: 'name', before: 'Task', after: 'Pour the slab' }],
  });
  const submitted = found?.nodes.find(({ recordId }) => recordId === evidence.id);
  expect(submitted?.actor).toEqual({ id: api.plan.owner });
  const told = (found?.nodes ?? []).flatMap(({ values }) => values.map(({ field }) => field));
  expect(told).not.toEqual(expect.arrayContaining(['file_url']));
  for (const field of ['file_url', 'metadata', 'org_id', 'updated_at']) expect(told).not.toContain(field);
});

test('its pages join without a gap, each one statement, and a cursor of another list is refused', async () => {
  for (let n = 0; n < 6; n += 1)
    await api.done('updateTask', { id: taskId, name: `Name ${n}` }, '__typename');
  const all = (await history())?.nodes.map(({ id }) => id);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: History | undefined = await history({ first: 4, after });
    seen.push(...(page?.nodes ?? []).map(({ id }) => id));
    after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(all);
  const ask = (first: number) =>
    api.graph.ask(
      api.plan.actor(),
      `{ projects(first: ${first}) { nodes { history(first: 3) { nodes { id } } } } }`,
    );
  expect([(await ask(1)).statements, (await ask(3)).statements]).toEqual([2, 2]);
  const { data } = await api.graph.ask(api.plan.actor(), '{ projects(first: 1) { pageInfo { endCursor } } }');
  const cursor = (data?.['projects'] as History).pageInfo.endCursor;
  for (const [field, variables] of [
    ['after', { after: cursor }],
    ['first', { first: 101 }],
    ['first', { first: 0 }],
  ] as const) {
    const { errors } = await api.graph.ask(api.plan.actor(), QUERY, { id: projectId, ...variables });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  }
});

test('a moved task is told of where it came to, and its life before stays where it was', async () => {
  const other = await api.make('Project', {});
  const otherPhase = await api.make('Phase', { projectId: other });
  await api.done('updateTask', { id: taskId, name: 'Before' }, '__typename');
  await api.done('moveTask', { id: taskId, projectId: other, phaseId: otherPhase }, '__typename');
  await api.done('updateTask', { id: taskId, name: 'After' }, '__typename');
  const names = async (id: string) =>
    (await history({ id }))?.nodes
      .filter(({ recordId }) => recordId === taskId)
      .map(({ recordName }) => recordName);
  expect((await names(other))?.[0]).toBe('After');
  expect(await names(other)).not.toContain('Task');
  expect(await names(projectId)).toEqual(expect.arrayContaining(['Before', 'Task']));
  expect(await names(projectId)).not.toContain('After');
});

test('a project from which a task was moved says so, and to where only to who sees that', async () => {
  const other = await api.make('Project', {});
  const otherPhase = await api.make('Phase', { projectId: other });
  const before = (await history())?.totalCount ?? 0;
  await api.done('moveTask', { id: taskId, projectId: other, phaseId: otherPhase }, '__typename');
  const division = await api.plan.insert('division', { name: 'East' });
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [other, division]);
  const MOVES = `query ($id: ID!) { project(id: $id) { history(first: 100) { totalCount nodes { change tableName recordId
    recordName movedTo { id } movedFrom { id } values { field before after } } } } }`;
  const moveOf = async (id: string, who: Actor) => {
    const { data, errors } = await api.graph.ask(who, MOVES, { id });
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = (data?.['project'] as { history: History }).history;
    return { totalCount, moves: nodes.filter(({ change }) => change === 'MOVED') };
  };
  const moved = { change: 'MOVED', tableName: 'task', recordId: taskId, recordName: 'Task' };
  const owner = api.plan.actor();
  const left = await moveOf(projectId, owner);
  expect(left.moves).toMatchObject([{ ...moved, movedTo: { id: other }, movedFrom: null }]);
  expect(left.totalCount).toBeGreaterThan(before);
  expect((await moveOf(other, owner)).moves).toMatchObject([
    { ...moved, movedTo: null, movedFrom: { id: projectId } },
  ]);
  // Sees what the task left, and not where it went.
  const viewer: Actor = api.plan.actor(api.plan.helper, 'viewer');
  const [seen] = (await moveOf(projectId, viewer)).moves;
  expect(seen).toMatchObject({ ...moved, movedTo: null, movedFrom: null });
  expect(seen?.values).toEqual([
    { field: 'phase_id', before: phaseId, after: null },
    { field: 'project_id', before: projectId, after: null },
  ]);
});

test('all who see a project read its history, and nobody else does', async () => {
  const division = await api.plan.insert('division', { name: 'North' });
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [projectId, division]);
  const viewer: Actor = { ...api.plan.actor(api.plan.helper, 'viewer'), divisionIds: [division] };
  expect((await history({}, viewer))?.nodes.length).toBeGreaterThan(3);
  // Taken out of the division.
  expect(await history({}, { ...viewer, divisionIds: [] })).toBeUndefined();
  const neighbour = await api.plan.neighbour();
  expect(await history({}, neighbour.actor(neighbour.owner, 'admin'))).toBeUndefined();
  // The door itself stays within the organisation.
  const client = await api.plan.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'admin', true)`,
      [neighbour.orgId, neighbour.owner],
    );
    const { rowCount } = await client.query('SELECT FROM pit_ops.project_history($1, NULL, 10)', [projectId]);
    expect(rowCount).toBe(0);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});
