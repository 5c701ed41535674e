import { readFile } from 'node:fs/promises';
import { parse, print } from 'graphql';
import { printedQuery } from '../../../src/console/help/printed-query.ts';
import { packedDocument } from '../../../src/server/console/console-parts.ts';

test('every operation of the console is shown as people write it, and means the same', async () => {
  const source = await readFile(new URL('../../../src/console/operations.ts', import.meta.url), 'utf8');
  const documents = [...source.matchAll(/new TypedDocumentString\(`([^`]*)`\)/g)].map(
    ([, text = '']) => text,
  );
  expect(documents.length).toBeGreaterThan(60);
  for (const document of documents) {
    const shown = printedQuery(packedDocument(document));
    expect(print(parse(shown))).toBe(print(parse(document)));
    // A field a line: what is written by hand has as many.
    const lines = print(parse(document))
      .split('\n')
      .filter((line) => line !== '');
    expect(Math.abs(shown.split('\n').length - lines.length)).toBeLessThan(3);
  }
});

test('arguments, aliases, types, lists, fragments and directives stand as they are written by hand', () => {
  const packed =
    'query Find($text:String!$ids:[ID!]=["a"]){red:alerts(first:8 filter:{isOpen:true severity:[RED]}){nodes{...Row ...on Task{id}}}more @include(if:$text){id}}fragment Row on Alert{id}';
  expect(printedQuery(packed)).toBe(
    [
      'query Find($text: String!, $ids: [ID!] = ["a"]) {',
      '  red: alerts(first: 8, filter: { isOpen: true, severity: [RED] }) {',
      '    nodes {',
      '      ...Row',
      '      ... on Task {',
      '        id',
      '      }',
      '    }',
      '  }',
      '  more @include(if: $text) {',
      '    id',
      '  }',
      '}',
      'fragment Row on Alert {',
      '  id',
      '}',
    ].join('\n'),
  );
});
