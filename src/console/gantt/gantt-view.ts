import { axisOf } from './axis.ts';
import type { Ghost } from './bars.ts';
import {
  contentWidth,
  dayAt,
  LEAD_DAYS,
  ROW_HEIGHT,
  scaleOf,
  xOf,
  type Scale,
  type Viewport,
} from './geometry.ts';
import { Painter } from './painter.ts';
import { barAt, sceneOf } from './scene.ts';
import { rowElementId, Tree } from './tree.ts';
import type { PackedTimeline } from './timeline.ts';
import { indexLinks, visibleRows, type LinkIndex, type VisibleRows } from './visible-rows.ts';

export const HEAD_HEIGHT = 48;

/** Everything that decides what is shown, but for where it is scrolled to. */
export interface GanttModel {
  readonly timeline: PackedTimeline;
  readonly folded: ReadonlySet<string>;
  readonly scale: Scale;
  readonly hasLinks: boolean;
  readonly hasBaseline: boolean;
  readonly isCriticalOnly: boolean;
  /** The rows that a filter leaves as they are; null: no filter. */
  readonly matches: ReadonlySet<number> | null;
  readonly workingDays: readonly number[];
  readonly holidays: ReadonlySet<string>;
  readonly ghosts: ReadonlyMap<number, Ghost>;
  /** Packed id of the active row. */
  readonly active: string | null;
  readonly changed: ReadonlySet<string>;
}

/** Keeps the table and the drawing of a timeline painted while it scrolls: once a frame, and only what is in sight. */
export class GanttView {
  readonly tree = new Tree();
  private readonly painter = new Painter();
  private readonly observer: ResizeObserver;
  private model: GanttModel | undefined;
  private visible: VisibleRows | undefined;
  private links: LinkIndex | undefined;
  private revision = 0;
  private frame = 0;
  private readonly size: HTMLElement;
  private readonly stage: HTMLElement;
  private readonly head: HTMLElement;
  private readonly chart: HTMLElement;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly onLook: (firstDay: number, lastDay: number) => void,
  ) {
    this.size = scroller.querySelector('.gantt-size')!;
    this.stage = scroller.querySelector('.gantt-stage')!;
    this.head = scroller.querySelector('.gantt-tree')!;
    this.chart = scroller.querySelector('.gantt-chart')!;
    this.head.append(this.tree.body);
    this.chart.append(this.painter.axis, this.painter.drawing);
    this.observer = new ResizeObserver(() => this.schedule());
    this.observer.observe(scroller);
    scroller.addEventListener('scroll', this.schedule, { passive: true });
  }

  destroy(): void {
    this.observer.disconnect();
    this.scroller.removeEventListener('scroll', this.schedule);
    cancelAnimationFrame(this.frame);
    this.painter.axis.remove();
    this.painter.drawing.remove();
    this.tree.body.remove();
  }

  /** Shows another model. What is in the middle of the drawing stays there when the zoom changes. */
  show(model: GanttModel): void {
    const before = this.model;
    const middle = before === undefined ? null : dayAt(this.viewport().width / 2, this.viewport());
    if (before?.timeline !== model.timeline || before.folded !== model.folded) {
      this.visible = visibleRows(model.timeline, model.folded);
      this.links = indexLinks(model.timeline, this.visible);
    }
    this.model = model;
    this.revision += 1;
    this.resize();
    if (before !== undefined && before.scale.dayWidth !== model.scale.dayWidth && middle !== null)
      this.showDay(middle);
    this.schedule();
  }

  /** Scrolls a day, counted from the origin, to a share of the drawing's width from its left. */
  showDay(day: number, share = 0.5): void {
    if (this.model === undefined) return;
    const { zoom, dayWidth } = this.model.scale;
    const { width } = this.viewport();
    this.scroller.scrollLeft = (day + LEAD_DAYS[zoom]) * dayWidth - width * share;
    this.schedule();
  }

  /** Scrolls so that a row, and its bar, is in sight. */
  showRow(row: number): void {
    if (this.visible === undefined || this.model === undefined) return;
    const { scroller } = this;
    const top = this.visible.positions[row]! * ROW_HEIGHT;
    const height = this.viewport().height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW_HEIGHT > scroller.scrollTop + height) scroller.scrollTop = top + ROW_HEIGHT - height;
    const { rows } = this.model.timeline;
    const x = rows.x[row] ?? null;
    if (x === null) return;
    const view = this.viewport();
    const [left, right] = [xOf(x, view), xOf(x + (rows.w[row] ?? 0), view)];
    if (right < 20 || left > view.width - 60) this.showDay(x, 0.2);
  }

  /** The row at a position, how many there are, and the position of a row. */
  rowAt(position: number): number {
    return this.visible?.rows[position] ?? -1;
  }

  get rowCount(): number {
    return this.visible?.rows.length ?? 0;
  }

  positionOf(row: number): number {
    return this.visible?.positions[row] ?? -1;
  }

  get shown(): VisibleRows | undefined {
    return this.visible;
  }

  /** The row of the bar under a point of the window; -1: none. */
  barUnder(clientX: number, clientY: number): number {
    if (this.model === undefined || this.visible === undefined) return -1;
    const box = this.painter.drawing.getBoundingClientRect();
    const source = { timeline: this.model.timeline, visible: this.visible };
    return barAt(source, this.viewport(), clientX - box.left, clientY - box.top);
  }

  get rowsInSight(): number {
    return Math.max(1, Math.floor(this.viewport().height / ROW_HEIGHT) - 1);
  }

  private viewport(): Viewport {
    const { scroller, head } = this;
    return {
      ...(this.model?.scale ?? scaleOf('week')),
      left: scroller.scrollLeft,
      top: scroller.scrollTop,
      width: Math.max(0, scroller.clientWidth - head.offsetWidth),
      height: Math.max(0, scroller.clientHeight - HEAD_HEIGHT),
    };
  }

  private resize(): void {
    const { model, visible } = this;
    if (model === undefined || visible === undefined) return;
    const width = this.chart.offsetWidth === 0 ? 0 : contentWidth(model.timeline, model.scale);
    this.size.style.width = `${Math.max(this.scroller.clientWidth, width + this.head.offsetWidth)}px`;
    this.size.style.height = `${visible.rows.length * ROW_HEIGHT + HEAD_HEIGHT}px`;
    this.scroller.setAttribute('aria-rowcount', String(visible.rows.length + 1));
  }

  private readonly schedule = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  };

  private paint(): void {
    this.frame = 0;
    const { model, visible, links } = this;
    if (model === undefined || visible === undefined || links === undefined) return;
    this.stage.style.width = `${this.scroller.clientWidth}px`;
    this.stage.style.height = `${this.scroller.clientHeight}px`;
    this.resize();
    const view = this.viewport();
    const { timeline, changed } = model;
    const activeRow = model.active === null ? -1 : timeline.rows.id.indexOf(model.active);
    const active = activeRow < 0 ? -1 : visible.positions[activeRow]!;
    const { matches } = model;
    const table = { timeline, visible, revision: this.revision, active, changed, matches };
    this.tree.paint(table, view.top, view.height);
    const source = { timeline, visible, links };
    this.painter.paint(sceneOf(source, view, { ...model, active: activeRow }), view);
    const [from, to] = [dayAt(0, view), dayAt(view.width, view)];
    if (timeline.origin !== '')
      this.painter.paintAxis(axisOf(model.scale.zoom, timeline.origin, from, to), view, HEAD_HEIGHT);
    this.announceActive(active);
    this.onLook(from, to);
  }

  /** Tells which row the keys act on: it is there as an element while it is in sight. */
  private announceActive(active: number): void {
    const id = rowElementId(active);
    if (active >= 0 && document.getElementById(id) !== null)
      this.scroller.setAttribute('aria-activedescendant', id);
    else this.scroller.removeAttribute('aria-activedescendant');
  }
}
