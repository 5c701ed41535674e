import { readFileSync } from 'node:fs';
import { clock } from '../../../src/clock.ts';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { ImportService } from '../../support/exchange/import-service.ts';

const doors = readFileSync(new URL('../../services/exchange/plans/doors-semicolon-eu.csv', import.meta.url));

let api: ImportService;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-01-05';
  api = await ImportService.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

interface Shown {
  readonly name: string;
  readonly earlyStart: string;
  readonly earlyFinish: string;
  readonly totalSlack: number | null;
}

async function scheduled(project: string): Promise<ReadonlyMap<string, Shown>> {
  const query = `query ($id: ID!) { project(id: $id) { schedule { isStale }
    tasks(first: 100) { nodes { name earlyStart earlyFinish totalSlack } } } }`;
  for (;;) {
    const answer = await api.ask<{
      project: { schedule: { isStale: boolean } | null; tasks: { nodes: Shown[] } };
    }>(query, {
      id: project,
    });
    const { schedule, tasks } = answer.project;
    if (schedule?.isStale === false) return new Map(tasks.nodes.map((task) => [task.name, task]));
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('a table of doors, of which one task has a date, is scheduled by its links', async () => {
  const mapping = { dates: 'dmy', decimal: ',', plan: 'Doors' };
  // Without its progress: what is completed is no part of the network that the answer was counted in.
  const fresh = doors.toString('utf8').replace(';100;', ';0;').replace(';40;', ';0;');
  const done = await api.import(fresh, { format: 'CSV', mapping });
  expect(done).toMatchObject({ state: 'DONE', report: { tasks: { made: 6 }, links: { made: 7 } } });
  const shown = await scheduled(done.project?.id ?? '');
  const calendar = new WorkCalendar();
  const zero = calendar.index('2026-01-05');
  const spans = [
    'Survey doors, level 1',
    'Order "F60" doors',
    'Permit',
    'Install doors',
    'Close-out file',
  ].map((name) => {
    const { earlyStart, earlyFinish, totalSlack } = shown.get(name)!;
    return [calendar.index(earlyStart) - zero, calendar.indexAfter(earlyFinish) - zero, totalSlack];
  });
  expect(spans).toEqual([
    [0, 5, 0],
    [5, 15, 0],
    [2, 17, 1],
    [18, 26, 0],
    [23, 27, 0],
  ]);
  expect(shown.get('Hand-over')).toMatchObject({ earlyStart: '2026-02-10', totalSlack: 0 });
});

test('an export to CSV that comes in again changes nothing, and what was edited in it changes', async () => {
  const project = await api.plan.project({ name: 'Round trip' });
  const phase = await api.plan.phase(project, { name: '=Phase' });
  const first = await api.plan.task(project, phase, {
    name: '=HYPERLINK("x")',
    start_date: '2026-01-05',
    end_date: '2026-01-09',
    duration_days: 5,
    capex_cost: '1200.50',
  });
  const second = await api.plan.task(project, phase, { name: 'Second, "quoted"', duration_days: 0 });
  const ends = {
    predecessor_task_id: first,
    successor_task_id: second,
    dependency_type: 'start_to_start',
    lag_days: -2,
  };
  await api.plan.insert('task_dependency', { project_id: project, ...ends });
  const table = await api.export({ projectId: project, format: 'CSV' });
  expect(table).toContain(`"'=HYPERLINK(""x"")"`);
  const input = { format: 'CSV', mapping: { plan: 'Round trip' } };
  const same = await api.import(table, input);
  expect(same).toMatchObject({
    state: 'DONE',
    project: { id: project },
    report: {
      isNewProject: false,
      tasks: { made: 0, changed: 0 },
      links: { made: 0, changed: 0, removed: 0 },
    },
  });
  const edited = await api.import(table.replace('1200.50', '1300.50').replace('SS-2d', 'FS'), input);
  expect(edited).toMatchObject({
    state: 'DONE',
    report: { tasks: { made: 0, changed: 1 }, links: { changed: 1 } },
  });
  const rows = await api.plan.rows('SELECT name, capex_cost FROM pit.task WHERE id = $1', [first]);
  expect(rows).toEqual([{ name: '=HYPERLINK("x")', capex_cost: '1300.50' }]);
});

/** The blocks of a language that a page of the documentation shows. */
function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  );
}

test('what docs/import.md and docs/export.md show works as it stands there', async () => {
  const [ask = ''] = blocksOf('import.md', 'graphql');
  const { fileUrl, sha256 } = await api.upload('<Project><Title>Shown</Title><Tasks/></Project>');
  const { importPlan } = await api.ask<{ importPlan: { import: { id: string } } }>(ask, {
    file: fileUrl,
    sha256,
  });
  expect((await api.follow(importPlan.import.id)).at(-1)).toMatchObject({
    state: 'DONE',
    report: { projectName: 'Shown' },
  });

  const [mapping = ''] = blocksOf('import.md', 'json');
  const table =
    'Task;Outward issue link (Blocks);Lead;Issue Type;Start;Cost\nOne;;;Epic;31.12.2026;"1.200,50"\n';
  const mapped = await api.import(table, { format: 'CSV', mapping: JSON.parse(mapping) as object });
  expect(mapped).toMatchObject({ state: 'DONE', report: { projectName: 'Doors', phases: { made: 1 } } });

  const [start = '', tell = ''] = blocksOf('export.md', 'graphql');
  const { startExport } = await api.ask<{ startExport: { export: { id: string } } }>(start, {
    project: mapped.project?.id,
  });
  for (;;) {
    const { projectExport } = await api.ask<{ projectExport: { state: string; fileName: string | null } }>(
      tell,
      {
        id: startExport.export.id,
      },
    );
    if (projectExport.state === 'WAITING' || projectExport.state === 'RUNNING') {
      await new Promise((done) => setTimeout(done, 100));
      continue;
    }
    expect(projectExport).toMatchObject({
      state: 'DONE',
      fileName: expect.stringMatching(/^pit_Doors_.*\.archive\.zip$/) as string,
    });
    return;
  }
});
