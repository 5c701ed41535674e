import { ImportService } from '../../support/exchange/import-service.ts';

let api: ImportService;

beforeAll(async () => {
  api = await ImportService.open();
});

afterAll(() => api?.close());

let plans = 0;

/** A file of a plan of its own. */
function planOf(tasks: readonly string[], { guid = `plan-${(plans += 1)}`, resources = '' } = {}): string {
  const list = tasks.map(
    (task, at) => `<Task><UID>${at + 1}</UID><OutlineLevel>1</OutlineLevel>${task}</Task>`,
  );
  return `<Project><GUID>${guid}</GUID><Title>${guid}</Title><StartDate>2026-01-05T08:00:00</StartDate>
    <Tasks>${list.join('')}</Tasks>${resources}</Project>`;
}

const named = (name: string, more = ''): string => `<Name>${name}</Name>${more}`;
const after = (uid: number): string =>
  `<PredecessorLink><PredecessorUID>${uid}</PredecessorUID><Type>1</Type></PredecessorLink>`;
const counts = () =>
  api.plan.rows(
    `SELECT (SELECT count(*)::int FROM pit.task) AS tasks, (SELECT count(*)::int FROM pit.project) AS projects`,
  );

test('links that close a circle are refused with its tasks, and nothing is stored', async () => {
  const before = await counts();
  const { state, error } = await api.import(planOf([named('One', after(2)), named('Two', after(1))]), {});
  expect({ state, error }).toMatchObject({
    state: 'REFUSED',
    error: { code: 'BAD_USER_INPUT', pit: 'PIT003' },
  });
  expect(error?.message).toMatch(/One -> Two -> One|Two -> One -> Two/);
  expect(await counts()).toEqual(before);
});

test('a dry run finds what the import would be refused for', async () => {
  const content = planOf([named('One', after(2)), named('Two', after(1))]);
  expect(await api.import(content, { dryRun: true })).toMatchObject({
    state: 'REFUSED',
    error: { pit: 'PIT003' },
  });
});

test('a hundred percent of a task that requires evidence here is a claim, and its completion waits', async () => {
  const content = (percent: number) =>
    planOf([named('Proved', `<PercentComplete>${percent}</PercentComplete>`)], { guid: 'gate' });
  const { project } = await api.import(content(0), {});
  const [task] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.task WHERE project_id = $1', [
    project?.id,
  ]);
  await api.ask(
    'mutation ($id: ID!) { updateTask(input: { id: $id, requiresEvidence: true }) { __typename } }',
    {
      id: task?.id,
    },
  );
  expect(await api.import(content(100), {})).toMatchObject({ state: 'DONE' });
  const rows = await api.plan.rows('SELECT progress_percent, status FROM pit.task WHERE id = $1', [task?.id]);
  expect(rows).toEqual([{ progress_percent: 99, status: expect.not.stringMatching('completed') as string }]);
});

test('progress and actual dates are those of the file, and none of a day to come', async () => {
  const past = '<ActualStart>2026-01-05T08:00:00</ActualStart>';
  const { project, report } = await api.import(
    planOf([
      named(
        'Done',
        `<PercentComplete>100</PercentComplete>${past}<ActualFinish>2026-01-07T17:00:00</ActualFinish>`,
      ),
      named(
        'Begun',
        `<PercentComplete>50</PercentComplete>${past}<RemainingDuration>PT24H0M0S</RemainingDuration>`,
      ),
      named('Later', '<PercentComplete>10</PercentComplete><ActualStart>2199-01-04T08:00:00</ActualStart>'),
    ]),
    {},
  );
  const rows = await api.plan.rows(
    `SELECT t.name, t.progress_percent AS percent, t.status, a.actual_start::text AS start, a.actual_finish::text AS finish,
      a.remaining_days AS remaining, a.source FROM pit.task t LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id
     WHERE t.project_id = $1 AND t.name <> 'Later' ORDER BY t.order_index`,
    [project?.id],
  );
  expect(rows).toMatchObject([
    {
      name: 'Done',
      percent: 100,
      status: 'completed',
      start: '2026-01-05',
      finish: '2026-01-07',
      source: 'import',
    },
    { name: 'Begun', percent: 50, start: '2026-01-05', finish: null, remaining: 3, source: 'import' },
  ]);
  expect(report?.warnings.map(({ kind }) => kind)).toEqual(['PROGRESS']);
});

test('work that ended on a day has that day, whether the file says when it began or says it wrongly', async () => {
  const done = (more: string): string => `<PercentComplete>100</PercentComplete>${more}`;
  const finish = '<ActualFinish>2026-01-07T17:00:00</ActualFinish>';
  const { project, report } = await api.import(
    planOf([
      named('No start', done(finish)),
      named(
        'Planned',
        done(`<Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish>${finish}`),
      ),
      named('Turned', done(`<ActualStart>2026-01-09T08:00:00</ActualStart>${finish}`)),
    ]),
    {},
  );
  const rows = await api.plan.rows(
    `SELECT a.actual_start::text AS start, a.actual_finish::text AS finish FROM pit.task t
     LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id WHERE t.project_id = $1 ORDER BY t.order_index`,
    [project?.id],
  );
  expect(rows).toEqual(
    ['2026-01-07', '2026-01-05', '2026-01-07'].map((start) => ({ start, finish: '2026-01-07' })),
  );
  expect(report?.warnings).toMatchObject([
    { kind: 'PROGRESS', message: expect.stringContaining('after it had ended on 2026-01-07') as string },
  ]);
});

test('people are found by e-mail address, and who is unknown is warned of', async () => {
  const [{ email } = { email: '' }] = await api.plan.rows<{ email: string }>(
    'SELECT email FROM pit."user" WHERE id = $1',
    [api.plan.worker],
  );
  const resources = `<Resources><Resource><UID>1</UID><EmailAddress>${email.toUpperCase()}</EmailAddress></Resource>
    <Resource><UID>2</UID><EmailAddress>nobody@nowhere.example</EmailAddress></Resource></Resources>
    <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment>
    <Assignment><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID></Assignment></Assignments>`;
  const { project, report } = await api.import(planOf([named('Known'), named('Unknown')], { resources }), {});
  const rows = await api.plan.rows(
    'SELECT name, owner_id, assignees FROM pit.task WHERE project_id = $1 ORDER BY order_index',
    [project?.id],
  );
  expect(rows).toEqual([
    { name: 'Known', owner_id: api.plan.worker, assignees: [api.plan.worker] },
    { name: 'Unknown', owner_id: api.plan.owner, assignees: [] },
  ]);
  expect(report?.warnings).toMatchObject([{ kind: 'PERSON' }]);
});

test('a plan goes into the project that is named, beside what is there, for those who plan it', async () => {
  const project = await api.plan.project({ name: 'Named' });
  await api.plan.task(project, await api.plan.phase(project), { name: 'Here already' });
  const content = planOf([named('From the file')]);
  const done = await api.import(content, { projectId: project });
  expect(done).toMatchObject({
    state: 'DONE',
    project: { id: project },
    report: { isNewProject: false, tasks: { made: 1 } },
  });
  const file = await api.upload(content, api.plan.actor(api.plan.helper));
  await expect(
    api.request({ format: 'MSPDI', ...file, projectId: project }, api.plan.actor(api.plan.helper)),
  ).rejects.toThrow(/PIT001|NOT_FOUND/);
});

test('what is only asked for is a dry run, and a file that nobody uploaded is refused by name', async () => {
  const file = await api.upload(planOf([named('Tried')]));
  const id = await api.request({ format: 'MSPDI', ...file });
  expect((await api.follow(id)).at(-1)).toMatchObject({
    state: 'DONE',
    project: null,
    report: { tasks: { made: 1 } },
  });
  const other = await api.request({ format: 'MSPDI', ...file, sha256: 'a'.repeat(64) });
  expect((await api.follow(other)).at(-1)).toMatchObject({ state: 'REFUSED', error: { code: 'NOT_FOUND' } });
});

test('an import that is over cannot be given up, and nobody else hears of one that is to make a project', async () => {
  const file = await api.upload(planOf([named('Over')]));
  const id = await api.request({ format: 'MSPDI', ...file });
  await api.follow(id);
  const cancel = 'mutation ($id: ID!) { cancelImport(input: { id: $id }) { import { state } } }';
  await expect(api.ask(cancel, { id })).rejects.toThrow('CONFLICT');
  const stranger = api.plan.actor(api.plan.helper);
  expect(await api.ask('query ($id: ID!) { planImport(id: $id) { id } }', { id }, stranger)).toEqual({
    planImport: null,
  });
  await expect(api.ask(cancel, { id }, stranger)).rejects.toThrow('NOT_FOUND');
});

test('of a broken file the place is told', async () => {
  const { state, error } = await api.import('<Project><Tasks>\n<Task></Tasks></Project>', {});
  expect({ state, error }).toMatchObject({
    state: 'REFUSED',
    error: { code: 'BAD_USER_INPUT', field: 'file: line 2' },
  });
});
