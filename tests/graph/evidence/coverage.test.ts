import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const TODAY = '2028-04-10';
const real = { ...clock };
/** The controls of NIST SP 800-53, revision 5, in the moderate baseline. */
const NIST = readFileSync(
  new URL('../../oracles/oscal/nist-800-53-rev5-moderate.txt', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');
const controlOf = (name: string): string =>
  createHash('md5')
    .update(`control ${name}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

let api: PlanGraph;
let projectId: string;
let phaseId: string;

beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
  await plantControls();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

/** What is planted for a control, by its place in the list; every seventh has nothing. */
interface Planted {
  readonly isDone: boolean;
  readonly requires: boolean;
  readonly end: string;
  /** The last day of accepted evidence; null: without an end; undefined: nothing is accepted. */
  readonly until?: string | null;
  readonly finish?: string;
}
const DONE = { isDone: true, end: '2028-03-31', finish: '2028-03-30' } as const;
const WORK: readonly (readonly Planted[])[] = [
  [],
  [{ ...DONE, requires: true, until: TODAY }],
  [
    { ...DONE, requires: true, until: addDays(TODAY, -1) },
    { ...DONE, requires: true, until: null },
  ],
  [
    { ...DONE, requires: false, finish: '2028-04-02' },
    { ...DONE, requires: true, until: null },
  ],
  [{ isDone: false, requires: true, end: addDays(TODAY, -1) }, DONE_WITHOUT()],
  [{ isDone: false, requires: false, end: '2028-05-31' }, DONE_WITHOUT()],
  [{ isDone: false, requires: true, end: '2028-06-30' }],
];
function DONE_WITHOUT(): Planted {
  return { ...DONE, requires: false };
}
const NO_DAYS = { nextDue: null, provenUntil: null };
const counts = (
  units: number,
  done: number,
  rest: { proven?: number; lapsed?: number; overdue?: number } = {},
) => ({
  ...{ units, done, open: units - done, proven: 0, lapsed: 0, overdue: 0 },
  ...NO_DAYS,
  ...rest,
});
/** By hand, for each of the seven kinds. */
const EXPECTED = [
  { ...counts(0, 0), onTimePercent: null, state: 'NONE' },
  { ...counts(1, 1, { proven: 1 }), provenUntil: TODAY, onTimePercent: 100, state: 'COVERED' },
  { ...counts(2, 2, { proven: 1, lapsed: 1 }), onTimePercent: 100, state: 'LAPSED' },
  { ...counts(2, 2, { proven: 1 }), onTimePercent: 50, state: 'IMPLEMENTED' },
  { ...counts(2, 1, { overdue: 1 }), nextDue: '2028-04-09', onTimePercent: 50, state: 'OVERDUE' },
  { ...counts(2, 1), nextDue: '2028-05-31', onTimePercent: 100, state: 'PARTIAL' },
  { ...counts(1, 0), nextDue: '2028-06-30', onTimePercent: null, state: 'PLANNED' },
] as const;

async function plantControls(): Promise<void> {
  const rows = NIST.flatMap((name, at) => {
    const work = WORK[at % WORK.length] ?? [];
    return work.map((each, n) => ({ ...each, control: controlOf(name), code: `NIST-${name}`, n, at }));
  });
  await api.plan.rows(
    `WITH said AS (SELECT gen_random_uuid() AS id, x.* FROM jsonb_to_recordset($1::jsonb)
       AS x (control uuid, code text, "isDone" boolean, requires boolean, "end" date, until date, finish date, "isProven" boolean)
     ), task AS (INSERT INTO pit.task (id, org_id, project_id, phase_id, name, owner_id, end_date, requires_evidence, status, progress_percent)
       SELECT id, $2, $3, $4, code, $5, "end", requires, CASE WHEN "isDone" THEN 'completed' ELSE 'active' END::pit.task_status_enum,
         CASE WHEN "isDone" THEN 100 ELSE 0 END FROM said RETURNING id
     ), actual AS (INSERT INTO pit_ops.task_actual (task_id, org_id, project_id, actual_finish)
       SELECT id, $2, $3, finish FROM said WHERE finish IS NOT NULL
     ), control AS (INSERT INTO pit.control_link (org_id, task_id, control_id, control_group) SELECT $2, id, control, 'nist' FROM said
     ), isms AS (INSERT INTO pit.isms_link (org_id, task_id, criteria_code, criteria_version) SELECT $2, id, code, '5.1' FROM said
     ), piece AS (INSERT INTO pit.evidence (id, org_id, task_id, uploaded_by, file_url, file_type)
       SELECT id, $2, id, $6, 'https://files.test/proof', 'document' FROM said WHERE "isProven" RETURNING id
     )
     INSERT INTO pit_ops.evidence_validity (evidence_id, org_id, observed_on, valid_until, set_by)
     SELECT id, $2, '2028-01-01', until, 'uploader' FROM said WHERE "isProven"`,
    [
      JSON.stringify(rows.map((each) => ({ ...each, isProven: each.until !== undefined }))),
      api.plan.orgId,
      projectId,
      phaseId,
      api.plan.owner,
      api.plan.worker,
    ],
  );
  // Until when a piece proves is said before it is accepted.
  await api.plan.rows(
    `INSERT INTO pit.evidence_review (org_id, evidence_id, reviewer_id, decision) SELECT org_id, id, $1, 'accepted' FROM pit.evidence`,
    [api.plan.owner],
  );
}

const NUMBERS = 'units done proven lapsed overdue open nextDue provenUntil onTimePercent state';
const CONTROLS = `query ($filter: ControlCoverageFilter, $first: Int, $after: String) {
  controlCoverage(filter: $filter, first: $first, after: $after) {
    nodes { control { id } ${NUMBERS} } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
interface Page {
  nodes: { control: { id: string }; state: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}
const outsider = () => ({ ...api.plan.actor(api.plan.helper), divisionIds: [] });
const pageOf = async (variables: object, actor = outsider()) => {
  const { data, errors, statements } = await api.graph.ask(actor, CONTROLS, { ...variables });
  expect(errors).toBeUndefined();
  return { page: data?.['controlCoverage'] as Page, statements };
};
const expected = NIST.map((name, at) => ({
  control: { id: controlOf(name) },
  ...(EXPECTED[at % 7] ?? EXPECTED[0]),
})).sort((a, b) => (a.control.id < b.control.id ? -1 : 1));

test('the coverage of the 287 controls of a baseline is one statement a page, whoever asks', async () => {
  expect(NIST).toHaveLength(287);
  const known = expected.filter(({ units }) => units !== 0);
  const nodes: Page['nodes'] = [];
  let after: string | null = null;
  do {
    const { page, statements }: Awaited<ReturnType<typeof pageOf>> = await pageOf({ first: 100, after });
    // And one for the zone of the organisation, which says what day it is there.
    expect(statements).toBe(2);
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(nodes).toEqual(known);
  const totals = await api.graph.ask(
    outsider(),
    '{ controlCoverage { totalCount totalCountAtLeast } ismsCoverage { totalCount } }',
  );
  expect(totals.data).toEqual({
    controlCoverage: { totalCount: known.length, totalCountAtLeast: known.length },
    ismsCoverage: { totalCount: known.length },
  });
  const { page } = await pageOf({ first: 100 }, { ...outsider(), role: 'service' });
  expect(page.nodes).toEqual(known.slice(0, 100));
});

test('a control that is asked for by its id answers, also without any task, and to other subgraphs too', async () => {
  const names = NIST.slice(0, 7);
  const ids = names.map(controlOf);
  const { page } = await pageOf({ filter: { controlId: ids }, first: 100 });
  expect(page.nodes).toEqual(expected.filter(({ control }) => ids.includes(control.id)));
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on Control { coverage { ${NUMBERS} } } } }`;
  const these = ids.map((id) => ({ __typename: 'Control', id }));
  const { data, statements } = await api.graph.ask(outsider(), query, { these });
  expect(data?.['_entities']).toEqual(EXPECTED.map((coverage) => ({ coverage })));
  expect(statements).toBe(2);
  const none = await pageOf({ filter: { controlGroup: ['other'] } });
  expect(none.page.nodes).toEqual([]);
});

test('work of deleted tasks and of other divisions is not counted where one is named', async () => {
  const divisionId = await api.plan.insert('division', { name: 'Division' });
  const [control] = [controlOf(NIST[1] ?? '')];
  const units = async (filter: object) => (await pageOf({ filter })).page.nodes;
  expect(await units({ controlId: [control], divisionId: [divisionId] })).toMatchObject([{ state: 'NONE' }]);
  await api.plan.rows('UPDATE pit.project SET division_id = $1 WHERE id = $2', [divisionId, projectId]);
  expect(await units({ controlId: [control], divisionId: [divisionId] })).toMatchObject([
    { state: 'COVERED' },
  ]);
  await api.plan.rows(`UPDATE pit.task SET deleted_at = now() WHERE name = $1`, [`NIST-${NIST[1]}`]);
  expect(await units({ controlId: [control] })).toMatchObject([{ units: 0, state: 'NONE' }]);
  await api.plan.rows(`UPDATE pit.task SET deleted_at = NULL WHERE name = $1`, [`NIST-${NIST[1]}`]);
});

test('criteria are covered by code and edition, paged in their order, and refuse cursors of another list', async () => {
  const query = `query ($filter: IsmsCoverageFilter, $first: Int, $after: String) {
    ismsCoverage(filter: $filter, first: $first, after: $after) { nodes { code version ${NUMBERS} } pageInfo { endCursor hasNextPage } } }`;
  interface Criteria {
    nodes: { code: string; version: string | null; state: string }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  }
  const ask = async (variables: object) => {
    const { data, errors } = await api.graph.ask(outsider(), query, { ...variables });
    return { page: data?.['ismsCoverage'] as Criteria, errors };
  };
  const filter = { codePrefix: 'NIST-ac-2' };
  const [{ page: one }, { page: all }] = [await ask({ filter, first: 1 }), await ask({ filter, first: 100 })];
  const codes = all.nodes.map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes).not.toContain('NIST-ac-1');
  expect(one.nodes).toEqual(all.nodes.slice(0, 1));
  const { page: rest } = await ask({ filter, first: 100, after: one.pageInfo.endCursor });
  expect(rest.nodes).toEqual(all.nodes.slice(1));
  const named = ['NIST-ac-2', 'NIST-none'];
  expect((await ask({ filter: { code: named } })).page.nodes).toMatchObject([
    { code: 'NIST-ac-2', version: '5.1', ...EXPECTED[1] },
    { code: 'NIST-none', version: null, ...EXPECTED[0] },
  ]);
  const { page: controls } = await pageOf({ first: 1 });
  const { errors } = await ask({ after: controls.pageInfo.endCursor });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
});
