import { linkCells } from '../../../src/domain/exchange/csv/csv-cells.ts';

const UNLUCKY = '0b1c9e2f-55ff-4dff-8a11-9c0d1e2f30ff';
const KEYS = new Set(['2', '3', '4', 'Off', 'pass', UNLUCKY]);
const links = (text: string) =>
  linkCells(text, KEYS).map((cell) => ('value' in cell ? Object.values(cell.value).join(' ') : cell.fault));

test.each([
  ['2', ['2 finish_to_start 0']],
  ['2FS+3d, 3ss; 4 FF - 2 days', ['2 finish_to_start 3', '3 start_to_start 0', '4 finish_to_finish -2']],
  ['2SF+3 business days', ['the lag of "2SF+3 business days" cannot be read: the link is left out']],
  ['Off;pass', ['Off finish_to_start 0', 'pass finish_to_start 0']],
  ['OffFS;passSS-1d', ['Off finish_to_start 0', 'pass start_to_start -1']],
  ['9FS', ['a link to the unknown task "9" is left out']],
])('the links of %s', (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test('the letters of a type within a key, or at its end, are the key’s', () => {
  expect(links([UNLUCKY, `${UNLUCKY}FS-8d`, `${UNLUCKY}SS+1d`, `${UNLUCKY}FF`].join(';'))).toEqual([
    `${UNLUCKY} finish_to_start 0`,
    `${UNLUCKY} finish_to_start -8`,
    `${UNLUCKY} start_to_start 1`,
    `${UNLUCKY} finish_to_finish 0`,
  ]);
});
