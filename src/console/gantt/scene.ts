import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { formatDay } from '../state/format.ts';
import { arrowOf, n, type LinkEnd } from './arrows.ts';
import { axisOf, restDays } from './axis.ts';
import { drawBar, drawBaseline, drawGhost, type Ghost } from './bars.ts';
import { Drawing, type Scene } from './drawing.ts';
import { dayAt, DIAMOND, ROW_HEIGHT, xOf, type Viewport } from './geometry.ts';
import { Flag, isSummary, LinkFlag, type PackedTimeline } from './timeline.ts';
import type { LinkIndex, VisibleRows } from './visible-rows.ts';

export interface SceneOptions {
  readonly hasLinks: boolean;
  readonly hasBaseline: boolean;
  /** Whether what is not critical is dimmed. */
  readonly isCriticalOnly: boolean;
  /** The rows that a filter leaves as they are, all other work is dimmed; null or left out: no filter. */
  readonly matches?: ReadonlySet<number> | null;
  /** The row that is worked on; -1: none. */
  readonly active: number;
  readonly workingDays: readonly number[];
  readonly holidays: ReadonlySet<string>;
  readonly ghosts: ReadonlyMap<number, Ghost>;
}

export interface SceneSource {
  readonly timeline: PackedTimeline;
  readonly visible: VisibleRows;
  readonly links: LinkIndex;
}

/** Draws what a viewport shows. The cost follows the rows in it, the links that touch them, and the critical links. */
export function sceneOf(source: SceneSource, view: Viewport, options: SceneOptions): Scene {
  const drawing = new Drawing();
  const { rows } = source.visible;
  const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT));
  const last = Math.min(rows.length - 1, Math.floor((view.top + view.height) / ROW_HEIGHT));
  drawDays(drawing, source.timeline, view, options);
  for (let at = first; at <= last; at += 1) drawRow(drawing, source, { at, row: rows[at]!, view, options });
  if (options.hasLinks) drawLinks(drawing, source, { view, first, last, active: options.active });
  return drawing;
}

function drawDays(
  drawing: Drawing,
  { origin, today }: PackedTimeline,
  view: Viewport,
  options: SceneOptions,
): void {
  if (origin === '') return;
  const { zoom, width, height } = view;
  const [from, to] = [dayAt(0, view), dayAt(width, view)];
  if (zoom === 'day' || zoom === 'week')
    for (const [day, length] of restDays(origin, from, to, options))
      drawing.rect('rest', { x: xOf(day, view), y: 0, w: length * view.dayWidth, h: height });
  for (const { day } of axisOf(zoom, origin, from, to).minor)
    drawing.add('grid', `M${Math.round(xOf(day, view)) + 0.5} 0V${height}`);
  const now = Math.round(xOf(toDayNumber(today) - toDayNumber(origin), view)) + 0.5;
  if (now >= 0 && now <= width) drawing.add('today', `M${now} 0V${height}`);
}

interface RowPlace {
  readonly at: number;
  readonly row: number;
  readonly view: Viewport;
  readonly options: SceneOptions;
}

function drawRow(drawing: Drawing, source: SceneSource, place: RowPlace): void {
  const { at, row, view, options } = place;
  const { rows, origin } = source.timeline;
  const y = at * ROW_HEIGHT - view.top;
  drawing.add('row', `M0 ${n(y + ROW_HEIGHT) - 0.5}H${view.width}`);
  const ghost = options.ghosts.get(row);
  if (ghost !== undefined) drawGhost(drawing, ghost, y, view);
  const x = rows.x[row] ?? null;
  if (x === null) return;
  const left = xOf(x, view);
  const right = xOf(x + (rows.w[row] ?? 0), view);
  if (right < -DIAMOND || left > view.width + DIAMOND) return drawEdge(drawing, { left, y, view, origin, x });
  if (options.hasBaseline) drawBaseline(drawing, rows.bx[row] ?? null, rows.bw[row] ?? null, { y, view });
  drawBar(
    drawing,
    source.timeline,
    { row, isDim: isDim(source.timeline, row, options) },
    { left, right, y, width: view.width },
  );
}

/** Whether the work of a row is not what its reader looks for. */
function isDim({ rows }: PackedTimeline, row: number, { isCriticalOnly, matches }: SceneOptions): boolean {
  if (isSummary(rows.kind[row]!)) return false;
  if (isCriticalOnly && (rows.b[row]! & Flag.CRITICAL) === 0) return true;
  return matches != null && !matches.has(row);
}

/** Where a bar lies outside of what is shown: a pointer to it. */
function drawEdge(
  drawing: Drawing,
  { left, y, view, origin, x }: { left: number; y: number; view: Viewport; origin: string; x: number },
): void {
  const day = formatDay(toCivilDate(toDayNumber(origin) + x));
  const isBefore = left < 0;
  drawing.texts.push({
    x: isBefore ? 6 : view.width - 6,
    y: y + 18,
    text: isBefore ? `‹ ${day}` : `${day} ›`,
    kind: isBefore ? 'edge-left' : 'edge-right',
  });
}

interface LinkWindow {
  readonly view: Viewport;
  readonly first: number;
  readonly last: number;
  readonly active: number;
}

/** The links of the rows that are shown, and critical ones that cross what is shown; each once. */
function drawLinks(drawing: Drawing, source: SceneSource, window: LinkWindow): void {
  const { starts, links, critical } = source.links;
  const drawn = new Set<number>();
  for (let k = starts[window.first] ?? 0; k < (starts[window.last + 1] ?? 0); k += 1) drawn.add(links[k]!);
  const { positions } = source.visible;
  const { from, to } = source.timeline.links;
  for (const k of critical) {
    const [a, b] = [positions[from[k]!]!, positions[to[k]!]!];
    if (Math.min(a, b) < window.first && Math.max(a, b) > window.last) drawn.add(k);
  }
  for (const k of drawn) drawLink(drawing, source, k, window);
}

function drawLink(drawing: Drawing, source: SceneSource, k: number, { view, active }: LinkWindow): void {
  const { links } = source.timeline;
  const [from, to] = [links.from[k]!, links.to[k]!];
  const ends = [linkEnd(source, from, view), linkEnd(source, to, view)] as const;
  if (ends[0] === null || ends[1] === null) return;
  // A link whose ends both lie far on one side crosses nothing that is shown.
  if (Math.max(ends[0].right, ends[1].right) < -50 || Math.min(ends[0].left, ends[1].left) > view.width + 50)
    return;
  const { line, head } = arrowOf(ends[0], ends[1], links.t[k]!, ROW_HEIGHT);
  const isCritical = (links.b[k]! & LinkFlag.CRITICAL) !== 0;
  const isActive = active === from || active === to;
  const suffix = isActive ? '-active' : isCritical ? '-critical' : '';
  drawing.add(`link${suffix}`, line);
  drawing.add(`arrow${suffix}`, head);
}

/** Where a link ends: at the bar, or at that of the folded row that the bar lies in. */
function linkEnd(
  { timeline, visible }: Omit<SceneSource, 'links'>,
  row: number,
  view: Viewport,
): LinkEnd | null {
  const at = visible.positions[row]!;
  const shown = visible.rows[at]!;
  const { rows } = timeline;
  const x = rows.x[shown] ?? null;
  if (x === null) return null;
  const width = rows.w[shown] ?? 0;
  const half = width === 0 ? DIAMOND : 0;
  return {
    left: xOf(x, view) - half,
    right: Math.max(xOf(x + width, view), xOf(x, view) + 2) + half,
    y: at * ROW_HEIGHT - view.top + ROW_HEIGHT / 2,
  };
}

/** The row whose bar lies at a point of the drawing; -1 where there is none. Milestones count with their diamonds. */
export function barAt(source: Omit<SceneSource, 'links'>, view: Viewport, x: number, y: number): number {
  const at = Math.floor((y + view.top) / ROW_HEIGHT);
  const row = source.visible.rows[at];
  if (row === undefined) return -1;
  const end = linkEnd(source, row, view);
  if (end === null || x < end.left - 4 || x > end.right + 4) return -1;
  return row;
}
