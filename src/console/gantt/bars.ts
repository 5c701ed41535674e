import { n } from './arrows.ts';
import type { Drawing } from './drawing.ts';
import { DIAMOND, ROW_HEIGHT, xOf, type Viewport } from './geometry.ts';
import { COMPLETED, Flag, isSummary, Kind, labelOf, type PackedTimeline } from './timeline.ts';

/** A bar in another place than it has: where it is dragged to, or a preview moves it to. */
export interface Ghost {
  readonly x: number;
  readonly w: number;
}

const BAR = { top: 7, height: 14 } as const;
const SUMMARY = { top: 10, height: 5, clamp: 5 } as const;
const BASELINE = { top: 23, height: 3 } as const;
export function drawGhost(drawing: Drawing, { x, w }: Ghost, y: number, view: Viewport): void {
  const left = xOf(x, view);
  const width = Math.max(3, w * view.dayWidth);
  drawing.rect('ghost', { x: left, y: y + BAR.top - 2, w: width, h: BAR.height + 4 });
}

export function drawBaseline(
  drawing: Drawing,
  x: number | null,
  w: number | null,
  { y, view }: { y: number; view: Viewport },
): void {
  if (x === null) return;
  const width = Math.max(2, (w ?? 0) * view.dayWidth);
  drawing.rect('baseline', { x: xOf(x, view), y: y + BASELINE.top, w: width, h: BASELINE.height });
}

/** Where a bar lies in the drawing; `y` is the top of its row. */
export interface BarPlace {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** The bar of a row, with its label to the right of it. */
export function drawBar(
  drawing: Drawing,
  timeline: PackedTimeline,
  { row, isDim }: { readonly row: number; readonly isDim: boolean },
  bar: BarPlace & { readonly width: number },
): void {
  const { rows } = timeline;
  const kind = rows.kind[row]!;
  const isMilestone = kind === Kind.MILESTONE || rows.w[row] === 0;
  const { left, y } = bar;
  const right = Math.max(bar.right, left + (isMilestone ? 0 : 2));
  if (isSummary(kind)) drawSummary(drawing, left, right, y);
  else if (isMilestone) drawMilestone(drawing, timeline, row, bar);
  else drawTask(drawing, timeline, row, { left, right, y });
  if (isDim) drawing.rect('dim', { x: left - 1, y: y + BAR.top - 1, w: right - left + 2, h: BAR.height + 2 });
  drawLabel(drawing, timeline, row, { ...bar, right: right + (isMilestone ? DIAMOND : 0) });
}

function drawLabel(
  drawing: Drawing,
  timeline: PackedTimeline,
  row: number,
  { left, right, y, width }: BarPlace & { readonly width: number },
): void {
  const [text, baseline] = [labelOf(timeline, row), n(y + 18)];
  const kind = isSummary(timeline.rows.kind[row]!) ? 'summary' : 'label';
  if (right + 7 <= width - 40) drawing.texts.push({ x: n(right + 7), y: baseline, text, kind });
  // The name of a bar that leads out of sight stands on it.
  else if (kind === 'label')
    drawing.texts.push({ x: n(Math.max(left, 0) + 8), y: baseline, text, kind: 'inside' });
}

function drawMilestone(drawing: Drawing, { rows }: PackedTimeline, row: number, { left, y }: BarPlace): void {
  const isCritical = (rows.b[row]! & Flag.CRITICAL) !== 0;
  const middle = y + ROW_HEIGHT / 2;
  drawing.add(
    rows.s[row] === COMPLETED ? 'milestone-completed' : isCritical ? 'milestone-critical' : 'milestone',
    `M${n(left - DIAMOND)} ${n(middle)}l${DIAMOND} ${-DIAMOND}l${DIAMOND} ${DIAMOND}l${-DIAMOND} ${DIAMOND}z`,
  );
}

function drawSummary(drawing: Drawing, left: number, right: number, y: number): void {
  const { top, height, clamp } = SUMMARY;
  const width = right - left;
  drawing.rect('summary', { x: left, y: y + top, w: width, h: height });
  if (width < 2 * clamp) return;
  const bottom = n(y + top + height);
  drawing.add('summary', `M${n(left)} ${bottom}h${clamp}l${-clamp} ${clamp}z`);
  drawing.add('summary', `M${n(right)} ${bottom}h${-clamp}l${clamp} ${clamp}z`);
}

function drawTask(
  drawing: Drawing,
  { rows }: PackedTimeline,
  row: number,
  { left, right, y }: BarPlace,
): void {
  const flags = rows.b[row]!;
  const isOverdue = (flags & Flag.OVERDUE) !== 0;
  const isSubtask = rows.kind[row] === Kind.SUBTASK;
  const shape = {
    x: left,
    y: y + BAR.top + (isSubtask ? 3 : 0),
    w: right - left,
    h: BAR.height - (isSubtask ? 6 : 0),
  };
  if (rows.s[row] === COMPLETED) drawing.rect('completed', shape);
  else {
    drawing.rect(isOverdue ? 'overdue' : 'planned', shape);
    const done = (shape.w * rows.p[row]!) / 100;
    if (done > 0) drawing.rect(isOverdue ? 'overdue-done' : 'done', { ...shape, w: done });
  }
  if ((flags & Flag.BLOCKED) !== 0) drawing.rect('blocked', { ...shape, y: shape.y + shape.h - 4, h: 4 });
  if ((flags & Flag.CRITICAL) !== 0)
    drawing.rect('critical', {
      x: shape.x + 0.75,
      y: shape.y + 0.75,
      w: Math.max(1, shape.w - 1.5),
      h: shape.h - 1.5,
    });
}
