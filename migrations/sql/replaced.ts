/**
 * The text of a function with one place of it changed, for migrations that change little of a long one.
 * @throws Error where the text does not hold the place exactly once.
 */
export function replaced(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times in the text`);
  return parts.join(to);
}
