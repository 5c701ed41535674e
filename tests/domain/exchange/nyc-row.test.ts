import {
  NYC_COLUMNS,
  NYC_FIELDS,
  layoutOf,
  readNycRow,
  type NycField,
  type NycLayout,
  type NycReading,
  type NycRow,
} from '../../../src/domain/exchange/nyc/nyc-row.ts';

const HEADER = NYC_FIELDS.map((field) => NYC_COLUMNS[field]);
const LAYOUT = layoutOf(HEADER) as NycLayout;
const GOOD: Readonly<Record<NycField, string>> = {
  district: '1',
  building: 'M019',
  school: 'P.S. 19 - MANHATTAN',
  programme: 'SCA CIP',
  description: 'PLANYC BOILER CONVERSION',
  phase: 'Design',
  status: 'Complete',
  actualStart: '7/6/2021',
  plannedEnd: '12/7/2021',
  actualEnd: '11/29/2021',
  budget: '343300',
  estimate: '396588.00',
  spent: '345117.5',
  dsfNumbers: 'DSF0001008800, DSF0000991942',
};

function reading(change: Partial<Record<NycField, string>> = {}): NycReading {
  const cells = { ...GOOD, ...change };
  return readNycRow(
    NYC_FIELDS.map((field) => cells[field]),
    LAYOUT,
  );
}

function row(change: Partial<Record<NycField, string>> = {}): NycRow {
  const result = reading(change);
  if (result.kind !== 'row') throw new Error(`refused: ${JSON.stringify(result.faults)}`);
  return result.row;
}

function faults(change: Partial<Record<NycField, string>>): string[] {
  const result = reading(change);
  return result.kind === 'broken' ? result.faults.map(({ column, why }) => `${column}: ${why}`) : [];
}

describe('the header', () => {
  test('is found by its names, whatever their order and trailing blanks', () => {
    const shuffled = [...HEADER].reverse().map((name) => `${name} `);
    expect(layoutOf(shuffled)).toMatchObject({ dsfNumbers: 0, district: 13 });
  });

  test('tells which names are missing', () => {
    expect(layoutOf(HEADER.slice(2))).toEqual({
      missing: ['Project Geographic District', 'Project Building Identifier'],
    });
  });
});

describe('a row', () => {
  test('becomes typed facts: civil dates, amounts of two decimals', () => {
    expect(row()).toEqual({
      ...GOOD,
      actualStart: '2021-07-06',
      plannedEnd: '2021-12-07',
      actualEnd: '2021-11-29',
      budget: '343300.00',
      estimate: '396588.00',
      spent: '345117.50',
    });
  });

  test.each([
    '',
    '  ',
    'NULL',
    'PNS',
    'DOER',
    'DOES',
    'DOEL',
    'DOEP',
    'DIIR',
    'DIIT',
    'EMER',
    'FTK',
    'IEH',
    'TPL',
  ])('takes %j for no value in a date, an amount and a text, and says so', (word) => {
    const result = reading({ plannedEnd: word, budget: word, school: word });
    expect(result).toMatchObject({ kind: 'row', row: { plannedEnd: null, budget: null, school: null } });
    expect(
      result.kind === 'row' ? result.placeholders.map(({ column, value }) => [column, value]) : [],
    ).toEqual([
      ['Project School Name', word.trim()],
      ['Project Phase Planned End Date', word.trim()],
      ['Project Budget Amount', word.trim()],
    ]);
  });

  test('reads PNS in the status column as the status it is', () => {
    const result = reading({ status: 'PNS' });
    expect(result).toMatchObject({ kind: 'row', row: { status: 'PNS' }, placeholders: [] });
  });

  test.each([
    ['plannedEnd', '2/29/2023'],
    ['plannedEnd', '13/1/2024'],
    ['plannedEnd', '2024-07-16'],
    ['actualStart', 'soon'],
    ['actualEnd', '7/16/24'],
  ] as const)('with %s %j is refused, naming the column', (field, value) => {
    expect(faults({ [field]: value })).toEqual([`${NYC_COLUMNS[field]}: not a date such as 7/31/2024`]);
  });

  test.each(['12,000.00', '1e5', 'NaN', '$5', '1.234', '12345678901', '.5', 'doer'])(
    'with the amount %j is refused, naming the column',
    (value) => {
      expect(faults({ estimate: value })).toEqual([
        `${NYC_COLUMNS.estimate}: not an amount such as 206654.00`,
      ]);
    },
  );

  test('is refused for each fault it has', () => {
    const columns = faults({
      district: 'north',
      description: '',
      status: 'Paused',
      school: 'x'.repeat(201),
      dsfNumbers: 'a, , b',
    });
    expect(columns.map((fault) => fault.split(':')[0])).toEqual([
      'Project Geographic District',
      'Project School Name',
      'Project Description',
      'Project Status Name',
      'DSF Number(s)',
    ]);
  });

  test.each(['building', 'school', 'programme', 'description', 'phase'] as const)(
    'with a %s that shows nothing or turns the order of writing is refused',
    (field) => {
      const column = NYC_COLUMNS[field];
      expect(faults({ [field]: '\u200b\u2060' })).toEqual([
        `${column}: shows nothing: its characters are all invisible`,
      ]);
      expect(faults({ [field]: 'boiler\u202enoisrevnoc' })).toEqual([
        `${column}: holds bidirectional formatting characters`,
      ]);
    },
  );

  test('keeps the planned end and leaves out a start after it', () => {
    const result = reading({ actualStart: '10/3/2022', plannedEnd: '3/8/2022' });
    expect(result).toMatchObject({
      row: { actualStart: null, plannedEnd: '2022-03-08' },
      setAside: [{ column: NYC_COLUMNS.actualStart, value: '2022-10-03' }],
    });
  });

  test('leaves out a negative amount', () => {
    expect(reading({ estimate: '-11497.00' })).toMatchObject({
      row: { estimate: null },
      setAside: [{ column: NYC_COLUMNS.estimate, value: '-11497.00' }],
    });
  });
});
