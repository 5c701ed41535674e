import { ROW_HEIGHT } from './geometry.ts';
import { wordsOf, type RowWords } from './row-words.ts';
import { Flag, isSummary, Kind, type PackedTimeline } from './timeline.ts';
import type { VisibleRows } from './visible-rows.ts';

interface Slot {
  readonly row: HTMLElement;
  readonly name: HTMLElement;
  readonly fold: HTMLElement;
  readonly label: HTMLElement;
  readonly mark: HTMLElement;
  readonly ends: HTMLElement;
  readonly progress: HTMLElement;
  /** What the slot shows, so that a scroll by less than a row writes nothing but places. */
  shows: string;
}

export interface TreeSource {
  readonly timeline: PackedTimeline;
  readonly visible: VisibleRows;
  /** Counts up when anything but the place of rows has changed. */
  readonly revision: number;
  /** Position of the active row; -1: none. */
  readonly active: number;
  /** Ids of rows that have just changed. */
  readonly changed: ReadonlySet<string>;
  /** The rows that a filter leaves as they are; null: no filter. */
  readonly matches: ReadonlySet<number> | null;
}

/** Id of the element that shows a position. */
export const rowElementId = (at: number): string => `row-${at}`;

function element(name: string, className: string, role = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  if (role !== '') made.setAttribute('role', role);
  return made;
}

/** The rows of the table beside the drawing: as many elements as fit in, whatever the number of rows. */
export class Tree {
  readonly body = element('div', 'gantt-rows', 'rowgroup');
  private readonly slots: Slot[] = [];

  paint(source: TreeSource, top: number, height: number): void {
    const count = source.visible.rows.length;
    const first = Math.max(0, Math.floor(top / ROW_HEIGHT));
    const last = Math.min(count - 1, Math.floor((top + height) / ROW_HEIGHT));
    for (let at = first; at <= last; at += 1) {
      const slot = (this.slots[at - first] ??= this.add());
      slot.row.hidden = false;
      slot.row.style.transform = `translateY(${at * ROW_HEIGHT - top}px)`;
      this.fill(slot, source, at);
    }
    for (const { row } of this.slots.slice(last - first + 1)) {
      row.hidden = true;
      row.removeAttribute('id');
    }
  }

  /** The position of the row that an element lies in; -1: none. */
  positionOf(target: Element): number {
    const id = target.closest('.gantt-row')?.id ?? '';
    return id === '' ? -1 : Number(id.slice(4));
  }

  private add(): Slot {
    const row = element('div', 'gantt-row', 'row');
    const name = element('span', 'row-name', 'gridcell');
    const [fold, label] = [element('span', 'row-fold'), element('span', 'row-label')];
    const mark = element('span', 'row-mark', 'gridcell');
    const ends = element('span', 'row-ends', 'gridcell');
    const progress = element('span', 'row-progress', 'gridcell');
    fold.setAttribute('aria-hidden', 'true');
    name.append(fold, label);
    row.append(name, mark, ends, progress);
    this.body.append(row);
    return { row, name, fold, label, mark, ends, progress, shows: '' };
  }

  private fill(slot: Slot, source: TreeSource, at: number): void {
    const { timeline, visible, revision, active, changed } = source;
    const row = visible.rows[at]!;
    const id = timeline.rows.id[row]!;
    const shows = `${revision} ${at} ${at === active} ${changed.has(id)}`;
    if (slot.shows === shows) return;
    slot.shows = shows;
    slot.row.id = rowElementId(at);
    slot.row.className = classesOf(source, at).join(' ');
    const said = wordsOf(timeline, row);
    for (const [name, value] of Object.entries(statesOf(source, at, said)))
      if (value === null) slot.row.removeAttribute(name);
      else slot.row.setAttribute(name, value);
    slot.name.style.paddingInlineStart = `${8 + timeline.rows.depth[row]! * 14}px`;
    const fold = visible.isFolded[row] === 1 ? ' is-folded' : ' is-open';
    slot.fold.className = `row-fold${visible.isParent[row] === 1 ? fold : ''}`;
    slot.label.textContent = said.label;
    slot.row.title = said.label;
    slot.mark.textContent = said.mark?.sign ?? '';
    slot.mark.className = `row-mark mark-${said.mark?.kind ?? 'none'}`;
    slot.ends.textContent = said.ends;
    slot.progress.textContent = said.progress;
  }
}

function classesOf({ timeline, visible, active, changed, matches }: TreeSource, at: number): string[] {
  const row = visible.rows[at]!;
  const { id, kind, b } = timeline.rows;
  const classes: readonly (readonly [string, boolean])[] = [
    ['gantt-row', true],
    ['is-summary', isSummary(kind[row]!)],
    ['is-subtask', kind[row] === Kind.SUBTASK],
    ['is-dim', matches !== null && !matches.has(row)],
    ['is-active', at === active],
    ['is-changed', changed.has(id[row]!)],
    ['is-critical', (b[row]! & Flag.CRITICAL) !== 0],
  ];
  return classes.flatMap(([name, isOn]) => (isOn ? [name] : []));
}

/** What a screen reader is told of a row. */
function statesOf(
  { timeline, visible, active }: TreeSource,
  at: number,
  said: RowWords,
): Record<string, string | null> {
  const row = visible.rows[at]!;
  return {
    'aria-rowindex': String(at + 2),
    'aria-level': String(timeline.rows.depth[row]! + 1),
    'aria-expanded': visible.isParent[row] === 1 ? String(visible.isFolded[row] === 0) : null,
    'aria-selected': String(at === active),
    'aria-label': said.sentence,
  };
}
