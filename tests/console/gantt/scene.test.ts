import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  scaleOf,
  fittingScale,
  contentWidth,
  dayAt,
  ROW_HEIGHT,
  xOf,
} from '../../../src/console/gantt/geometry.ts';
import { PATHS } from '../../../src/console/gantt/drawing.ts';
import { barAt } from '../../../src/console/gantt/scene.ts';
import { Flag, Kind, type PackedTimeline } from '../../../src/console/gantt/timeline.ts';
import { visibleRows } from '../../../src/console/gantt/visible-rows.ts';
import { ZOOMS } from '../../../src/console/state/routes.ts';
import { drawn, idOf, pictureOf, timelineOf, viewOf, type LinkOf, type RowOf } from './drawn-timeline.ts';

/** Compares a drawing with the one that was looked at last; `PIT_REDRAW=1` draws it anew, to be looked at. */
function expectPicture(name: string, picture: string): void {
  const path = fileURLToPath(new URL(`${name}.golden.svg`, import.meta.url));
  if (process.env['PIT_REDRAW'] === '1') writeFileSync(path, picture);
  expect(picture).toBe(readFileSync(path, 'utf8'));
}

const TYPES = ['finish to start', 'start to start', 'finish to finish', 'start to finish'];
const PLACES = { after: 10, overlap: 4, before: 0 };

/** Every type of dependency with its successor after, over and before its predecessor. */
function bookOfLinks(): PackedTimeline {
  const rows: RowOf[] = [];
  const links: LinkOf[] = [];
  TYPES.forEach((type, t) => {
    for (const [place, x] of Object.entries(PLACES)) {
      const from =
        rows.push({ label: `${type}, ${place}: predecessor`, x: 3, w: 5, p: 40, bx: 2, bw: 5 }) - 1;
      const to = rows.push({ label: `${type}, ${place}: successor`, x, w: 4, p: 0, b: t === 0 ? 1 : 0 }) - 1;
      links.push({ from, to, t, b: place === 'after' ? 1 : 0 });
    }
  });
  return timelineOf(rows, links);
}

test('dependencies of all four types lead out of the end that binds into the end that is bound', () => {
  const view = viewOf({ height: 24 * ROW_HEIGHT, width: 900 });
  expectPicture('links', pictureOf(drawn(bookOfLinks(), view), view));
});

test('bars, milestones, what spans others, and what lies out of sight have shapes of their own', () => {
  const rows: RowOf[] = [
    { kind: Kind.PHASE, label: 'a phase', x: 0, w: 20, s: null },
    { parent: 0, depth: 1, label: 'under way', x: 0, w: 6, p: 50 },
    { parent: 0, depth: 1, label: 'overdue', x: 2, w: 5, p: 20, s: 4, b: Flag.OVERDUE },
    { parent: 0, depth: 1, label: 'completed', x: 1, w: 4, p: 100, s: 5 },
    { parent: 0, depth: 1, label: 'critical and blocked', x: 6, w: 6, s: 6, b: Flag.CRITICAL | Flag.BLOCKED },
    { parent: 0, depth: 1, kind: Kind.SUBTASK, label: 'a subtask', x: 7, w: 2 },
    { parent: 0, depth: 1, kind: Kind.MILESTONE, label: 'a milestone', x: 12, w: 0, b: Flag.CRITICAL },
    { parent: 0, depth: 1, label: 'of one day', x: 12, w: 1 },
    { parent: 0, depth: 1, label: 'with a baseline', x: 8, w: 5, bx: 4, bw: 5 },
    { parent: 0, depth: 1, label: 'later than this window', x: 90, w: 5 },
    { parent: 0, depth: 1, label: 'longer than this window', x: 3, w: 90 },
    { parent: 0, depth: 1, label: 'without dates' },
  ];
  const view = viewOf({ height: rows.length * ROW_HEIGHT, width: 900 });
  const ghosts = new Map([[1, { x: 5, w: 6 }]]);
  expectPicture('bars', pictureOf(drawn(timelineOf(rows), view, { ghosts }), view));
});

test('a folded row lends its bar to the dependencies of what it holds', () => {
  const rows: RowOf[] = [
    { kind: Kind.PHASE, x: 0, w: 8, s: null },
    { parent: 0, depth: 1, x: 0, w: 4 },
    { parent: 0, depth: 1, x: 4, w: 4 },
    { x: 10, w: 3 },
  ];
  const timeline = timelineOf(rows, [
    { from: 1, to: 2 },
    { from: 2, to: 3 },
  ]);
  const view = viewOf();
  const count = (path: string): number => path.split('M').length - 1;
  expect(count(drawn(timeline, view).paths.link)).toBe(2);
  const folded = drawn(timeline, view, {}, new Set([idOf(0)]));
  expect(count(folded.paths.link)).toBe(1);
  const end = Math.round(xOf(8, view));
  expect(folded.paths.link).toContain(`M${end} ${ROW_HEIGHT / 2}`);
});

const rowsInPlan = fc.array(
  fc.record({ x: fc.nat(300), w: fc.integer({ min: 1, max: 60 }), p: fc.nat(100) }),
  {
    minLength: 1,
    maxLength: 60,
  },
);

test('each bar lies where its days say, and only rows in sight are drawn', () => {
  fc.assert(
    fc.property(
      rowsInPlan,
      fc.nat(2_000),
      fc.nat(1_500),
      fc.constantFrom(...ZOOMS),
      (rows, left, top, zoom) => {
        const timeline = timelineOf(rows);
        const view = viewOf({ ...scaleOf(zoom), left, top, width: 600, height: 200 });
        const { paths } = drawn(timeline, view, { hasLinks: false, hasBaseline: false });
        const found = [...paths.planned.matchAll(/M(\S+) (\S+?)h(\S+?)v/g)].map(([, x, y, w]) =>
          [x, y, w].map(Number),
        );
        const expected = rows.flatMap(({ x, w }, at) => {
          const y = at * ROW_HEIGHT - top;
          const [from, to] = [xOf(x, view), xOf(x + w, view)];
          const isInSight = y > -ROW_HEIGHT && y <= view.height && to >= -7 && from <= view.width + 7;
          return isInSight ? [[from, y + 7, Math.max(2, to - from)]] : [];
        });
        expect(found).toHaveLength(expected.length);
        found.forEach((bar, at) =>
          bar.forEach((value, n) => expect(value).toBeCloseTo(expected[at]![n]!, 0)),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('a plan of any size is drawn by the same number of paths', () => {
  const many = timelineOf(Array.from({ length: 5_000 }, (_, n) => ({ x: n % 90, w: 3 })));
  expect(Object.keys(drawn(many, viewOf()).paths)).toHaveLength(PATHS.length);
  expect(drawn(many, viewOf()).texts.length).toBeLessThanOrEqual(700 / ROW_HEIGHT + 2);
});

test('the bar under a point is the one that is drawn there', () => {
  const timeline = timelineOf([
    { x: 0, w: 3 },
    { x: 5, w: 2 },
  ]);
  const view = viewOf();
  const source = { timeline, visible: visibleRows(timeline, new Set()) };
  expect(barAt(source, view, xOf(1, view), 10)).toBe(0);
  expect(barAt(source, view, xOf(6, view), ROW_HEIGHT + 10)).toBe(1);
  expect(barAt(source, view, xOf(6, view), 10)).toBe(-1);
  expect(barAt(source, view, xOf(1, view), 5 * ROW_HEIGHT)).toBe(-1);
});

test('a day and its x are each other’s inverse at every scale', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZOOMS), fc.nat(5_000), fc.nat(9_000), (zoom, day, left) => {
      const view = { ...scaleOf(zoom), left };
      expect(dayAt(xOf(day, view), view)).toBeCloseTo(day, 6);
    }),
  );
});

test('a plan that is to fit takes no more than the width, whatever its length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 200, max: 3_000 }), (days, width) => {
      const timeline = timelineOf([{ x: 0, w: days }]);
      expect(contentWidth(timeline, fittingScale(timeline, width))).toBeLessThanOrEqual(width + 1e-6);
    }),
  );
});
