import { useEffect, useRef, useState } from 'preact/hooks';
import { UpdateRowProgressDocument, UpdateTaskDocument, type TaskRowFragment } from '../operations.ts';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { OwnerField } from './owner-field.tsx';
import { changeOf, PRIORITIES, valueOf, type Column } from './columns.ts';

export interface Edited {
  /** The task as it is now. */
  readonly row: TaskRowFragment | null;
  /** Tasks that rescheduling would move now; null where no date was changed. */
  readonly movedCount: number | null;
}

interface CellEditorProps {
  readonly column: Column;
  readonly row: TaskRowFragment;
  readonly onSaved: (edited: Edited) => void;
  readonly onCancel: () => void;
  readonly onRefused: (error: AskError) => void;
}

/** A cell as a field: Enter saves, Escape takes back, leaving it saves what has changed. Nothing typed is lost by a refusal. */
export function CellEditor(props: CellEditorProps) {
  const { column, row } = props;
  const { value, isBusy, field, save, type, keyDown } = useEditor(props);
  const shared = {
    ref: field,
    value,
    'aria-label': projectWords.taskList.columns[column.key],
    'aria-busy': isBusy,
    onKeyDown: keyDown,
    onBlur: () => save(value),
  };
  if (column.edit?.kind === 'owner')
    return (
      <OwnerField
        {...{ field, isBusy }}
        label={shared['aria-label']}
        name={row.owner?.name ?? ''}
        id={valueOf(column, row)}
        onPerson={type}
        onKeyDown={keyDown}
        onLeave={shared.onBlur}
      />
    );
  if (column.edit?.kind !== 'priority')
    return (
      <input
        {...shared}
        {...LIMITS[column.edit?.kind ?? 'text']}
        readOnly={isBusy}
        onInput={(event) => type(event.currentTarget.value)}
      />
    );
  return (
    <select
      {...shared}
      onChange={(event) => {
        type(event.currentTarget.value);
        save(event.currentTarget.value);
      }}
    >
      {PRIORITIES.map((priority) => (
        <option key={priority} value={priority}>
          {words.priority(priority)}
        </option>
      ))}
    </select>
  );
}

function useEditor({ column, row, onSaved, onCancel, onRefused }: CellEditorProps) {
  const [value, type] = useState(() => valueOf(column, row));
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const intent = useRef(newIntent());
  // A field that goes away loses the focus, and would be saved once more.
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus();
    if (column.edit?.kind === 'text') field.current?.select();
  }, []);
  const end = (run: () => void): void => {
    isOver.current = true;
    run();
  };
  const refused = (problem: unknown): void => {
    setBusy(false);
    const error = problem instanceof AskError ? problem : new AskError('', { code: 'INTERNAL_SERVER_ERROR' });
    // What was refused may be said in another way; what did not arrive is the same intent.
    if (error.code !== 'OFFLINE') intent.current = newIntent();
    onRefused(error);
    field.current?.focus();
  };
  const save = (typed: string): void => {
    if (isOver.current || isBusy) return;
    if (typed === valueOf(column, row)) return end(onCancel);
    if (field.current?.reportValidity() !== true) return;
    setBusy(true);
    store(column, row, typed, intent.current).then((edited) => end(() => onSaved(edited)), refused);
  };
  const keyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') save(value);
    if (event.key === 'Escape') end(onCancel);
  };
  return { value, isBusy, field, save, type, keyDown };
}

const LIMITS = {
  text: { type: 'text', required: true, maxLength: 500 },
  date: { type: 'date', min: '1900-01-01', max: '2200-12-31' },
  number: { type: 'number', min: 0, max: 100, step: 0.01, required: true },
  priority: {},
  owner: {},
} as const;

async function store(
  column: Column,
  { id, updatedAt }: TaskRowFragment,
  value: string,
  idempotencyKey: string,
): Promise<Edited> {
  const guard = { idempotencyKey, ifUpdatedAt: updatedAt };
  if (column.key === 'progress') {
    const input = { taskId: id, percent: Number(value), ...guard };
    const { updateProgress } = await ask(UpdateRowProgressDocument, { input });
    return { row: updateProgress?.task ?? null, movedCount: null };
  }
  const withImpact = column.edit?.kind === 'date';
  const { updateTask } = await ask(UpdateTaskDocument, {
    input: { id, ...changeOf(column, value), ...guard },
    withImpact,
  });
  const movedCount = withImpact ? (updateTask?.scheduleImpact?.moved.totalCount ?? 0) : null;
  return { row: updateTask?.task ?? null, movedCount };
}
