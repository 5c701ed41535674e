import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse, print } from 'graphql';
import { buildConsole, PUSH_WORKER_PATH, type ConsoleBuild } from '../../src/server/console/console-build.ts';
import { packedDocument } from '../../src/server/console/console-parts.ts';
import { pageOf } from '../../src/server/console/console-page.ts';
import { ConsoleServer } from '../../src/server/console/console-handler.ts';
import { createHttpServer } from '../../src/server/http/http-server.ts';

const KB = 1000;

let built: ConsoleBuild;
let builds = 0;
let server: Server;
let base: string;

beforeAll(async () => {
  built = await buildConsole();
  const { handle } = new ConsoleServer({
    isDevelopment: false,
    build: async () => {
      builds += 1;
      return built;
    },
  });
  server = createHttpServer({ '/console': handle, '/console/': handle });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server?.close());

const assetsOf = (extension: string): string[] =>
  [...built.assets].flatMap(([path, { bytes }]) => (path.endsWith(extension) ? [bytes.toString()] : []));
const packedAsset = (path: string): number => gzipSync(built.assets.get(path)!.bytes, { level: 9 }).length;
const packed = (extension: string): number =>
  assetsOf(extension).reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);

test('the console is small: 30 kB in two scripts until a page, 20 kB more for the largest, 116 kB of all but OIDC', () => {
  const begin = [built.paths['js']!, ...built.preloads];
  expect(begin).toHaveLength(2);
  expect(begin.reduce((sum, path) => sum + packedAsset(path), 0)).toBeLessThan(30 * KB);
  const rest = [...built.assets.keys()].filter((path) => path.endsWith('.js') && !begin.includes(path));
  expect(rest.length).toBeGreaterThan(4);
  for (const path of rest) expect(packedAsset(path)).toBeLessThan(20 * KB);
  const isOfProvider = (path: string): boolean => built.assets.get(path)!.bytes.includes('token_endpoint');
  const ours = rest.filter((path) => path !== PUSH_WORKER_PATH && !isOfProvider(path));
  expect(ours.length).toBeLessThan(rest.length - 1);
  expect([...begin, ...ours].reduce((sum, path) => sum + packedAsset(path), 0)).toBeLessThan(116 * KB);
  expect(packed('.css')).toBeLessThan(7 * KB);
});

test('its scripts carry each operation as it was written, but for the space between words', async () => {
  const source = await readFile(new URL('../../src/console/operations.ts', import.meta.url), 'utf8');
  const documents = [
    ...source.matchAll(/export const (\w+Document) = new TypedDocumentString\(`([^`]*)`\)/g),
  ];
  expect(documents.length).toBeGreaterThan(50);
  const scripts = assetsOf('.js').join('\n');
  for (const [, name, document = ''] of documents) {
    const short = packedDocument(document);
    expect([name, print(parse(short))]).toEqual([name, print(parse(document))]);
    expect([name, scripts.includes(short)]).toEqual([name, true]);
  }
});

test('a page that comes later runs the entry no second time', () => {
  const entry = built.paths['js']!.split('/').at(-1)!;
  for (const path of built.assets.keys())
    if (path.endsWith('.js')) expect(built.assets.get(path)!.bytes.includes(entry)).toBe(false);
  const runs = assetsOf('.js').filter((text) => text.includes('id="app"'));
  expect(runs).toHaveLength(1);
});

test('its scripts make no markup of text, run no text, and name no other host', () => {
  const script = assetsOf('.js').join('\n');
  for (const word of [
    'insertAdjacentHTML',
    'document.write',
    'eval(',
    'new Function',
    'localStorage.setItem("pit-token',
  ])
    expect(script).not.toContain(word);
  const hosts = [...script.matchAll(/https?:\/\/[^"'`\s/]+/g)].map(([host]) => host);
  expect(hosts.filter((host) => host !== 'http://www.w3.org')).toEqual([]);
});

test('its styles fetch nothing', () => {
  const [style = ''] = assetsOf('.css');
  expect(style).not.toMatch(/url\(|@import/);
});

test('every path below /console is the one page, which nobody may keep', async () => {
  for (const path of ['/console', '/console/', '/console/alerts', '/console/projects/x/plan?zoom=day']) {
    const response = await fetch(base + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain('<script type="module" src="/console/assets/');
  }
  expect(builds).toBe(1);
});

test('its policy allows its own scripts, styles and graph, and no text that becomes markup', async () => {
  const { headers } = await fetch(`${base}/console`);
  const policy = headers.get('content-security-policy')!;
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types pit-push',
    ]),
  );
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test('the script that shows push messages has a name that stays, and is asked for anew each time', async () => {
  const response = await fetch(`${base}${PUSH_WORKER_PATH}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-cache');
  const script = await response.text();
  expect(script).not.toMatch(/caches|fetch/);
});

test('assets bear the hash of their content in their names, and are kept for good', async () => {
  for (const [path, { bytes, type }] of built.assets) {
    if (path === PUSH_WORKER_PATH) continue;
    const response = await fetch(base + path);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  }
  expect((await fetch(`${base}/console/assets/of-yesterday.js`)).status).toBe(404);
});

test('a page that was not built is told apart from what its sources say', async () => {
  const { handle } = new ConsoleServer({
    isDevelopment: false,
    build: () => Promise.reject(new Error('main.tsx: a secret place')),
  });
  const broken = createServer((request, response) => {
    void Promise.resolve(handle(request, response)).catch((error: unknown) =>
      response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(broken.address() as AddressInfo).port}/console`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  broken.close();
});

test('it is read, not written to', async () => {
  expect((await fetch(`${base}/console`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${base}/console`, { method: 'HEAD' })).status).toBe(200);
});

test('only a service under development has a page that takes the token of a link', () => {
  const pageFor = (isDevelopment: boolean): string =>
    pageOf(built, { isDevelopment, provider: null, version: '0.0.0' });
  const isTaken = 'name="pit-development" content="true"';
  expect(pageFor(false)).not.toContain(isTaken);
  expect(pageFor(true)).toContain(isTaken);
});

test('a compressed asset is the asset', async () => {
  const [path = ''] = [...built.assets.keys()].filter((each) => each.endsWith('.js'));
  const { port } = server.address() as AddressInfo;
  const body = await rawGzip(port, path);
  expect(gunzipSync(body).equals(built.assets.get(path)!.bytes)).toBe(true);
});

/** Fetch unpacks by itself; what travels is looked at without it. */
async function rawGzip(port: number, path: string): Promise<Buffer> {
  const { get } = await import('node:http');
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
