import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv, type CsvRecord } from '../../../../src/services/exchange/nyc/csv-file.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pit-csv-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function read(content: string | Buffer): Promise<CsvRecord[]> {
  const path = join(directory, 'file.csv');
  await writeFile(path, content);
  const records: CsvRecord[] = [];
  for await (const record of readCsv(path)) records.push(record);
  return records;
}

const cells = (records: CsvRecord[]): unknown[] =>
  records.map((record) => ('cells' in record ? [record.line, ...record.cells] : record));

describe('a CSV file', () => {
  test('is read with its line numbers, LF or CRLF, with or without a byte order mark and a last line end', async () => {
    const plain = [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ];
    expect(cells(await read('a,b\n1,2\n'))).toEqual(plain);
    expect(cells(await read('\ufeffa,b\r\n1,2'))).toEqual(plain);
  });

  test('may hold commas, doubled quotes and line breaks in quoted cells', async () => {
    expect(cells(await read('a,b\n"x, ""y""","1\n2"\n3,4\n'))).toEqual([
      [1, 'a', 'b'],
      [2, 'x, "y"', '1\n2'],
      [4, '3', '4'],
    ]);
  });

  test('keeps a quote that is never closed on its own line', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => (at === 700 ? 'x,"never closed' : `${at},"a, b"`));
    const records = await read(['h,i', ...lines].join('\n'));
    expect(records).toHaveLength(3001);
    expect(records.filter((record) => 'fault' in record)).toEqual([
      { line: 702, fault: 'the quotes do not match', column: 2 },
    ]);
    expect(cells(records).at(-1)).toEqual([3001, '2999', 'a, b']);
  });

  test('keeps two lost quotes that would close each other on their own lines', async () => {
    const records = await read('h,i\n1,"lost\n2,b\n3",c\n4,"d\ne"\n');
    expect(cells(records)).toEqual([
      [1, 'h', 'i'],
      { line: 2, fault: 'the quotes do not match', column: 2 },
      [3, '2', 'b'],
      { line: 4, fault: 'the quotes do not match', column: 1 },
      [5, '4', 'd\ne'],
    ]);
  });

  test('is refused when it is not text', async () => {
    await expect(read(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]))).rejects.toThrow('not a text file');
    await expect(read('a,b\n1,\0\n')).rejects.toThrow('not a text file');
    await expect(read('x'.repeat(1_100_000))).rejects.toThrow('not a text file');
  });
});
