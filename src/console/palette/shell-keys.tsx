import { useEffect, useRef, useState } from 'preact/hooks';
import { late } from '../parts/late.tsx';
import { isSingleKey } from '../settings/single-keys.ts';
import { go } from '../state/router.ts';
import { ALERTS, PORTFOLIO, REVIEWS, type Route } from '../state/routes.ts';
import { words } from '../words.ts';
import { RANKS, useVerbs } from './verbs.ts';

const KeyHelp = late(async () => (await import('./key-help.tsx')).KeyHelp);

const PAGES: Readonly<Record<string, Route>> = { p: PORTFOLIO, a: ALERTS, r: REVIEWS };
/** For so long `g` waits for the page. */
const PAIR_MS = 1_500;

/** Keys of every page: `g` and a letter go somewhere, and `?` tells all keys. */
export function ShellKeys() {
  const [isOpen, setOpen] = useState(false);
  const pressedAt = useRef(-Infinity);
  useVerbs(RANKS.shell, () => [
    { id: 'keys', label: words.shell.keys, about: '?', run: () => setOpen(true) },
  ]);
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      if (!isSingleKey(event)) return;
      const to = event.timeStamp - pressedAt.current < PAIR_MS ? PAGES[event.key] : undefined;
      pressedAt.current = event.key === 'g' ? event.timeStamp : -Infinity;
      if (to === undefined && event.key !== '?') return;
      // The letter is a page's own key by itself: in reviews, `a` would accept.
      event.preventDefault();
      event.stopPropagation();
      if (to === undefined) setOpen(true);
      else go(to);
    };
    addEventListener('keydown', keyDown, true);
    return () => removeEventListener('keydown', keyDown, true);
  }, []);
  return isOpen ? <KeyHelp onClose={() => setOpen(false)} /> : null;
}
