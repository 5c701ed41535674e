import { useEffect, useRef, useState } from 'preact/hooks';
import { packId } from '../gantt/timeline.ts';
import { SaveGanttStateDocument } from '../operations.ts';
import { ask } from '../state/ask.ts';
import { refine } from '../state/router.ts';
import type { PlanRoute } from '../state/routes.ts';
import { choiceOf, openingRoute, viewToSave, type Look, type SavedView } from './saved-view.ts';

const SAVE_MS = 2_000;

export interface SavedPlanView {
  /** How the plan is shown. */
  readonly route: PlanRoute;
  /** Where to say which part of it is in sight. */
  readonly look: { current: Look | null };
  readonly folded: ReadonlySet<string>;
  readonly fold: (folded: ReadonlySet<string>) => void;
}

/**
 * Opens a plan as its reader has last looked at it, and keeps how they look at it once they have chosen something else: two seconds
 * after the last choice, or when they leave.
 */
export function useSavedView(projectId: string, asked: PlanRoute, saved: SavedView): SavedPlanView {
  const look = useRef<Look | null>(null);
  const [opening] = useState(() => openingRoute(asked, saved));
  const isFirst = useRef(true);
  const route = isFirst.current ? opening : asked;
  useEffect(() => {
    isFirst.current = false;
    if (opening !== asked) refine(opening);
  }, []);
  const [folded, fold] = useState<ReadonlySet<string>>(() => new Set(saved?.foldedIds.map(packId)));
  const known = useRef(choiceOf({ route: opening, folded }));
  const due = useRef<(() => void) | null>(null);
  const chosen = choiceOf({ route, folded });
  useEffect(() => {
    if (chosen === known.current) return;
    known.current = chosen;
    due.current = () => {
      due.current = null;
      if (look.current === null) return;
      const input = viewToSave(projectId, look.current, { route, folded }, saved);
      // What is lost is how the plan looked: nobody is told.
      ask(SaveGanttStateDocument, { input }).catch(() => {});
    };
    const timer = setTimeout(() => due.current?.(), SAVE_MS);
    return () => clearTimeout(timer);
  }, [chosen]);
  useEffect(() => () => due.current?.(), []);
  return { route, look, folded, fold };
}
