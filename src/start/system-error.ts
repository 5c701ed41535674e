/**
 * Whether the system refused with this code (`ENOENT`, ...). Asked by shape: under Jest an error of Node's own comes
 * from another realm, and is no instance of this one's Error.
 */
export function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
