import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { outlineRows, type ExportedTask } from '../../../src/domain/exchange/exported-plan.ts';
import { textOf } from '../../../src/services/exchange/export/plan-text.ts';
import { anyRuledPlan, asForeign, asNew, storedPlan } from '../../support/exchange/round-trip.ts';
import { ImportService } from '../../support/exchange/import-service.ts';

const folder = new URL('../../oracles/', import.meta.url);
const READER = fileURLToPath(new URL('second-reader.py', folder));

let api: ImportService;
let place: string;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2003-01-07';
  api = await ImportService.open();
  place = await mkdtemp(join(tmpdir(), 'pit-second-'));
});

afterAll(async () => {
  Object.assign(clock, real);
  await rm(place, { recursive: true, force: true });
  await api?.close();
});

/** What a second reader says of two files. */
function compare(one: string, other: string): string {
  const { stdout, stderr } = spawnSync('python3', [READER, one, other], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

async function settled(project: string): Promise<void> {
  const query = 'query ($id: ID!) { project(id: $id) { schedule { isStale } } }';
  for (;;) {
    const answer = await api.ask<{ project: { schedule: { isStale: boolean } | null } }>(query, {
      id: project,
    });
    if (answer.project.schedule?.isStale === false) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

// The file of 2019 answers the late dates of two tasks otherwise than the links ask for: `mspdi-plans.ts`.
test.each([
  ['legacy__sample.xml', '2003-01-07', 'equal: 16 tasks'],
  [
    'generated__task-links__task-links-project2019-mspdi.xml',
    '2018-10-18',
    expect.stringMatching(/^(task (11|13), (LateStart|LateFinish|TotalSlack): .*\n?)+$/) as string,
  ],
])('a second reader finds equal dates in %s and in our export of it', async (name, today, verdict) => {
  clock.today = () => today;
  const original = fileURLToPath(new URL(`mspdi/${name}`, folder));
  const { project } = await api.import(await readFile(original), {});
  await settled(project?.id ?? '');
  const exported = join(place, 'out.xml');
  await writeFile(exported, await api.export({ projectId: project?.id, format: 'MSPDI' }));
  expect(compare(original, exported)).toEqual(verdict);
  // What goes in again is what is there: the file names our rows by their ids.
  const again = await api.import(await readFile(exported), {});
  expect(again).toMatchObject({
    state: 'DONE',
    project: { id: project?.id },
    report: {
      isNewProject: false,
      tasks: { made: 0, changed: 0 },
      links: { made: 0, changed: 0, removed: 0 },
    },
  });
});

test('the second reader tells a day that was moved', async () => {
  const original = fileURLToPath(new URL('mspdi/legacy__sample.xml', folder));
  const moved = join(place, 'moved.xml');
  const text = await readFile(original, 'utf8');
  await writeFile(
    moved,
    text.replace('<Finish>2003-02-03T17:00:00</Finish>', '<Finish>2003-02-04T17:00:00</Finish>'),
  );
  expect(compare(original, moved)).toMatch(/^task 7, finish: \d+ and \d+$/);
});

test('an export has its digest, expires, is announced, and is nobody else’s', async () => {
  const project = await api.plan.project({ name: 'Out' });
  await api.plan.task(project, await api.plan.phase(project), { name: '=1+1 "quoted", with <signs> & more' });
  const { id } = await api.exported({ projectId: project, format: 'CSV' });
  const query = `query ($id: ID!) { projectExport(id: $id) { state fileName sha256 size expiresAt downloadUrl } }`;
  const { projectExport } = await api.ask<{ projectExport: Record<string, string> }>(query, { id });
  const response = await fetch(projectExport['downloadUrl']!);
  const content = Buffer.from(await response.arrayBuffer());
  expect(content.toString('utf8')).toContain(`"'=1+1 ""quoted"", with <signs> & more"`);
  expect(createHash('sha256').update(content).digest('hex')).toBe(projectExport['sha256']);
  expect(projectExport['expiresAt']! > new Date().toISOString()).toBe(true);
  const events = await api.plan.rows(
    `SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.export.generated'`,
    [project],
  );
  expect(events).toHaveLength(1);
  const stranger = api.plan.actor(api.plan.helper);
  expect(await api.ask(query, { id }, stranger)).toEqual({ projectExport: null });
});

/** Plans of each format that go in and out; more of them with PIT_TEST_ROUND_TRIPS. */
const ROUND_TRIPS = Number(process.env['PIT_TEST_ROUND_TRIPS'] ?? 1);

interface StoredTask {
  readonly name: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly progress_percent: number;
  readonly capex_cost: string;
  readonly constraint_kind: string;
  readonly constraint_date: string | null;
  readonly deadline: string | null;
  readonly mode: string;
}
interface StoredPlan {
  readonly tasks: readonly StoredTask[];
  readonly links: readonly object[];
}

/** What a file of the format must have brought of a task. */
function broughtOf(task: ExportedTask, format: 'mspdi' | 'csv'): Partial<StoredTask> {
  const { constraintKind, constraintDate, deadline, mode } = task;
  const rule = { constraint_kind: constraintKind, constraint_date: constraintDate, mode };
  return {
    ...{ name: task.name, progress_percent: task.progressPercent, capex_cost: task.capexCost, deadline },
    ...(task.durationDays !== 0 && { start_date: task.startDate, end_date: task.endDate }),
    ...(format === 'mspdi' && rule),
  };
}

test.each(['mspdi', 'csv'] as const)(
  'any plan goes in as %s, out, and elsewhere in again, and is the same',
  async (format) => {
    clock.today = () => '2030-01-02';
    const own = { format: format.toUpperCase() };
    for (const drawn of fc.sample(anyRuledPlan, { numRuns: ROUND_TRIPS, seed: 362 })) {
      const plan = asNew(drawn);
      const input = format === 'csv' ? { ...own, mapping: { plan: plan.project.id } } : own;
      const file = [...textOf(plan, format)].join('');
      const first = await api.import(file, input);
      expect(first).toMatchObject({ error: null, state: 'DONE', report: { warnings: [] } });
      const project = first.project!.id;
      const stored = (await storedPlan(api.plan, project)) as StoredPlan;
      const inOrder = [...outlineRows(plan)].flatMap((row) => (row.kind === 'task' ? [row.task] : []));
      expect(stored.tasks).toMatchObject(inOrder.map((task) => broughtOf(task, format)));
      expect(stored.links).toHaveLength(plan.links.length);
      await settled(project);
      const out = await api.export({ projectId: project, ...own });
      const nothing = { made: 0, changed: 0 };
      for (const [text, how] of [
        [file, input],
        [out, own],
      ] as const)
        expect(await api.import(text, how)).toMatchObject({
          error: null,
          project: { id: project },
          report: {
            phases: nothing,
            workPackages: nothing,
            tasks: nothing,
            links: { ...nothing, removed: 0 },
          },
        });
      expect(await storedPlan(api.plan, project)).toEqual(stored);
      const elsewhere = await api.import(asForeign(out), own);
      expect(elsewhere).toMatchObject({ error: null, report: { isNewProject: true } });
      expect(await storedPlan(api.plan, elsewhere.project!.id)).toEqual(stored);
    }
  },
  60_000 * ROUND_TRIPS,
);
