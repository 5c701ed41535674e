import { useEffect, useState } from 'preact/hooks';

/** Rows above and below those in sight, so that a step of the wheel finds them there. */
const MARGIN = 8;

export interface Window {
  readonly first: number;
  /** One behind the last. */
  readonly end: number;
}

/** The rows that are in sight of a scrolled list, and a margin; all heights in pixels. */
export function windowOf(
  scrolled: number,
  height: number,
  { rowHeight, count }: { readonly rowHeight: number; readonly count: number },
): Window {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / rowHeight)) - MARGIN);
  const end = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + MARGIN);
  return { first: Math.min(first, Math.max(0, end)), end: Math.max(end, 0) };
}

/** Follows which rows are in sight: paints anew only when others are. */
export function useVisibleWindow(
  scroller: { readonly current: HTMLElement | null },
  rowHeight: number,
  count: number,
): Window {
  const [seen, setSeen] = useState<Window>({ first: 0, end: Math.min(count, 40) });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      const next = windowOf(element.scrollTop, element.clientHeight, { rowHeight, count });
      setSeen((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [rowHeight, count]);
  return { first: Math.min(seen.first, count), end: Math.min(Math.max(seen.end, seen.first), count) };
}

const NARROW = '(width <= 800px)';

/** Whether the window is as narrow as a telephone's, by the rule of the style sheet. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const look = (): void => setNarrow(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return isNarrow;
}
