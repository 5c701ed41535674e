import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
const real = { ...clock };
/** A Wednesday. */
const TODAY = '2026-11-18';

beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

interface Row {
  id: string;
  index: number;
  kind: string;
  label: string;
  parentId: string | null;
  startDate: string | null;
  endDate: string | null;
  x: number | null;
  width: number | null;
  isCritical: boolean;
  isManual: boolean;
  isBlocked: boolean;
  isOverdue: boolean;
  isEvidenceMissing: boolean;
  totalSlack: number | null;
  counts: { unitIndex: number | null; taskCount: number; completedCount: number }[] | null;
}

interface Timeline {
  version: string;
  origin: string;
  unit: string;
  grouping: string;
  today: string;
  rowCount: number;
  isStale: boolean;
  rows: Row[];
  links: { fromId: string; toId: string; type: string; isClipped: boolean; isDriving: boolean }[];
  packed: { rowCount: number; rows: { id: string[] } };
}

const QUERY = `query ($id: ID!, $zoom: TimelineZoom, $grouping: TimelineGrouping, $window: DateWindow,
    $rows: TimelineRowsInput, $filter: TaskFilter) {
  project(id: $id) { timeline(zoom: $zoom, grouping: $grouping, window: $window, rows: $rows, filter: $filter) {
    version origin unit grouping today rowCount isStale packed
    rows { id index kind label parentId startDate endDate x width isCritical isManual isBlocked isOverdue
      isEvidenceMissing totalSlack baselineX baselineWidth counts { unitIndex taskCount completedCount } }
    links { fromId toId type isClipped isDriving } } } }`;

async function timeline(id: string, args: object = {}, actor = api.plan.actor()): Promise<Timeline> {
  const { data, errors } = await api.graph.ask(actor, QUERY, { id, ...args });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data?.['project'] as { timeline: Timeline }).timeline;
}

const refusal = async (id: string, args: object) => {
  const { errors } = await api.graph.ask(api.plan.actor(), QUERY, { id, ...args });
  return errors?.[0]?.extensions;
};

const labels = ({ rows }: Timeline): string[] => rows.map(({ label }) => label);

/** A project of two phases: digging before building, and painting, which waits for nobody. */
async function house(): Promise<{ id: string; dig: string; build: string; paint: string }> {
  const { plan } = api;
  const id = await plan.project({ name: 'House' });
  const ground = await plan.phase(id, { name: 'Ground' });
  const upper = await plan.phase(id, { name: 'Upper', order_index: 1 });
  const walls = await plan.workPackage(id, upper, { name: 'Walls' });
  const dig = await plan.task(id, ground, { name: 'Dig', start_date: '2026-11-23', duration_days: 5 });
  const build = await plan.task(id, upper, { name: 'Build', duration_days: 10, work_package_id: walls });
  const paint = await plan.task(id, upper, {
    name: 'Paint',
    start_date: '2026-11-23',
    duration_days: 2,
    owner_id: plan.helper,
    requires_evidence: true,
  });
  await api.done('addDependency', { predecessorId: dig, successorId: build }, '__typename');
  return { id, dig, build, paint };
}

test('rows are the tree with the dates of the schedule, and links say their kind', async () => {
  const { id, dig, build } = await house();
  const shown = await timeline(id);
  expect(shown).toMatchObject({
    unit: 'WEEK',
    grouping: 'BY_PHASE',
    today: TODAY,
    isStale: false,
    rowCount: 7,
  });
  expect(labels(shown)).toEqual(['House', 'Ground', 'Dig', 'Upper', 'Paint', 'Walls', 'Build']);
  expect(shown.rows.map(({ kind }) => kind)).toEqual([
    'PROJECT',
    'PHASE',
    'TASK',
    'PHASE',
    'TASK',
    'WORK_PACKAGE',
    'TASK',
  ]);
  const [project, , digging, , painting, , building] = shown.rows;
  expect(digging).toMatchObject({
    startDate: '2026-11-23',
    endDate: '2026-11-27',
    width: 5,
    isCritical: true,
  });
  expect(building).toMatchObject({
    startDate: '2026-11-30',
    endDate: '2026-12-11',
    width: 12,
    totalSlack: 0,
  });
  expect(painting).toMatchObject({ isCritical: false, totalSlack: 13, isEvidenceMissing: true });
  expect(project).toMatchObject({
    startDate: '2026-11-23',
    endDate: '2026-12-11',
    parentId: null,
    totalSlack: null,
  });
  const link = { fromId: dig, toId: build, type: 'FINISH_TO_START', isClipped: false, isDriving: true };
  expect(shown.links).toEqual([link]);
});

test('a window, a part of the rows, and links of which one end is outside', async () => {
  const { id } = await house();
  const early = await timeline(id, { window: { to: '2026-11-27' } });
  expect(labels(early)).toEqual(['House', 'Ground', 'Dig', 'Upper', 'Paint']);
  expect(early.links.map(({ isClipped }) => isClipped)).toEqual([true]);
  const part = await timeline(id, { rows: { offset: 2, limit: 2 } });
  expect([part.rowCount, labels(part)]).toEqual([7, ['Dig', 'Upper']]);
  const late = await timeline(id, { window: { from: '2026-12-11' } });
  expect(labels(late)).toEqual(['House', 'Upper', 'Walls', 'Build']);
});

test('months fold subtasks, quarters and years fold tasks into counts of what holds them', async () => {
  const { id, dig } = await house();
  await api.make('Subtask', { taskId: dig, name: 'Fence' });
  expect(labels(await timeline(id, { zoom: 'DAY' }))).toContain('Fence');
  expect(labels(await timeline(id, { zoom: 'MONTH' }))).not.toContain('Fence');
  const quarter = await timeline(id, { zoom: 'QUARTER' });
  expect(labels(quarter)).toEqual(['House', 'Ground', 'Upper', 'Walls']);
  expect(quarter.rows.map(({ counts }) => counts?.map(({ taskCount }) => taskCount) ?? null)).toEqual([
    null,
    [1],
    [1],
    [1],
  ]);
});

test('groupings order the tasks by owner, status, slack or package', async () => {
  const { id } = await house();
  expect(labels(await timeline(id, { grouping: 'BY_ASSIGNEE' }))).toEqual(['Paint', 'Dig', 'Build']);
  expect(labels(await timeline(id, { grouping: 'BY_SLACK' }))).toEqual(['Dig', 'Build', 'Paint']);
  expect(labels(await timeline(id, { grouping: 'BY_WORK_PACKAGE' }))).toEqual(['Build', 'Dig', 'Paint']);
  expect(labels(await timeline(id, { grouping: 'BY_STATUS' }))).toHaveLength(3);
});

test('a filter leaves tasks and what holds them, at zooms that fold them too', async () => {
  const { id } = await house();
  const filter = { search: 'buil' };
  expect(labels(await timeline(id, { filter }))).toEqual(['House', 'Upper', 'Walls', 'Build']);
  expect(labels(await timeline(id, { filter, zoom: 'YEAR' }))).toEqual(['House', 'Upper', 'Walls']);
  expect((await timeline(id, { filter: { search: 'nothing of the kind' } })).rowCount).toBe(0);
});

test('without arguments the saved view of the caller counts, of nobody else', async () => {
  const { id } = await house();
  const view = { zoomLevel: 'MONTH', groupingMode: 'BY_SLACK', viewportEnd: '2026-11-27' };
  await api.done('saveGanttState', { projectId: id, ...view }, '__typename');
  const shown = await timeline(id);
  expect([shown.unit, shown.grouping, ...labels(shown)]).toEqual(['MONTH', 'BY_SLACK', 'Dig', 'Paint']);
  expect(labels(await timeline(id, { zoom: 'MONTH' }))).toHaveLength(7);
  expect((await timeline(id, {}, api.plan.actor(api.plan.sponsor))).unit).toBe('WEEK');
});

test('what somebody folds and chooses of a chart is kept for them alone, and what is not said stays as it is', async () => {
  const { id, dig } = await house();
  const base = await api.done<{ baseline: { id: string } }>(
    'setBaseline',
    { projectId: id, name: 'Agreed', kind: 'WHAT_IF' },
    'baseline { id }',
  );
  const baselineId = base.baseline.id;
  const usual = { projectId: id, zoomLevel: 'WEEK', groupingMode: 'BY_PHASE' };
  const fields = 'ganttState { foldedIds showsBaseline baselineId emphasisesCritical }';
  const save = async (more: object): Promise<unknown> =>
    (await api.done<{ ganttState: unknown }>('saveGanttState', { ...usual, ...more }, fields)).ganttState;
  expect(await save({})).toEqual({
    ...{ foldedIds: [], showsBaseline: true, baselineId: null, emphasisesCritical: false },
  });
  const other = await house();
  const chosen = { showsBaseline: false, baselineId, emphasisesCritical: true };
  const folded = { ...chosen, foldedIds: [dig] };
  // What is of another project, or of none, is not kept; each is kept once.
  expect(await save({ ...chosen, foldedIds: [dig, dig, other.dig, 'nothing'] })).toEqual(folded);
  expect(await save({})).toEqual(folded);
  const asked = `query ($id: ID!) { project(id: $id) { my${fields[0]!.toUpperCase()}${fields.slice(1)} } }`;
  const read = async (user: string): Promise<unknown> =>
    (await api.graph.ask(api.plan.actor(user), asked, { id })).data?.['project'];
  expect(await read(api.plan.owner)).toEqual({ myGanttState: folded });
  expect(await read(api.plan.sponsor)).toEqual({ myGanttState: null });
  expect(await save({ foldedIds: null, baselineId: null, showsBaseline: true })).toEqual({
    ...{ foldedIds: [], showsBaseline: true, baselineId: null, emphasisesCritical: true },
  });
  const foreign = { ...usual, projectId: other.id, baselineId };
  expect(await api.refused('saveGanttState', foreign)).toMatchObject({
    ...{ code: 'NOT_FOUND', field: 'input.baselineId' },
  });
  await save({ baselineId });
  await api.plan.rows(`DELETE FROM pit_ops.baseline WHERE id = '${baselineId}'`);
  expect(await read(api.plan.owner)).toMatchObject({ myGanttState: { baselineId: null } });
});

test('a change is in the timeline that is read next, whether or not it has been stored', async () => {
  const { id, dig } = await house();
  const before = await timeline(id, { zoom: 'WEEK' });
  await api.done('updateTask', { id: dig, durationDays: 6 }, '__typename');
  const after = await timeline(id, { zoom: 'WEEK' });
  expect(after.version).not.toBe(before.version);
  expect(after.rows.find(({ label }) => label === 'Build')?.startDate).toBe('2026-12-01');
});

test('the bars of the current baseline stand beside those of the schedule', async () => {
  const { id, dig } = await house();
  await timeline(id, { zoom: 'DAY' });
  await api.done('updateTask', { id: dig, durationDays: 6 }, '__typename');
  await api.done('setBaseline', { projectId: id, name: 'Promised', kind: 'ORIGINAL' }, '__typename');
  await api.done('updateTask', { id: dig, startDate: '2026-11-30' }, '__typename');
  const { rows } = await timeline(id, { zoom: 'DAY' });
  const digging = rows.find(({ label }) => label === 'Dig');
  expect(digging).toMatchObject({ startDate: '2026-11-30', x: 7, baselineX: 0, baselineWidth: 8 });
  expect(rows[0]).toMatchObject({ baselineX: null, baselineWidth: null });
});

test('what is asked for wrongly is refused by name', async () => {
  const { id } = await house();
  const window = { from: '2026-12-01', to: '2026-11-30' };
  expect(await refusal(id, { window })).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT006',
    field: 'window.to',
  });
  expect(await refusal(id, { rows: { offset: 0, limit: 501 } })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'rows.limit',
    actual: 501,
  });
  expect(await refusal(id, { rows: { offset: -1, limit: 5 } })).toMatchObject({ field: 'rows.offset' });
  expect(await refusal(id, { rows: { offset: 0, limit: 0 } })).toMatchObject({ field: 'rows.limit' });
  expect(await refusal(id, { zoom: 'DECADE' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await refusal(id, { filter: { deleted: { only: true } } })).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

test('whoever does not see the project gets no timeline, even where others have just read it', async () => {
  const { id } = await house();
  const division = await api.plan.insert('division', { name: 'North' });
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [id, division]);
  await timeline(id);
  const stranger = api.plan.actor(randomUUID(), 'member');
  const neighbour = await api.plan.neighbour();
  for (const actor of [neighbour.actor(), neighbour.actor(neighbour.owner, 'admin'), stranger]) {
    const { data } = await api.graph.ask(actor, QUERY, { id });
    expect(data?.['project'] ?? null).toBeNull();
  }
});

test('timelines of several projects cost no more statements each than one, and viewports none', async () => {
  const [one, two] = [await house(), await house()];
  const ask = (count: number, fields: string) =>
    api.graph.ask(
      api.plan.actor(),
      `{ ${[one, two]
        .slice(0, count)
        .map(({ id }, n) => `p${n}: project(id: "${id}") { timeline(zoom: WEEK) { ${fields} } }`)
        .join(' ')} }`,
    );
  const { statements: single } = await ask(1, 'version');
  expect((await ask(1, 'version rows { id } links { fromId } packed')).statements).toBeLessThanOrEqual(
    single,
  );
  expect((await ask(2, 'version')).statements).toBeLessThanOrEqual(single + 2);
});
