import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { TaskCountDocument, type TaskRowFragment, type TaskStatus } from '../operations.ts';
import { Failed } from '../parts/states.tsx';
import { formatCount, formatDay } from '../state/format.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { planWords } from '../plan-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { moveByKey, type BoardActs } from './board-acts.ts';
import { moveTo, targetsOf } from './board-moves.ts';
import { filterOf, orderOf } from './task-filter.ts';
import { useTasks } from './use-tasks.ts';

interface BoardColumnProps {
  readonly status: TaskStatus;
  readonly id: string;
  readonly route: TasksRoute;
  readonly filter: Pick<TasksRoute, 'search' | 'isCritical'>;
  readonly acts: BoardActs;
}

/** What is dragged over the board: the browser tells it only when it is let go. */
let dragged: TaskRowFragment | null = null;

const SHOWN = 50;

/** The tasks of one status, and how many there are. */
export function BoardColumn({ status, id, route, filter, acts }: BoardColumnProps) {
  const asked = useMemo(
    () => ({
      project: id,
      filter: filterOf({ ...filter, status: [status] }),
      orderBy: orderOf(route),
    }),
    [id, filter, route.sort, route.isDescending],
  );
  const list = useTasks(asked);
  const { data, reload } = useAsk(TaskCountDocument, { id, filter: asked.filter });
  const [limit, setLimit] = useState(SHOWN);
  const [isOver, setOver] = useState(false);
  useEffect(() => acts.register(status, { ...list, reload: () => (list.reload(), reload()) }));
  useEffect(() => list.need(limit), [limit, asked]);
  const count = data?.project?.tasks.totalCount ?? null;
  const rows = (list.rows ?? []).slice(0, limit);
  const isTaking = isOver && dragged !== null && 'verb' in moveTo(dragged, status);
  const name = words.status(status);
  return (
    <section
      class={`board-column ${isOver ? (isTaking ? 'is-taking' : 'is-refusing') : ''}`}
      aria-labelledby={`column-${status}`}
      {...dropping(status, acts, setOver)}
    >
      <h2 id={`column-${status}`}>
        {name} <span class="quiet number">{count === null ? '' : formatCount(count)}</span>
      </h2>
      {list.error !== null && <Failed error={list.error} onAgain={list.reload} />}
      {list.rows?.length === 0 && <p class="quiet">{projectWords.board.none}</p>}
      <ul>
        {rows.map((card) => (
          <Card key={card.id} card={card} isOpen={route.task === card.id} acts={acts} />
        ))}
      </ul>
      {(rows.length < (list.rows?.length ?? 0) || (list.hasMore && rows.length > 0)) && (
        <button type="button" class="button" onClick={() => setLimit(limit + SHOWN)}>
          {words.state.more}
        </button>
      )}
    </section>
  );
}

/** A column takes what is dropped on it; what it does not take it refuses with the reason. */
function dropping(status: TaskStatus, acts: BoardActs, setOver: (isOver: boolean) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (dragged !== null && dragged.status !== status) acts.move(dragged, status);
      dragged = null;
    },
  };
}

function Card({ card, isOpen, acts }: { card: TaskRowFragment; isOpen: boolean; acts: BoardActs }) {
  const isLate = card.status === 'OVERDUE';
  const facts = [
    card.endDate === null ? null : formatDay(card.endDate),
    card.owner?.name ?? null,
    card.progressPercent > 0 ? words.percent(card.progressPercent) : null,
  ];
  return (
    <li class={`card ${isOpen ? 'is-active' : ''}`}>
      <button
        type="button"
        class="card-body"
        data-card={card.id}
        draggable={targetsOf(card).length > 0}
        aria-describedby="board-keys"
        aria-keyshortcuts="Alt+ArrowRight Alt+ArrowLeft"
        onDragStart={(event) => {
          dragged = card;
          event.dataTransfer?.setData('text/plain', card.name);
        }}
        onDragEnd={() => (dragged = null)}
        onClick={() => acts.open(card)}
        onKeyDown={(event) => {
          if (event.altKey && moveByKey(card, event.key, acts)) event.preventDefault();
        }}
      >
        <span class="card-name">{card.name}</span>
        <span class="quiet number">
          {card.isCritical === true && <strong class="bad">{planWords.plan.critical} · </strong>}
          <span class={isLate ? 'bad' : ''}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
        </span>
      </button>
      <Menu card={card} acts={acts} />
    </li>
  );
}

/** Where a card may go, for whoever neither drags nor uses keys. */
function Menu({ card, acts }: { card: TaskRowFragment; acts: BoardActs }) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const targets = targetsOf(card);
  if (targets.length === 0) return null;
  return (
    <div
      class="menu card-menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node)) setOpen(false);
      }}
    >
      <button
        type="button"
        class="button is-plain"
        aria-expanded={isOpen}
        aria-label={`${projectWords.board.move}: ${card.name}`}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <div class="menu-body">
          {targets.map((status) => (
            <button
              key={status}
              type="button"
              class="button is-plain"
              onClick={() => {
                setOpen(false);
                acts.move(card, status);
              }}
            >
              {projectWords.board.moveTo(words.status(status))}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
