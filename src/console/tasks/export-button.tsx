import { useEffect, useRef, useState } from 'preact/hooks';
import { Failed } from '../parts/states.tsx';
import { AskError } from '../state/ask.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { exportTasks, saveFile } from './export.ts';

interface ExportButtonProps {
  readonly asked: Parameters<typeof exportTasks>[0];
  /** What the file is called after. */
  readonly name: string;
}

/** Hands over all tasks of the filter as a file; a second press stops it. */
export function ExportButton({ asked, name }: ExportButtonProps) {
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
    exportTasks(asked, setCount, mine.signal).then(
      (text) => {
        if (mine.signal.aborted) return;
        stop();
        saveFile(projectWords.taskList.file(name.replaceAll(/[^\w.+-]+/g, '-').slice(0, 80)), text);
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
        {count === null
          ? projectWords.taskList.export
          : `${projectWords.taskList.exporting(count)} · ${words.state.cancel}`}
      </button>
      {error !== null && <Failed error={error} onAgain={start} />}
    </div>
  );
}
