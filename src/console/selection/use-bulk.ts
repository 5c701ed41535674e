import { useEffect, useRef, useState } from 'preact/hooks';
import type { TaskFields, TaskRowFragment, TaskStatus } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { AskError, newIntent } from '../state/ask.ts';
import { projectWords } from '../project-words.ts';
import { setFields, setStatus, type BulkResult } from './bulk-acts.ts';
import { toggled, type Outcomes } from './selection.ts';

/** What is selected, and what changing it has come to. */
export interface Bulk {
  readonly selected: ReadonlySet<string>;
  readonly outcomes: Outcomes;
  readonly isBusy: boolean;
  /** How far it is; null while nothing is done. */
  readonly doing: string | null;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
  readonly setFields: (change: TaskFields) => void;
  readonly setStatus: (to: TaskStatus, reason: string) => void;
}

interface BulkSource {
  readonly rows: readonly TaskRowFragment[];
  /** What the list is about: another filter or order is another list, of which nothing is selected. */
  readonly list: unknown;
  readonly replace: (row: TaskRowFragment) => void;
  readonly onError: (error: AskError | null) => void;
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_OUTCOMES: Outcomes = new Map();

/** Selects tasks and changes all that are selected. What was refused stays selected, and says why. */
export function useBulk({ rows, list, replace, onError }: BulkSource): Bulk {
  const [selected, setSelected] = useState(NOTHING);
  const [outcomes, setOutcomes] = useState(NO_OUTCOMES);
  const [doing, setDoing] = useState<string | null>(null);
  // What did not arrive is sent again as the same intent, so that it happens once.
  const intent = useRef({ what: '', key: '' });
  const clear = (): void => {
    setSelected(NOTHING);
    setOutcomes(NO_OUTCOMES);
  };
  useEffect(clear, [list]);
  const chosen = rows.filter(({ id }) => selected.has(id));
  const finish = (result: BulkResult): void => {
    for (const row of result.rows) replace(row);
    const refused = [...result.outcomes].filter(([, why]) => why !== null);
    setOutcomes(new Map(refused));
    setSelected(new Set(chosen.map(({ id }) => id).filter((id) => result.outcomes.get(id) !== null)));
    announceOutcome(projectWords.selection.outcome(result.rows.length, refused.length));
  };
  const run = (act: () => Promise<BulkResult>): void => {
    if (doing !== null || chosen.length === 0) return;
    setDoing(projectWords.selection.doing(0, chosen.length));
    onError(null);
    act()
      .then(finish, (error: unknown) =>
        onError(error instanceof AskError ? error : new AskError('', { code: 'INTERNAL_SERVER_ERROR' })),
      )
      .finally(() => setDoing(null));
  };
  const keyOf = (what: string): string => {
    if (intent.current.what !== what) intent.current = { what, key: newIntent() };
    return intent.current.key;
  };
  return {
    ...{ selected, outcomes, doing, clear, isBusy: doing !== null },
    toggle: (id) => setSelected((before) => toggled(before, id)),
    setFields: (change) =>
      run(async () => {
        const key = keyOf(JSON.stringify([change, chosen.map(({ id, updatedAt }) => [id, updatedAt])]));
        return setFields(chosen, change, key);
      }),
    setStatus: (to, reason) =>
      run(() =>
        setStatus(chosen, to, reason, (done) => setDoing(projectWords.selection.doing(done, chosen.length))),
      ),
  };
}
