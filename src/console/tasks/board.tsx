import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TaskRowFragment, TaskStatus } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { sendVerb } from '../plan/task-verbs.ts';
import { AskError, newIntent } from '../state/ask.ts';
import { STATUSES, type TasksRoute } from '../state/project-routes.ts';
import { go } from '../state/router.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { BoardColumn } from './board-column.tsx';
import type { BoardActs } from './board-acts.ts';
import { moveTo } from './board-moves.ts';
import { BlockDialog } from './block-dialog.tsx';
import type { ViewProps } from './table-view.tsx';
import type { TaskList } from './use-tasks.ts';

interface Asking {
  readonly card: TaskRowFragment;
}

/** A project's tasks by status. Statuses follow from work and dates: a card goes where a verb leads, and nowhere else. */
export function Board({ head, id, route, gapCount, hear }: ViewProps) {
  const lists = useRef(new Map<TaskStatus, TaskList>());
  const [notice, setNotice] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const reload = (...statuses: readonly TaskStatus[]): void => {
    for (const status of new Set(statuses)) lists.current.get(status)?.reload();
  };
  useEffect(() => {
    if (gapCount > 0) reload(...STATUSES);
  }, [gapCount]);
  useFollowedColumns(hear, lists);
  const send = async (card: TaskRowFragment, to: TaskStatus, reason = ''): Promise<void> => {
    const move = moveTo(card, to);
    if (!('verb' in move)) return say(move.refusal);
    if (move.verb === 'block' && reason === '') return setAsking({ card });
    setNotice(null);
    const { sentence, landed } = await outcomeOf(card, to, sendVerb(move.verb, card, newIntent(), reason));
    say(sentence);
    reload(card.status, to, landed);
  };
  const say = (sentence: string): void => {
    setNotice(sentence);
    announceOutcome(sentence);
  };
  const acts: BoardActs = {
    move: (card, to) => void send(card, to),
    open: (card) => go({ ...route, task: card.id }),
    register: (status, list) => lists.current.set(status, list),
  };
  const shown = route.status.length === 0 ? STATUSES : route.status;
  return (
    <>
      <p class="tasks-line board-notice">{notice}</p>
      <Columns label={projectWords.board.label(head.name)} {...{ id, route, shown, acts }} />
      {asking !== null && (
        <BlockDialog
          name={asking.card.name}
          onCancel={() => setAsking(null)}
          onBlock={(reason) => {
            setAsking(null);
            void send(asking.card, 'BLOCKED', reason);
          }}
        />
      )}
    </>
  );
}

interface Outcome {
  readonly sentence: string;
  readonly landed: TaskStatus;
}

function outcomeOf(
  { name }: TaskRowFragment,
  to: TaskStatus,
  sent: Promise<TaskStatus | null>,
): Promise<Outcome> {
  return sent.then(
    (status) => ({ sentence: wordsOf(name, to, status ?? to), landed: status ?? to }),
    (error: unknown) => ({
      sentence: error instanceof AskError ? refusalOf(error) : words.state.internal,
      landed: to,
    }),
  );
}

/** Where a task lands follows from its dates, whatever the column it was dropped on. */
function wordsOf(name: string, to: TaskStatus, status: TaskStatus): string {
  const said = status === to ? projectWords.board.moved : projectWords.board.movedElsewhere;
  return said(name, words.status(status));
}

function refusalOf({ code, message, refusal: { pit } }: AskError): string {
  if (code === 'OFFLINE') return words.state.offline;
  return pit === undefined ? message : `${message} (${pit})`;
}

const COLUMN_PAUSE_MS = 300;

/** Reads the columns anew that a task has come to or gone from. */
function useFollowedColumns(
  hear: ViewProps['hear'],
  lists: { readonly current: ReadonlyMap<TaskStatus, TaskList> },
): void {
  const waiting = useRef(new Set<TaskStatus>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  hear.current = ({ task }) => {
    if (task === null) return;
    waiting.current.add(task.status);
    for (const [status, list] of lists.current)
      if (list.rows?.some(({ id }) => id === task.id) === true) waiting.current.add(status);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      for (const status of waiting.current) lists.current.get(status)?.reload();
      waiting.current.clear();
    }, COLUMN_PAUSE_MS);
  };
}

interface ColumnsProps {
  readonly label: string;
  readonly id: string;
  readonly route: TasksRoute;
  readonly shown: readonly TaskStatus[];
  readonly acts: BoardActs;
}

function Columns({ label, id, route, shown, acts }: ColumnsProps) {
  const board = useRef<HTMLDivElement>(null);
  const keyDown = (event: KeyboardEvent): void => {
    const card = (event.target as Element).closest<HTMLElement>('[data-card]');
    if (card === null || board.current === null || event.ctrlKey || event.metaKey) return;
    const next = neighbourOf(board.current, card, event.key);
    if (event.altKey || next === null) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const search = useMemo(() => ({ search: route.search, isCritical: route.isCritical }), [route]);
  return (
    <div class="board" role="group" aria-label={label} ref={board} onKeyDown={keyDown}>
      <p id="board-keys" class="visually-hidden">
        {projectWords.board.keys}
      </p>
      {shown.map((status) => (
        <BoardColumn key={status} {...{ status, id, route, acts }} filter={search} />
      ))}
    </div>
  );
}

/** The card to which an arrow leads: up and down in its column, else the one at the same height beside it. */
function neighbourOf(board: HTMLElement, card: HTMLElement, key: string): HTMLElement | null {
  const columns = [...board.querySelectorAll('.board-column')].map((column) => [
    ...column.querySelectorAll<HTMLElement>('[data-card]'),
  ]);
  const at = columns.findIndex((cards) => cards.includes(card));
  const row = columns[at]?.indexOf(card) ?? 0;
  if (key === 'ArrowDown') return columns[at]?.[row + 1] ?? null;
  if (key === 'ArrowUp') return columns[at]?.[row - 1] ?? null;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return null;
  for (let next = at + step; next >= 0 && next < columns.length; next += step) {
    const cards = columns[next]!;
    if (cards.length > 0) return cards[Math.min(row, cards.length - 1)]!;
  }
  return null;
}
