import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from './settings.ts';

/** Where the files of evidence lie. */
export type FileLocation = FileDirectory | FileBucket;

export interface FileDirectory {
  readonly kind: 'directory';
  /** Absolute. */
  readonly path: string;
}

/** A bucket behind the interface of S3. */
export interface FileBucket {
  readonly kind: 's3';
  readonly bucket: string;
  /** What the keys of objects begin with: empty, or segments without a slash at either end. */
  readonly prefix: string;
  /** Null = Amazon's own of the region. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials, which are not renewed; null for others. */
  readonly sessionToken: string | null;
}

const EXPECTED = 'file:///<absolute path> or s3://<bucket>[/<prefix>]';
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/;

/** Reads `PIT_FILES_URL`, and for a bucket the variables that Amazon's own tools read. */
export function readFileLocation(settings: Settings, production: boolean, dataDir: string): FileLocation {
  const isLocation = (value: string): boolean => directoryOf(value) !== null || bucketOf(value) !== null;
  if (production && settings.text('PIT_FILES_URL') === null) {
    settings.refuse('PIT_FILES_URL', `${EXPECTED} (in production there is no default)`);
  }
  // Not repeated where it is wrong: some tools write credentials into such addresses.
  const url = settings.checked('PIT_FILES_URL', EXPECTED, isLocation, 'secret') ?? '';
  const place = bucketOf(url);
  if (place === null) return { kind: 'directory', path: directoryOf(url) ?? join(dataDir, 'files') };
  return { kind: 's3', ...place, ...readBucketAccess(settings) };
}

function directoryOf(url: string): string | null {
  if (!/^file:\/\/\/[^?#]+$/.test(url) || !URL.canParse(url)) return null;
  try {
    return fileURLToPath(url);
  } catch {
    // Such as an encoded slash.
    return null;
  }
}

function bucketOf(url: string): Pick<FileBucket, 'bucket' | 'prefix'> | null {
  const [, bucket, prefix = ''] = BUCKET.exec(url) ?? [];
  if (bucket === undefined || prefix.split('/').some((each) => each === '.' || each === '..')) return null;
  return { bucket, prefix };
}

function readBucketAccess(settings: Settings): Omit<FileBucket, 'kind' | 'bucket' | 'prefix'> {
  const protocols = ['https:', 'http:'];
  const endpoint =
    settings.url('AWS_ENDPOINT_URL_S3', protocols) ?? settings.url('AWS_ENDPOINT_URL', protocols);
  const region = settings.text('AWS_REGION') ?? settings.text('AWS_DEFAULT_REGION');
  if (region === null && endpoint === null) {
    settings.refuse('AWS_REGION', 'the region of the bucket, such as eu-central-1 (or AWS_ENDPOINT_URL_S3)');
  }
  return {
    endpoint,
    // What stores that know no regions expect.
    region: region ?? 'us-east-1',
    accessKeyId: required(settings, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(settings, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: settings.text('AWS_SESSION_TOKEN'),
  };
}

function required(settings: Settings, name: string): string {
  const value = settings.text(name);
  if (value === null) settings.refuse(name, 'the credentials for the bucket that PIT_FILES_URL names');
  return value ?? '';
}
