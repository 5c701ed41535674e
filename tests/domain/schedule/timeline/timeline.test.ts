import { addDays } from '../../../../src/domain/civil-date.ts';
import {
  packId,
  RowFlag,
  RowKind,
  rowAt,
  STATUS_CODES,
  TIMELINE_ZOOMS,
  unpackId,
  type TimelineLayout,
  type TimelineZoom,
} from '../../../../src/domain/schedule/timeline/timeline-layout.ts';
import { groupRows, viewport } from '../../../../src/domain/schedule/timeline/timeline-viewport.ts';
import { refusal } from '../../refusal.ts';
import { headAt, itemOf, layOut, uuid, type TimelineItem } from './timeline-items.ts';

const [PROJECT, PHASE, PACKAGE, TASK, SUBTASK, MILESTONE] = Object.values(RowKind);

const items: TimelineItem[] = [
  itemOf(1, null, PROJECT!, { label: 'Doors' }),
  itemOf(3, 1, PHASE!, { label: 'Build', order: 2 }),
  itemOf(2, 1, PHASE!, { label: 'Plan', order: 1 }),
  itemOf(4, 3, PACKAGE!, { label: 'Walls', order: 0 }),
  itemOf(6, 4, TASK!, {
    label: 'Paint',
    order: 2,
    start: '2024-02-05',
    end: '2024-05-10',
    status: 'completed',
  }),
  itemOf(5, 4, TASK!, {
    label: 'Brick',
    order: 1,
    start: '2024-01-03',
    end: '2024-02-04',
    totalSlack: -1,
    flags: RowFlag.CRITICAL | RowFlag.OVERDUE,
    baselineStart: '2024-01-02',
    baselineEnd: '2024-01-31',
  }),
  itemOf(7, 3, TASK!, { label: 'Loose', order: 9, status: 'blocked' }),
  itemOf(8, 5, SUBTASK!, { label: 'Carry', start: '2024-01-03', end: '2024-01-03' }),
  itemOf(9, 2, MILESTONE!, { label: 'Brick', start: '2024-01-02', end: '2024-01-02', totalSlack: 4 }),
];
const links = [
  { from: uuid(9), to: uuid(5), t: 0, lag: 1, b: 2 },
  { from: uuid(5), to: uuid(6), t: 1, lag: 0, b: 1 },
];

const layout = (unit: TimelineZoom): TimelineLayout => layOut(headAt(1, unit), items, links);
const labelsOf = (laidOut: TimelineLayout): string[] =>
  laidOut.rows.id.map((_, at) => '.'.repeat(rowAt(laidOut, at).depth) + rowAt(laidOut, at).label);

test('rows are a depth-first walk: phases in order, tasks without package before packages, subtasks under tasks', () => {
  const tree = [
    'Doors',
    '.Plan',
    '..Brick',
    '.Build',
    '..Loose',
    '..Walls',
    '...Brick',
    '....Carry',
    '...Paint',
  ];
  expect(labelsOf(layout('day'))).toEqual(tree);
  expect(labelsOf(layout('week'))).toEqual(tree);
  expect(labelsOf(layout('month'))).toEqual(tree.filter((label) => !label.includes('Carry')));
  for (const unit of ['quarter', 'year'] as const) {
    expect(labelsOf(layout(unit))).toEqual(['Doors', '.Plan', '.Build', '..Walls']);
  }
});

test('bars count calendar days from the origin, the last day included; a milestone has none', () => {
  const day = layout('day');
  const at = (label: string, kind: number) =>
    day.rows.id.map((_, n) => rowAt(day, n)).find((row) => row.label === label && row.kind === kind)!;
  expect(at('Brick', TASK!)).toEqual({
    id: packId(uuid(5)),
    kind: TASK,
    depth: 3,
    parent: packId(uuid(4)),
    label: 'Brick',
    x: 2,
    w: 33,
    p: 0,
    s: STATUS_CODES.indexOf('active'),
    f: -1,
    b: 17,
    bx: 1,
    bw: 30,
    h: null,
  });
  expect(at('Brick', MILESTONE!)).toMatchObject({ x: 1, w: 0, f: 4 });
  expect(at('Loose', TASK!)).toMatchObject({ x: null, w: null, s: STATUS_CODES.indexOf('blocked') });
  expect(day.spanDays).toBe(131);
  expect(addDays(day.origin, 130)).toBe('2024-05-10');
});

test('columns are equally long, labels stand once, and ids are those of the records', () => {
  for (const unit of TIMELINE_ZOOMS) {
    const { rows, rowCount, labels } = layout(unit);
    expect(new Set(Object.values(rows).map((column) => column.length))).toEqual(new Set([rowCount]));
    expect(new Set(labels).size).toBe(labels.length);
  }
  expect(unpackId(packId(uuid(7)))).toBe(uuid(7));
  expect(packId(uuid(7))).toHaveLength(22);
});

test('quarters and years count folded tasks where they end, and links are those of packages', () => {
  const quarter = layout('quarter');
  const counts = Object.fromEntries(
    quarter.rows.id.map((_, at) => [rowAt(quarter, at).label, rowAt(quarter, at).h]),
  );
  expect(counts).toEqual({
    Doors: null,
    Plan: [0, 1, 0, 0, 0],
    Build: [-1, 1, 0, 0, 0],
    Walls: [0, 1, 0, 1, 1, 1, 1, 1, 0, 0],
  });
  expect(layout('year').rows.h[3]).toEqual([0, 2, 1, 1, 1]);
  expect(quarter.links).toEqual({ from: [1], to: [3], t: [0], lag: [0], b: [2] });
  expect(layout('day').links).toEqual({ from: [2, 6], to: [6, 8], t: [0, 1], lag: [1, 0], b: [2, 1] });
});

test('what hangs on nothing is left out, with its links', () => {
  const orphan = itemOf(99, 98, TASK!, {});
  const more = [...links, { from: uuid(99), to: uuid(5), t: 0, lag: 0, b: 0 }];
  expect(layOut(headAt(1, 'day'), [...items, orphan], more)).toEqual(layout('day'));
});

describe('a viewport', () => {
  const day = layout('day');

  test('gives the rows asked for, and marks links with one end outside', () => {
    const part = viewport(day, { offset: 6, limit: 2 });
    expect(part.rows.map((row) => [row.index, row.label])).toEqual([
      [6, 'Brick'],
      [7, 'Carry'],
    ]);
    expect(part.links.map((link) => [link.t, link.isClipped])).toEqual([
      [0, true],
      [1, true],
    ]);
    expect(viewport(day, { offset: 0, limit: 500 }).links.map((link) => link.isClipped)).toEqual([
      false,
      false,
    ]);
    expect(part.rowCount).toBe(9);
  });

  test('within a window only rows with a bar in it', () => {
    const window = { first: 35, last: 40 };
    expect(viewport(day, { offset: 0, limit: 9, window }).rows.map((row) => row.label)).toEqual(['Paint']);
    const onMilestone = { first: 1, last: 1 };
    expect(viewport(day, { offset: 0, limit: 9, window: onMilestone }).rows.map((row) => row.kind)).toEqual([
      MILESTONE,
    ]);
  });

  test.each([
    [{ offset: -1, limit: 1 }, 'rows.offset', -1],
    [{ offset: 0, limit: 501 }, 'rows.limit', 501],
    [{ offset: 0, limit: 0 }, 'rows.limit', 0],
  ])('%o is refused', (request, field, actual) => {
    expect(() => viewport(day, request)).toThrow(refusal('BAD_USER_INPUT', { field, actual }));
  });

  test('groupings order the tasks: by package, by assignee and first day, by status, by slack; none last', () => {
    const grouped = (...args: Parameters<typeof groupRows> extends [unknown, ...infer Rest] ? Rest : never) =>
      Array.from(groupRows(day, ...args), (at) => `${rowAt(day, at).label}${at}`);
    expect(grouped('by_phase')).toHaveLength(9);
    expect(grouped('by_work_package')).toEqual(['Brick6', 'Paint8', 'Brick2', 'Loose4']);
    const owners = new Map([
      [packId(uuid(6)), 'Ada'],
      [packId(uuid(5)), 'Bo'],
      [packId(uuid(9)), 'Bo'],
    ]);
    expect(grouped('by_assignee', owners)).toEqual(['Paint8', 'Brick2', 'Brick6', 'Loose4']);
    expect(grouped('by_status')).toEqual(['Brick2', 'Brick6', 'Paint8', 'Loose4']);
    expect(grouped('by_slack')).toEqual(['Brick6', 'Brick2', 'Loose4', 'Paint8']);
  });
});
