import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { clock } from '../../clock.ts';
import { PitError } from '../../domain/errors.ts';
import { asAnnounced, pathOfFile, uploadedAlready } from '../../services/evidence/file-store.ts';
import type { AnnouncedFile, FileKey, FileStore, StoredFile } from '../../services/evidence/file-store.ts';
import { isSystemError } from '../../start/system-error.ts';

/** No organisation is called that. */
const DRAFTS = 'incoming';
/** No upload takes that long: an older draft was left behind by a process that ended. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Files in a directory: `<organisation>/<id>.<digest>`. Replicas may share it.
 *
 * Content is written aside, verified, brought to the disk, and only then linked into its place. Linking, unlike
 * renaming, fails when the place is taken, so that of two uploads one wins.
 */
export class LocalFileStore implements FileStore {
  private constructor(private readonly directory: string) {}

  /** Makes the directory where it is missing, and clears it of drafts that nobody will finish. */
  static async open(directory: string): Promise<LocalFileStore> {
    const drafts = join(directory, DRAFTS);
    await mkdir(drafts, { recursive: true, mode: 0o700 });
    for (const name of await readdir(drafts)) await removeIfAbandoned(join(drafts, name));
    return new LocalFileStore(directory);
  }

  async put(file: AnnouncedFile, content: AsyncIterable<Buffer>): Promise<void> {
    const place = this.placeOf(file);
    // Refused before it is sent, where that can be told; the link below decides.
    if ((await this.sizeOf(file)) !== null) throw uploadedAlready();
    await mkdir(join(this.directory, file.orgId), { recursive: true, mode: 0o700 });
    const draft = join(this.directory, DRAFTS, randomUUID());
    try {
      // Opened first: a stream that opens by itself may make the file after the removal below.
      const disk = await open(draft, 'wx', 0o600);
      await pipeline(asAnnounced(content, file), disk.createWriteStream({ flush: true }));
      await link(draft, place);
    } catch (error) {
      throw isSystemError(error, 'EEXIST') ? uploadedAlready() : error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  async sizeOf(file: FileKey): Promise<number | null> {
    try {
      return (await stat(this.placeOf(file))).size;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return null;
      throw error;
    }
  }

  async read(file: FileKey): Promise<StoredFile> {
    try {
      const handle = await open(this.placeOf(file), 'r');
      // The stream closes the file when it ends or is destroyed.
      return { size: (await handle.stat()).size, content: handle.createReadStream() };
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) throw new PitError('NOT_FOUND', 'The file is not here.');
      throw error;
    }
  }

  async remove(file: FileKey): Promise<void> {
    await rm(this.placeOf(file), { force: true });
  }

  private placeOf(file: FileKey): string {
    return join(this.directory, pathOfFile(file));
  }
}

async function removeIfAbandoned(draft: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(draft);
    if (clock.now().getTime() - mtimeMs > ABANDONED_MS) await rm(draft, { force: true });
  } catch (error) {
    // Another process finished it in the meantime.
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}
