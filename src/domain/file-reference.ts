/** Where a file that PIT keeps itself lies, as `evidence.file_url` says it. */
export interface FileReference {
  readonly orgId: string;
  readonly id: string;
  /** What its owner called it; null when they did not say. */
  readonly name: string | null;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** The bucket that is PIT's own store, wherever that keeps its bytes. */
const OWN_BUCKET = 's3://pit-local/';
const REFERENCE = new RegExp(`^${OWN_BUCKET}(${UUID})/(${UUID})(?:/([^/?#]+))?$`);

/** The reference as text: `s3://pit-local/<organisation>/<id>`, with the name behind it where there is one. */
export function formatFileReference({ orgId, id, name }: FileReference): string {
  const path = `${OWN_BUCKET}${orgId}/${id}`;
  return name === null ? path : `${path}/${percentEncode(name)}`;
}

/** Whether the address claims to be of PIT's own store. */
export function isOwnFile(fileUrl: string): boolean {
  return fileUrl.startsWith(OWN_BUCKET);
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
