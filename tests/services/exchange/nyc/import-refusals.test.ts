import { dsf, lineWith } from './import-source.ts';
import { ImportWorld } from './import-world.ts';

const ORG = '00000000-0000-4000-8000-00000000000a';
const ESTIMATE = 'Final Estimate of Actual Costs Through End of Phase Amount';
const PLANNED_END = 'Project Phase Planned End Date';
const PHASE = 'Project Phase Name';

let world: ImportWorld;

beforeAll(async () => {
  world = await ImportWorld.open();
  await world.addOrganisation(ORG);
});

afterAll(() => world.close());

describe('rows that cannot be read', () => {
  test('are named by line and column, and stop nothing but themselves', async () => {
    const path = await world.file(
      lineWith({ ...dsf(10), [PLANNED_END]: '2/30/2024' }),
      lineWith({ ...dsf(11), [ESTIMATE]: '12 dollars' }),
      lineWith(dsf(12)),
      '1,M019,too few',
      `${lineWith(dsf(13))},too many`,
      lineWith(dsf(14)).replace('P.S. 19', '"P.S. 19'),
      lineWith({ ...dsf(15), 'Project Status Name': 'Paused' }),
      lineWith(dsf(16)),
    );
    const report = await world.import(ORG, path);
    expect(report.skipped.map(({ line, column }) => [line, column])).toEqual([
      [2, PLANNED_END],
      [3, ESTIMATE],
      [5, 'Project Type'],
      [6, 'column 15'],
      [7, 'Project School Name'],
      [8, 'Project Status Name'],
    ]);
    expect(report).toMatchObject({ rowsRead: 8, made: { projects: 2, tasks: 2 } });
    expect(await world.rows(`SELECT code FROM pit.project ORDER BY code`)).toEqual([
      { code: 'DSF0000000012' },
      { code: 'DSF0000000016' },
    ]);
  });

  test('leave a file without any good one, which is refused', async () => {
    const path = await world.file(lineWith({ [ESTIMATE]: 'x' }));
    await expect(world.import(ORG, path)).rejects.toThrow('no row that can be read');
  });
});

describe('a file that is no such file imports nothing', () => {
  test.each([
    ['empty', '', 'the file is empty'],
    ['of blank lines', '\n\n', 'the file is empty'],
    ['another table', 'id,name\n1,x\n', 'does not begin with the header'],
    ['JSON', '{"a": [1, 2]}\n', 'does not begin with the header'],
    ['without its header', `${lineWith({})}\n`, 'does not begin with the header'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not a text file'],
  ])('%s', async (_, content, why) => {
    const before = await world.traces();
    await expect(world.import(ORG, await world.rawFile(content))).rejects.toThrow(why);
    expect(await world.traces()).toEqual(before);
  });
});

test('a project with more phases than are shown is refused, and with it the file', async () => {
  const before = await world.traces();
  const lines = Array.from({ length: 1001 }, (_, n) => lineWith({ ...dsf(40), [PHASE]: `Phase ${n}` }));
  await expect(world.import(ORG, await world.file(...lines))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    detail: { expected: 'at most 1000 phases of a project', actual: 1001 },
  });
  expect(await world.traces()).toEqual(before);
});
