import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { readOrCreateSecret } from '../../development-secret.ts';
import { EvidenceFiles } from '../../services/evidence-files.ts';
import { LocalFileStore } from './local-file-store.ts';

/**
 * The files of evidence in the data directory. The secret that signs their addresses is made at first use and lies
 * with them: replicas that share the directory take each other's addresses.
 *
 * @param listening scheme and host that the service listens on, for addresses where no public ones are set.
 */
export async function openFiles(
  { dataDir, fileMaxBytes, publicUrl }: Pick<Config, 'dataDir' | 'fileMaxBytes' | 'publicUrl'>,
  listening: () => string,
): Promise<EvidenceFiles> {
  return new EvidenceFiles({
    store: await LocalFileStore.open(join(dataDir, 'files')),
    secret: readOrCreateSecret(dataDir, 'file-secret'),
    maxBytes: fileMaxBytes,
    origin: () => publicUrl?.replace(/\/+$/, '') ?? listening(),
  });
}
