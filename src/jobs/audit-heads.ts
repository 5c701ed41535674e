import { appendFile } from 'node:fs/promises';
import { logger } from '../logger.ts';
import type { AuditHead } from '../services/audit/audit-sealing.ts';
import { ConfigError } from '../config/settings.ts';

/**
 * Keeps the heads of audit chains where a superuser of the database does not reach: in the log, and in a file that is
 * only ever appended to, one line of JSON for each.
 */
export class AuditHeads {
  private constructor(private readonly file: string | null) {}

  /**
   * @param file null = the log alone.
   * @throws ConfigError when the file cannot be appended to.
   */
  static async open(file: string | null): Promise<AuditHeads> {
    try {
      if (file !== null) await appendFile(file, '', { mode: 0o600 });
    } catch (error) {
      const { code = 'an error' } = error as NodeJS.ErrnoException;
      const actual = `${code} at ${file}`;
      const expected = 'a file that this account can append to, in a directory that is there';
      throw new ConfigError([{ name: 'PIT_AUDIT_HEADS', expected, actual }]);
    }
    return new AuditHeads(file);
  }

  /** A head that could not be appended is in the log, and the next one covers what it sealed. */
  async keep({ formerKeyId, ...head }: AuditHead): Promise<void> {
    if (formerKeyId !== null) {
      logger.warn(
        { orgId: head.orgId, seal: head.seal, keyId: head.keyId, formerKeyId },
        'the audit chain goes on with another key: PIT_SECRET was changed or lost, and what it sealed before cannot be verified without the former one',
      );
    }
    logger.info(head, 'audit chain sealed');
    if (this.file === null) return;
    try {
      await appendFile(this.file, `${JSON.stringify(head)}\n`, { flush: true });
    } catch (error) {
      logger.error({ err: error, file: this.file }, 'a head of the audit chain could not be kept');
    }
  }
}
