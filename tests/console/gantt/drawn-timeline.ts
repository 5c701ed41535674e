import { PATHS, type Scene } from '../../../src/console/gantt/drawing.ts';
import { scaleOf, type Viewport } from '../../../src/console/gantt/geometry.ts';
import { sceneOf, type SceneOptions } from '../../../src/console/gantt/scene.ts';
import { Kind, packId, type PackedRow, type PackedTimeline } from '../../../src/console/gantt/timeline.ts';
import { indexLinks, visibleRows } from '../../../src/console/gantt/visible-rows.ts';

export const ORIGIN = '2025-01-06';

export const idOf = (n: number): string => packId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

export interface RowOf extends Partial<Omit<PackedRow, 'parent'>> {
  /** Number of the row that holds it. */
  readonly parent?: number;
}

export interface LinkOf {
  readonly from: number;
  readonly to: number;
  readonly t?: number;
  readonly b?: number;
}

/** A timeline of rows as tests write them down; a row without a parent lies at the top. */
export function timelineOf(rows: readonly RowOf[], links: readonly LinkOf[] = []): PackedTimeline {
  const column = <Name extends keyof PackedRow>(name: Name, or: PackedRow[Name]): PackedRow[Name][] =>
    rows.map((row) => (row as Partial<PackedRow>)[name] ?? or);
  const labels = rows.map(({ label }, n) => label ?? `row ${n}`);
  return {
    v: 1,
    planSeq: 1,
    today: '2025-01-23',
    origin: ORIGIN,
    unit: 'week',
    spanDays: Math.max(0, ...rows.map(({ x, w }) => (x ?? 0) + (w ?? 0))),
    rowCount: rows.length,
    rows: {
      id: rows.map((_, n) => idOf(n)),
      kind: column('kind', Kind.TASK),
      depth: column('depth', 0),
      parent: rows.map(({ parent }) => parent ?? null),
      label: labels.map((_, n) => n),
      x: column('x', null),
      w: column('w', null),
      p: column('p', 0),
      s: column('s', 2),
      f: column('f', null),
      b: column('b', 0),
      bx: column('bx', null),
      bw: column('bw', null),
      h: column('h', null),
    },
    labels,
    links: {
      from: links.map(({ from }) => from),
      to: links.map(({ to }) => to),
      t: links.map(({ t }) => t ?? 0),
      lag: links.map(() => 0),
      b: links.map(({ b }) => b ?? 0),
    },
  };
}

export const OPTIONS: SceneOptions = {
  hasLinks: true,
  hasBaseline: true,
  isCriticalOnly: false,
  active: -1,
  workingDays: [1, 2, 3, 4, 5],
  holidays: new Set(),
  ghosts: new Map(),
};

export const viewOf = (more: Partial<Viewport> = {}): Viewport => ({
  ...scaleOf('day'),
  left: 0,
  top: 0,
  width: 1200,
  height: 700,
  ...more,
});

/** What of a timeline a viewport shows. */
export function drawn(
  timeline: PackedTimeline,
  view: Viewport,
  options: Partial<SceneOptions> = {},
  folded: ReadonlySet<string> = new Set(),
): Scene {
  const visible = visibleRows(timeline, folded);
  const source = { timeline, visible, links: indexLinks(timeline, visible) };
  return sceneOf(source, view, { ...OPTIONS, ...options });
}

const STYLE = `path{fill:none}.rest{fill:#f5f6f8}.grid,.row{stroke:#e1e4e9}.baseline{fill:#8d97a5}.summary{fill:#545d6b}
.planned{fill:#a9c8f0}.done{fill:#2a6cc4}.overdue{fill:#f3b5ae}.overdue-done{fill:#c2453b}.completed{fill:#b9c1cb}
.blocked{fill:#1a1f27}.link{stroke:#87909d}.arrow{fill:#87909d}.link-critical{stroke:#b3261e}.arrow-critical{fill:#b3261e}.critical{stroke:#b3261e}
.milestone{fill:#1a1f27}.milestone-critical{fill:#b3261e}.ghost{stroke:#1c5fb8}.today{stroke:#b3261e}text{font:12px sans-serif}`;

/** A scene as a picture that a browser opens, a line for each path, so that a difference can be read. */
export function pictureOf({ paths, texts }: Scene, { width, height }: Viewport): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    `<style>${STYLE}</style>`,
    ...PATHS.flatMap((name) =>
      paths[name] === '' ? [] : [`<path class="${name}" d="${paths[name].replaceAll('M', '\nM')}"/>`],
    ),
    ...texts.map(
      ({ x, y, text, kind }) =>
        `<text x="${x}" y="${y}"${kind === 'edge-right' ? ' text-anchor="end"' : ''}>${text}</text>`,
    ),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}
