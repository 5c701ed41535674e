import { registerEnumType } from 'type-graphql';

/** Shows a word list in the graph; every word needs its meaning, which the compiler checks. */
export function expose<E extends object>(
  words: E,
  name: string,
  description: string,
  meanings: Record<keyof E, string>,
): void {
  const valuesConfig: Partial<Record<keyof E, { description: string }>> = {};
  for (const word in words) valuesConfig[word] = { description: meanings[word] };
  registerEnumType(words, { name, description, valuesConfig });
}
