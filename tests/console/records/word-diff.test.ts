import fc from 'fast-check';
import { wordDiff } from '../../../src/console/records/word-diff.ts';

test('what changed in a text is told word by word', () => {
  expect(wordDiff('The roof waits for steel', 'The roof waits for dry weather')).toEqual([
    { kind: 'same', text: 'The roof waits for ' },
    { kind: 'gone', text: 'steel' },
    { kind: 'new', text: 'dry weather' },
  ]);
  expect(wordDiff('one two', 'three four')).toBeNull();
});

test('what stayed and went is the text before, what stayed and came the text after', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'dd'), { maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, (first, second) => {
      const [before, after] = [first.join(''), second.join('')];
      const pieces = wordDiff(before, after);
      if (pieces === null) return;
      const without = (left: string): string =>
        pieces.flatMap(({ kind, text }) => (kind === left ? [] : [text])).join('');
      expect([without('new'), without('gone')]).toEqual([before, after]);
    }),
  );
});

test('a text of thousands of words is not compared, so that no page stops', () => {
  const long = 'word '.repeat(5_000);
  expect(wordDiff(long, `${long}more`)).toBeNull();
});
