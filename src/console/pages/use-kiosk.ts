import { useEffect, useRef } from 'preact/hooks';
import { RANKS, useVerbs } from '../palette/verbs.ts';
import { refine } from '../state/router.ts';
import type { PortfolioRoute } from '../state/routes.ts';
import { words } from '../words.ts';

const TURN_MS = 20_000;

/**
 * A wall screen: turns by what fits on it every 20 s, and begins anew, in order, after the last. Whoever uses a key or the wheel
 * meanwhile is waited for; Escape leaves it.
 *
 * @param reload has the list ordered anew.
 */
export function useKiosk(route: PortfolioRoute, reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;
  useVerbs(RANKS.page, () => [
    { id: 'kiosk', label: words.palette.kiosk, run: () => refine({ ...route, isKiosk: !route.isKiosk }) },
  ]);
  useEffect(() => {
    if (!route.isKiosk) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(turn, TURN_MS);
    };
    const turn = (): void => {
      if (turnPage() === 'end') latest.current();
      wait();
    };
    const keyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') refine({ ...route, isKiosk: false });
      wait();
    };
    wait();
    addEventListener('keydown', keyDown);
    addEventListener('wheel', wait, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', keyDown);
      removeEventListener('wheel', wait);
    };
  }, [route]);
}

/** Scrolls on by what is in sight, or back to the beginning behind the end. */
function turnPage(): 'on' | 'end' {
  const page = document.scrollingElement ?? document.documentElement;
  if (page.scrollTop + page.clientHeight >= page.scrollHeight - 2) {
    scrollTo({ top: 0 });
    return 'end';
  }
  scrollBy({ top: page.clientHeight * 0.9 });
  return 'on';
}
