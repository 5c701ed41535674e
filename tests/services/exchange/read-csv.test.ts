import { readFileSync } from 'node:fs';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { DEFAULT_MAPPING, parseMapping } from '../../../src/domain/exchange/csv/csv-mapping.ts';
import { readCsvPlan } from '../../../src/domain/exchange/csv/read-csv.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { readPlan } from '../../../src/services/exchange/read-plan.ts';

const folder = new URL('plans/', import.meta.url);
const file = (name: string): Buffer => readFileSync(new URL(name, folder));

async function read(
  content: string | Buffer,
  mapping?: object,
  name: string | null = 'plan.csv',
  pieces = 11,
) {
  const bytes = Buffer.from(content);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  const warnings = new PlanWarnings();
  const csv = parseMapping(mapping);
  const plan = await readPlan(
    { format: 'csv', content: chunks(), name, csv },
    { calendar: new WorkCalendar() },
    warnings,
  );
  return { plan, told: warnings.shown.map(({ where, message }) => `${where}: ${message}`) };
}

async function refusal(
  content: string | Buffer,
  mapping?: object,
  name: string | null = 'plan.csv',
): Promise<PitError> {
  try {
    await read(content, mapping, name);
  } catch (error) {
    if (error instanceof PitError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const links = ({ plan }: Awaited<ReturnType<typeof read>>): string[] =>
  plan.links.map(
    ({ predecessorKey, successorKey, type, lagDays }) =>
      `${predecessorKey}>${successorKey} ${type} ${lagDays}`,
  );

test('a European table: byte order mark, sep=, day first, decimal comma, WBS, and links with lags', async () => {
  const found = await read(file('doors-semicolon-eu.csv'), { dates: 'dmy', decimal: ',' });
  const { plan, told } = found;
  expect(told).toEqual([]);
  expect(plan.branches.map(({ key, phaseKey, name }) => [key, phaseKey, name])).toEqual([
    ['1', null, 'Vorbereitung / Préparation'],
    ['5', null, 'Installation'],
  ]);
  expect(plan.startDate).toBe('2026-01-05');
  const rows = plan.tasks.map((task) => [
    task.key,
    task.branchKey,
    task.name,
    task.durationDays,
    task.progressPercent,
    task.capexCost,
    task.ownerEmail,
  ]);
  expect(rows).toEqual([
    ['2', '1', 'Survey doors, level 1', 5, 100, '1200.50', 'ada.moreno@schools.example'],
    ['3', '1', 'Order "F60" doors', 10, 40, '18300.00', 'kofi.adeyemi@schools.example'],
    ['4', '1', 'Permit', 15, 0, '450.00', 'rosa.ferrari@schools.example'],
    ['6', '5', 'Install doors', 8, 0, '9120.00', 'kofi.adeyemi@schools.example'],
    ['7', '5', 'Close-out file', 4, 0, '0.00', 'ada.moreno@schools.example'],
    ['8', '5', 'Hand-over', 0, 0, '0.00', null],
  ]);
  expect(links(found)).toEqual([
    '2>3 finish_to_start 0',
    '2>4 start_to_start 2',
    '3>6 finish_to_start 3',
    '4>6 finish_to_start 0',
    '6>7 finish_to_finish 1',
    '6>8 finish_to_start 0',
    '7>8 finish_to_start 0',
  ]);
  expect(plan.tasks.map(({ startOrigin }) => startOrigin)).toEqual([
    'person',
    ...Array<string>(5).fill('engine'),
  ]);
});

test('without a declared comma and day first such amounts and dates are left out, each by line and column', async () => {
  const { plan, told } = await read(file('doors-semicolon-eu.csv'));
  expect(plan.tasks.map(({ capexCost, startDate }) => capexCost ?? startDate)).toEqual(
    Array<null>(6).fill(null),
  );
  expect(told).toContain('line 4, CAPEX: "1200,50" is no amount with a decimal point, and is left out');
  expect(told).toContain(
    'line 4, Start: "05/01/2026" is a date that is not ISO: say whether the day or the month comes first, and is left out',
  );
});

test('an issue tracker’s table: repeated headers, line breaks in quotes, parents; what is broken is told and nothing else lost', async () => {
  const found = await read(file('doors-repeated-headers.csv'));
  const { plan, told } = found;
  expect(plan.branches.map(({ name }) => name)).toEqual(['Preparation', 'Installation', 'Imported']);
  expect(
    plan.tasks.map(({ key, branchKey, startDate, endDate, progressPercent }) => [
      key,
      branchKey,
      startDate,
      endDate,
      progressPercent,
    ]),
  ).toEqual([
    ['D-2', 'D-1', '2026-01-05', '2026-01-09', 100],
    ['D-3', 'D-1', '2026-01-12', '2026-01-23', null],
    ['D-4', 'D-1', '2026-01-12', '2026-01-30', null],
    ['D-6', 'D-5', '2026-02-02', '2026-02-11', null],
    ['D-8', 'D-5', '2026-02-12', '2026-02-12', null],
    ['D-9', 'imported', null, '2026-02-12', null],
  ]);
  expect(plan.tasks[0]?.description).toBe('Walk each corridor.\nNote the fire class.');
  expect(plan.tasks[4]?.durationDays).toBe(0);
  expect(links(found)).toEqual([
    'D-2>D-3 finish_to_start 0',
    'D-2>D-4 finish_to_start 0',
    'D-3>D-6 finish_to_start 0',
    'D-4>D-6 finish_to_start 0',
    'D-6>D-8 finish_to_start 0',
  ]);
  expect(told).toEqual([
    'line 10, Parent: the parent "D-77" is unknown',
    'line 10, Start date: "2026-02-30" is no date, and is left out',
    'line 10, Outward issue link (Blocks): a link to the unknown task "D-99" is left out',
  ]);
});

test.each([
  ['dmy', '03/02/2026', '2026-02-03'],
  ['mdy', '03/02/2026', '2026-03-02'],
  ['dmy', '3.2.2026', '2026-02-03'],
  ['mdy', '2026-03-02T08:00:00', '2026-03-02'],
  ['dmy', '31/04/2026', null],
])('dates declared as %s: %s', async (dates, text, day) => {
  const { plan } = await read(`Name,Start\nTask,${text}\n`, { dates });
  expect(plan.tasks[0]?.startDate ?? null).toBe(day);
});

test.each([
  ['.', '1,234.50', '1234.50'],
  ['.', '€ 1234', '1234.00'],
  ['.', '1.234,50', null],
  [',', '1.234,5', '1234.50'],
  [',', '1,234.50', null],
  ['.', '-5', null],
  ['.', '9999999999999', null],
])('amounts with a decimal %s: %s', async (decimal, text, amount) => {
  const { plan } = await read(`Name;Cost\nTask;"${text}"\n`, { decimal });
  expect(plan.tasks[0]?.capexCost ?? null).toBe(amount);
});

test('links in every spelling, keys that end like a type, and lags in weeks and hours', async () => {
  const found = await read(
    'ID|Name|Predecessors\na|A|\nbff|B|a\nc|C|"aSS-1d; bff"\nd|D|bffFS + 2w\ne|E|aff+12h, cSF\nf|F|a+2\n',
  );
  expect(links(found)).toEqual([
    'a>bff finish_to_start 0',
    'a>c start_to_start -1',
    'bff>c finish_to_start 0',
    'bff>d finish_to_start 10',
    'a>e finish_to_finish 2',
    'c>e start_to_finish 0',
  ]);
  expect(found.told).toEqual(['line 7, Predecessors: a link to the unknown task "a+2" is left out']);
});

test('a map names columns of any header, one or several for a role', async () => {
  const mapping = {
    columns: { name: ['Tâche'], description: ['Note', 'Remarque'], end: ['Fin'] },
    plan: 'Plan',
  };
  const { plan } = await read('Tâche\tNote\tRemarque\tFin\nA\tx\ty\t2026-05-04\n', mapping, null);
  expect([plan.key, plan.name, plan.tasks[0]?.description, plan.tasks[0]?.endDate]).toEqual([
    'Plan',
    'Plan',
    'x\n\ny',
    '2026-05-04',
  ]);
});

test.each([
  [{ columns: { name: ['Nowhere'] } }, 'input.mapping.columns.name'],
  [{ columns: { nme: ['Name'] } }, 'input.mapping.columns.nme'],
  [{ dates: 'ymd' }, 'input.mapping.dates'],
  [{ decimal: ';' }, 'input.mapping.decimal'],
  [{ separator: ',' }, 'input.mapping.separator'],
])('a map %j is refused by its field', async (mapping, field) => {
  const error = await refusal('Name\nA\n', mapping);
  expect([error.code, error.detail.field]).toEqual(['BAD_USER_INPUT', field]);
});

test.each([
  ['nothing', ''],
  ['a quote that never ends', `Name,Start\n"A,2026-01-05\n${'B,2026-01-06\n'.repeat(20)}`],
  ['a table without names', 'A,B\n1,2\n'],
  ['bytes that are no text', Buffer.from([0x4e, 0x61, 0x6d, 0x65, 0x0a, 0xff, 0xfe, 0x00])],
])('%s is refused', async (_, content) => {
  expect((await refusal(content)).code).toBe('BAD_USER_INPUT');
});

test('a table that names no plan, and has no name, is refused', async () => {
  expect((await refusal('Name\nA\n', {}, null)).message).toContain('which plan');
});

test('rows that are each other’s parents end at a bound', async () => {
  const error = await refusal('ID,Name,Parent\n1,A,2\n2,B,1\n3,C,1\n');
  expect(error.code).toBe('LIMIT_EXCEEDED');
});

test('a key that stands twice leaves out the later line', async () => {
  const { plan, told } = await read('ID,Name\n1,A\n1,B\n');
  expect(plan.tasks.map(({ name }) => name)).toEqual(['A']);
  expect(told).toEqual(['line 3: the key "1" is taken by line 2: the line is left out']);
});

/** Lines of tasks 0, 1, 2 ... with a cell of predecessors each, and the steps in which they are read. */
function stepsOf(count: number, predecessors: (at: number) => string) {
  const lines = Array.from({ length: count }, (_, at) => ({
    line: at + 2,
    cells: [String(at), `T${at}`, predecessors(at)],
  }));
  const table = { header: ['id', 'name', 'predecessors'], lines };
  const warnings = new PlanWarnings();
  const steps = readCsvPlan(
    table,
    { mapping: DEFAULT_MAPPING, planName: 'plan', calendar: new WorkCalendar() },
    warnings,
  );
  let taken = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return { steps: taken, plan: value, warned: warnings.total };
    taken += 1;
  }
}

test('many lines and links are read in steps', () => {
  const few = stepsOf(2_000, () => '');
  const many = stepsOf(10_000, (at) =>
    at === 0 ? '' : Array.from({ length: 3 }, (_, k) => at - 1 - k).join(),
  );
  // One before each five hundred lines as they are made rows, keyed, and placed (four times over), read and checked (twice, and
  // once for links), and one for the only branch (twice); one behind each two thousand links that are named, known or not, and
  // before each five hundred that are checked.
  const [rounds, branches] = [10, 2];
  expect(few.steps).toBe(rounds * 4 + branches);
  expect(many.steps).toBe(rounds * 20 + branches + 14 + 60);
  expect([many.plan.links.length, many.warned]).toEqual([29_994, 3]);
});

test('links are counted while they are read, and no more of them than a plan has are looked at', () => {
  const others = Array.from({ length: 1_000 }, (_, at) => at).join();
  expect(() => stepsOf(2_000, () => others)).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED', detail: expect.objectContaining({ actual: 200_799 }) }),
  );
  // Links of unknown tasks are none, and are looked at all the same: twice as many, for links are named from both ends.
  const unknown = Array.from({ length: 1_000 }, (_, at) => `X${at}`).join();
  expect(() => stepsOf(2_000, () => unknown)).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED', detail: expect.objectContaining({ actual: 200_500 }) }),
  );
});

test('days and a duration that contradict each other are told, and the days count', async () => {
  const rows = ['1,A,2026-12-07,2026-12-09,0', '2,B,2026-12-07,2026-12-09,9', '3,C,2026-12-07,2026-12-09,3'];
  const { plan, told } = await read(`ID,Name,Start,Finish,Duration\n${rows.join('\n')}\n`);
  expect(plan.tasks.map(({ endDate }) => endDate)).toEqual(['2026-12-07', '2026-12-09', '2026-12-09']);
  expect(told).toEqual([
    'line 2, Finish: a milestone is on one day, 2026-12-07; 2026-12-09 is left out',
    'line 3, Duration: 9 days contradict its start and end, between which are 3: the dates count',
  ]);
});

test('a line without a key is known by its name and which of that name it is, wherever it stands', async () => {
  const keys = async (names: string): Promise<string[]> =>
    (await read(`name\n${names}`)).plan.tasks.map(({ key }) => key);
  expect(await keys('Alpha\nBeta\nAlpha\n')).toEqual(['Alpha (1)', 'Beta (1)', 'Alpha (2)']);
  expect(await keys('New\nAlpha\nBeta\nAlpha\n')).toEqual(['New (1)', 'Alpha (1)', 'Beta (1)', 'Alpha (2)']);
});
