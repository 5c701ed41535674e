const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID in its canonical form; checked before a text may become a key in SQL. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
