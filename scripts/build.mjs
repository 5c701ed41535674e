// Compiles the service and the commands of operators to JavaScript, with what they read at run time beside it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(root, process.argv[2] ?? 'dist');

/** Read by `new URL(..., import.meta.url)`, hence from the same place beside the compiled files. */
const READ_AT_RUN_TIME = ['package.json', 'docs/template.schema.json', 'examples/data', 'src/console'];

const compiler = findCompiler();
// Built aside and renamed into place, so that what runs from the folder is whole, or is not there.
const draft = `${target}.${process.pid}`;
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', draft], {
  cwd: root,
  stdio: 'inherit',
});
let isWhole = false;
try {
  if (status === 0) {
    for (const path of READ_AT_RUN_TIME) cpSync(join(root, path), join(draft, path), { recursive: true });
    await buildConsole(draft);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
    isWhole = true;
  }
} finally {
  rmSync(draft, { recursive: true, force: true });
  if (!isWhole) process.exitCode = 1;
}

/** Leaves the web console built, so that what runs in production needs no bundler. */
async function buildConsole(folder) {
  const { packedConsole } = await import(
    pathToFileURL(join(folder, 'src', 'server', 'console', 'prebuilt-console.js'))
  );
  const packed = await packedConsole();
  const sources = join(folder, 'src', 'console');
  rmSync(sources, { recursive: true });
  mkdirSync(sources);
  writeFileSync(join(sources, 'built.json'), packed);
}

/** The compiler of the project's own lock file. */
function findCompiler() {
  const file = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (existsSync(file)) return file;
  console.error(
    'What compiles is not installed: run "npm ci" without --omit=dev, build, then "npm prune --omit=dev".',
  );
  process.exit(1);
}
