import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../src/config/config.ts';
import { openFiles } from '../../src/server/files/open-files.ts';
import { S3FileStore } from '../../src/server/files/s3-file-store.ts';
import type { FileBucket } from '../../src/config/file-settings.ts';
import { describeFile, EvidenceWorld, PREPARE, SUBMIT } from '../services/evidence/evidence-world.ts';
import { freePort } from '../support/processes/pit-process.ts';
import { startTestService, type TestService } from '../support/processes/service.ts';
import { ACCESS, StrictS3 } from '../support/processes/strict-s3.ts';

const BUCKET = 'pit-evidence';

let s3: StrictS3;
let env: Record<string, string>;
let store: S3FileStore;

beforeAll(async () => {
  s3 = await StrictS3.start(BUCKET);
  env = {
    PIT_FILES_URL: `s3://${BUCKET}/some/prefix`,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: ACCESS.id,
    AWS_SECRET_ACCESS_KEY: ACCESS.secret,
  };
  store = new S3FileStore(loadConfig(env).files as FileBucket);
});

beforeEach(() => {
  s3.fault = null;
  s3.answered.length = 0;
});

afterAll(() => s3.stop());

const sha256Of = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

function fileOf(content: string | Buffer, more: object = {}) {
  const size = Buffer.byteLength(content);
  return { orgId: randomUUID(), id: randomUUID(), sha256: sha256Of(content), size, ...more };
}

async function* pieces(content: string | Buffer, size = 4): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function contentOf(file: ReturnType<typeof fileOf>): Promise<string> {
  const { content } = await store.read(file);
  const chunks: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the store of files in S3', () => {
  test('keeps a file under its prefix, gives it back, and removes it', async () => {
    const file = fileOf('a piece of evidence');
    expect(await store.sizeOf(file)).toBeNull();
    await store.put(file, pieces('a piece of evidence'));
    expect([await store.sizeOf(file), await contentOf(file)]).toEqual([file.size, 'a piece of evidence']);
    await store.remove(file);
    await store.remove(file);
    expect(await store.sizeOf(file)).toBeNull();
    await expect(store.read(file)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('lets one of several uploads of a file win', async () => {
    const file = fileOf('wanted by three');
    const results = await Promise.allSettled([1, 2, 3].map(() => store.put(file, pieces('wanted by three'))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    }
  });

  test.each([
    ['another content of the same length', 'a piece of evidenca', 'BAD_USER_INPUT'],
    ['less than was announced', 'a piece', 'BAD_USER_INPUT'],
    ['more than was announced', 'a piece of evidence, and more', 'LIMIT_EXCEEDED'],
  ])('keeps nothing of %s, and never has the whole of it', async (_name, content, code) => {
    const file = fileOf('a piece of evidence');
    const before = s3.received;
    await expect(store.put(file, pieces(content))).rejects.toMatchObject({ code });
    expect(await store.sizeOf(file)).toBeNull();
    expect(s3.received - before).toBeLessThan(file.size);
    await store.put(file, pieces('a piece of evidence'));
    expect(await store.sizeOf(file)).toBe(file.size);
  });

  test('passes an upload on while it comes, and does not collect it', async () => {
    const before = s3.received;
    const content = Buffer.alloc(300_000, 'x');
    async function* slow(): AsyncGenerator<Buffer> {
      yield content.subarray(0, 100_000);
      yield content.subarray(100_000, 200_000);
      // The last piece is sent once the first has arrived.
      while (s3.received === before) await new Promise((resolve) => setTimeout(resolve, 5));
      yield content.subarray(200_000);
    }
    const file = fileOf(content);
    await store.put(file, slow());
    expect(await store.sizeOf(file)).toBe(300_000);
  });

  test('tries again what failed and may be repeated, and says UNAVAILABLE of what fails for good', async () => {
    const file = fileOf('x');
    s3.fault = { status: 503, code: 'SlowDown' };
    await expect(store.sizeOf(file)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(s3.answered).toEqual(['HEAD 503', 'HEAD 503', 'HEAD 503']);
    const works = [store.read(file), store.remove(file), store.put(file, pieces('x'))];
    const reason = expect.objectContaining({ code: 'UNAVAILABLE' });
    const failed = { status: 'rejected', reason };
    expect(await Promise.allSettled(works)).toEqual([failed, failed, failed]);
    const unreachable = new S3FileStore({
      ...(loadConfig(env).files as FileBucket),
      endpoint: 'http://127.0.0.1:1',
    });
    await expect(unreachable.sizeOf(file)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('a start with a bucket that cannot be used is refused by PIT_FILES_URL', () => {
  const start = (more: Record<string, string>): Promise<unknown> =>
    openFiles(loadConfig({ ...env, ...more }), Buffer.alloc(32), () => '');

  test.each([
    [
      'another secret',
      { AWS_SECRET_ACCESS_KEY: 'x' },
      /pit-evidence at http.* refused: 403 SignatureDoesNotMatch/,
    ],
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'x' }, /refused: 403 InvalidAccessKeyId/],
    ['another region', { AWS_REGION: 'eu-central-1', AWS_SECRET_ACCESS_KEY: 'y' }, /SignatureDoesNotMatch/],
    [
      'no such bucket',
      { PIT_FILES_URL: 's3://elsewhere' },
      /the bucket elsewhere .* refused: 404 NoSuchBucket/,
    ],
  ])('%s', async (_name, more, message) => {
    await expect(start(more)).rejects.toThrow(message);
    await expect(start(more)).rejects.toThrow('PIT_FILES_URL: expected a bucket');
  });

  test('nobody there', async () => {
    const port = await freePort();
    await expect(start({ AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` })).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a server that is none of S3', async () => {
    const other = createServer((_request, response) => response.writeHead(405).end('no')).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` })).rejects.toThrow(/refused: 405/);
    other.close();
  });
});

describe('two replicas with one bucket and one secret', () => {
  let world: EvidenceWorld;
  let replicas: TestService[];

  beforeAll(async () => {
    world = await EvidenceWorld.open();
    const settings = { ...env, PIT_SECRET: '5f'.repeat(32) };
    replicas = await Promise.all([1, 2].map(() => startTestService(world.plan.database, settings)));
  });

  afterAll(async () => {
    await Promise.all(replicas.map((each) => each.stop()));
    await world.close();
  });

  async function ask(replica: number, query: string, variables: object) {
    const service = replicas[replica] as TestService;
    const token = await service.token(world.worker);
    const { body } = await service.query(token, query, variables as Record<string, unknown>);
    expect(body.errors).toBeUndefined();
    return body.data as Record<string, Record<string, never>>;
  }

  test('what one prepares and the other takes is handed in at the first and given out by the second', async () => {
    const { taskId } = await world.provenTask();
    const content = Buffer.alloc(1_500_000, 'evidence ');
    const announced = { ...describeFile(content.toString()), fileName: 'proof.pdf' };
    const { prepareUpload } = await ask(0, PREPARE, { input: announced });
    const [first, second] = replicas.map(({ url }) => new URL(url).origin) as [string, string];
    const uploadUrl = String(prepareUpload?.['uploadUrl']).replace(first, second);
    expect((await fetch(uploadUrl, { method: 'PUT', body: content })).status).toBe(201);
    expect((await fetch(uploadUrl, { method: 'PUT', body: content })).status).toBe(409);

    const input = {
      taskId,
      ...describeFile(content.toString()),
      fileUrl: prepareUpload?.['fileUrl'],
      fileType: 'DOCUMENT',
      source: 'test',
    };
    const submitted = await ask(0, SUBMIT, { input });
    const { id } = submitted['submitEvidence']?.['evidence'] as unknown as { id: string };
    const given = await ask(1, 'query($id: ID!) { evidence(id: $id) { downloadUrl } }', { id });
    const response = await fetch(String(given['evidence']?.['downloadUrl']));
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  test('an upload that the bucket refuses is answered 503, and may be sent again', async () => {
    const { prepareUpload } = await ask(0, PREPARE, { input: describeFile('later') });
    const put = async () =>
      fetch(String(prepareUpload?.['uploadUrl']), { method: 'PUT', body: Buffer.from('later') });
    s3.fault = { status: 500, code: 'InternalError' };
    expect((await put()).status).toBe(503);
    s3.fault = null;
    expect((await put()).status).toBe(201);
  });
});
