import { n } from './arrows.ts';
import type { Axis } from './axis.ts';
import { PATHS, type PathName, type Scene, type SceneText } from './drawing.ts';
import { xOf, type Viewport } from './geometry.ts';

const SVG = 'http://www.w3.org/2000/svg';

function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  className: string,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  element.setAttribute('class', className);
  return element;
}

/** Texts of a drawing, of which as many elements are kept as were ever shown at once. */
class TextPool {
  private readonly elements: SVGTextElement[] = [];

  constructor(private readonly parent: SVGElement) {}

  show(texts: readonly SceneText[]): void {
    texts.forEach(({ x, y, text, kind }, at) => {
      const element = (this.elements[at] ??= this.parent.appendChild(svg('text', '')));
      set(element, 'x', String(x));
      set(element, 'y', String(y));
      set(element, 'class', `text-${kind}`);
      if (element.textContent !== text) element.textContent = text;
    });
    for (let at = texts.length; at < this.elements.length; at += 1)
      if (this.elements[at]!.textContent !== '') this.elements[at]!.textContent = '';
  }
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Paints scenes as SVG: a path for each colour, which comes from the style sheet, so that themes and print have theirs. */
export class Painter {
  readonly drawing = svg('svg', 'gantt-drawing');
  readonly axis = svg('svg', 'gantt-axis');
  private readonly paths: Record<PathName, SVGPathElement>;
  private readonly ticks = svg('path', 'path-grid');
  private readonly texts: TextPool;
  private readonly axisTexts: TextPool;

  constructor() {
    for (const element of [this.drawing, this.axis]) element.setAttribute('aria-hidden', 'true');
    this.paths = Object.fromEntries(
      PATHS.map((name) => [name, this.drawing.appendChild(svg('path', `path-${name}`))]),
    ) as Record<PathName, SVGPathElement>;
    this.texts = new TextPool(this.drawing.appendChild(svg('g', 'gantt-texts')));
    this.axis.append(this.ticks);
    this.axisTexts = new TextPool(this.axis.appendChild(svg('g', 'axis-texts')));
  }

  paint({ paths, texts }: Scene, { width, height }: Viewport): void {
    for (const element of [this.drawing, this.axis]) set(element, 'width', String(width));
    set(this.drawing, 'height', String(height));
    for (const name of PATHS) set(this.paths[name], 'd', paths[name]);
    this.texts.show(texts);
  }

  paintAxis(axis: Axis, view: Viewport, height: number): void {
    set(this.axis, 'height', String(height));
    const line = (day: number): number => Math.round(xOf(day, view)) + 0.5;
    set(
      this.ticks,
      'd',
      [
        ...axis.minor.map(({ day }) => `M${line(day)} ${height / 2}V${height}`),
        ...axis.major.map(({ day }) => `M${line(day)} 0V${height}`),
      ].join(''),
    );
    this.axisTexts.show([...majorTexts(axis, view), ...minorTexts(axis, view, height)]);
  }
}

/** A long unit that has begun before what is shown keeps its name at the edge, until the next one needs the place. */
function majorTexts({ major }: Axis, view: Viewport): SceneText[] {
  return major.flatMap(({ day, label }, at): SceneText[] => {
    const x = Math.max(6, xOf(day, view) + 6);
    const next = major[at + 1];
    if (next !== undefined && xOf(next.day, view) < x + label.length * 7) return [];
    return [{ x: n(x), y: 17, text: label, kind: 'summary' }];
  });
}

/** Names of short units, as many as do not touch. */
function minorTexts({ minor }: Axis, view: Viewport, height: number): SceneText[] {
  let free = -Infinity;
  return minor.flatMap(({ day, label }): SceneText[] => {
    const x = xOf(day, view) + 5;
    if (x < free) return [];
    free = x + label.length * 7 + 6;
    return [{ x: n(x), y: height - 8, text: label, kind: 'label' }];
  });
}
