import type { FileBucket } from '../../config/file-settings.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import { asAnnounced, pathOfFile, uploadedAlready } from '../../services/evidence/file-store.ts';
import type { AnnouncedFile, FileKey, FileStore, StoredFile } from '../../services/evidence/file-store.ts';
import { S3Bucket, type BucketAnswer, type BucketRequest } from './s3-bucket.ts';

/** Of an error's body, more is not read. */
const ERROR_BYTES = 4_096;

/**
 * Files as objects of one bucket: `<prefix>/<organisation>/<id>.<digest>`, each put by one request that is signed over
 * its length and digest. A store that knows `If-None-Match` lets one of two uploads win; elsewhere both wrote the same
 * bytes, since the digest is part of the key.
 */
export class S3FileStore implements FileStore {
  private readonly bucket: S3Bucket;

  constructor(private readonly location: FileBucket) {
    this.bucket = new S3Bucket(location);
  }

  /** Why the bucket cannot be used, in words that an operator understands; null when it answers. */
  async faultOfBucket(): Promise<string | null> {
    const { bucket, endpoint, region } = this.location;
    const where = `the bucket ${bucket} at ${endpoint ?? `Amazon S3, ${region}`}`;
    try {
      const head = await this.bucket.send({ method: 'HEAD', key: null });
      head.resume();
      if (isSuccess(head)) return null;
      // The same question in a form whose answer may say why.
      const why = await this.bucket.send({ method: 'GET', key: null, query: 'list-type=2&max-keys=1' });
      return `${where} refused: ${head.statusCode} ${await errorCodeOf(why)}`;
    } catch (error) {
      return `no answer from ${where}: ${(error as Error).message || (error as { code?: string }).code}`;
    }
  }

  async put(file: AnnouncedFile, content: AsyncIterable<Buffer>): Promise<void> {
    // Refused before it is sent, where that can be told.
    if ((await this.sizeOf(file)) !== null) throw uploadedAlready();
    const answer = await this.send({
      method: 'PUT',
      key: pathOfFile(file),
      headers: { 'content-length': String(file.size), 'if-none-match': '*' },
      sha256: file.sha256,
      content: asAnnounced(content, file),
    });
    if (!isSuccess(answer) && !isTaken(answer)) throw await this.refused(answer);
    answer.resume();
    if (isTaken(answer)) throw uploadedAlready();
  }

  async sizeOf(file: FileKey): Promise<number | null> {
    const answer = await this.send({ method: 'HEAD', key: pathOfFile(file) });
    if (!isSuccess(answer) && answer.statusCode !== 404) throw await this.refused(answer);
    answer.resume();
    if (answer.statusCode === 404) return null;
    return Number(answer.headers['content-length']);
  }

  async read(file: FileKey): Promise<StoredFile> {
    const answer = await this.send({ method: 'GET', key: pathOfFile(file) });
    if (isSuccess(answer)) return { size: Number(answer.headers['content-length']), content: answer };
    if (answer.statusCode !== 404) throw await this.refused(answer);
    answer.resume();
    throw new PitError('NOT_FOUND', 'The file is not here.');
  }

  async remove(file: FileKey): Promise<void> {
    const answer = await this.send({ method: 'DELETE', key: pathOfFile(file) });
    if (!isSuccess(answer) && answer.statusCode !== 404) throw await this.refused(answer);
    answer.resume();
  }

  private async send(request: BucketRequest): Promise<BucketAnswer> {
    try {
      return await this.bucket.send(request);
    } catch (error) {
      // What is wrong with the content is for its sender.
      if (error instanceof PitError) throw error;
      logger.error({ err: error, method: request.method }, 'the bucket of files cannot be reached');
      throw unavailable();
    }
  }

  private async refused(answer: BucketAnswer): Promise<PitError> {
    const { bucket } = this.location;
    const code = await errorCodeOf(answer);
    logger.error({ bucket, status: answer.statusCode, code }, 'the bucket of files refused a request');
    return unavailable();
  }
}

function isSuccess({ statusCode }: BucketAnswer): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** Somebody else has put the object, or is putting it. */
function isTaken({ statusCode }: BucketAnswer): boolean {
  return statusCode === 412 || statusCode === 409;
}

function unavailable(): PitError {
  return new PitError('UNAVAILABLE', 'The store of files cannot be reached now; try again shortly.');
}

/** The `<Code>` of an error's body, such as SignatureDoesNotMatch; empty where there is none. Ends the answer. */
async function errorCodeOf(answer: BucketAnswer): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer) {
      text += String(chunk);
      if (text.length > ERROR_BYTES) break;
    }
  } catch {
    // What came before the connection broke has to do.
  }
  answer.destroy();
  return /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '';
}
