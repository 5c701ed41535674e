import { signal } from '@preact/signals';
import { parseRoute, printRoute, type Route } from './routes.ts';

/** The page that is shown. */
export const route = signal<Route>(here());

function here(): Route {
  return parseRoute(location.pathname, location.search);
}

/** Shows another page; the browser's way back leads here. */
export function go(to: Route): void {
  if (printRoute(to) !== location.pathname + location.search) history.pushState(null, '', printRoute(to));
  route.value = to;
}

/** Shows the same page in another way: the way back leads to where it was come from. */
export function refine(to: Route): void {
  history.replaceState(null, '', printRoute(to));
  route.value = to;
}

/** Follows the browser's way back and forth, and its links to other pages of the console. */
export function startRouter(): void {
  addEventListener('popstate', () => (route.value = here()));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (link === null || link.target !== '' || link.hasAttribute('download')) return;
    const { origin, pathname, search } = new URL(link.href);
    if (origin !== location.origin || !/^\/console(?:\/|$)/.test(pathname)) return;
    event.preventDefault();
    go(parseRoute(pathname, search));
    scrollTo(0, 0);
  });
}
