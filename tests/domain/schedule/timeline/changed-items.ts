import fc from 'fast-check';
import { RowKind, type TimelineLink } from '../../../../src/domain/schedule/timeline/timeline-layout.ts';
import { day } from '../remaining-work/plan-on-days.ts';
import { itemOf, uuid, type TimelineItem } from './timeline-items.ts';

const PHASES = 3;
const PROJECT = 9;

/** A project of three phases with tasks in them: task n stands in phase `n % 3`. */
export function project(count: number): TimelineItem[] {
  const phases = Array.from({ length: PHASES }, (_, n) =>
    itemOf(n + 1, PROJECT, RowKind.PHASE, { order: n }),
  );
  const tasks = Array.from({ length: count }, (_, n) =>
    itemOf(n + 10, 1 + (n % PHASES), RowKind.TASK, { order: n, start: day(n), end: day(n + 3) }),
  );
  return [itemOf(PROJECT, null, RowKind.PROJECT, {}), ...phases, ...tasks];
}

/** One thing that may happen to a task of a project. */
export const mutation = fc.record({
  n: fc.nat(14),
  kind: fc.constantFrom('move', 'rename', 'reorder', 'rephase', 'delete', 'restore', 'link', 'unlink'),
  value: fc.nat(20),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** A plan while it is changed. */
export interface State {
  readonly items: readonly TimelineItem[];
  readonly links: readonly TimelineLink[];
}

export function mutated({ items, links }: State, { n, kind, value }: Mutation): State {
  const id = uuid(n + 10);
  const change = (more: Partial<TimelineItem>): State => ({
    items: items.map((item) => (item.id === id ? { ...item, ...more } : item)),
    links,
  });
  const link = { from: id, to: uuid(10 + (value % 15)), t: value % 4, lag: value % 2, b: value % 3 };
  switch (kind) {
    case 'move':
      return change({ start: day(value), end: day(value + 2), totalSlack: value });
    case 'rename':
      return change({ label: `name ${value % 3}` });
    case 'reorder':
      return change({ order: value });
    case 'rephase':
      return change({ parentId: uuid(1 + (value % PHASES)) });
    case 'delete':
      return { items: items.filter((item) => item.id !== id), links };
    case 'restore':
      return items.some((item) => item.id === id)
        ? { items, links }
        : { items: [...items, itemOf(n + 10, 1, RowKind.TASK, { order: value })], links };
    case 'link': {
      // A task depends on another once: the database has a unique key.
      const others = links.filter(({ from, to }) => from !== link.from || to !== link.to);
      return { items, links: [...others, link] };
    }
    case 'unlink':
      return { items, links: links.filter((_, k) => k !== value) };
  }
}
