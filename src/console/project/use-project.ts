import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import {
  PlanHeadOfDocument,
  ProjectChangedDocument,
  ProjectFrameDocument,
  type PlanHeadFragment,
  type ProjectChangedSubscription,
} from '../operations.ts';
import { ask, type AskError } from '../state/ask.ts';
import { followGraph } from '../state/live.ts';
import { useAsk } from '../state/use-ask.ts';

export type ProjectEvent = NonNullable<ProjectChangedSubscription['projectChanged']>;

export interface ProjectState {
  readonly head: PlanHeadFragment | null;
  readonly error: AskError | null;
  readonly isMissing: boolean;
  /** What somebody has done last. */
  readonly news: ProjectEvent | null;
  /** Counts up when what is shown may have missed something, and has to be read anew. */
  readonly gapCount: number;
  readonly reload: () => void;
}

const HEAD_PAUSE_MS = 600;

/**
 * How a project stands, live.
 *
 * @param onEvent hears each thing that happens in the project, in its order.
 */
export function useProject(id: string, onEvent: (event: ProjectEvent) => void): ProjectState {
  const { data, error, reload, change } = useAsk(ProjectFrameDocument, { id });
  const [news, setNews] = useState<ProjectEvent | null>(null);
  const [gapCount, setGapCount] = useState(0);
  const hear = useRef(onEvent);
  hear.current = onEvent;
  const cursor = useRef<string | null>(null);
  cursor.current ??= data?.project?.eventCursor ?? null;
  const isKnown = cursor.current !== null;
  const again = useCallback(() => {
    cursor.current = null;
    setGapCount((before) => before + 1);
    reload();
  }, []);
  useEffect(() => {
    if (!isKnown) return;
    return followProject(id, cursor.current!, {
      onEvent: (event) => {
        if (event.task !== null) setNews(event);
        hear.current(event);
      },
      onHead: (head) =>
        change((before) => (before.project === null ? before : { project: { ...before.project, ...head } })),
      onGap: again,
    });
  }, [id, isKnown, gapCount]);
  return {
    head: data?.project ?? null,
    error,
    isMissing: data !== null && data.project === null,
    news,
    gapCount,
    reload,
  };
}

interface Handlers {
  readonly onEvent: (event: ProjectEvent) => void;
  readonly onHead: (head: PlanHeadFragment) => void;
  readonly onGap: () => void;
}

function followProject(id: string, after: string, { onEvent, onHead, onGap }: Handlers): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Health, progress and forecast follow from what has changed: asked once for many changes.
  const readHead = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      ask(PlanHeadOfDocument, { id }).then(
        ({ project }) => project !== null && onHead(project),
        () => {},
      );
    }, HEAD_PAUSE_MS);
  };
  const stop = followGraph(
    ProjectChangedDocument,
    { id, after },
    {
      onEvent: (event) => {
        onEvent(event);
        readHead();
      },
      onGap,
    },
  );
  return () => {
    clearTimeout(timer);
    stop();
  };
}
