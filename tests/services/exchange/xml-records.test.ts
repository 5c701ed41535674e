import { MSPDI_SELECTION } from '../../../src/domain/exchange/mspdi/mspdi-file.ts';
import { PLAN_LIMITS } from '../../../src/domain/exchange/plan-document.ts';
import type { XmlElement } from '../../../src/domain/exchange/xml-element.ts';
import { readXmlRecords } from '../../../src/services/exchange/xml-records.ts';
import { PitError } from '../../../src/domain/errors.ts';

/** The records of a text that comes in pieces of so many bytes. */
async function read(text: string | Buffer, pieces = 7): Promise<XmlElement[]> {
  const records: XmlElement[] = [];
  const bytes = Buffer.from(text);
  async function* content(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  await readXmlRecords(content(), MSPDI_SELECTION, (record) => records.push(record));
  return records;
}

async function refusal(text: string | Buffer): Promise<PitError> {
  try {
    await read(text, 65_536);
  } catch (error) {
    if (error instanceof PitError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const plan = (inside: string): string => `<Project><Tasks>${inside}</Tasks></Project>`;

test('records are read with what is kept of them, whatever pieces the bytes come in', async () => {
  const text = plan(
    `<Task><UID>7</UID><Name>Türen &amp; Tore &#x41;</Name><Unknown><UID>8</UID></Unknown><Notes><![CDATA[a < b]]></Notes></Task>`,
  );
  for (const pieces of [1, 3, 1_000]) {
    const [task, ...others] = await read(text, pieces);
    expect(others).toEqual([]);
    expect(task?.children.map(({ name, text: said }) => [name, said])).toEqual([
      ['UID', '7'],
      ['Name', 'Türen & Tore A'],
      ['Notes', 'a < b'],
    ]);
  }
});

test('namespaces of the root and prefixes do not matter', async () => {
  const text = `<p:Project xmlns:p="http://schemas.microsoft.com/project"><p:Tasks><p:Task><p:UID>1</p:UID></p:Task></p:Tasks></p:Project>`;
  expect((await read(text)).map(({ name }) => name)).toEqual(['Task']);
});

const BOMB = `<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

test.each([
  ['entities that multiply', `${BOMB}${plan('<Task><Name>&b;</Name></Task>')}`],
  [
    'an entity of a file',
    `<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]>${plan('<Task><Name>&f;</Name></Task>')}`,
  ],
  ['an external declaration', `<!DOCTYPE p SYSTEM "http://192.0.2.1/p.dtd">${plan('')}`],
])('a document with %s is refused before anything is expanded', async (_, text) => {
  const { code, message } = await refusal(text);
  expect({ code, message }).toEqual({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('document type declaration') as string,
  });
});

test.each([
  ['an unknown entity', plan('<Task><Name>&nothing;</Name></Task>')],
  ['an open element', '<Project><Tasks>'],
  ['a crossed element', '<Project><Tasks></Project></Tasks>'],
  ['no XML', 'ID;Name\n1;x\n'],
  ['nothing', ''],
])('what is %s is refused with its line', async (_, text) => {
  const { code, detail } = await refusal(text);
  expect(code).toBe('BAD_USER_INPUT');
  expect(detail.field).toMatch(/^file: line \d+$/);
});

test('a file that is not UTF-8 is refused', async () => {
  const { message } = await refusal(Buffer.from(plan('<Task><Name>Türen</Name></Task>'), 'latin1'));
  expect(message).toContain('UTF-8');
});

test('nesting ends at a bound, also in what is passed over', async () => {
  const deep = (levels: number): string => '<x>'.repeat(levels) + '</x>'.repeat(levels);
  expect(await read(plan(deep(PLAN_LIMITS.depth - 2)), 65_536)).toEqual([]);
  expect((await refusal(plan(deep(100_000)))).code).toBe('LIMIT_EXCEEDED');
});

test('a text ends at a bound, whatever pieces it is written in', async () => {
  const { code } = await refusal(
    plan(`<Task><Name>${'<![CDATA[aaaaaaaaaa]]>'.repeat(20_000)}</Name></Task>`),
  );
  expect(code).toBe('LIMIT_EXCEEDED');
});
