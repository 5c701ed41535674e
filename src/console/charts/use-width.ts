import { useEffect, useState } from 'preact/hooks';

/** The width of an element in pixels: charts are drawn in it, so that their letters are never scaled. */
export function useWidth(element: { readonly current: HTMLElement | null }, usual: number): number {
  const [width, setWidth] = useState(usual);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
