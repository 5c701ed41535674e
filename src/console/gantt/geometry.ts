import { toDayNumber } from '../state/civil-date.ts';
import { ZOOMS, type Zoom } from '../state/routes.ts';
import { DAY_WIDTH } from './axis.ts';
import type { PackedTimeline } from './timeline.ts';

export const ROW_HEIGHT = 28;
/** From the middle of a milestone to its points. */
export const DIAMOND = 7;
/** Days before the first bar and after the last one. */
export const LEAD_DAYS: Readonly<Record<Zoom, number>> = {
  day: 7,
  week: 14,
  month: 40,
  quarter: 90,
  year: 150,
};

/** What is looked at: pixels of the drawing's upper left corner from the beginning, and its size. */
export interface Viewport {
  /** Decides the units of the head. */
  readonly zoom: Zoom;
  /** Width of a day in pixels. */
  readonly dayWidth: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Place = Pick<Viewport, 'zoom' | 'dayWidth' | 'left'>;

/** X of a day, counted from the origin. */
export function xOf(day: number, { zoom, dayWidth, left }: Place): number {
  return (day + LEAD_DAYS[zoom]) * dayWidth - left;
}

/** The day at an x, with its fraction. */
export function dayAt(x: number, { zoom, dayWidth, left }: Place): number {
  return (x + left) / dayWidth - LEAD_DAYS[zoom];
}

/** How long a day is drawn, and by which units the head counts. */
export interface Scale {
  readonly zoom: Zoom;
  readonly dayWidth: number;
}

/** Width of the whole drawing in pixels. */
export function contentWidth(timeline: PackedTimeline, { zoom, dayWidth }: Scale): number {
  return (lengthOf(timeline) + 2 * LEAD_DAYS[zoom]) * dayWidth;
}

/** Days from the origin to the last bar or today, whichever is later. */
function lengthOf({ spanDays, origin, today }: PackedTimeline): number {
  const now = today === '' || origin === '' ? 0 : toDayNumber(today) - toDayNumber(origin);
  return Math.max(spanDays, now);
}

export function scaleOf(zoom: Zoom): Scale {
  return { zoom, dayWidth: DAY_WIDTH[zoom] };
}

/** How far a scale may be stretched or squeezed before its ticks need other units. */
const STRETCH = 1.6;
const SQUEEZE = 0.7;

/** The scale at which a whole plan, from its first day to its last or today, takes a width. */
export function fittingScale(timeline: PackedTimeline, width: number): Scale {
  const widthAt = (zoom: Zoom): number => width / (lengthOf(timeline) + 2 * LEAD_DAYS[zoom]);
  const zoom = ZOOMS.find((each) => widthAt(each) >= DAY_WIDTH[each] * SQUEEZE) ?? 'year';
  return { zoom, dayWidth: Math.min(widthAt(zoom), DAY_WIDTH[zoom] * STRETCH) };
}
