import { signal } from '@preact/signals';
import { asked } from './asked.ts';
import { parseRoute, printRoute, type Route } from './routes.ts';
import { override } from './session.ts';

/** The page that is shown. */
export const route = signal<Route>(here());

function here(): Route {
  return parseRoute(location.pathname, location.search);
}

/** Shows another page; the browser's way back leads here. */
export function go(to: Route): void {
  if (printRoute(to) !== location.pathname + location.search) history.pushState(null, '', printRoute(to));
  show(to);
}

function show(to: Route): void {
  if (placeOf(to) !== placeOf(route.value)) override.value = null;
  if (to.page !== route.value.page) asked.clear();
  route.value = to;
}

/** What somebody looks at: a project on whichever of its pages, or another page. */
const placeOf = (to: Route): string => ('project' in to && to.page !== 'audit' ? to.project : to.page);

/** Shows the same page in another way: the way back leads to where it was come from. */
export function refine(to: Route): void {
  history.replaceState(null, '', printRoute(to));
  route.value = to;
}

/** Follows the browser's way back and forth, and its links to other pages of the console. */
export function startRouter(): void {
  addEventListener('popstate', () => show(here()));
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
