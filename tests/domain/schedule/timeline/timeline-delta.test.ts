import fc from 'fast-check';
import { keptInOrder } from '../../../../src/domain/schedule/timeline/kept-order.ts';
import { applyDelta, diffLayouts } from '../../../../src/domain/schedule/timeline/timeline-delta.ts';
import {
  RowKind,
  TIMELINE_ZOOMS,
  type TimelineLayout,
} from '../../../../src/domain/schedule/timeline/timeline-layout.ts';
import { day } from '../remaining-work/plan-on-days.ts';
import { mutated, mutation, project, type State } from './changed-items.ts';
import { headAt, itemOf, layOut, uuid, type TimelineItem } from './timeline-items.ts';

test('applying deltas in their order gives the computed layout, byte for byte, at every zoom', () => {
  const start: State = { items: project(12), links: [{ from: uuid(10), to: uuid(11), t: 0, lag: 0, b: 0 }] };
  fc.assert(
    fc.property(
      fc.constantFrom(...TIMELINE_ZOOMS),
      fc.array(fc.array(mutation, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
      (unit, steps) => {
        let state = start;
        let computed = layOut(headAt(0, unit), state.items, state.links);
        let followed = computed;
        steps.forEach((changes, at) => {
          state = changes.reduce(mutated, state);
          const next = layOut(headAt(at + 1, unit), state.items, state.links);
          followed = applyDelta(followed, diffLayouts(computed, next));
          computed = next;
          expect(JSON.stringify(followed)).toBe(JSON.stringify(computed));
        });
      },
    ),
    { numRuns: 300 },
  );
});

const dayLayout = (items: readonly TimelineItem[], planSeq = 1): TimelineLayout =>
  layOut(headAt(planSeq, 'day'), items, []);

test('nothing changed: nothing but the head', () => {
  const before = dayLayout(project(20));
  expect(diffLayouts(before, dayLayout(project(20), 2))).toEqual({
    head: headAt(2, 'day'),
    reset: false,
    upserts: [],
    removed: [],
    moved: [],
    links: { added: [], removed: [] },
  });
});

test('one task of ten thousand moved: a delta of less than two kilobytes', () => {
  const items = project(10_000);
  const moved = items.map((item, at) => (at === 5_000 ? { ...item, start: day(7), end: day(9) } : item));
  const delta = diffLayouts(dayLayout(items), dayLayout(moved, 2));
  expect(delta.upserts).toHaveLength(1);
  expect(Buffer.byteLength(JSON.stringify(delta))).toBeLessThan(2_000);
});

test('a row put in does not move those below it, and a row that changed places is the only one moved', () => {
  const items = project(9);
  const added = [...items, itemOf(5, 1, RowKind.TASK, { order: -1 })];
  expect(diffLayouts(dayLayout(items), dayLayout(added))).toMatchObject({
    moved: [],
    upserts: [{ index: 2 }],
  });
  const reordered = items.map((item) => (item.id === uuid(10) ? { ...item, order: 99 } : item));
  const { moved, upserts } = diffLayouts(dayLayout(items), dayLayout(reordered));
  expect(moved).toHaveLength(1);
  expect(moved[0]).toMatchObject({ fromIndex: 2, toIndex: 4 });
  expect(upserts).toEqual([]);
});

test('more than two thousand rows, another origin or unit: the layout is fetched anew', () => {
  const items = project(2_100);
  const progressed = items.map((item) => ({ ...item, progress: 1 }));
  const before = dayLayout(items);
  const delta = diffLayouts(before, dayLayout(progressed));
  expect(delta).toMatchObject({ reset: true, upserts: [] });
  expect(() => applyDelta(before, delta)).toThrow(RangeError);
  const moved = layOut({ ...headAt(2, 'day'), origin: day(1) }, items, []);
  expect(diffLayouts(before, moved).reset).toBe(true);
  expect(diffLayouts(before, layOut(headAt(2, 'week'), items, [])).reset).toBe(true);
});

test('the rows that stay are a longest rising subsequence', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 9 }), (values) => {
      const kept = [...keptInOrder(values)].sort((a, b) => a - b).map((at) => values[at]!);
      expect(kept).toEqual([...kept].sort((a, b) => a - b));
      // Against the plain dynamic programme.
      const longest: number[] = [];
      values.forEach((value, at) => {
        longest[at] =
          1 + Math.max(0, ...values.slice(0, at).map((other, n) => (other < value ? longest[n]! : 0)));
      });
      expect(kept).toHaveLength(Math.max(0, ...longest));
    }),
  );
});
