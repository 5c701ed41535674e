import { randomUUID } from 'node:crypto';
import { addDays } from '../../../src/domain/civil-date.ts';
import { clock } from '../../../src/clock.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let graph: Graph;
let seen: string;
let hidden: string;
/** By name: two red, one amber and one green in a division, and a red one in another. */
const projects: Record<string, string> = {};
const today = clock.today('UTC');

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  seen = await plan.insert('division', { id: randomUUID(), name: 'Seen' });
  hidden = await plan.insert('division', { id: randomUUID(), name: 'Hidden' });
  const soon = addDays(today, 10);
  await planned('worst', seen, { overdue: 3, alerts: [1, 2], capex_total: '10.50', end_date: soon });
  await planned('bad', seen, { overdue: 1, alerts: [1, 3, 3], capex_total: '0.25' });
  await planned('odd', seen, { overdue: 0, alerts: [3, 5], status: 'on_hold' });
  await planned('fine', seen, { overdue: 0, alerts: [], status: 'completed', end_date: soon });
  await planned('secret', hidden, { overdue: 9, alerts: [1, 1, 1, 1], capex_total: '1000.00' });
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

interface Given extends Record<string, unknown> {
  overdue: number;
  alerts: number[];
}

const SEVERITIES = ['red', 'red', 'yellow', 'green', 'green'];

async function planned(
  name: string,
  divisionId: string,
  { overdue, alerts, ...values }: Given,
): Promise<void> {
  const id = await plan.project({ name, division_id: divisionId, progress_percent: 100, ...values });
  projects[name] = id;
  const phaseId = await plan.phase(id);
  for (let n = 0; n < 3; n += 1) await plan.task(id, phaseId, { status: 'completed' });
  for (let n = 0; n < overdue; n += 1)
    await plan.task(id, phaseId, { status: 'overdue', end_date: addDays(today, -1) });
  for (const [subject, level] of alerts.entries()) {
    const alert = {
      severity: SEVERITIES[level - 1],
      code: 'task_overdue',
      message: 'Late',
      data: { level, subject },
    };
    await plan.insert('watchdog_alert', { project_id: id, ...alert });
  }
}

const member = (...divisionIds: string[]): Actor => ({ ...plan.actor(plan.helper), divisionIds });

async function names(who: Actor, args: string): Promise<string[]> {
  const { data, errors } = await graph.ask(who, `{ projects(first: 100, ${args}) { nodes { name } } }`);
  expect(errors).toBeUndefined();
  return (data?.['projects'] as { nodes: { name: string }[] }).nodes.map(({ name }) => name);
}

const by = (field: string, direction = 'DESC'): string =>
  `orderBy: [{ field: ${field}, direction: ${direction} }]`;

test('projects come by health, overdue tasks and open alerts, of what the caller sees', async () => {
  const all = member(seen, hidden);
  const some = member(seen);
  expect(await names(all, by('OVERDUE_TASKS'))).toEqual([
    'secret',
    'worst',
    'bad',
    expect.any(String),
    expect.any(String),
  ]);
  expect(await names(some, by('OVERDUE_TASKS'))).toEqual([
    'worst',
    'bad',
    expect.any(String),
    expect.any(String),
  ]);
  expect(await names(some, by('OPEN_ALERTS'))).toEqual([
    'bad',
    expect.any(String),
    expect.any(String),
    'fine',
  ]);
  const byHealth = await names(some, `orderBy: [{ field: HEALTH, direction: DESC }, { field: NAME }]`);
  expect(byHealth).toEqual(['bad', 'worst', 'odd', 'fine']);
  expect(await names(some, by('HEALTH', 'ASC'))).toEqual([
    'fine',
    'odd',
    expect.any(String),
    expect.any(String),
  ]);
});

test('projects with overdue tasks are found, and those without', async () => {
  const some = member(seen);
  expect((await names(some, 'filter: { hasOverdue: true }')).sort()).toEqual(['bad', 'worst']);
  expect((await names(some, 'filter: { hasOverdue: false }')).sort()).toEqual(['fine', 'odd']);
  expect((await names(some, 'filter: { not: { hasOverdue: true } }')).sort()).toEqual(['fine', 'odd']);
  const filter = `filter: { hasOverdue: true, health: [RED] }, ${by('HEALTH')}`;
  expect((await names(some, filter)).sort()).toEqual(['bad', 'worst']);
});

test('a page by health is one statement, and what is counted of its projects one more', async () => {
  const ask = async (selection: string, first: number): Promise<number> =>
    (
      await graph.ask(
        member(seen),
        `{ projects(first: ${first}, ${by('HEALTH')}) { nodes { ${selection} } } }`,
      )
    ).statements;
  expect([await ask('name', 1), await ask('name', 4)]).toEqual([1, 1]);
  const counts = 'overdueTaskCount openAlertCount red: openAlertCount(minSeverity: RED)';
  expect([await ask(counts, 1), await ask(counts, 4)]).toEqual([2, 2]);
});

test('the counts of a project are the same for all who see it', async () => {
  const query = `query ($id: ID!) { project(id: $id) {
    overdueTaskCount openAlertCount amber: openAlertCount(minSeverity: AMBER) red: openAlertCount(minSeverity: RED) } }`;
  const of = async (who: Actor) => (await graph.ask(who, query, { id: projects['bad'] })).data?.['project'];
  const counts = { overdueTaskCount: 1, openAlertCount: 3, amber: 3, red: 1 };
  expect(await of(member(seen))).toEqual(counts);
  expect(await of(plan.actor(plan.owner, 'viewer'))).toEqual(counts);
  expect(await of(member())).toBeNull();
});

const SUMMARY = `query ($filter: ProjectFilter, $days: Int) { portfolioSummary(filter: $filter, endingWithinDays: $days) {
  projectCount isComplete byStatus { status count } byHealth { health count } overdueTaskCount overdueProjectCount
  endingSoonCount openAlerts { severity count } openAlertsByLevel { level count } capexTotal opexTotal } }`;

interface Summary extends Record<string, unknown> {
  byStatus: { status: string; count: number }[];
  byHealth: { health: string; count: number }[];
}

async function summary(who: Actor, filter: object = {}, days?: number): Promise<Summary> {
  const { data, errors } = await graph.ask(who, SUMMARY, { filter, days });
  expect(errors).toBeUndefined();
  return data?.['portfolioSummary'] as Summary;
}

test('a summary adds up what the caller sees', async () => {
  const some = await summary(member(seen));
  expect(some).toMatchObject({
    projectCount: 4,
    isComplete: true,
    byHealth: [
      { health: 'GREEN', count: 1 },
      { health: 'AMBER', count: 1 },
      { health: 'RED', count: 2 },
    ],
    overdueTaskCount: 4,
    overdueProjectCount: 2,
    endingSoonCount: 1,
    openAlerts: [
      { severity: 'RED', count: 3 },
      { severity: 'AMBER', count: 3 },
      { severity: 'GREEN', count: 1 },
    ],
    openAlertsByLevel: [
      { level: 1, count: 2 },
      { level: 2, count: 1 },
      { level: 3, count: 3 },
      { level: 5, count: 1 },
    ],
    capexTotal: '10.75',
    opexTotal: '0.00',
  });
  expect(some.byStatus).toEqual([
    { status: 'DRAFT', count: 0 },
    { status: 'ACTIVE', count: 2 },
    { status: 'ON_HOLD', count: 1 },
    { status: 'COMPLETED', count: 1 },
    { status: 'ARCHIVED', count: 0 },
  ]);
  expect(await summary(member(seen, hidden))).toMatchObject({
    projectCount: 5,
    overdueTaskCount: 13,
    capexTotal: '1010.75',
  });
});

test('a summary takes the filter of the list, and no more than its statement and that of the day', async () => {
  expect(await summary(member(seen), { health: ['RED'], hasOverdue: true })).toMatchObject({
    projectCount: 2,
  });
  expect(await summary(member(seen), { status: ['ON_HOLD'] })).toMatchObject({
    projectCount: 1,
    overdueTaskCount: 0,
    capexTotal: '0.00',
  });
  expect(await summary(member(seen), { search: 'wor' }, 9)).toMatchObject({
    projectCount: 1,
    endingSoonCount: 0,
  });
  expect((await graph.ask(member(seen), SUMMARY, {})).statements).toBe(2);
  const { errors } = await graph.ask(member(seen), SUMMARY, { days: 367 });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'endingWithinDays',
    expected: '0 to 366',
    actual: 367,
  });
  const deleted = await graph.ask(plan.actor(plan.owner, 'viewer'), SUMMARY, { filter: { deleted: 'ONLY' } });
  expect(deleted.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

const GROUPS = `query ($by: AlertGrouping!, $filter: WatchdogAlertFilter, $first: Int) {
  alertGroups(by: $by, filter: $filter, first: $first) { code level project { name } severity count projectCount } }`;

const groups = async (who: Actor, by: string, filter: object = {}, first?: number) => {
  const { data, errors } = await graph.ask(who, GROUPS, { by, filter, first });
  expect(errors).toBeUndefined();
  return data?.['alertGroups'];
};

test('open alerts are grouped by code, level and project, the gravest and largest first', async () => {
  const some = member(seen);
  const group = { code: null, level: null, project: null };
  expect(await groups(some, 'CODE')).toEqual([
    { ...group, code: 'TASK_OVERDUE', severity: 'RED', count: 7, projectCount: 3 },
  ]);
  expect(await groups(some, 'LEVEL')).toEqual([
    { ...group, level: 1, severity: 'RED', count: 2, projectCount: 2 },
    { ...group, level: 2, severity: 'RED', count: 1, projectCount: 1 },
    { ...group, level: 3, severity: 'AMBER', count: 3, projectCount: 2 },
    { ...group, level: 5, severity: 'GREEN', count: 1, projectCount: 1 },
  ]);
  expect(await groups(some, 'PROJECT', { severity: ['RED', 'AMBER'] }, 2)).toEqual([
    { ...group, project: { name: 'bad' }, severity: 'RED', count: 3, projectCount: 1 },
    { ...group, project: { name: 'worst' }, severity: 'RED', count: 2, projectCount: 1 },
  ]);
  expect(await groups(some, 'CODE', { isOpen: false })).toEqual([]);
  expect((await graph.ask(some, GROUPS, { by: 'CODE' })).statements).toBe(1);
  const { errors } = await graph.ask(some, GROUPS, { by: 'CODE', first: 101 });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
});

test('another organisation, and who was taken out of a division, sees nothing of it', async () => {
  const neighbour = await plan.neighbour();
  const stranger = neighbour.actor(neighbour.owner, 'admin');
  for (const who of [stranger, member()]) {
    expect(await names(who, by('HEALTH'))).toEqual([]);
    expect(await summary(who)).toMatchObject({ projectCount: 0, overdueTaskCount: 0, openAlertsByLevel: [] });
    expect(await groups(who, 'PROJECT')).toEqual([]);
  }
});
