import fc from 'fast-check';
import { excerptOf, isTextFile, MOST_EXCERPT_BYTES } from '../../../src/domain/advice/evidence-text.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['text/plain', true],
  ['text/csv; charset=utf-8', true],
  ['Application/JSON', true],
  ['text/html', false],
  ['application/pdf', false],
  ['image/svg+xml', false],
  [undefined, false],
])('a file of the media type %s is text as it stands: %s', (mediaType, isText) => {
  expect(isTextFile(mediaType)).toBe(isText);
});

test.each([
  [
    'UTF-8 with a byte order mark',
    Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('Öl\nWasser\t1')),
    'Öl\nWasser\t1',
  ],
  ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42, 0), 'AB'],
  ['UTF-16 with the high byte first', Uint8Array.of(0xfe, 0xff, 0, 0x41), 'A'],
  ['control characters and bytes of no text', Uint8Array.of(0x41, 0, 0x1b, 0xc3, 0x42), 'AB'],
  ['nothing that shows', Uint8Array.of(0, 0, 0x20, 0x0a), null],
  ['nothing', new Uint8Array(0), null],
])('the excerpt of %s is its text', (_, head, text) => {
  expect(excerptOf(head)).toBe(text);
});

test('whatever a file holds, its excerpt is well-formed and takes no more bytes than is reserved for it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 100 }).map(utf8),
        fc.constantFrom('"', '\n', '😀', 'ü', 'a').map((unit) => utf8(unit.repeat(13_000))),
      ),
      (head) => {
        const excerpt = excerptOf(head) ?? '';
        expect(excerpt).not.toMatch(/\p{Surrogate}/u);
        expect(utf8(JSON.stringify(excerpt)).length).toBeLessThanOrEqual(MOST_EXCERPT_BYTES);
      },
    ),
  );
});

test('of a long text as much is told as fits', () => {
  expect(excerptOf(utf8('a'.repeat(50_000)))).toHaveLength(MOST_EXCERPT_BYTES - 2);
  expect(excerptOf(utf8('"'.repeat(50_000)))).toHaveLength((MOST_EXCERPT_BYTES - 2) / 2);
});
