import { axisOf } from '../gantt/axis.ts';
import { dayAt, fittingScale, ROW_HEIGHT, type Viewport } from '../gantt/geometry.ts';
import type { GanttModel } from '../gantt/gantt-view.ts';
import { Painter } from '../gantt/painter.ts';
import { sceneOf } from '../gantt/scene.ts';
import { Kind, type PackedTimeline } from '../gantt/timeline.ts';
import { Tree } from '../gantt/tree.ts';
import { indexLinks, visibleRows, type VisibleRows } from '../gantt/visible-rows.ts';
import { formatDay } from '../state/format.ts';
import { words } from '../words.ts';

/** Rows of a sheet of A4, landscape. */
export const ROWS_PER_SHEET = 30;
/** More rows than that are folded until they are fewer: nobody reads a hundred sheets. */
export const MOST_ROWS = 1_000;
/** Of the drawing beside the table, in pixels before a sheet is scaled to its paper. */
const DRAWING_WIDTH = 1_040;
const HEAD_HEIGHT = 48;

/** A sheet is drawn by rows `first` up to `last`, which is not on it any more. */
export interface Sheet {
  readonly first: number;
  readonly last: number;
}

/** Which rows are printed: those that are shown, with packages or phases folded where they would be too many. */
export function printedRows(timeline: PackedTimeline, folded: ReadonlySet<string>): VisibleRows {
  let visible = visibleRows(timeline, folded);
  for (const kind of [Kind.TASK, Kind.WORK_PACKAGE, Kind.PHASE]) {
    if (visible.rows.length <= MOST_ROWS) break;
    const { id, kind: kinds } = timeline.rows;
    visible = visibleRows(timeline, new Set([...folded, ...id.filter((_, row) => kinds[row]! >= kind)]));
  }
  return visible;
}

export function sheetsOf(rowCount: number): readonly Sheet[] {
  return Array.from({ length: Math.ceil(rowCount / ROWS_PER_SHEET) }, (_, at) => ({
    first: at * ROWS_PER_SHEET,
    last: Math.min(rowCount, (at + 1) * ROWS_PER_SHEET),
  }));
}

/** The whole plan as sheets, fit to their width: what scrolls on a screen would be cut off on paper. */
export function printPlan(name: string, model: GanttModel): HTMLElement {
  const { timeline, folded } = model;
  const visible = printedRows(timeline, folded);
  const links = indexLinks(timeline, visible);
  const scale = fittingScale(timeline, DRAWING_WIDTH);
  const sheets = sheetsOf(visible.rows.length);
  const printed = element('div', 'printed');
  sheets.forEach((sheet, at) => {
    const view: Viewport = {
      ...scale,
      left: 0,
      top: sheet.first * ROW_HEIGHT,
      width: DRAWING_WIDTH,
      // Less than a row, so that the first row of the next sheet is not on this one.
      height: (sheet.last - sheet.first) * ROW_HEIGHT - 1,
    };
    const tree = new Tree();
    const { matches } = model;
    const shown = { timeline, visible, revision: 0, active: -1, changed: new Set<string>(), matches };
    tree.paint(shown, view.top, view.height);
    // The rows on the screen have these ids.
    for (const row of tree.body.children) row.removeAttribute('id');
    const painter = new Painter();
    painter.paint(sceneOf({ timeline, visible, links }, view, { ...model, active: -1 }), view);
    const [from, to] = [dayAt(0, view), dayAt(view.width, view)];
    if (timeline.origin !== '')
      painter.paintAxis(axisOf(scale.zoom, timeline.origin, from, to), view, HEAD_HEIGHT);
    printed.append(sheetElement(name, words.print.page(at + 1, sheets.length), model, { tree, painter }));
  });
  return printed;
}

function sheetElement(
  name: string,
  page: string,
  { timeline }: GanttModel,
  { tree, painter }: { readonly tree: Tree; readonly painter: Painter },
): HTMLElement {
  const sheet = element('section', 'sheet-of-paper gantt');
  const title = element('p', 'sheet-title');
  const facts = element('span', 'quiet');
  facts.textContent = `${words.print.asOf(formatDay(timeline.today))} · ${page}`;
  title.append(name, facts);
  const body = element('div', 'sheet-body');
  const table = element('div', 'gantt-tree');
  const chart = element('div', 'gantt-chart');
  table.append(tree.body);
  chart.append(painter.axis, painter.drawing);
  body.append(table, chart);
  sheet.append(title, body);
  return sheet;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
