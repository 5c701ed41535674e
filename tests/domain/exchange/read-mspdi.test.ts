import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { inOneGo } from '../../../src/domain/in-steps.ts';
import { MspdiRecords } from '../../../src/domain/exchange/mspdi/mspdi-file.ts';
import { readMspdi } from '../../../src/domain/exchange/mspdi/read-mspdi.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import type { PlanDocument } from '../../../src/domain/exchange/plan-document.ts';
import type { XmlElement } from '../../../src/domain/exchange/xml-element.ts';

type Field = string | readonly object[];

/** An element of fields; a list of them is one child each, by the same name. */
function element(name: string, fields: Readonly<Record<string, Field | undefined>>): XmlElement {
  const children = Object.entries(fields).flatMap(([key, value = []]) =>
    typeof value === 'string'
      ? [{ name: key, text: value, children: [] }]
      : value.map((each) => element(key, each as Record<string, Field>)),
  );
  return { name, text: '', children };
}

function read(tasks: readonly Record<string, Field | undefined>[], more: readonly XmlElement[] = []) {
  const records = new MspdiRecords();
  records.take({ name: 'StartDate', text: '2026-01-05T08:00:00', children: [] });
  records.take({ name: 'Title', text: 'Plan', children: [] });
  tasks.forEach((task, at) =>
    records.take(element('Task', { UID: String(at + 1), OutlineLevel: '1', ...task })),
  );
  for (const record of more) records.take(record);
  const warnings = new PlanWarnings();
  const plan: PlanDocument = inOneGo(readMspdi(records, new WorkCalendar(), warnings));
  return { plan, warnings, task: (key: string) => plan.tasks.find((each) => each.key === key)! };
}

const kinds = (warnings: PlanWarnings) =>
  Object.fromEntries(warnings.counts().map(({ kind, count }) => [kind, count]));
const link = (more: Record<string, string>) => [{ PredecessorUID: '1', Type: '1', ...more }];

test('summaries are phases, then work packages; deeper ones fold and are named in the description', () => {
  const { plan, warnings } = read([
    { Name: 'Loose' },
    { Name: 'Phase', Summary: '1' },
    { Name: 'Direct', OutlineLevel: '2' },
    { Name: 'Package', OutlineLevel: '2', Summary: '1' },
    { Name: 'Inner', OutlineLevel: '3', Summary: '1' },
    { Name: 'Deep', OutlineLevel: '4', Notes: 'Note' },
  ]);
  expect(plan.branches.map(({ key, phaseKey, name }) => [key, phaseKey, name])).toEqual([
    ['imported', null, 'Imported'],
    ['2', null, 'Phase'],
    ['4', '2', 'Package'],
  ]);
  expect(plan.tasks.map(({ key, branchKey, description }) => [key, branchKey, description])).toEqual([
    ['1', 'imported', null],
    ['3', '2', null],
    ['6', '4', 'In: Inner\n\nNote'],
  ]);
  expect(kinds(warnings)).toEqual({ outline: 1 });
});

test('a milestone at the end of a day is of that day, with what happened to it and what binds it', () => {
  const moment = '2026-01-09T17:00:00';
  const { task } = read([
    {
      ...{ Name: 'Handed over', Duration: 'PT0H0M0S', Start: moment, Finish: moment, PercentComplete: '100' },
      ...{ ActualStart: moment, ActualFinish: moment, ConstraintType: '4', ConstraintDate: moment },
    },
  ]);
  expect(task('1')).toMatchObject({
    ...{ startDate: '2026-01-09', actualStart: '2026-01-09', actualFinish: '2026-01-09' },
    ...{ constraintKind: 'snet', constraintDate: '2026-01-09' },
  });
});

test('moments at the edges of the working day are the days that they bound', () => {
  const { task } = read([
    {
      Name: 'To Monday morning',
      Start: '2026-01-05T17:00:00',
      Finish: '2026-01-12T08:00:00',
      Duration: 'PT32H0M0S',
    },
    {
      Name: 'Within a day',
      Start: '2026-01-05T08:00:00',
      Finish: '2026-01-05T12:00:00',
      Duration: 'PT4H0M0S',
    },
    { Name: 'Milestone', Start: '2026-01-05T17:00:00', Finish: '2026-01-05T17:00:00', Duration: 'PT0H0M0S' },
  ]);
  expect([task('1').startDate, task('1').endDate]).toEqual(['2026-01-06', '2026-01-09']);
  expect([task('2').startDate, task('2').endDate]).toEqual(['2026-01-05', '2026-01-05']);
  expect([task('3').startDate, task('3').endDate, task('3').durationDays]).toEqual([
    '2026-01-05',
    '2026-01-05',
    0,
  ]);
});

test('a file whose days have 24 hours begins and ends them at midnight', () => {
  const head = {
    Title: 'Plan',
    DefaultStartTime: '00:00:00',
    DefaultFinishTime: '00:00:00',
    MinutesPerDay: '1440',
  };
  const records = new MspdiRecords();
  for (const [name, text] of Object.entries(head)) records.take({ name, text, children: [] });
  const moments = { Start: '2026-12-07T00:00:00', Finish: '2026-12-09T00:00:00', Duration: 'PT48H0M0S' };
  records.take(element('Task', { UID: '1', OutlineLevel: '1', Name: 'Round the clock', ...moments }));
  const warnings = new PlanWarnings();
  const { tasks } = inOneGo(readMspdi(records, new WorkCalendar(), warnings));
  expect(tasks[0]).toMatchObject({ startDate: '2026-12-07', endDate: '2026-12-08' });
  expect(kinds(warnings)).toEqual({});
});

test('where a duration contradicts the dates, the dates win, and the report says so', () => {
  const { task, warnings } = read([
    { Name: 'Long', Start: '2026-01-05T08:00:00', Finish: '2026-01-09T17:00:00', Duration: 'PT80H0M0S' },
    {
      Name: 'Half a day less',
      Start: '2026-01-05T08:00:00',
      Finish: '2026-01-09T17:00:00',
      Duration: 'PT36H0M0S',
    },
  ]);
  expect(task('1')).toMatchObject({ startDate: '2026-01-05', endDate: '2026-01-09', durationDays: null });
  expect(kinds(warnings)).toEqual({ dates: 1 });
});

test.each([
  ['FF, two days', { Type: '0', LinkLag: '9600', LagFormat: '7' }, ['finish_to_finish', 2, 0]],
  ['SF, a lead', { Type: '2', LinkLag: '-4800', LagFormat: '7' }, ['start_to_finish', -1, 0]],
  ['SS, in minutes', { Type: '3', LinkLag: '4800', LagFormat: '3' }, ['start_to_start', 1, 0]],
  ['an estimated lag', { LinkLag: '4800', LagFormat: '39' }, ['finish_to_start', 1, 0]],
  ['half a day', { LinkLag: '2400', LagFormat: '5' }, ['finish_to_start', 1, 1]],
  ['an elapsed day', { LinkLag: '14400', LagFormat: '8' }, ['finish_to_start', 1, 1]],
  ['two fifths of the predecessor', { LinkLag: '40', LagFormat: '19' }, ['finish_to_start', 2, 1]],
  ['estimated two fifths of it', { LinkLag: '40', LagFormat: '51' }, ['finish_to_start', 2, 1]],
  ['half of the predecessor, rounded', { LinkLag: '50', LagFormat: '19' }, ['finish_to_start', 3, 2]],
  ['elapsed two fifths of it', { LinkLag: '40', LagFormat: '20' }, ['finish_to_start', 2, 2]],
  ['more than a decade', { LinkLag: '48000000', LagFormat: '7' }, ['finish_to_start', 3_650, 1]],
])('a link of %s has its type, its whole days, and a warning where it was changed', (_, said, expected) => {
  const { plan, warnings } = read([
    { Name: 'First', Start: '2026-01-05T08:00:00', Finish: '2026-01-09T17:00:00' },
    { Name: 'Second', PredecessorLink: link(said) },
  ]);
  const [{ type, lagDays } = {}] = plan.links;
  expect([type, lagDays, kinds(warnings)['link'] ?? 0]).toEqual(expected);
});

test.each([4, 6, 8, 10, 12, 36, 38, 40, 42, 44])(
  'a lag in the elapsed unit %i counts as working time, with a warning',
  (format) => {
    const { plan, warnings } = read([
      { Name: 'First' },
      { Name: 'Second', PredecessorLink: link({ LinkLag: '14400', LagFormat: String(format) }) },
    ]);
    expect([plan.links[0]?.lagDays, kinds(warnings)]).toEqual([1, { link: 1 }]);
  },
);

test('baselines of a file are left out, and told once', () => {
  const Baseline = [{ Number: '0', Start: '2026-01-05T08:00:00' }];
  const { warnings } = read([{ Name: 'First', Baseline }, { Name: 'Second', Baseline }, { Name: 'Third' }]);
  expect(warnings.shown).toEqual([
    { kind: 'left_out', where: 'the baseline', message: 'baselines of 2 tasks are left out' },
  ]);
});

test('a link of a summary stands for links of the tasks under it, and is refused where these are too many', () => {
  const under = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ Name: `Task ${at}`, OutlineLevel: '2' }));
  const summaries = (count: number) => [
    { Name: 'First', Summary: '1' },
    ...under(count),
    { Name: 'Second', Summary: '1', PredecessorLink: link({}) },
    ...under(count),
  ];
  const { plan, warnings } = read(summaries(2));
  expect(plan.links.map(({ predecessorKey, successorKey }) => `${predecessorKey}>${successorKey}`)).toEqual([
    '2>5',
    '2>6',
    '3>5',
    '3>6',
  ]);
  expect(kinds(warnings)).toEqual({ link: 1 });
  expect(() => read(summaries(500))).toThrow('too many links');
});

test('constraints, deadline, progress, cost and people are taken over', () => {
  const people = [
    element('Resource', { UID: '1', Name: 'Ada', EmailAddress: 'Ada@Example.org' }),
    element('Resource', { UID: '2', Name: 'Crane' }),
    element('Assignment', { TaskUID: '1', ResourceUID: '1' }),
    element('Assignment', { TaskUID: '1', ResourceUID: '2' }),
  ];
  const { task, warnings } = read(
    [
      {
        Name: 'Under way',
        Manual: '1',
        ConstraintType: '7',
        ConstraintDate: '2026-01-20T17:00:00',
        Deadline: '2026-02-02T08:00:00',
        PercentComplete: '40',
        ActualStart: '2026-01-05T08:00:00',
        RemainingDuration: 'PT20H0M0S',
        Cost: '123456',
      },
      { Name: 'Late', ConstraintType: '1' },
    ],
    people,
  );
  expect(task('1')).toMatchObject({
    mode: 'manual',
    startOrigin: 'person',
    constraintKind: 'fnlt',
    constraintDate: '2026-01-20',
    deadline: '2026-01-30',
    progressPercent: 40,
    actualStart: '2026-01-05',
    remainingDays: 3,
    capexCost: '1234.56',
    ownerEmail: 'ada@example.org',
    assigneeEmails: ['ada@example.org'],
  });
  expect(task('2')).toMatchObject({ mode: 'auto', startOrigin: 'engine', constraintKind: 'asap' });
  expect(kinds(warnings)).toEqual({ constraint: 1, person: 1 });
});

test('names are made into names, inactive and external tasks are left out, and each is told', () => {
  const { plan, warnings } = read([
    { Name: '\u202Egnp.exe' },
    { Name: 'x'.repeat(700) },
    { Name: 'Inactive', Active: '0' },
    { Name: 'Elsewhere', ExternalTask: '1' },
    { IsNull: '1' },
  ]);
  expect(plan.tasks.map(({ name }) => name)).toEqual(['gnp.exe', 'x'.repeat(500)]);
  expect(kinds(warnings)).toEqual({ text: 2, left_out: 2 });
});

test('all warnings are counted and twenty are kept', () => {
  const { warnings } = read(Array.from({ length: 50 }, () => ({ Name: 'Late', ConstraintType: '1' })));
  expect([warnings.total, warnings.shown.length]).toEqual([50, 20]);
});

test('an outline deeper than any plan is refused', () => {
  const levels = Array.from({ length: 60 }, (_, at) => ({
    Name: `Level ${at}`,
    OutlineLevel: String(at + 1),
  }));
  expect(() => read(levels)).toThrow('nested too deeply');
});
