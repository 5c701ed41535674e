import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { DependencyType, TaskPriority, TaskStatus } from '../../../src/domain/enums.ts';
import type { ExportedPlan, ExportedTask } from '../../../src/domain/exchange/exported-plan.ts';
import { PlanSourceKind } from '../../../src/domain/exchange/plan-document.ts';
import { nameFault } from '../../../src/domain/text.ts';

const calendar = new WorkCalendar();
const ZERO = calendar.index('2026-01-05');
const ADA = '00000000-0000-4000-8000-00000000ada0';

/** An id of version 4 for the `n`th row of a kind. */
export const rowId = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A name as people type it: signs of every format's own, letters of any script, a formula now and then. */
const anyName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }),
    fc.constantFrom(
      '=1+1',
      '-5',
      "'=x",
      'a;b,c\\d',
      'say "no" & <go>',
      '@home',
      '+49',
      'Ärger, ½ "§"',
      '>=2',
    ),
  )
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => nameFault(text) === null && !/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/.test(text));

const anyTask = fc.record({
  name: anyName,
  description: fc.option(anyName),
  at: fc.nat(5),
  start: fc.nat(400),
  days: fc.nat(30),
  hasDates: fc.boolean(),
  percent: fc.constantFrom(0, 0, 40, 100),
  capex: fc.nat(9_999_999),
  hasOwner: fc.boolean(),
  about: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom(...Object.values(PlanSourceKind)),
      id: fc.nat(3).map((n) => rowId(2, n)),
    }),
    { maxLength: 3, selector: ({ kind, id }) => kind + id },
  ),
  links: fc.uniqueArray(
    fc.record({
      to: fc.nat(20),
      type: fc.constantFrom(...Object.values(DependencyType)),
      lag: fc.integer({ min: -9, max: 9 }),
    }),
    {
      maxLength: 3,
      selector: ({ to }) => to,
    },
  ),
});
type Drawn = typeof anyTask extends fc.Arbitrary<infer T> ? T : never;

/** Plans of up to three phases with packages, as exports read them. */
export const anyPlan: fc.Arbitrary<ExportedPlan> = fc
  .record({
    name: anyName,
    phases: fc.uniqueArray(anyName, { minLength: 1, maxLength: 3 }),
    packages: fc.uniqueArray(anyName, { maxLength: 3 }),
    tasks: fc.array(anyTask, { maxLength: 10 }),
  })
  .map(({ name, phases, packages, tasks }) => ({
    project: { id: rowId(1, 1), name, description: null, code: null, startDate: '2026-01-05', endDate: null },
    phases: phases.map((each, at) => ({ id: rowId(2, at), name: each, description: null })),
    packages: packages.map((each, at) => ({
      id: rowId(3, at),
      name: each,
      description: null,
      phaseId: rowId(2, at % phases.length),
    })),
    tasks: tasks.map((task, at) => taskOf(task, at, { phases: phases.length, packages: packages.length })),
    links: tasks.flatMap(({ links }, at) =>
      links.flatMap(({ to, type, lag }) =>
        to > at && to < tasks.length ? [{ from: rowId(4, at), to: rowId(4, to), type, lagDays: lag }] : [],
      ),
    ),
    sources: new Map(tasks.map(({ about }, at) => [rowId(4, at), about] as const)),
    users: new Map([[ADA, { name: 'Ada', email: 'ada@harbour.example' }]]),
    numbers: new Map<string, string>(),
    oscal: { keys: new Map<string, string>(), system: null },
    rule: { weekdays: [1, 2, 3, 4, 5], holidays: [] },
    calendar,
    today: '2026-03-02',
  }));

function taskOf(
  drawn: Drawn,
  at: number,
  { phases, packages }: { phases: number; packages: number },
): ExportedTask {
  const isInPackage = drawn.at < packages;
  const [startDate, endDate] = drawn.hasDates
    ? [calendar.day(ZERO + drawn.start), calendar.day(ZERO + drawn.start + Math.max(0, drawn.days - 1))]
    : [null, null];
  const isDone = drawn.percent === 100;
  return {
    ...{ id: rowId(4, at), name: drawn.name, description: drawn.description, orderIndex: at },
    phaseId: rowId(2, drawn.at % phases),
    workPackageId: isInPackage ? rowId(3, drawn.at) : null,
    ...{ startDate, endDate, durationDays: drawn.days, progressPercent: drawn.percent },
    status: isDone ? TaskStatus.COMPLETED : drawn.percent > 0 ? TaskStatus.ACTIVE : TaskStatus.NOT_STARTED,
    ...{
      priority: TaskPriority.NORMAL,
      capexCost: (drawn.capex / 100).toFixed(2),
      opexCost: '0.00',
      requiresEvidence: false,
    },
    ...{ ownerId: drawn.hasOwner ? ADA : '', assignees: [], sourceModule: 'manual', sourceReferenceId: null },
    actualStart: drawn.percent > 0 && startDate !== null ? startDate : null,
    actualFinish: isDone && endDate !== null ? endDate : null,
    ...{ remainingDays: null, mode: 'auto', constraintKind: 'asap', constraintDate: null, deadline: null },
    ...{
      earlyStart: null,
      earlyFinish: null,
      lateStart: null,
      lateFinish: null,
      totalSlack: null,
      freeSlack: null,
    },
    ...{ isCritical: false, updatedAt: '2026-02-01T09:30:00.123Z' },
  };
}
