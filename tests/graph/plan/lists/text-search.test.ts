import { Plan } from '../../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../../support/processes/graph.ts';

let plan: Plan;
let graph: Graph;

const NAMES = [
  'Überprüfung der Straße',
  'UBERPRUFUNG der Strasse',
  'Ångström Øresund',
  'ŁÓDŹ',
  'Ναός',
  'が門',
  'Plain',
];

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  const projectId = await plan.project({ name: 'Prüfstand', description: 'Crème brûlée' });
  const phaseId = await plan.phase(projectId);
  for (const name of NAMES) await plan.task(projectId, phaseId, { name });
});

afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

async function found(search: string): Promise<string[]> {
  const query = `query ($search: String) { tasks(first: 100, filter: { search: $search }) { edges { node { name } } } }`;
  const { data, errors } = await graph.ask(plan.actor(), query, { search });
  expect(errors).toBeUndefined();
  const { edges } = (data as { tasks: { edges: { node: { name: string } }[] } }).tasks;
  return edges.map(({ node }) => node.name).sort();
}

const UMLAUTS = NAMES.slice(0, 2).sort();

test.each<[search: string, names: string[]]>([
  ['uberprufung', UMLAUTS],
  ['ÜBERPRÜFUNG', UMLAUTS],
  ['u\u0308berpru\u0308fung', UMLAUTS],
  ['STRASSE', UMLAUTS],
  ['straße', UMLAUTS],
  ['angstrom oresund', ['Ångström Øresund']],
  ['Łódź', ['ŁÓDŹ']],
  ['lodz', ['ŁÓDŹ']],
  ['ΝΑΟΣ', ['Ναός']],
  ['か', []],
  ['が', ['が門']],
  ['%', []],
  ['_', []],
])('a search for %s finds %j', async (search, names) => {
  expect(await found(search)).toEqual(names);
});

test('each text that a search looks at is folded', async () => {
  const query = `{ name: projects(filter: { search: "prufstand" }) { totalCount }
    description: projects(filter: { search: "CREME BRULEE" }) { totalCount }
    none: projects(filter: { search: "creme brulees" }) { totalCount } }`;
  const { data } = await graph.ask(plan.actor(), query);
  expect(data).toEqual({ name: { totalCount: 1 }, description: { totalCount: 1 }, none: { totalCount: 0 } });
});

test('what is folded already stays as it is, and the fold depends on the text alone', async () => {
  const [row] = await plan.rows(
    `SELECT (SELECT provolatile FROM pg_proc WHERE oid = 'pit_ops.fold_text(text)'::regprocedure) AS kind,
      bool_and(pit_ops.fold_text(pit_ops.fold_text(name)) = pit_ops.fold_text(name)) AS stays,
      bool_and(pit_ops.fold_text(normalize(name, NFD)) = pit_ops.fold_text(normalize(name, NFC))) AS same
      FROM unnest($1::text[]) AS name`,
    [NAMES],
  );
  expect(row).toEqual({ kind: 'i', stays: true, same: true });
});
