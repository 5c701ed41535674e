/** A word, where it is looked for, and what the field calls the thing: see field-terms.js. */
export interface Term {
  readonly name?: RegExp;
  readonly prose?: RegExp;
  readonly only?: RegExp;
  readonly use: string;
}
export const TERMS: readonly Term[];
export function foreignProse(text: string, file: string): { word: string; use: string } | null;
