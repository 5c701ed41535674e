/** Where a file that PIT keeps itself lies, as `evidence.file_url` says it. */
export interface FileReference {
  readonly orgId: string;
  readonly id: string;
  /** What its owner called it; null when they did not say. */
  readonly name: string | null;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** The bucket that is PIT's own store, wherever that keeps its bytes. */
const OWN_BUCKET_NAME = 'pit-local';
const OWN_BUCKET = `s3://${OWN_BUCKET_NAME}/`;
const REFERENCE = new RegExp(`^${OWN_BUCKET}(${UUID})/(${UUID})(?:/([^/?#]+))?$`);

/** The reference as text: `s3://pit-local/<organisation>/<id>`, with the name behind it where there is one. */
export function formatFileReference({ orgId, id, name }: FileReference): string {
  const path = `${OWN_BUCKET}${orgId}/${id}`;
  return name === null ? path : `${path}/${percentEncode(name)}`;
}

/**
 * Whether the address claims to be of PIT's own store, however it is spelled: a bucket that a reader, a browser or a
 * store takes for ours must not pass unchecked. Only the one spelling of `formatFileReference` then names a file.
 */
export function isOwnFile(fileUrl: string): boolean {
  const [, bucket] = /^s3:\/*([^/?#]*)/i.exec(fileUrl.trim()) ?? [];
  return bucket !== undefined && bucketName(bucket) === OWN_BUCKET_NAME;
}

/** The bucket without encodings, credentials, port, invisible characters and the dots that end a host name. */
function bucketName(authority: string): string {
  let text = authority;
  // Encoded encodings end, since each turn shortens the text.
  for (let decoded = decodeName(text); decoded !== null && decoded !== text; decoded = decodeName(text)) {
    text = decoded;
  }
  return text
    .normalize('NFKC')
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/^.*@/u, '')
    .replace(/[/?#\\].*$/u, '')
    .replace(/:\d*$/u, '')
    .replace(/\.+$/u, '')
    .toLowerCase();
}

/** The reference in an address; null when it is none of PIT's own. */
export function parseFileReference(fileUrl: string): FileReference | null {
  const [, orgId, id, name] = REFERENCE.exec(fileUrl) ?? [];
  if (orgId === undefined || id === undefined) return null;
  return { orgId, id, name: name === undefined ? null : decodeName(name) };
}

/** As `encodeURIComponent`, with what RFC 8187 wants encoded in a header, and no address of ours holds. */
export function percentEncode(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodeName(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
