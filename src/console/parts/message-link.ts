/** What of the platform has a page of the console, by the beginning of its paths, and where that is. */
const PAGES: Readonly<Record<string, string>> = {
  projects: '/console/projects/',
  tasks: '/console/task?id=',
  acceptances: '/console/acceptances?id=',
};

/**
 * The page of the console that the link of a message means.
 * @returns null for every other link.
 */
export function pageOfLink(link: unknown): string | null {
  const [, kind = '', id] = /^\/pit\/([a-z]+)\/([\da-f-]{36})$/.exec(String(link)) ?? [];
  const page = PAGES[kind];
  return id === undefined || page === undefined ? null : page + id;
}
