import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { StartRefusal } from '../../start/start-refusal.ts';
import { isSystemError } from '../../start/system-error.ts';
import { copyFile, syncDirectory, type Copied } from './copied-file.ts';

/** A file of a backup, by its path in it. */
export interface BackupFile extends Copied {
  readonly path: string;
}

/** A folder that a backup is written into, and what has been written. Paths are relative, with `/` between. */
export class CopiedTree {
  readonly files: BackupFile[] = [];
  readonly directories: string[] = [];

  constructor(readonly root: string) {}

  async makeDirectory(path: string): Promise<void> {
    await mkdir(join(this.root, path), { mode: 0o700 });
    this.directories.push(path);
  }

  /** @returns whether it was there. */
  async copy(from: string, path: string): Promise<boolean> {
    const copied = await copyFile(from, join(this.root, path));
    if (copied !== null) this.files.push({ path, ...copied });
    return copied !== null;
  }

  async write(path: string, content: Buffer): Promise<void> {
    await writeFile(join(this.root, path), content, { mode: 0o600, flag: 'wx', flush: true });
    const sha256 = createHash('sha256').update(content).digest('hex');
    this.files.push({ path, bytes: content.length, sha256 });
  }

  /**
   * Copies a directory with all that is in it. What vanishes meanwhile is left out.
   * @param options.skip names of files that are not copied, wherever they lie.
   * @param options.empty directories at the top that are copied without what is in them.
   * @throws StartRefusal for a symbolic link: what it leads to is not in the folder, and would be missing.
   */
  async copyDirectory(from: string, path: string, options: CopyOptions = {}): Promise<void> {
    await this.makeDirectory(path);
    for (const entry of await listed(from)) {
      const [source, name] = [join(from, entry.name), `${path}/${entry.name}`];
      if (entry.isSymbolicLink()) {
        throw new StartRefusal(`${source} is a symbolic link, of which a backup would hold no content.`);
      }
      if (!entry.isDirectory()) {
        if (options.skip?.test(entry.name) !== true) await this.copy(source, name);
      } else if (options.empty?.has(entry.name) === true) {
        await this.makeDirectory(name);
      } else {
        await this.copyDirectory(source, name, { skip: options.skip });
      }
    }
  }

  /** Brings the names of all files to the disk; their content is there. */
  async sync(): Promise<void> {
    for (const path of this.directories) await syncDirectory(join(this.root, path));
    await syncDirectory(this.root);
    await syncDirectory(dirname(this.root));
  }
}

interface CopyOptions {
  readonly skip?: RegExp | undefined;
  readonly empty?: ReadonlySet<string>;
}

async function listed(directory: string): ReturnType<typeof entriesOf> {
  try {
    return await entriesOf(directory);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}

const entriesOf = (directory: string) => readdir(directory, { withFileTypes: true });

/** Reads a file until two readings agree: a block may be written while it is read. */
export async function readSettled(file: string): Promise<Buffer> {
  let [last, next] = [await readFile(file), await readFile(file)];
  while (!last.equals(next)) [last, next] = [next, await readFile(file)];
  return last;
}
