import { createHash } from 'node:crypto';
import { sign } from '../../../src/server/files/s3-bucket.ts';
import { ACCESS, signatureOf } from '../../support/processes/strict-s3.ts';

// Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
const DATE = '20130524T000000Z';
const access = {
  region: 'us-east-1',
  accessKeyId: ACCESS.id,
  secretAccessKey: ACCESS.secret,
  sessionToken: null,
};
const WELCOME = createHash('sha256').update('Welcome to Amazon S3.').digest('hex');
const NOTHING = createHash('sha256').digest('hex');

interface Example {
  method: 'GET' | 'PUT';
  path: string;
  headers?: Record<string, string>;
  sha256?: string;
  signature: string;
}

const EXAMPLES: [string, Example][] = [
  [
    'a range of an object',
    {
      method: 'GET',
      path: '/test.txt',
      headers: { range: 'bytes=0-9' },
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
  ],
  [
    'an object that is put, with a sign in its key that is encoded',
    {
      method: 'PUT',
      path: '/test$file.text',
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      sha256: WELCOME,
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
  ],
  [
    'a setting of the bucket',
    {
      method: 'GET',
      path: '/?lifecycle',
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    },
  ],
  [
    'a list of objects',
    {
      method: 'GET',
      path: '/?max-keys=2&prefix=J',
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ],
];

test.each(EXAMPLES)('the bucket client signs as Amazon has published: %s', async (_name, example) => {
  const { path, signature, ...request } = example;
  const signed = await sign(access, request, `https://examplebucket.s3.amazonaws.com${path}`, DATE);
  expect(signed.headers.get('authorization')).toMatch(new RegExp(`Signature=${signature}$`));
});

test.each(EXAMPLES)(
  'the strict door of the tests demands what Amazon has published: %s',
  (_name, { method, path, headers = {}, sha256 = NOTHING, signature }) => {
    const all: Record<string, string> = {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': sha256,
      'x-amz-date': DATE,
      ...headers,
    };
    const signedHeaders = Object.keys(all).sort().join(';');
    const scope = '20130524/us-east-1/s3/aws4_request';
    const signed = { method, url: path, headers: all, scope, signedHeaders, date: DATE, payload: sha256 };
    expect(signatureOf(signed)).toBe(signature);
  },
);
