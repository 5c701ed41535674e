import { readFile } from 'node:fs/promises';
import { filterOf, printValue, verifyTrail } from '../../../src/console/records/trail.ts';
import { AUDIT } from '../../../src/console/state/project-routes.ts';
import { recordsWords } from '../../../src/console/records-words.ts';
import { words } from '../../../src/console/words.ts';

const part = (checkedRecords: number, more: object = {}) => ({
  ...{ holds: true, nextCursor: null, recordsRead: checkedRecords, checkedRecords },
  ...{ verifiedAt: '2026-11-30T12:00:00.000Z', sealedUntil: null, head: null, faults: [] },
  ...more,
});

test('a trail is verified to its end, and holds only when each part of it does', async () => {
  const fault = { sealId: 7, sequence: null, fault: 'A record is missing.' };
  const parts = [
    part(50_000, { nextCursor: 'a' }),
    part(20_000, { nextCursor: 'b', holds: false, faults: [fault] }),
    part(3),
  ];
  const asked: (string | null)[] = [];
  const counts: number[] = [];
  const verdict = await verifyTrail(
    async (after) => {
      asked.push(after);
      return parts[asked.length - 1]!;
    },
    (count) => counts.push(count),
  );
  expect(asked).toEqual([null, 'a', 'b']);
  expect(counts).toEqual([50_000, 70_000, 70_003]);
  expect(verdict).toMatchObject({ holds: false, checked: 70_003, faults: [fault] });
});

test('a part that cannot be read proves nothing', async () => {
  const read = async (after: string | null) => {
    if (after !== null) throw new Error('not now');
    return part(5, { nextCursor: 'a' });
  };
  await expect(verifyTrail(read, () => {})).rejects.toThrow('not now');
});

test('an address without filters asks for all of the trail, one with all of them for just that', () => {
  expect(filterOf(AUDIT)).toEqual({});
  expect(
    filterOf({
      ...AUDIT,
      action: 'UPDATE',
      from: '2026-11-02',
      record: 'r',
      project: 'p',
      hasOverride: true,
    }),
  ).toEqual({
    action: ['UPDATE'],
    createdAt: { from: '2026-11-02T00:00:00.000Z' },
    recordId: ['r'],
    projectId: ['p'],
    hasOverride: true,
  });
});

test.each([
  [null, '–'],
  ['', '–'],
  [false, 'false'],
  [{ a: 1 }, '{"a":1}'],
  ['x'.repeat(200), `${'x'.repeat(160)}…`],
])('a value %j of a record is read as %s', (value, text) => {
  expect(printValue(value)).toBe(text);
});

test('days, moments, amounts and empty lists of a record are read as such by their column, and names never', () => {
  expect(printValue('2024-10-01', 'end_date')).toBe('1 Oct 2024');
  expect(printValue('2024-10-01', 'name')).toBe('2024-10-01');
  expect(printValue('150649.00', 'capex_cost')).toBe('150,649.00');
  expect(printValue('150649.00', 'description')).toBe('150649.00');
  expect(printValue('2026-12-01T04:56:51.415+00:00', 'captured_at')).toMatch(
    /^\d{1,2} \w{3} 20\d\d, \d\d:\d\d$/,
  );
  expect(printValue([], 'assignee_ids')).toBe(words.none);
});

test('the columns of a plan are said in words, not as the database calls them', async () => {
  const dump = await readFile(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8');
  const told = ['project', 'phase', 'work_package', 'task', 'subtask', 'task_dependency', 'evidence'];
  const columns = told.flatMap((table) => {
    const [, body = ''] = new RegExp(`CREATE TABLE pit\\.${table} \\(\\n([^;]+)\\);`).exec(dump) ?? [];
    return body.split('\n').flatMap((line) => /^ {2}([a-z_]+) /.exec(line)?.[1] ?? []);
  });
  expect(columns.length).toBeGreaterThan(80);
  const said = new Map(columns.map((column) => [column, recordsWords.records.field(column)]));
  expect([...said].filter(([, word]) => /_| id$|\b(?:pct|url|capex|opex|fy|ai)\b/.test(word))).toEqual([
    ['org_id', 'org id'],
  ]);
});
