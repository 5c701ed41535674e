import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import {
  ProjectTasksDocument,
  TaskRowOfDocument,
  type TaskFilter,
  type TaskOrder,
  type TaskRowFragment,
} from '../operations.ts';
import { ask, AskError } from '../state/ask.ts';
import { session } from '../state/session.ts';
import { TaskPages, type ReadPage } from './task-pages.ts';

export interface TaskList {
  /** What is there so far; null before the first page. */
  readonly rows: readonly TaskRowFragment[] | null;
  readonly hasMore: boolean;
  readonly error: AskError | null;
  /** Reads on until so many rows are there. */
  readonly need: (count: number) => void;
  /** Reads anew, as many as were there; what is shown stays until then. */
  readonly reload: () => void;
  /** A task has changed: reads its row anew; false where it is not among those read. */
  readonly refresh: (id: string) => boolean;
  readonly replace: (row: TaskRowFragment) => void;
}

interface Asked {
  readonly project: string;
  readonly filter: TaskFilter;
  readonly orderBy: TaskOrder[];
}

/** Tasks of a project by filter and order, read as far as somebody looks. */
export function useTasks({ project, filter, orderBy }: Asked): TaskList {
  const key = JSON.stringify([project, filter, orderBy]);
  const [round, setRound] = useState(0);
  const [, paint] = useReducer<number, void>((count) => count + 1, 0);
  const shown = useRef<TaskPages<TaskRowFragment> | null>(null);
  const reading = useRef<TaskPages<TaskRowFragment> | null>(null);
  const shownKey = useRef(key);
  const token = session.value?.token;
  useEffect(() => {
    const pages = new TaskPages(readerOf({ project, filter, orderBy }), () => {
      shown.current = pages;
      shownKey.current = key;
      paint();
    });
    reading.current = pages;
    // As many as were there; of a list that was empty there may be some by now.
    pages.need(Math.max(1, shownKey.current === key ? (shown.current?.rows.length ?? 0) : 0));
    return () => pages.end();
  }, [key, round, token]);
  const refresh = useRefresh(shown);
  const pages = shown.current;
  return {
    rows: pages?.rows ?? null,
    hasMore: pages?.hasMore ?? true,
    error: errorOf(pages),
    need: useCallback((count) => reading.current?.need(count), []),
    reload: useCallback(() => setRound((before) => before + 1), []),
    refresh,
    replace: useCallback((row) => void shown.current?.replace(row), []),
  };
}

function readerOf({ project, filter, orderBy }: Asked): ReadPage<TaskRowFragment> {
  return async (first, after) => {
    const answer = await ask(ProjectTasksDocument, { id: project, first, after, filter, orderBy });
    if (answer.project === null) return { nodes: [], endCursor: null, hasNextPage: false };
    const { nodes, pageInfo } = answer.project.tasks;
    return { nodes, endCursor: pageInfo.endCursor, hasNextPage: pageInfo.hasNextPage };
  };
}

function errorOf(pages: TaskPages<TaskRowFragment> | null): AskError | null {
  const error = pages?.error ?? null;
  if (error === null) return null;
  return error instanceof AskError ? error : new AskError('', { code: 'INTERNAL_SERVER_ERROR' });
}

const REFRESH_PAUSE_MS = 300;

/** Reads the rows of tasks that have changed: once for many changes of one. */
function useRefresh(shown: { readonly current: TaskPages<TaskRowFragment> | null }): (id: string) => boolean {
  const waiting = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(
    () => () => {
      for (const timer of waiting.current.values()) clearTimeout(timer);
    },
    [],
  );
  return useCallback((id) => {
    if (shown.current?.rows.some((row) => row.id === id) !== true) return false;
    if (waiting.current.has(id)) return true;
    const read = (): void => {
      waiting.current.delete(id);
      ask(TaskRowOfDocument, { id }).then(
        ({ task }) => task !== null && shown.current?.replace(task),
        () => {},
      );
    };
    waiting.current.set(id, setTimeout(read, REFRESH_PAUSE_MS));
    return true;
  }, []);
}
