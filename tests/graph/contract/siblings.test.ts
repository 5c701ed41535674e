import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';

let database: TestDatabase;
let graph: Graph;
const task = (n: number) => idOf('a', 'task', n);
/** Ids of other modules' records that the planted plan knows nothing of. */
const thing = (n: number) => idOf('x', 'thing', n);

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 3 });
  const link = (table: string, columns: string, tasks: readonly number[], values: string) =>
    tasks.map((t) => `INSERT INTO pit.${table} (task_id, ${columns}) VALUES ('${task(t)}', ${values});`);
  await runFor(
    database.adminUrl,
    'a',
    [
      // Without steps and without evidence, so that each test arranges its own.
      `UPDATE pit.subtask SET deleted_at = now(); UPDATE pit.evidence SET deleted_at = now() WHERE task_id IS NULL;`,
      ...link('risk_link', 'risk_id, link_type', [1, 2, 3], `'${thing(1)}', 'inherent'`),
      ...link('risk_link', 'risk_id, link_type', [1], `'${thing(1)}', 'residual'`),
      ...link('risk_link', 'risk_id, link_type', [4, 5], `'${thing(2)}', 'inherent'`),
      ...link('control_link', 'control_id', [1, 2, 3], `'${thing(1)}'`),
      ...link('incident_link', 'incident_id', [1, 2], `'${thing(1)}'`),
      ...link('audit_link', 'audit_finding_id', [6], `'${thing(1)}'`),
    ].join('\n'),
  );
  graph = await openGraph(database);
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

const arrange = (sql: string) => runFor(database.adminUrl, 'a', sql);

async function ask(typename: string, field: string, ...ids: string[]): Promise<unknown[]> {
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on ${typename} { ${field} } } }`;
  const { data, errors, statements } = await graph.ask(actorOf('a'), query, {
    these: ids.map((id) => ({ __typename: typename, id })),
  });
  expect(errors).toBeUndefined();
  expect(statements).toBe(1);
  return (data?.['_entities'] as Record<string, unknown>[]).map((each) => each[field]);
}

test('a risk is mitigated by expected mitigation times progress, each task once, at most by 90', async () => {
  await arrange(`
    UPDATE pit.task SET linked_risk_mitigation_pct = 33.33, progress_percent = 50, requires_evidence = false
      WHERE id IN ('${task(1)}', '${task(2)}');
    UPDATE pit.task SET linked_risk_mitigation_pct = NULL, progress_percent = 100 WHERE id = '${task(3)}';
    UPDATE pit.task SET linked_risk_mitigation_pct = 60, progress_percent = 100 WHERE id IN ('${task(4)}', '${task(5)}')`);
  const achieved = await ask('Risk', 'mitigationAchievedPercent', thing(1), thing(2), thing(3));
  expect(achieved).toEqual([33.33, 90, null]);
});

test('progress of work that requires evidence counts for siblings once it is accepted, at the task or at its steps', async () => {
  const evidence = async (decision: string) => {
    await arrange(`
      UPDATE pit.task SET requires_evidence = true WHERE id IN ('${task(1)}', '${task(2)}');
      INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision, created_at)
        SELECT id, '${idOf('a', 'user', 4)}', '${decision}', clock_timestamp() FROM pit.evidence
        WHERE task_id IN ('${task(1)}', '${task(2)}')`);
    return (await ask('Risk', 'mitigationAchievedPercent', thing(1)))[0];
  };
  expect(await evidence('rejected')).toBe(0);
  expect(await evidence('accepted')).toBe(33.33);
});

test('progress of a task with steps is their exact mean', async () => {
  await arrange(`
    UPDATE pit.task SET requires_evidence = false, linked_risk_mitigation_pct = 50 WHERE id = '${task(1)}';
    UPDATE pit.task SET linked_risk_mitigation_pct = NULL WHERE id = '${task(2)}';
    INSERT INTO pit.subtask (task_id, name, progress_percent) VALUES
      ('${task(1)}', 'One', 100), ('${task(1)}', 'Two', 0), ('${task(1)}', 'Three', 0)`);
  expect(await ask('Risk', 'mitigationAchievedPercent', thing(1))).toEqual([16.67]);
});

test('a control is implemented as far as the mean of its tasks, and wholly only when each is', async () => {
  await arrange(`UPDATE pit.task SET progress_percent = 100; UPDATE pit.subtask SET progress_percent = 100`);
  expect(await ask('Control', 'implementationPercent', thing(1), thing(9))).toEqual([100, null]);
  await arrange(`UPDATE pit.task SET progress_percent = 99 WHERE id = '${task(2)}'`);
  expect(await ask('Control', 'implementationPercent', thing(1))).toEqual([99]);
  await arrange(`UPDATE pit.task SET progress_percent = 50 WHERE id = '${task(2)}'`);
  expect(await ask('Control', 'implementationPercent', thing(1))).toEqual([83]);
});

test("an incident's actions are complete when all its tasks are", async () => {
  await arrange(`UPDATE pit.task SET status = 'completed' WHERE id = '${task(1)}';
    UPDATE pit.task SET status = 'active' WHERE id = '${task(2)}'`);
  expect(await ask('Incident', 'actionsComplete', thing(1), thing(9))).toEqual([false, null]);
  await arrange(`UPDATE pit.task SET status = 'completed' WHERE id = '${task(2)}'`);
  expect(await ask('Incident', 'actionsComplete', thing(1))).toEqual([true]);
});

test('a finding can be closed once its tasks are completed, and they and their steps are proven', async () => {
  const ready = async () => (await ask('AuditFinding', 'closeReady', thing(1)))[0];
  expect(await ask('AuditFinding', 'closeReady', thing(9))).toEqual([null]);
  await arrange(`UPDATE pit.task SET status = 'active', requires_evidence = false WHERE id = '${task(6)}'`);
  expect(await ready()).toBe(false);
  await arrange(`UPDATE pit.task SET status = 'completed' WHERE id = '${task(6)}'`);
  expect(await ready()).toBe(true);
  await arrange(`INSERT INTO pit.subtask (id, task_id, name, requires_evidence)
    VALUES ('${idOf('x', 'step', 1)}', '${task(6)}', 'Proof', true)`);
  expect(await ready()).toBe(false);
  await arrange(`
    INSERT INTO pit.evidence (id, subtask_id, uploaded_by, file_url)
      VALUES ('${idOf('x', 'proof', 1)}', '${idOf('x', 'step', 1)}', '${idOf('a', 'user', 2)}', 'https://files.example/p');
    INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision)
      VALUES ('${idOf('x', 'proof', 1)}', '${idOf('a', 'user', 4)}', 'accepted')`);
  expect(await ready()).toBe(true);
});

test('links lead to what other modules own, and from there to all work on it', async () => {
  const query = `query ($id: ID!) { task(id: $id) { riskLinks { nodes { linkType risk { id tasks(filter: { priority: [LOW, NORMAL,
    HIGH, CRITICAL] }, orderBy: [{ field: CREATED_AT }]) { totalCount edges { node { id } } } } } } } }`;
  const answer = await graph.ask(actorOf('a'), query, { id: task(1) });
  const { riskLinks } = (
    answer.data as { task: { riskLinks: { nodes: { risk: { id: string; tasks: { edges: unknown[] } } }[] } } }
  ).task;
  const ours = riskLinks.nodes.filter(({ risk }) => risk.id === thing(1));
  expect(ours).toHaveLength(2);
  expect(ours[0]?.risk.tasks).toMatchObject({ totalCount: 3 });
  expect(ours[0]?.risk.tasks.edges).toHaveLength(3);
});

test('the summary of an origin counts its tasks by outcome', async () => {
  const summary = async () => {
    const answer = await graph.ask(
      actorOf('a'),
      `{ originSummary(sourceModule: AUDIT, sourceReferenceId: "F-1") {
      open completed latestDueDate hasOverdue completionPercent } }`,
    );
    return answer.data?.['originSummary'];
  };
  expect(await summary()).toEqual({
    open: 0,
    completed: 0,
    latestDueDate: null,
    hasOverdue: false,
    completionPercent: null,
  });
  await arrange(`
    DELETE FROM pit_ops.due_commitment;
    UPDATE pit.task SET status = 'completed', start_date = '2020-01-01', end_date = '2020-01-02' WHERE id = '${task(1)}';
    UPDATE pit.task SET status = 'active', start_date = '2020-01-01', end_date = '2190-01-02' WHERE id = '${task(2)}';
    UPDATE pit.task SET status = 'completed', start_date = NULL, end_date = NULL WHERE id = '${task(3)}';
    UPDATE pit.task SET source_module = 'audit', source_reference_id = 'F-1' WHERE id IN ('${task(1)}', '${task(2)}', '${task(3)}')`);
  const soon = { open: 1, completed: 2, latestDueDate: '2190-01-02', hasOverdue: false };
  expect(await summary()).toMatchObject({ ...soon, completionPercent: 66.67 });
  await arrange(`UPDATE pit.task SET end_date = '2020-01-02' WHERE id = '${task(2)}'`);
  expect(await summary()).toMatchObject({ latestDueDate: '2020-01-02', hasOverdue: true });
});

test("a project's health and its reasons come from its tasks and open alerts, for all projects at once", async () => {
  const query = `{ projects { edges { node { health healthReasons { rule health } } } } }`;
  const health = async () => {
    const answer = await graph.ask(actorOf('a'), query);
    expect(answer.errors).toBeUndefined();
    return (answer.data as { projects: { edges: { node: unknown }[] } }).projects.edges[0]?.node;
  };
  await arrange(`
    DELETE FROM pit_ops.due_commitment;
    UPDATE pit.project SET start_date = NULL, end_date = NULL;
    UPDATE pit.task SET status = 'active', start_date = NULL, end_date = NULL, source_reference_id = NULL;
    UPDATE pit.watchdog_alert SET resolved_at = now()`);
  expect(await health()).toEqual({ health: 'GREEN', healthReasons: [] });
  await arrange(`UPDATE pit.watchdog_alert SET resolved_at = NULL WHERE id = '${idOf('a', 'alert', 1)}'`);
  expect(await health()).toEqual({
    health: 'AMBER',
    healthReasons: [{ rule: 'OPEN_ALERTS', health: 'AMBER' }],
  });
  await arrange(`UPDATE pit.task SET end_date = '2020-01-02' WHERE id = '${task(1)}'`);
  expect(await health()).toMatchObject({ health: 'RED' });
});

/** Of each caller: what a verdict over a visible, completed task and a hidden, overdue one says, and how many are seen. */
const CALLERS = [
  [
    'a member of one division',
    { ...actorOf('a', ActorRole.MEMBER, 5), divisionIds: [idOf('a', 'division', 1)] },
    1,
  ],
  ['an administrator of all divisions', actorOf('a'), 2],
  ['the service', actorOf('a', ActorRole.SERVICE), 2],
] as const;

const VERDICTS = [
  ['AuditFinding', 'closeReady', false],
  ['Incident', 'actionsComplete', false],
  ['Control', 'implementationPercent', 75],
  ['Risk', 'mitigationAchievedPercent', 60],
] as const;

describe('what other modules decide by counts the work that the caller may not see', () => {
  beforeAll(() =>
    arrange(`
      WITH project AS (
        INSERT INTO pit.project (name, division_id, owner_id)
        VALUES ('Elsewhere', '${idOf('a', 'division', 2)}', '${idOf('a', 'user', 1)}') RETURNING id
      ), phase AS (
        INSERT INTO pit.phase (project_id, name, owner_id) SELECT id, 'Phase', '${idOf('a', 'user', 1)}' FROM project
        RETURNING id, project_id
      )
      INSERT INTO pit.task (id, project_id, phase_id, name, owner_id, linked_risk_mitigation_pct, progress_percent,
        start_date, end_date, source_module, source_reference_id)
      SELECT '${idOf('x', 'hidden', 1)}', project_id, id, 'Open elsewhere', '${idOf('a', 'user', 1)}', 40, 50,
        '2020-01-01', '2020-01-02', 'audit', 'F-2' FROM phase;
      UPDATE pit.subtask SET deleted_at = now() WHERE task_id = '${task(1)}';
      UPDATE pit.task SET status = 'completed', progress_percent = 100, requires_evidence = false,
        linked_risk_mitigation_pct = 40, source_module = 'audit', source_reference_id = 'F-2' WHERE id = '${task(1)}';
      ${[
        'risk_link (task_id, risk_id, link_type)',
        'control_link (task_id, control_id)',
        'incident_link (task_id, incident_id)',
        'audit_link (task_id, audit_finding_id)',
      ]
        .flatMap((into) => [task(1), idOf('x', 'hidden', 1)].map((each) => [into, each] as const))
        .map(
          ([into, each]) =>
            `INSERT INTO pit.${into} VALUES ('${each}', '${thing(20)}'${into.startsWith('risk') ? ", 'inherent'" : ''});`,
        )
        .join('')}`),
  );

  const table = VERDICTS.flatMap(([typename, field, verdict]) =>
    CALLERS.map(([name, actor, seen]) => ({ typename, field, verdict, name, actor, seen })),
  );
  test.each(table)(
    '$typename.$field is $verdict for $name',
    async ({ typename, field, verdict, actor, seen }) => {
      const query = `query ($these: [_Any!]!) { _entities(representations: $these) {
      ... on ${typename} { ${field} tasks { totalCount } } } }`;
      const these = [{ __typename: typename, id: thing(20) }];
      const { data, errors } = await graph.ask(actor, query, { these });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ _entities: [{ [field]: verdict, tasks: { totalCount: seen } }] });
    },
  );

  test.each(CALLERS)('originSummary is the same for %s', async (_name, actor) => {
    const query = `{ originSummary(sourceModule: AUDIT, sourceReferenceId: "F-2") { open completed hasOverdue } }`;
    const { data } = await graph.ask(actor, query, {});
    expect(data).toEqual({ originSummary: { open: 1, completed: 1, hasOverdue: true } });
  });
});
