import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { consoleParts } from './console-parts.ts';

const SOURCES = fileURLToPath(new URL('../../console/', import.meta.url));

/** Where assets are served; their names carry a hash of their content. */
export const ASSETS_PATH = '/console/assets/';

export interface Asset {
  readonly bytes: Buffer;
  readonly type: string;
}

/** The built console: its assets by path, and which of them its page loads, by extension. */
export interface ConsoleBuild {
  readonly paths: Readonly<Record<string, string>>;
  /** Scripts that the page's script needs at once. */
  readonly preloads: readonly string[];
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Builds of this process that share the one process of esbuild. */
let underWay = 0;

/** Where the script that shows push messages is: a fixed name, as browsers look there for a newer one. */
export const PUSH_WORKER_PATH = '/console/push-worker.js';

const ENTRIES = ['main.tsx', 'push-worker.ts', 'style/main.css', 'icon.svg'];
/** What the page names: its paths carry a hash of the content, by extension. */
const PAGE_FILES: ReadonlySet<string> = new Set(['main.js', 'main.css', 'icon.svg']);

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Builds the console in memory: nothing that is built is committed or written.
 *
 * @param plugins of esbuild that read sources in another way, before those of the console.
 * @throws BuildFailure of esbuild, with the place of each error in the sources.
 */
export async function buildConsole(plugins: readonly Plugin[] = []): Promise<ConsoleBuild> {
  underWay += 1;
  try {
    const { outputFiles, metafile } = await build({
      absWorkingDir: SOURCES,
      entryPoints: ENTRIES,
      outdir: SOURCES,
      write: false,
      metafile: true,
      bundle: true,
      plugins: [...plugins, consoleParts(SOURCES)],
      // What only a sign-in by an identity provider needs comes when it is needed.
      splitting: true,
      chunkNames: '[hash]',
      minify: true,
      charset: 'utf8',
      format: 'esm',
      target: ['chrome123', 'firefox120', 'safari17.5'],
      // Wherever the sources lie: beside the compiled service there is no configuration of the compiler.
      tsconfigRaw: {},
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.svg': 'copy' },
      legalComments: 'none',
      logLevel: 'silent',
    });
    return { ...served(outputFiles), preloads: preloadsOf(metafile.outputs) };
  } finally {
    underWay -= 1;
    // Its process would otherwise stay for as long as the service.
    if (underWay === 0) await stop();
  }
}

function served(files: readonly OutputFile[]): Omit<ConsoleBuild, 'preloads'> {
  const assets = new Map<string, Asset>();
  const paths: Record<string, string> = {};
  for (const file of files) {
    const name = basename(file.path);
    const extension = name.slice(name.lastIndexOf('.') + 1);
    const bytes = Buffer.from(file.contents);
    const path = pathOf(name, extension, bytes);
    assets.set(path, { bytes, type: TYPES[extension] ?? 'application/octet-stream' });
    if (PAGE_FILES.has(name)) paths[extension] = path;
  }
  return { paths, assets };
}

/** The parts that the script of the page is made of beside itself: a browser fetches them along with it. */
function preloadsOf(outputs: Metafile['outputs']): string[] {
  const found = new Set<string>();
  const follow = (name: string): void => {
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && !found.has(path)) {
        found.add(path);
        follow(path);
      }
  };
  follow('main.js');
  return [...found].map((path) => `${ASSETS_PATH}${basename(path)}`);
}

/** Parts that scripts load by themselves keep the names by which these know them, which are hashes as well. */
function pathOf(name: string, extension: string, bytes: Buffer): string {
  if (name === 'push-worker.js') return PUSH_WORKER_PATH;
  if (!PAGE_FILES.has(name)) return `${ASSETS_PATH}${name}`;
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  return `${ASSETS_PATH}${hash}.${extension}`;
}
