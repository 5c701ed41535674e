import { MOST_ROWS, readCosts } from '../../../src/domain/cost/cost-import.ts';
import { inOneGo } from '../../../src/domain/in-steps.ts';
import { refusal } from '../refusal.ts';

const NOW = '2026-11-30T12:00:00.000Z';
const ID = '5F0C6F2E-6f3c-4d3a-9f0f-1f6f3c4d3a9f';
const table = (...rows: string[]) => rows.map((row, at) => ({ line: at + 1, cells: row.split(',') }));

test('rows are read by the names of their columns, in any order; amounts that are not named are nothing', () => {
  const { rows, faults } = inOneGo(
    readCosts(
      table(
        'note,Capex_Spent,captured_at,project_id,project_code',
        `Paid,12.5,2026-03-31T17:00:00+02:00,${ID},`,
        ',,2026-03-31T17:00:00Z,,B-1',
      ),
      NOW,
    ),
  );
  expect(faults).toEqual([]);
  const nothing = { capexCommitted: '0.00', opexCommitted: '0.00', opexSpent: '0.00' };
  expect(rows).toEqual([
    {
      ...nothing,
      line: 2,
      projectId: ID.toLowerCase(),
      projectCode: null,
      capturedAt: '2026-03-31T15:00:00.000Z',
      capexSpent: '12.50',
      note: 'Paid',
    },
    {
      ...nothing,
      line: 3,
      projectId: null,
      projectCode: 'B-1',
      capturedAt: '2026-03-31T17:00:00.000Z',
      capexSpent: '0.00',
      note: null,
    },
  ]);
});

test.each([
  ['a moment without an offset', '2026-03-31T17:00:00,B-1,1', 'captured_at'],
  ['a day that there is not', '2026-13-31T17:00:00Z,B-1,1', 'captured_at'],
  ['a moment to come', '2026-12-31T17:00:00Z,B-1,1', 'captured_at'],
  ['an amount with a comma of thousands', '2026-03-31T17:00:00Z,B-1,"1', 'row.capexSpent'],
  ['a negative amount', '2026-03-31T17:00:00Z,B-1,-1', 'row.capexSpent'],
  ['no project', '2026-03-31T17:00:00Z,,1', 'project_id'],
  ['a cell too many', '2026-03-31T17:00:00Z,B-1,1,2', 'row'],
])('a row is refused by its line and column: %s', (_, row, field) => {
  const { rows, faults } = inOneGo(
    readCosts(table('captured_at,project_code,capex_spent', '2026-03-30T17:00:00Z,B-1,1', row), NOW),
  );
  expect(rows).toHaveLength(1);
  expect(faults).toMatchObject([{ line: 3, field }]);
});

test.each([
  ['an unknown column', table('captured_at,project_id,price')],
  ['a column twice', table('captured_at,project_id,note,note')],
  ['no project', table('captured_at,capex_spent')],
  ['nothing', []],
  ['too many rows', table('captured_at,project_id', ...Array<string>(MOST_ROWS + 1).fill('x'))],
])('a table is refused as a whole: %s', (_, rows) => {
  expect(() => inOneGo(readCosts(rows, NOW))).toThrow(refusal('BAD_USER_INPUT', { field: 'input.csv' }));
});
