import { mayBeOf } from '../../../src/domain/evidence/media-type.ts';

const hex = (digits: string): Uint8Array => Buffer.from(digits.padEnd(64, '0'), 'hex');
const text = (content: string): Uint8Array => Buffer.from(content);

test.each<[string, Uint8Array, string]>([
  ['a PDF', text('%PDF-1.7\n'), 'application/pdf'],
  ['a PDF behind some bytes', text('\n\n%PDF-1.4'), 'application/pdf'],
  ['a PNG', hex('89504e470d0a1a0a'), 'image/png'],
  ['a photograph', hex('ffd8ffe0'), 'image/jpeg; quality=1'],
  ['a WebP', hex('524946460000000057454250'), 'image/webp'],
  [
    'a text document of an office',
    hex('504b0304'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['an old one', hex('d0cf11e0a1b11ae1'), 'application/msword'],
  ['a film', hex('000000186674797069736f6d'), 'video/mp4'],
  ['a table', text('a;b\n1;2\n'), 'text/csv'],
  ['a text of two bytes for each sign', hex('fffe6100'), 'text/plain'],
  ['what says nothing of itself', hex('ffd8ffe0'), 'application/octet-stream'],
  ['what nothing is known of', hex('0102'), 'application/x-of-our-own'],
])('%s is of its type', (_, head, type) => {
  expect(mayBeOf(head, type)).toBe(true);
});

test.each<[string, Uint8Array, string]>([
  ['a photograph', hex('ffd8ffe0'), 'application/pdf'],
  ['a PDF', text('%PDF-1.7'), 'image/png'],
  ['a text', text('hello'), 'application/pdf'],
  ['a text', text('hello'), 'application/zip'],
  ['an archive', hex('504b0304'), 'image/jpeg'],
  ['a program', hex('4d5a9000'), 'application/octet-stream'],
  ['a script', text('#!/bin/sh\n'), 'text/plain'],
  ['bytes', hex('0102'), 'text/plain'],
])('%s is not of another type', (_, head, type) => {
  expect(mayBeOf(head, type)).toBe(false);
});
