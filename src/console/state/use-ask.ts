import { signal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { TypedDocumentString } from '../operations.ts';
import { ask, AskError } from './ask.ts';
import { era, session } from './session.ts';

export interface Asked<Result> {
  /** What came last; stays while it is asked again. */
  readonly data: Result | null;
  readonly error: AskError | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
  /** Puts what events have brought in the place of what was asked. */
  readonly change: (change: (data: Result) => Result) => void;
}

/** How many answers are waited for so long that what is shown meanwhile is told to be old. */
export const overdueAnswers = signal(0);

const OVERDUE_MS = 5_000;

/** Counts an answer as overdue after a while; returns what ends the waiting. */
function waitForAnswer(): () => void {
  let isOverdue = false;
  const timer = setTimeout(() => {
    isOverdue = true;
    overdueAnswers.value += 1;
  }, OVERDUE_MS);
  return () => {
    clearTimeout(timer);
    if (isOverdue) overdueAnswers.value -= 1;
    isOverdue = false;
  };
}

interface State<Result> {
  readonly key: string;
  readonly data: Result | null;
  readonly error: AskError | null;
  readonly isLoading: boolean;
}

/** Asks an operation whenever its variables change; null asks nothing. Answers that are overtaken are dropped. */
export function useAsk<Result, Variables>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables | null,
): Asked<Result> {
  const key = JSON.stringify(variables);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<Result>>({ key, data: null, error: null, isLoading: true });
  const hasData = useRef(false);
  const isSignedIn = session.value !== null;
  useEffect(() => {
    if (variables === null || !isSignedIn) return;
    const aborted = new AbortController();
    setState((before) => ({ ...before, isLoading: true }));
    const answered = hasData.current ? waitForAnswer() : (): void => {};
    ask(operation, variables, { signal: aborted.signal }).then(
      (data) => {
        answered();
        hasData.current = true;
        setState({ key, data, error: null, isLoading: false });
      },
      (error: unknown) => {
        if (aborted.signal.aborted) return;
        answered();
        const known = error instanceof AskError ? error : new AskError(String(error), { code: 'CONSOLE' });
        setState((before) => ({ ...before, key, error: known, isLoading: false }));
      },
    );
    return () => {
      answered();
      aborted.abort();
    };
  }, [key, round, isSignedIn, era.value]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const change = useCallback((run: (data: Result) => Result) => {
    setState((before) => (before.data === null ? before : { ...before, data: run(before.data) }));
  }, []);
  return { ...state, reload, change };
}
