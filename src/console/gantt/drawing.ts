import { n } from './arrows.ts';

/** The paths of a drawing in the order in which they are painted: one for each colour. */
export const PATHS = [
  'rest',
  'grid',
  'row',
  'slack',
  'baseline',
  'summary',
  'planned',
  'done',
  'overdue',
  'overdue-done',
  'completed',
  'blocked',
  'dim',
  'link',
  'arrow',
  'link-critical',
  'arrow-critical',
  'link-active',
  'arrow-active',
  'critical',
  'milestone',
  'milestone-critical',
  'milestone-completed',
  'ghost',
  'today',
] as const;
export type PathName = (typeof PATHS)[number];

export interface SceneText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly kind: 'label' | 'inside' | 'summary' | 'edge-left' | 'edge-right';
}

/** Everything that is drawn: a path for each colour, and texts. */
export interface Scene {
  readonly paths: Readonly<Record<PathName, string>>;
  readonly texts: readonly SceneText[];
}

/** Collects paths and texts. */
export class Drawing {
  readonly paths = Object.fromEntries(PATHS.map((name) => [name, ''])) as Record<PathName, string>;
  readonly texts: SceneText[] = [];

  rect(name: PathName, { x, y, w, h }: { x: number; y: number; w: number; h: number }): void {
    this.paths[name] += `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`;
  }

  add(name: PathName, path: string): void {
    this.paths[name] += path;
  }
}
