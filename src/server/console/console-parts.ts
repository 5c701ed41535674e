import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Loader, OnLoadResult, Plugin, PluginBuild } from 'esbuild';

const OPERATIONS = /import \{([^}]*)\} from '[./]*operations\.ts';/g;
const LATE_IMPORT = /import\('(\.[^']+)'\)/g;
const DOCUMENT = /export const (\w+) = new TypedDocumentString\(`([^`]*)`\)/g;
const ONE_OPERATION = 'operation:';
const LATE = '?late';

/**
 * How the console is cut into parts. A bundler keeps a module whole in the first part that needs any of it; so each operation
 * comes as a module of its own, with the page that asks it. And a page that is loaded later begins with the entry, which is
 * there by then: what entry and pages share lies in one part instead of one for each set of pages that share it.
 */
export function consoleParts(sources: string): Plugin {
  return {
    name: 'console-parts',
    setup: async (build) => {
      cutOperations(build, sources);
      beginWithEntry(build, await readSources(sources), join(sources, 'main.tsx'));
    },
  };
}

function cutOperations(build: PluginBuild, sources: string): void {
  let documents: Promise<ReadonlyMap<string, string>> | undefined;
  build.onResolve({ filter: /^operation:/ }, ({ path }) => ({ path, namespace: 'operation' }));
  build.onLoad({ filter: /.*/, namespace: 'operation' }, async ({ path }) => {
    documents ??= readDocuments(join(sources, 'operations.ts'));
    const name = path.slice(ONE_OPERATION.length);
    const text = (await documents).get(name);
    if (text === undefined) return { errors: [{ text: `operations.ts has no ${name}` }] };
    return { contents: `export const ${name} = ${JSON.stringify(text)};`, loader: 'js' };
  });
}

async function readDocuments(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, 'utf8');
  return new Map(
    [...text.matchAll(DOCUMENT)].map(([, name = '', document = '']) => [name, packedDocument(document)]),
  );
}

/**
 * A document of the graph without the space that only people need.
 * @param document without texts and comments, as it is generated.
 */
export function packedDocument(document: string): string {
  return document
    .replace(/[\s,]+/g, ' ')
    .replace(/ ?([{}():!=[\]]) ?/g, '$1')
    .replace(/ (?=\.\.\.|[$@])/g, '')
    .trim();
}

/** The texts of the sources by their paths. */
async function readSources(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  const texts = names.map(async (name): Promise<[string, string]> => {
    const path = join(folder, name);
    return [path, await readFile(path, 'utf8')];
  });
  return new Map(await Promise.all(texts));
}

/** The bundler asks for what is cut alone: a question for each import of each file would take longer than all else. */
function beginWithEntry(build: PluginBuild, sources: ReadonlyMap<string, string>, entry: string): void {
  const late = new Set<string>();
  const touched = new Set<string>();
  for (const [path, text] of sources) {
    if (cut(text) !== text) touched.add(path);
    for (const [, name = ''] of text.matchAll(LATE_IMPORT)) late.add(join(dirname(path), name));
  }
  build.onResolve({ filter: anyOf(late, (path) => `/${basename(path)}`) }, ({ kind, path, importer }) =>
    kind === 'dynamic-import' ? { path: join(dirname(importer), path), suffix: LATE } : null,
  );
  build.onLoad({ filter: anyOf(new Set([...late, ...touched]), (path) => path) }, ({ path, suffix }) => {
    const beginning = suffix === LATE ? `import ${JSON.stringify(entry)};` : '';
    return loaded(path, beginning + cut(sources.get(path) ?? ''));
  });
}

function anyOf(paths: ReadonlySet<string>, nameOf: (path: string) => string): RegExp {
  const names = [...paths].map((path) => nameOf(path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:${names.join('|')})$`);
}

/** The imports of operations one by one; those of types go away. */
function cut(text: string): string {
  return text.replace(OPERATIONS, (_, names: string) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => `import { ${name} } from '${ONE_OPERATION}${name}';`)
      .join(''),
  );
}

function loaded(path: string, contents: string): OnLoadResult {
  const loader: Loader = path.endsWith('x') ? 'tsx' : 'ts';
  return { contents, loader, resolveDir: dirname(path) };
}
