import { useEffect, useRef, useState } from 'preact/hooks';
import { Failed } from '../parts/states.tsx';
import { AskError } from '../state/ask.ts';
import { words } from '../words.ts';
import { exportWords } from './export-words.ts';
import { saveFile } from './save-file.ts';

/**
 * Reads a whole list as CSV.
 * @param onRows hears how many rows there are so far.
 * @throws AskError when a page is refused or not reached: a part of a table is no table.
 */
export type ReadCsv = (onRows: (count: number) => void, signal: AbortSignal) => Promise<string>;

interface ExportButtonProps {
  readonly read: ReadCsv;
  /** What the file is called, without its ending. */
  readonly name: string;
}

/** Hands over all of a list as a file; a second press stops it. */
export function ExportButton({ read, name }: ExportButtonProps) {
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const stop = (): void => {
    running.current?.abort();
    running.current = null;
    setCount(null);
  };
  const start = (): void => {
    const mine = (running.current = new AbortController());
    setError(null);
    setCount(0);
    read(setCount, mine.signal).then(
      (text) => {
        if (mine.signal.aborted) return;
        stop();
        saveFile(`${name.replaceAll(/[^\w.+-]+/g, '-').slice(0, 90)}.csv`, text);
      },
      (problem: unknown) => {
        if (mine.signal.aborted) return;
        stop();
        setError(problem instanceof AskError ? problem : new AskError(String(problem), { code: 'CONSOLE' }));
      },
    );
  };
  return (
    <div>
      <button type="button" class="button" onClick={count === null ? start : stop}>
        {count === null ? exportWords.export : `${exportWords.exporting(count)} · ${words.state.cancel}`}
      </button>
      {error !== null && <Failed error={error} onAgain={start} />}
    </div>
  );
}
