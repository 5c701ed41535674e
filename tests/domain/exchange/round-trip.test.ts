import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { DEFAULT_MAPPING } from '../../../src/domain/exchange/csv/csv-mapping.ts';
import { outlineRows, type ExportedPlan } from '../../../src/domain/exchange/exported-plan.ts';
import type { PlanDocument, PlanFormat } from '../../../src/domain/exchange/plan-document.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { textOf, type TextFormat } from '../../../src/services/exchange/export/plan-text.ts';
import { readPlan } from '../../../src/services/exchange/read-plan.ts';
import { anyPlan, rowId } from '../../support/exchange/any-plan.ts';

const RUNS = { numRuns: 80, seed: 2026 };
const write = (plan: ExportedPlan, format: TextFormat): string => [...textOf(plan, format)].join('');

async function read(
  text: string,
  format: PlanFormat,
): Promise<{ plan: PlanDocument; told: readonly object[] }> {
  const warnings = new PlanWarnings();
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  const file = { format, content: content(), name: 'plan', csv: DEFAULT_MAPPING };
  return { plan: await readPlan(file, { calendar: new WorkCalendar() }, warnings), told: warnings.shown };
}

/** Where each task lies, by names, and what is planned of it, in the order of the outline. */
function planned({ phases, packages, tasks, users }: ExportedPlan): unknown[] {
  const names = new Map([...phases, ...packages].map(({ id, name }) => [id, name]));
  return tasks.map((task) => ({
    id: task.id,
    place: [names.get(task.phaseId), names.get(task.workPackageId ?? '')].filter(Boolean),
    ...{
      name: task.name,
      description: task.description,
      percent: task.progressPercent,
      capex: task.capexCost,
    },
    dates:
      task.durationDays === 0 ? [task.startDate, 0] : [task.startDate, task.endDate ?? task.durationDays],
    owner: users.get(task.ownerId)?.email ?? null,
  }));
}

function readBack({ branches, tasks }: PlanDocument): unknown[] {
  const byKey = new Map(branches.map((branch) => [branch.key, branch]));
  return tasks.map((task) => {
    const branch = byKey.get(task.branchKey)!;
    const above = branch.phaseKey === null ? undefined : byKey.get(branch.phaseKey);
    return {
      id: task.recordId,
      place: [above?.name, branch.name].filter(Boolean),
      ...{
        name: task.name,
        description: task.description,
        percent: task.progressPercent,
        capex: task.capexCost,
      },
      dates:
        task.durationDays === 0 ? [task.startDate, 0] : [task.startDate, task.endDate ?? task.durationDays],
      owner: task.ownerEmail,
    };
  });
}

const byId = (rows: unknown[]): unknown[] =>
  (rows as { id: string }[]).sort((a, b) => a.id.localeCompare(b.id));

function linksBack({ tasks, links }: PlanDocument): string[] {
  const ids = new Map(tasks.map(({ key, recordId }) => [key, recordId]));
  return links
    .map(
      (link) => `${ids.get(link.predecessorKey)} ${link.type} ${link.lagDays} ${ids.get(link.successorKey)}`,
    )
    .sort();
}

test.each(['mspdi', 'csv'] as const)(
  'a plan that went out as %s is read as the same plan',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const { plan: back, told } = await read(write(plan, format), format);
        expect(told).toEqual([]);
        expect(byId(readBack(back))).toEqual(byId(planned(plan)));
        expect(linksBack(back)).toEqual(
          plan.links.map(({ from, to, type, lagDays }) => `${from} ${type} ${lagDays} ${to}`).sort(),
        );
        expect(back.recordId).toBe(plan.tasks.length === 0 && format === 'csv' ? null : plan.project.id);
      }),
      RUNS,
    );
  },
);

const oracles = new URL('../../oracles/oscal/', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('oscal_poam_schema_1.1.2.json', oracles), 'utf8')) as object;
const ifa = readFileSync(new URL('ifa_plan-of-action-and-milestones.json', oracles), 'utf8');
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
(addFormats as unknown as { default(ajv: Ajv): void }).default(ajv);
const isPoam = ajv.compile(schema);

test('any plan is a plan of action and milestones that is valid by NIST’s schema, and the schema sees what is not', () => {
  const without = JSON.parse(ifa) as { 'plan-of-action-and-milestones': { uuid?: string } };
  expect([isPoam(without), isPoam.errors]).toEqual([true, null]);
  delete without['plan-of-action-and-milestones'].uuid;
  expect(isPoam(without)).toBe(false);
  fc.assert(
    fc.property(anyPlan, (plan) => {
      isPoam(JSON.parse(write(plan, 'oscal_poam')));
      expect(isPoam.errors).toBe(null);
    }),
    RUNS,
  );
  const [plan] = fc.sample(anyPlan, { seed: 1, numRuns: 1 });
  isPoam(JSON.parse(write({ ...plan!, phases: [], packages: [], tasks: [], links: [] }, 'oscal_poam')));
  expect(isPoam.errors).toBe(null);
});

test('the plan of action of IFA comes in with its risks, milestones, items and what was observed', async () => {
  const { plan, told } = await read(ifa, 'oscal_poam');
  expect(told).toEqual([]);
  expect(plan).toMatchObject({
    key: '8101e04d-8305-4e73-bb95-6b59f645b143',
    name: 'IFA GoodRead Plan of Action and Milestones',
  });
  expect(plan.branches.map(({ key, phaseKey }) => [key, phaseKey])).toEqual([
    ['risk:8b8bae66-b28c-4fa5-9a20-b79e7322fc00', null],
    ['risk:1c65d2d3-7735-47fa-8f68-a236744beab7', null],
  ]);
  const rows = plan.tasks.map(({ key, branchKey, startDate, endDate, deadline, requiresEvidence }) => [
    ...[key.slice(0, 13), branchKey.slice(0, 13), startDate, endDate, deadline, requiresEvidence],
  ]);
  expect(rows).toEqual([
    ['task:f8b1d4cb', 'risk:8b8bae66', '2023-09-29', '2024-01-01', '2024-01-01', null],
    ['task:a0bb457d', 'risk:1c65d2d3', '2023-06-03', '2024-06-23', '2023-06-23', null],
    // It names a mitigating factor of the first risk.
    ['item:e174dfb9', 'risk:8b8bae66', null, '2024-01-01', '2024-01-01', true],
    ['item:48c8368d', 'risk:1c65d2d3', null, '2023-06-23', '2023-06-23', true],
  ]);
  expect(plan.tasks[2]?.description).toContain('Observed: Django Framework Examination: Examine Django');
});

const RISK = rowId(5, 1);

/** A plan of action of one risk and one item, with more about it. */
function poamWith(item: object, more: object = {}): string {
  const { 'plan-of-action-and-milestones': poam } = JSON.parse(ifa) as Record<string, object>;
  const risks = [{ uuid: RISK, title: 'Risk', description: '', statement: '', status: 'open' }];
  const items = [{ uuid: rowId(6, 1), title: 'Item', description: '', ...item }];
  return JSON.stringify({
    'plan-of-action-and-milestones': { ...poam, risks, 'poam-items': items, ...more },
  });
}

test.each([
  ['ac-2', 'ac-2'],
  ['AC-2 (1)', 'ac-2.1'],
  ['ac-02.01', 'ac-2.1'],
  ['ac-6.8_obj.1', 'ac-6.8'],
  ['sc-7(21)', 'sc-7.21'],
  ['ac-2abc', null],
  ['A.5.1', null],
])('a plan of action that says %s means the control %s', async (value, expected) => {
  const { plan, told } = await read(
    poamWith({ props: [{ name: 'impacted-control-id', value }] }),
    'oscal_poam',
  );
  expect(plan.sources.map(({ id }) => id)).toEqual(expected === null ? [] : [expected]);
  expect(told.filter((each) => (each as { kind: string }).kind === 'link')).toHaveLength(
    expected === null ? 1 : 0,
  );
});

test('a plan of action in which everything names everything is refused, however small it is', async () => {
  const ids = Array.from({ length: 500 }, (_, n) => rowId(7, n));
  const finding = { title: 'F', 'related-risks': [{ 'risk-uuid': RISK }], target: { 'target-id': 'ac-2' } };
  const findings = ids.map((uuid) => ({ ...finding, uuid }));
  const items = ids.map((uuid) => ({ uuid, title: 'I', 'related-risks': [{ 'risk-uuid': RISK }] }));
  const file = poamWith({}, { findings, 'poam-items': items });
  expect(file.length).toBeLessThan(300_000);
  await expect(read(file, 'oscal_poam')).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    detail: { expected: 'at most 200000 sources', actual: 200_001 },
  });
});

test('a second reader of calendars finds an all-day event for each task that has a day', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const text = write(plan, 'icalendar');
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
      const events = calendar.getAllSubcomponents('vevent').map((each) => {
        const event = new ICAL.Event(each);
        const { uid, summary, description, startDate, endDate, sequence } = event;
        return [
          uid,
          summary,
          description ?? null,
          startDate.toString(),
          endDate.toString(),
          startDate.isDate,
          sequence,
        ];
      });
      const dated = [...outlineRows(plan)].flatMap((row) =>
        row.kind === 'task' && row.task.startDate !== null ? [row.task] : [],
      );
      expect(events).toEqual(
        dated.map(({ id, name, description, startDate, endDate }) => [
          ...[`${id}@pit`, name, description, startDate, addDays(endDate ?? '', 1), true],
          Math.floor(Date.parse('2026-02-01T09:30:00Z') / 1000),
        ]),
      );
    }),
    RUNS,
  );
});
