/** A question as it was put to the graph. */
export interface Question {
  readonly query: string;
  readonly variables: unknown;
}

/** What the page that is shown has asked, the last of each operation; it begins anew with each page. */
export const asked = new Map<string, Question>();

/** Notes a question; what is no query is no question of a page. */
export function noteQuestion(query: string, variables: unknown): void {
  const [, name] = /^query (\w+)/.exec(query) ?? [];
  if (name !== undefined) asked.set(name, { query, variables });
}
