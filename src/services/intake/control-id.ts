import { createHash } from 'node:crypto';
import { controlUrl } from '../../domain/templates/oscal-template.ts';

/** The namespace of names that are addresses (RFC 9562, 6.6). */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/**
 * The id by which tasks are linked to a control of SP 800-53, such as `ac-2` or `ac-2.1`: the version 5 UUID of its
 * address (RFC 9562, 5.5), which a control library computes in the same way.
 */
export function controlIdOf(oscalId: string): string {
  const bytes = createHash('sha1').update(URL_NAMESPACE).update(controlUrl(oscalId)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
