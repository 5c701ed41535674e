import type { Config } from '../../config/config.ts';
import type { FileLocation } from '../../config/file-settings.ts';
import { EvidenceFiles } from '../../services/evidence/evidence-files.ts';
import type { FileStore } from '../../services/evidence/file-store.ts';
import { ConfigError } from '../../config/settings.ts';
import { isSystemError } from '../../start/system-error.ts';
import { LocalFileStore } from './local-file-store.ts';
import { S3FileStore } from './s3-file-store.ts';

/**
 * The files of evidence, where the settings say that they lie.
 *
 * @param key signs their addresses, 32 bytes: replicas with the same key take each other's addresses.
 * @param listening scheme and host that the service listens on, for addresses where no public ones are set.
 * @throws ConfigError for a directory that cannot be written, or a bucket that does not answer.
 */
export async function openFiles(
  {
    files,
    fileMaxBytes,
    fileQuotaBytes,
    publicUrl,
  }: Pick<Config, 'files' | 'fileMaxBytes' | 'fileQuotaBytes' | 'publicUrl'>,
  key: Uint8Array,
  listening: () => string,
): Promise<EvidenceFiles> {
  return new EvidenceFiles({
    store: await openStore(files),
    key,
    maxBytes: fileMaxBytes,
    quotaBytes: fileQuotaBytes,
    origin: () => publicUrl?.replace(/\/+$/, '') ?? listening(),
  });
}

async function openStore(location: FileLocation): Promise<FileStore> {
  if (location.kind === 's3') {
    const store = new S3FileStore(location);
    const fault = await store.faultOfBucket();
    if (fault === null) return store;
    throw wrongLocation('a bucket that can be listed, read and written with AWS_ACCESS_KEY_ID', fault);
  }
  try {
    return await LocalFileStore.open(location.path);
  } catch (error) {
    const code = ['EACCES', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EPERM'].find((each) =>
      isSystemError(error, each),
    );
    if (code === undefined) throw error;
    throw wrongLocation('a directory that this account can write', `${code} at ${location.path}`);
  }
}

function wrongLocation(expected: string, actual: string): ConfigError {
  return new ConfigError([{ name: 'PIT_FILES_URL', expected, actual }]);
}
