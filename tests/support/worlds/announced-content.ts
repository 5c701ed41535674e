import { createHash } from 'node:crypto';

export const sha256Of = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');
/** What `prepareUpload` is told of the content. */
export const announce = (content: Buffer | string, more: object = {}) => ({
  sha256: sha256Of(content),
  size: Buffer.byteLength(content),
  mediaType: 'application/pdf',
  ...more,
});
/** What `submitEvidence` is told of it. */
export const metadataOf = (content: Buffer | string) => ({ ...announce(content), source: 'test' });

/** Sends content to an upload address. */
export async function put(url: string, content: Buffer | string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'PUT', body: Buffer.from(content), headers });
  return { status: response.status, text: await response.text() };
}
