import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { EvidenceFiles } from '../../services/evidence-files.ts';
import { LocalFileStore } from './local-file-store.ts';

/**
 * The files of evidence in the data directory.
 *
 * @param key signs their addresses, 32 bytes: replicas with the same key take each other's addresses.
 * @param listening scheme and host that the service listens on, for addresses where no public ones are set.
 */
export async function openFiles(
  { dataDir, fileMaxBytes, publicUrl }: Pick<Config, 'dataDir' | 'fileMaxBytes' | 'publicUrl'>,
  key: Uint8Array,
  listening: () => string,
): Promise<EvidenceFiles> {
  return new EvidenceFiles({
    store: await LocalFileStore.open(join(dataDir, 'files')),
    key,
    maxBytes: fileMaxBytes,
    origin: () => publicUrl?.replace(/\/+$/, '') ?? listening(),
  });
}
