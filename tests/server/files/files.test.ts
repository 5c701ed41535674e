import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { filesHandler } from '../../../src/server/files/handler.ts';
import { openFiles } from '../../../src/server/files/open-files.ts';
import { createHttpServer } from '../../../src/server/http/http-server.ts';
import { FILES_PATH, type EvidenceFiles } from '../../../src/services/evidence/evidence-files.ts';
import { FileGrants } from '../../../src/services/evidence/file-grants.ts';
import { announce, metadataOf, put, sha256Of } from '../../support/worlds/announced-content.ts';

const actor: Actor = { userId: randomUUID(), orgId: randomUUID(), role: 'member', divisionIds: [] };
const MAX_BYTES = 3_000_000;
const KEY = randomBytes(32);

let dataDir: string;
let files: EvidenceFiles;
let server: Server;
let origin: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pit-files-'));
  files = await openFiles(
    {
      files: { kind: 'directory', path: join(dataDir, 'files') },
      fileMaxBytes: MAX_BYTES,
      fileQuotaBytes: 1e9,
      publicUrl: null,
    },
    KEY,
    () => origin,
  );
  server = createHttpServer({ [FILES_PATH]: filesHandler(files) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dataDir, { recursive: true });
});

/** Content of its own for each test: a place on the disk is named by it. */
let count = 0;
const someContent = (): string => `content ${(count += 1)}`;

/** Everything on the disk: what lies in its place, and drafts. */
async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Sends a request over a bare socket, and answers what comes back before it is closed. */
async function sendRaw(head: string[], body: string, { hangUp = false } = {}): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`${head.join('\r\n')}\r\nHost: test\r\nConnection: close\r\n\r\n${body}`);
  if (hangUp) setTimeout(() => socket.destroy(), 50);
  await once(socket, 'close');
  return answer;
}

const pathOf = (url: string): string => url.slice(origin.length);

describe('an upload', () => {
  test('takes the announced file, and gives it back by another address', async () => {
    const content = Buffer.alloc(2_500_000, 'evidence ');
    const prepared = await files.prepareUpload(
      actor,
      announce(content, { fileName: 'Rapport\u202e d’été\u200f (1).pdf' }),
    );
    expect(prepared.fileUrl).toMatch(`s3://pit-local/${actor.orgId}/`);
    expect(Date.parse(prepared.expiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
    expect(await put(prepared.uploadUrl, content, { 'content-type': 'application/pdf' })).toEqual({
      status: 201,
      text: '',
    });

    await files.requireStored(actor, prepared.fileUrl, metadataOf(content));
    const url = await files.downloadUrl(actor, prepared.fileUrl, metadataOf(content));
    const response = await fetch(url ?? '');
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''Rapport%20d%E2%80%99%C3%A9t%C3%A9%20%281%29.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  test('is taken without a length, in pieces', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const chunk = `${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n`;
    const head = [`PUT ${pathOf(uploadUrl)} HTTP/1.1`, 'Transfer-Encoding: chunked'];
    expect(await sendRaw(head, chunk)).toMatch('HTTP/1.1 201');
  });

  test('is taken once', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const answers = await Promise.all([1, 2, 3].map(() => put(uploadUrl, content)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await put(uploadUrl, content)).status).toBe(409);
  });
});

describe('a refused upload leaves nothing behind', () => {
  let before: string[];
  beforeEach(async () => {
    before = await filesOnDisk();
  });
  afterEach(async () => expect(await filesOnDisk()).toEqual(before));

  test('another content of the same size', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const answer = await put(uploadUrl, content.replace('content', 'CONTENT'));
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch('not the one that was announced');
  });

  test.each([
    ['more than announced', 'and more', 413],
    ['more by far than announced', 'x'.repeat(2_000_000), 413],
  ])('%s', async (_what, surplus, status) => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const head = [`PUT ${pathOf(uploadUrl)} HTTP/1.1`];
    const body = content + surplus;
    const withLength = await sendRaw([...head, `Content-Length: ${body.length}`], body.slice(0, 100));
    expect(withLength).toMatch(`HTTP/1.1 ${status}`);
    const pieces = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const inPieces = await sendRaw([...head, 'Transfer-Encoding: chunked'], pieces.slice(0, 10_000));
    expect(inPieces).toMatch(`HTTP/1.1 ${status}`);
  });

  test('less than announced', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    expect((await put(uploadUrl, content.slice(1))).status).toBe(400);
    const pieces = `${(content.length - 1).toString(16)}\r\n${content.slice(1)}\r\n0\r\n\r\n`;
    const head = [`PUT ${pathOf(uploadUrl)} HTTP/1.1`, 'Transfer-Encoding: chunked'];
    expect(await sendRaw(head, pieces)).toMatch('HTTP/1.1 400');
  });

  test.each<[string, (size: number) => string]>([
    ['that says its length', (size) => `Content-Length: ${size}`],
    ['that comes in pieces', () => 'Transfer-Encoding: chunked'],
  ])('far more than announced, %s, with an answer that its sender gets to read', async (_name, lengthOf) => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const size = 20_000_000;
    const head = [`PUT ${pathOf(uploadUrl)} HTTP/1.1`, lengthOf(size)];
    const chunk = 'x'.repeat(size);
    const body = lengthOf(size).includes('chunked') ? `${size.toString(16)}\r\n${chunk}\r\n0\r\n\r\n` : chunk;
    expect(await sendRaw(head, body)).toContain('HTTP/1.1 413');
  });

  test('a connection that breaks in the middle; the file may then be sent again', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    const head = [`PUT ${pathOf(uploadUrl)} HTTP/1.1`, `Content-Length: ${content.length}`];
    await sendRaw(head, content.slice(0, 4), { hangUp: true });
    const answer = await put(uploadUrl, content);
    expect(answer.status).toBe(201);
    before = await filesOnDisk();
    expect(before.filter((name) => name.includes(sha256Of(content)))).toHaveLength(1);
  });

  test('another media type', async () => {
    const content = someContent();
    const { uploadUrl } = await files.prepareUpload(actor, announce(content));
    expect((await put(uploadUrl, content, { 'content-type': 'text/html' })).status).toBe(400);
  });

  test('an expired, an altered, a foreign and a download address', async () => {
    const content = someContent();
    const { sha256, size, mediaType } = announce(content);
    const { orgId, userId } = actor;
    const grant = { orgId, userId, id: randomUUID(), sha256, size, mediaType };
    const past = () => new Date(Date.now() - 16 * 60_000);
    const expired = await new FileGrants(KEY, past).sign('upload', grant);
    const foreign = await new FileGrants(randomBytes(32)).sign('upload', grant);
    const download = await files.grants.sign('download', { ...grant, name: 'x' });
    const { token } = await files.grants.sign('upload', grant);
    const [head, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { grant: object };
    claims.grant = { ...claims.grant, orgId: '../../../..' };
    const altered = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;

    const answer = await put(`${origin}/files/${expired.token}`, content);
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch('expired');
    for (const wrong of [foreign.token, download.token, altered, unsigned, '', 'x', `${token}x`]) {
      expect((await put(`${origin}/files/${wrong}`, content)).status).toBe(403);
    }
  });

  test.each(['/files/../../etc/passwd', '/files/..%2f..%2fetc%2fpasswd', '/files//etc/passwd'])(
    '%s is no way out',
    async (path) => {
      for (const method of ['GET', 'PUT']) {
        expect(await sendRaw([`${method} ${path} HTTP/1.1`, 'Content-Length: 0'], '')).toMatch(
          'HTTP/1.1 403',
        );
      }
    },
  );

  test('no path leads out of the store, whatever was signed', async () => {
    const content = someContent();
    const { sha256, size, mediaType } = announce(content);
    const grant = { orgId: '../../..', userId: actor.userId, id: 'x', sha256, size, mediaType };
    const { token } = await files.grants.sign('upload', grant);
    expect((await put(`${origin}/files/${token}`, content)).status).toBe(500);
  });
});

describe('an address', () => {
  test('is not given to viewers, nor for what is too large or badly described', async () => {
    const good = announce('x');
    const refused: [Actor, object, string][] = [
      [{ ...actor, role: 'viewer' }, good, 'FORBIDDEN'],
      [actor, { ...good, size: MAX_BYTES + 1 }, 'LIMIT_EXCEEDED'],
      [actor, { ...good, size: 0 }, 'BAD_USER_INPUT'],
      [actor, { ...good, size: 1.5 }, 'BAD_USER_INPUT'],
      [actor, { ...good, sha256: 'abc' }, 'BAD_USER_INPUT'],
      [actor, { ...good, mediaType: 'text/html; a="\r\nset-cookie: b"' }, 'BAD_USER_INPUT'],
      [actor, { ...good, fileName: '../etc/passwd' }, 'BAD_USER_INPUT'],
      [actor, { ...good, fileName: 'a\u0007b' }, 'BAD_USER_INPUT'],
    ];
    for (const [who, announcement, code] of refused) {
      await expect(files.prepareUpload(who, announcement as typeof good)).rejects.toMatchObject({ code });
    }
  });

  test('opens only its file: upload addresses and expired ones give nothing out', async () => {
    const content = someContent();
    const { uploadUrl, fileUrl } = await files.prepareUpload(actor, announce(content));
    await put(uploadUrl, content);
    expect((await fetch(uploadUrl)).status).toBe(403);
    expect((await fetch(uploadUrl, { method: 'DELETE' })).status).toBe(405);
    const past = () => new Date(Date.now() - 6 * 60_000);
    const url = (await files.downloadUrl(actor, fileUrl, metadataOf(content))) ?? '';
    const grant = await files.grants.verify('download', url.slice(`${origin}/files/`.length));
    const expired = await new FileGrants(KEY, past).sign('download', grant);
    expect((await fetch(`${origin}/files/${expired.token}`)).status).toBe(403);
    const gone = await files.grants.sign('download', { ...grant, id: randomUUID() });
    expect((await fetch(`${origin}/files/${gone.token}`)).status).toBe(404);
  });

  test('is made for files of one’s own organisation that are kept here, and for no other', async () => {
    const said = metadataOf('x');
    const theirs = `s3://pit-local/${randomUUID()}/${randomUUID()}`;
    expect(await files.downloadUrl(actor, theirs, said)).toBeNull();
    expect(await files.downloadUrl(actor, 'https://files.test/a.pdf', said)).toBeNull();
    expect(await files.downloadUrl(actor, `s3://pit-local/${actor.orgId}/${randomUUID()}`, {})).toBeNull();
  });

  test('carries a media type that a header can carry, whatever the evidence says', async () => {
    const content = someContent();
    const { uploadUrl, fileUrl } = await files.prepareUpload(actor, announce(content));
    await put(uploadUrl, content);
    const said = { ...metadataOf(content), mediaType: 'text/html\r\nset-cookie: a=b' };
    const response = await fetch((await files.downloadUrl(actor, fileUrl, said)) ?? '');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });
});

test('what was said of a file has to be so', async () => {
  const content = someContent();
  const { uploadUrl, fileUrl } = await files.prepareUpload(actor, announce(content));
  const said = metadataOf(content);
  const requireStored = (who: Actor, url: string, what: object) =>
    files.requireStored(who, url, { ...said, ...what });
  await expect(requireStored(actor, fileUrl, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await put(uploadUrl, content);
  await requireStored(actor, fileUrl, {});
  await requireStored(actor, 'https://files.test/a.pdf', {});
  const stranger = { ...actor, orgId: randomUUID() };
  await expect(requireStored(stranger, fileUrl, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(requireStored(actor, fileUrl, { sha256: sha256Of('other') })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(requireStored(actor, fileUrl, { size: 1 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(requireStored(actor, 's3://pit-local/../x', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
