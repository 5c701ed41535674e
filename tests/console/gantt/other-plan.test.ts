import fc from 'fast-check';
import type { PackedTimeline } from '../../../src/console/gantt/timeline.ts';
import { besidePlan, endOfDay } from '../../../src/console/plan/other-plan.ts';
import type { BaselinePlan } from '../../../src/domain/schedule/baseline/baseline-plan.ts';
import { packPlan } from '../../../src/domain/schedule/baseline/packed-plan.ts';
import { packId } from '../../../src/domain/schedule/timeline/timeline-layout.ts';
import { project } from '../../domain/schedule/timeline/changed-items.ts';
import { headAt, layOut, uuid } from '../../domain/schedule/timeline/timeline-items.ts';

type Days = readonly [start: string | null, end: string | null];

/** A plan whose tasks have these days; of everything else it has none. */
function planOf(tasks: readonly (readonly [number, Days])[]): BaselinePlan {
  const none = { id: [], start: [], end: [] };
  const rows = {
    id: tasks.map(([n]) => uuid(n)),
    start: tasks.map(([, [start]]) => start),
    end: tasks.map(([, [, end]]) => end),
  };
  return { phases: none, workPackages: none, tasks: rows } as unknown as BaselinePlan;
}

const timeline: PackedTimeline = layOut(headAt(0, 'week'), project(12), []);

function barOf(shown: PackedTimeline, n: number): readonly [number | null, number | null] {
  const row = shown.rows.id.indexOf(packId(uuid(n)));
  expect(row).toBeGreaterThanOrEqual(0);
  return [shown.rows.bx[row]!, shown.rows.bw[row]!];
}

const dayAt = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('another plan is drawn beside the one of now on the days that it had, whichever day it counts from', () => {
  const offsets = fc.integer({ min: -400, max: 400 });
  fc.assert(
    fc.property(offsets, offsets, fc.nat(60), (first, second, length) => {
      const { origin } = timeline;
      const plan = planOf([
        [10, [dayAt(origin, first), dayAt(origin, first + length)]],
        [11, [dayAt(origin, second), null]],
      ]);
      const shown = besidePlan(timeline, packPlan(plan));
      expect(barOf(shown, 10)).toEqual([first, length + 1]);
      expect(barOf(shown, 11)).toEqual([second, 1]);
    }),
  );
});

test('what another plan has no days of, or not at all, has no bar there, and nothing else changes', () => {
  const shown = besidePlan(timeline, packPlan(planOf([[10, [null, null]]])));
  expect(shown.rows.bx.every((x) => x === null)).toBe(true);
  expect(shown.rows.bw.every((w) => w === null)).toBe(true);
  const { bx, bw, ...rest } = timeline.rows;
  expect(shown).toMatchObject({ ...timeline, rows: rest });
});

test.each([
  ['2026-03-02', 'UTC', '2026-03-02T23:59:59.999Z'],
  ['2026-03-02', 'America/New_York', '2026-03-03T04:59:59.999Z'],
  ['2026-03-28', 'Europe/Berlin', '2026-03-28T22:59:59.999Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
  ['2026-03-02', 'Pacific/Kiritimati', '2026-03-02T09:59:59.999Z'],
])('the last moment of %s in %s is %s', (date, timeZone, moment) => {
  expect(endOfDay(date, timeZone, Date.parse('2027-01-01T00:00:00Z'))).toBe(moment);
});

test('of a day that is not over the last moment is now', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  expect(endOfDay('2026-03-02', 'UTC', now)).toBe('2026-03-02T12:00:00.000Z');
});
