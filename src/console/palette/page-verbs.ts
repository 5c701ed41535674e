import { AUDIT } from '../state/project-routes.ts';
import { ALERTS, PORTFOLIO, REVIEWS, SYSTEM, type Route } from '../state/routes.ts';
import { go } from '../state/router.ts';
import { turnTheme } from '../state/theme.ts';
import { viewer } from '../state/viewer.ts';
import { words } from '../words.ts';
import type { PaletteVerb } from './verbs.ts';

/** What may be done on every page: to go to another one, and to have this one look otherwise. */
export function shellVerbs(): readonly PaletteVerb[] {
  const role = viewer.value?.role;
  const pages: readonly (readonly [string, Route])[] = [
    [words.pages.portfolio, PORTFOLIO],
    [words.pages.alerts, ALERTS],
    [words.pages.reviews, REVIEWS],
    ...(role === 'ADMIN' || role === 'FOREMAN'
      ? ([
          [words.pages.audit, AUDIT],
          [words.pages.system, SYSTEM],
        ] as const)
      : []),
  ];
  return [
    ...pages.map(([name, to]) => ({ id: `go ${name}`, label: words.palette.goTo(name), run: () => go(to) })),
    { id: 'theme', label: words.palette.theme, run: turnTheme },
  ];
}
