import {
  formatFileReference,
  isOwnFile,
  parseFileReference,
} from '../../../src/domain/evidence/file-reference.ts';
import { requireFileUrl } from '../../../src/domain/url.ts';

const orgId = '11111111-1111-4111-8111-111111111111';
const id = '22222222-2222-4222-8222-222222222222';

test.each([
  null,
  'report.pdf',
  'été (1) – “final”.pdf',
  `it's 100% <b>*!~^{|}\`.txt`,
  '😀.png',
  '..',
  '?x#y',
])('a file called %s has an address that evidence may carry, and that leads back', (name) => {
  const url = formatFileReference({ orgId, id, name });
  expect(requireFileUrl(url, 'input.fileUrl')).toBe(url);
  expect(isOwnFile(url)).toBe(true);
  expect(parseFileReference(url)).toEqual({ orgId, id, name });
});

test('the longest name that is taken still fits into an address', () => {
  const url = formatFileReference({ orgId, id, name: '€'.repeat(200) });
  expect(requireFileUrl(url, 'input.fileUrl')).toBe(url);
});

test.each([
  's3://pit-local/',
  `s3://pit-local/${orgId}`,
  `s3://pit-local/${orgId}/../${id}`,
  `s3://pit-local/${orgId}/${id}/a/b`,
  `s3://pit-local/${orgId}/${id}?x`,
  `s3://pit-local/${orgId.toUpperCase().replaceAll('1', 'G')}/${id}`,
  `s3://elsewhere/${orgId}/${id}`,
  `https://pit-local/${orgId}/${id}`,
])('the address %s names no stored file', (url) => {
  expect(parseFileReference(url)).toBeNull();
});

test('a name that is not well encoded is none, and the file is found', () => {
  expect(parseFileReference(`s3://pit-local/${orgId}/${id}/%E0%A4%A`)).toEqual({ orgId, id, name: null });
});

test.each([
  'S3://pit-local/',
  's3://PIT-LOCAL/',
  's3://Pit-Local/',
  's3://pit%2Dlocal/',
  's3://%70it-local/',
  's3://%2570it-local/',
  's3://pit-local./',
  's3://pit-local../',
  's3://pit-local%2E/',
  's3://pit-local:443/',
  's3://who@pit-local/',
  's3:///pit-local/',
  's3:pit-local/',
  's3://pit-lo\u200bcal/',
  's3://\uff50it-local/',
])('a file under %j claims to be of our store, and is none', (bucket) => {
  const url = `${bucket}${orgId}/${id}`;
  expect(isOwnFile(url)).toBe(true);
  expect(parseFileReference(url)).toBeNull();
});

test.each([
  's3://pit-local.example/x',
  's3://my-pit-local/x',
  's3://pit-localx/x',
  's3://elsewhere/pit-local/x',
])('the address %s is of another store', (url) => expect(isOwnFile(url)).toBe(false));
