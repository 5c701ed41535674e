import fc from 'fast-check';
import { fits } from '../../../src/console/plan/task-verbs.ts';
import type { MutationName, TaskStatus } from '../../../src/console/operations.ts';
import { STATUSES } from '../../../src/console/state/project-routes.ts';
import { moveTo, nextTarget, targetsOf } from '../../../src/console/tasks/board-moves.ts';
import { csvOf } from '../../../src/console/export/csv.ts';
import { cellAfter } from '../../../src/console/tasks/grid-keys.ts';
import { personMeant } from '../../../src/console/tasks/people.ts';
import { TaskPages, type Page } from '../../../src/console/tasks/task-pages.ts';
import { windowOf } from '../../../src/console/tasks/visible-window.ts';

test('a person is meant by name and address as offered, or by a name that only one has', () => {
  const people = [
    { id: '1', name: 'Maya Lind', email: 'maya@example.com' },
    { id: '2', name: 'Maya Lind', email: 'lind@example.com' },
    { id: '3', name: 'Kofi Ba', email: 'kofi@example.com' },
  ];
  const meant = (typed: string): string | null => personMeant(typed, people)?.id ?? null;
  expect(['Maya Lind, lind@example.com', ' kofi ba ', 'Maya Lind', 'Kofi', ''].map(meant)).toEqual([
    ...['2', '3', null, null, null],
  ]);
});

describe('a table as CSV', () => {
  test.each([
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\uFF1D1', "'\uFF1D1"],
    ['Roof, "east"', '"Roof, ""east"""'],
    ['two\nlines', '"two\nlines"'],
    ['\r=1', '"\'\r=1"'],
  ])('%j is a cell that no spreadsheet runs', (text, cell) => {
    expect(csvOf(['name'], [[text]])).toBe(`\uFEFFname\r\n${cell}\r\n`);
  });

  test('numbers stay numbers, and what is not there is empty', () => {
    expect(csvOf(['a', 'b', 'c'], [[-4, null, 12.5]])).toBe('\uFEFFa,b,c\r\n-4,,12.5\r\n');
  });
});

const MUTATIONS: readonly MutationName[] = [
  'START_TASK',
  'COMPLETE_TASK',
  'BLOCK_TASK',
  'UNBLOCK_TASK',
  'REOPEN_TASK',
];
const cards = fc.record({
  status: fc.constantFrom<TaskStatus>(...STATUSES),
  actualStart: fc.constantFrom(null, '2026-11-02'),
  viewerMay: fc.subarray([...MUTATIONS]),
});

describe('a board', () => {
  test('offers what fits the task and what its reader may, and refuses all else with words', () => {
    fc.assert(
      fc.property(cards, fc.constantFrom<TaskStatus>(...STATUSES), (card, column) => {
        const move = moveTo(card, column);
        if ('refusal' in move) expect(move.refusal).not.toBe('');
        else {
          expect(fits(move.verb, card)).toBe(true);
          expect(card.viewerMay).toContain(`${move.verb.toUpperCase()}_TASK`);
          expect(['ACTIVE', 'BLOCKED', 'COMPLETED']).toContain(column);
        }
      }),
    );
  });

  test('leads by keys to the nearest column that takes the card', () => {
    const card = { status: 'ACTIVE' as const, actualStart: '2026-11-02', viewerMay: [...MUTATIONS] };
    expect(targetsOf(card)).toEqual(['BLOCKED', 'COMPLETED']);
    expect(nextTarget(card, 1)).toBe('BLOCKED');
    expect(nextTarget(card, -1)).toBeNull();
    expect(nextTarget({ ...card, status: 'COMPLETED' }, -1)).toBe('ACTIVE');
  });
});

describe('a grid', () => {
  const size = { rows: 10, columns: 4, page: 5 };
  const key = (name: string, more = {}) => ({
    ...{ key: name, ctrlKey: false, metaKey: false, altKey: false },
    ...more,
  });

  test.each([
    ['ArrowDown', {}, { row: 4, column: 1 }],
    ['ArrowUp', { ctrlKey: true }, { row: 0, column: 1 }],
    ['PageDown', {}, { row: 8, column: 1 }],
    ['Home', {}, { row: 3, column: 0 }],
    ['End', { ctrlKey: true }, { row: 9, column: 3 }],
  ])('goes from the second cell of the fourth row by %s %j to %j', (name, more, to) => {
    expect(cellAfter({ row: 3, column: 1 }, key(name, more), size)).toEqual(to);
  });

  test('is never left by a key, and takes no key that is not its own', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageUp', 'End');
    fc.assert(
      fc.property(fc.nat(9), fc.nat(3), keys, fc.boolean(), (row, column, name, ctrlKey) => {
        const next = cellAfter({ row, column }, key(name, { ctrlKey }), size)!;
        expect(next.row).toBeGreaterThanOrEqual(0);
        expect(next.row).toBeLessThan(10);
        expect(next.column).toBeGreaterThanOrEqual(0);
        expect(next.column).toBeLessThan(4);
      }),
    );
    expect(cellAfter({ row: 0, column: 0 }, key('a'), size)).toBeNull();
    expect(cellAfter({ row: 0, column: 0 }, key('ArrowDown', { altKey: true }), size)).toBeNull();
  });
});

test('what is in sight of a scrolled list is among the rows that are drawn, and they are few', () => {
  const rowHeight = 34;
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(400_000), fc.integer({ min: 1, max: 2_000 }), (count, top, height) => {
      const { first, end } = windowOf(top, height, { rowHeight, count });
      expect(end).toBeLessThanOrEqual(count);
      expect(first).toBeLessThanOrEqual(end);
      expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 18);
      const inSight = Math.floor((top + height / 2) / rowHeight);
      if (inSight < count) {
        expect(first).toBeLessThanOrEqual(inSight);
        expect(end).toBeGreaterThan(inSight);
      }
    }),
  );
});

describe('a list that is read page by page', () => {
  const source = Array.from({ length: 1_250 }, (_, at) => ({ id: String(at), name: `Task ${at}` }));

  function pagesOf(fail: () => boolean = () => false) {
    const asked: number[] = [];
    let changes = 0;
    const read = async (first: number, after: string | null): Promise<Page<(typeof source)[number]>> => {
      asked.push(first);
      if (fail()) throw new Error('not now');
      const from = after === null ? 0 : Number(after) + 1;
      const nodes = source.slice(from, from + first);
      return { nodes, endCursor: nodes.at(-1)?.id ?? null, hasNextPage: from + first < source.length };
    };
    const pages = new TaskPages(read, () => (changes += 1));
    return { pages, asked, changes: () => changes };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('is read as far as it is looked at, once for each row, in its order', async () => {
    const { pages, asked } = pagesOf();
    pages.need(40);
    pages.need(60);
    await settled();
    expect(asked).toEqual([100]);
    pages.need(900);
    pages.need(10_000);
    await settled();
    expect(asked).toEqual([100, 500, 500, 500]);
    expect(pages.rows).toEqual(source);
    expect(pages.hasMore).toBe(false);
  });

  test('keeps what it has when a page fails, and goes on behind it', async () => {
    let isFailing = false;
    const { pages } = pagesOf(() => isFailing);
    pages.need(100);
    await settled();
    isFailing = true;
    pages.need(600);
    await settled();
    expect(pages.rows).toHaveLength(100);
    expect(pages.error).toBeInstanceOf(Error);
    isFailing = false;
    pages.again();
    await settled();
    expect(pages.rows).toEqual(source.slice(0, 600));
  });

  test('drops what comes after its end, and replaces only rows that it has', async () => {
    const { pages, changes } = pagesOf();
    pages.need(100);
    pages.end();
    await settled();
    expect(changes()).toBe(0);
    const other = pagesOf().pages;
    other.need(1);
    await settled();
    expect(other.replace({ id: '7', name: 'Roof' })).toBe(true);
    expect(other.rows[7]).toEqual({ id: '7', name: 'Roof' });
    expect(other.replace({ id: '900', name: 'Roof' })).toBe(false);
  });
});
