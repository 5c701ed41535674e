import type { IncomingMessage, ServerResponse } from 'node:http';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../config/config.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import { compressOnce, endWith, type Compress } from '../http/compression.ts';
import { versionOfPackage } from '../../services/maintenance/process-status.ts';
import type { Handler } from '../handler.ts';
import { ASSETS_PATH, PUSH_WORKER_PATH, type Asset, type ConsoleBuild } from './console-build.ts';
import { loadConsole } from './prebuilt-console.ts';
import { pageOf, policyOf } from './console-page.ts';
import { ProviderLookUp } from './sign-in-provider.ts';

export interface ConsoleOptions {
  /** A browser may keep its token of the printed link, and each visit looks whether the sources have changed. */
  readonly isDevelopment: boolean;
  /** By whom people sign in; left out: with a token that they bring. */
  readonly provider?: ProviderLookUp;
  readonly build?: typeof loadConsole;
}

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const VERSION = versionOfPackage();

interface Built extends ConsoleBuild {
  readonly compress: Map<string, Compress>;
  /** Newest change of the sources, in milliseconds; 0 where nobody looks. */
  readonly changedAt: number;
}

/**
 * Serves the web console below /console: its assets by their names, and its one page for every other path, since the paths
 * are the page's own. It is built when the first browser comes.
 */
export class ConsoleServer {
  private built: Promise<Built> | undefined;

  constructor(private readonly options: ConsoleOptions) {}

  readonly handle: Handler = async (request, response) => {
    const provider = (await this.options.provider?.find()) ?? null;
    response.setHeader('content-security-policy', policyOf(provider));
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const built = await this.build(request).catch((error: unknown) => {
      // What is wrong with the sources is for this machine's log alone.
      logger.error({ err: error }, 'the console could not be built');
      throw new PitError('INTERNAL_SERVER_ERROR', 'The console could not be built; the log says why.');
    });
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (!path.startsWith(ASSETS_PATH) && path !== PUSH_WORKER_PATH) {
      const { isDevelopment } = this.options;
      return sendPage(response, pageOf(built, { isDevelopment, provider, version: VERSION }));
    }
    const asset = built.assets.get(path);
    if (asset === undefined) throw new PitError('NOT_FOUND', 'There is no such part of the console.');
    return sendAsset(response, built, path, asset);
  };

  private async build(request: IncomingMessage): Promise<Built> {
    const { isDevelopment } = this.options;
    const isPage = !(request.url ?? '').startsWith(ASSETS_PATH);
    const changedAt = isDevelopment && isPage ? await newestChange() : undefined;
    const last = this.built;
    if (last !== undefined) {
      const known = await last.catch(() => undefined);
      if (known !== undefined && (changedAt === undefined || known.changedAt === changedAt)) return known;
      // Another request has begun anew meanwhile.
      if (this.built !== last && this.built !== undefined) return this.built;
    }
    const begun = performance.now();
    this.built = (this.options.build ?? loadConsole)().then((made) => {
      logger.info({ ms: Math.round(performance.now() - begun) }, 'built the console');
      return { ...made, compress: new Map<string, Compress>(), changedAt: changedAt ?? 0 };
    });
    return this.built;
  }
}

/** The routes of the console; none where it is off. */
export function consoleRoutes({ console, production, signIn }: Config): Record<string, Handler> {
  if (!console) return {};
  const provider = signIn === null ? undefined : new ProviderLookUp(signIn);
  // Now, so that what is wrong with the provider is in the log of the start.
  void provider?.find();
  const { handle } = new ConsoleServer({
    isDevelopment: !production,
    ...(provider === undefined ? {} : { provider }),
  });
  return { '/console': handle, '/console/': handle };
}

const SOURCES = fileURLToPath(new URL('../../console/', import.meta.url));

async function newestChange(): Promise<number> {
  const entries = await readdir(SOURCES, { recursive: true });
  const times = await Promise.all(entries.map(async (name) => (await stat(join(SOURCES, name))).mtimeMs));
  return Math.max(...times);
}

function sendPage(response: ServerResponse, html: string): Promise<void> {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  return endWith(response, Buffer.from(html));
}

function sendAsset(
  response: ServerResponse,
  { compress }: Built,
  path: string,
  { bytes, type }: Asset,
): Promise<void> {
  response.setHeader('content-type', type);
  // Only what bears its hash in its name is the same for good.
  const isFixed = path === PUSH_WORKER_PATH;
  response.setHeader('cache-control', isFixed ? 'no-cache' : 'public, max-age=31536000, immutable');
  return endWith(response, bytes, compressOf(compress, path));
}

function compressOf(known: Map<string, Compress>, path: string): Compress {
  let compress = known.get(path);
  if (compress === undefined) known.set(path, (compress = compressOnce()));
  return compress;
}
