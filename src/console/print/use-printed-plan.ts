import { useEffect } from 'preact/hooks';
import type { GanttModel } from '../gantt/gantt-view.ts';
import { printPlan } from './printed-plan.ts';

/** Lays the whole plan out when the browser prints the page, however that was asked for, and takes it away afterwards. */
export function usePrintedPlan(name: string, model: GanttModel): void {
  useEffect(() => {
    let printed: HTMLElement | undefined;
    const before = (): void => {
      printed = printPlan(name, model);
      document.body.append(printed);
    };
    const after = (): void => printed?.remove();
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      after();
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, [name, model]);
}
