import { ACCEPTANCES } from '../state/queue-routes.ts';
import { AUDIT } from '../state/project-routes.ts';
import { ALERTS, PORTFOLIO, REVIEWS, SYSTEM, type Route } from '../state/routes.ts';
import { go } from '../state/router.ts';
import { turnTheme } from '../state/theme.ts';
import { isLead } from '../state/viewer.ts';
import { words } from '../words.ts';
import type { PaletteVerb } from './verbs.ts';

/** What may be done on every page: to go to another one, and to have this one look otherwise. */
export function shellVerbs(): readonly PaletteVerb[] {
  const pages: readonly (readonly [string, Route])[] = [
    [words.pages.portfolio, PORTFOLIO],
    [words.pages.alerts, ALERTS],
    [words.pages.reviews, REVIEWS],
    [words.pages.acceptances, ACCEPTANCES],
    ...(isLead()
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
