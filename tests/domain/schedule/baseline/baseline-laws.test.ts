import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { WorkCalendar } from '../../../../src/domain/calendar.ts';
import { comparePlans } from '../../../../src/domain/schedule/baseline/baseline-compare.ts';
import { canonicalPlan, type BaselinePlan } from '../../../../src/domain/schedule/baseline/baseline-plan.ts';
import { planAsOf, type AuditRecord } from '../../../../src/domain/schedule/baseline/plan-as-of.ts';
import { linkRow, log, P, projectRow, taskRow, type Row } from './audit-records.ts';

const hash = (plan: BaselinePlan): string => createHash('sha256').update(canonicalPlan(plan)).digest('hex');
const calendar = new WorkCalendar();

/** A change of one of six tasks or of a link between two of them: what the database would log of it. */
const mutation = fc.record({
  task: fc.nat(5),
  other: fc.nat(5),
  kind: fc.constantFrom('write', 'delete', 'link', 'unlink', 'rule'),
  day: fc.integer({ min: 10, max: 28 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function entryOf({ task, other, kind, day }: Mutation): [string, string, Row | null] {
  const [a, b] = [`t${task}`, `t${other}`];
  switch (kind) {
    case 'write':
      return ['task', a, taskRow(a, { end_date: `2026-01-${day}`, duration_days: day })];
    case 'delete':
      return ['task', a, taskRow(a, { deleted_at: '2026-02-01' })];
    case 'link':
      return ['task_dependency', `${a}${b}`, linkRow(a, b, { lag_days: day })];
    case 'unlink':
      return ['task_dependency', `${a}${b}`, null];
    case 'rule':
      return ['task_rule', a, { task_id: a, mode: 'manual', deadline: `2026-01-${day}` }];
  }
}

describe('laws', () => {
  /** Live rows, kept as a database keeps them: one state for each record. */
  function tablesAfter(records: readonly AuditRecord[]): AuditRecord[] {
    const live = new Map(records.map((record) => [`${record.table} ${record.recordId}`, record]));
    return [...live.values()].map((record) => ({ ...record, seq: 1n }));
  }

  test('the plan as of any moment is the live tables of then, whatever came later and in whatever order it is read', () => {
    fc.assert(
      fc.property(
        fc.array(mutation, { maxLength: 60 }),
        fc.nat(60),
        fc.infiniteStream(fc.nat()),
        (steps, cut, order) => {
          const records = log(['project', P, projectRow], ...steps.map(entryOf));
          const seq = BigInt(1 + (cut % records.length));
          const shuffled = records.map((record) => ({ record, at: order.next().value as number }));
          shuffled.sort((a, b) => a.at - b.at);
          const rebuilt = planAsOf(
            shuffled.map(({ record }) => record),
            { projectId: P, seq },
          );
          const live = planAsOf(tablesAfter(records.slice(0, Number(seq))), { projectId: P });
          expect(rebuilt).toEqual(live);
        },
      ),
    );
  });

  test('the hash outlives storage, which reorders keys, and no change of a date, a lag or a rule', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 20 }), fc.nat(), (steps, at) => {
        const records = log(['project', P, projectRow], ...steps.map(entryOf));
        const plan = planAsOf(records, { projectId: P })!;
        const entries = Object.entries(JSON.parse(JSON.stringify(plan)) as Row).reverse();
        expect(hash(Object.fromEntries(entries) as unknown as BaselinePlan)).toBe(hash(plan));
        const forged = records.map((record, n) =>
          n === 1 + (at % steps.length) ? tampered(record) : record,
        );
        const other = planAsOf(forged, { projectId: P })!;
        expect(hash(other) === hash(plan)).toBe(JSON.stringify(other) === JSON.stringify(plan));
      }),
    );
  });

  function tampered(record: AuditRecord): AuditRecord {
    if (record.after === null) return record;
    return {
      ...record,
      after: { ...record.after, end_date: '2026-09-09', lag_days: 77, deadline: '2026-09-09' },
    };
  }

  test('a plan compared with itself shows nothing', () => {
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 30 }), (steps) => {
        const plan = planAsOf(log(['project', P, projectRow], ...steps.map(entryOf)), { projectId: P })!;
        const { moved, added, removed, costs, addedLinks, removedLinks } = comparePlans(plan, plan, calendar);
        expect([moved, added, removed, costs, addedLinks, removedLinks].flat()).toEqual([]);
      }),
    );
  });
});
