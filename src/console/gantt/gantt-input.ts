import { targetOf } from './gantt-keys.ts';
import type { GanttModel, GanttView } from './gantt-view.ts';
import { isTask, type PackedTimeline } from './timeline.ts';

/** What people do in the table and the drawing. */
export interface GanttActs {
  readonly onActive: (row: number) => void;
  readonly onOpen: (row: number) => void;
  readonly onFold: (row: number, isFolded: boolean) => void;
  /** A task is dragged, or pushed by keys, so many days away from where it is; `isDone` when it is let go. */
  readonly onShift: (row: number, days: number, isDone: boolean) => void;
  readonly onCancel: () => void;
  /** Whether the caller may move tasks. */
  readonly mayMove: () => boolean;
}

const DRAG_STARTS_PX = 4;

interface Drag {
  readonly row: number;
  readonly from: number;
  days: number;
  hasMoved: boolean;
}

/** Pointer and keys of a Gantt chart. Whatever is dragged can be done by keys, and by the panel of the task. */
export class GanttInput {
  private drag: Drag | undefined;
  private pushed = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly view: GanttView,
    private readonly acts: GanttActs,
    private readonly model: () => GanttModel,
  ) {
    scroller.addEventListener('pointerdown', this.pointerDown);
    scroller.addEventListener('pointermove', this.pointerMove);
    scroller.addEventListener('pointerup', this.pointerUp);
    scroller.addEventListener('pointercancel', this.pointerCancel);
    scroller.addEventListener('dblclick', this.doubleClick);
    scroller.addEventListener('keydown', this.keyDown);
  }

  private get timeline(): PackedTimeline {
    return this.model().timeline;
  }

  private get activeRow(): number {
    const { active } = this.model();
    return active === null ? -1 : this.timeline.rows.id.indexOf(active);
  }

  private readonly pointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const target = event.target as Element;
    const at = this.view.tree.positionOf(target);
    if (at >= 0) {
      const row = this.view.rowAt(at);
      if (target.classList.contains('row-fold')) this.toggle(row);
      else this.activate(row);
      return;
    }
    const row = this.view.barUnder(event.clientX, event.clientY);
    if (row < 0 || target.closest('.gantt-drawing') === null) return;
    this.activate(row);
    if (!isTask(this.timeline.rows.kind[row]!) || !this.acts.mayMove()) return;
    this.drag = { row, from: event.clientX, days: 0, hasMoved: false };
    this.scroller.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.scroller.focus({ preventScroll: true });
  };

  private readonly pointerMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (drag === undefined) {
      const row = this.view.barUnder(event.clientX, event.clientY);
      const isMovable = row >= 0 && isTask(this.timeline.rows.kind[row]!) && this.acts.mayMove();
      this.scroller.classList.toggle('is-over-bar', isMovable);
      return;
    }
    const distance = event.clientX - drag.from;
    if (!drag.hasMoved && Math.abs(distance) < DRAG_STARTS_PX) return;
    drag.hasMoved = true;
    const days = Math.round(distance / this.model().scale.dayWidth);
    if (days === drag.days) return;
    drag.days = days;
    this.acts.onShift(drag.row, days, false);
  };

  private readonly pointerUp = (): void => {
    const { drag } = this;
    this.drag = undefined;
    if (drag === undefined) return;
    if (!drag.hasMoved) this.acts.onOpen(drag.row);
    else if (drag.days === 0) this.acts.onCancel();
    else this.acts.onShift(drag.row, drag.days, true);
  };

  private readonly pointerCancel = (): void => {
    this.drag = undefined;
    this.acts.onCancel();
  };

  private readonly doubleClick = (event: MouseEvent): void => {
    const at = this.view.tree.positionOf(event.target as Element);
    if (at >= 0) this.acts.onOpen(this.view.rowAt(at));
  };

  private activate(row: number): void {
    this.pushed = 0;
    this.acts.onActive(row);
  }

  private toggle(row: number): void {
    const shown = this.view.shown;
    if (shown?.isParent[row] === 1) this.acts.onFold(row, shown.isFolded[row] === 0);
  }

  private readonly keyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const handled = event.altKey ? this.push(event.key) : this.move(event.key) || this.act(event.key);
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Alt with an arrow moves a task by a day, with Shift held it is the browser's. */
  private push(key: string): boolean {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const row = this.activeRow;
    if (step === 0 || row < 0) return false;
    if (!isTask(this.timeline.rows.kind[row]!) || !this.acts.mayMove()) return true;
    this.pushed += step;
    if (this.pushed === 0) this.acts.onCancel();
    else this.acts.onShift(row, this.pushed, false);
    return true;
  }

  private move(key: string): boolean {
    const row = this.activeRow;
    const at = row < 0 ? -1 : this.view.positionOf(row);
    const to = targetOf(key, at, this.view.rowCount, this.view.rowsInSight);
    if (to === null) return false;
    const next = this.view.rowAt(to);
    if (next >= 0) {
      this.activate(next);
      this.view.showRow(next);
    }
    return true;
  }

  private act(key: string): boolean {
    const row = this.activeRow;
    if (row < 0) return false;
    if (key === 'ArrowRight' || key === 'ArrowLeft') return this.foldBy(key === 'ArrowLeft', row);
    if (key === 'Enter' || key === ' ') {
      if (this.pushed !== 0) this.acts.onShift(row, this.pushed, true);
      else this.acts.onOpen(row);
      return true;
    }
    if (key === 'Escape' && this.pushed !== 0) {
      this.pushed = 0;
      this.acts.onCancel();
      return true;
    }
    return false;
  }

  /** Right opens a folded row, left folds an open one; where there is nothing to fold, left goes to the parent. */
  private foldBy(isFolding: boolean, row: number): boolean {
    const shown = this.view.shown;
    if (shown === undefined) return false;
    const isOpen = shown.isParent[row] === 1 && shown.isFolded[row] === 0;
    if (isFolding && !isOpen) {
      const parent = this.timeline.rows.parent[row] ?? -1;
      if (parent >= 0) {
        this.activate(parent);
        this.view.showRow(parent);
      }
    } else if (shown.isParent[row] === 1 && isOpen === isFolding) this.acts.onFold(row, isFolding);
    return true;
  }
}
