import { useEffect, useRef, useState } from 'preact/hooks';
import {
  TaskRowOfDocument,
  UpdateRowProgressDocument,
  UpdateTaskDocument,
  type TaskPriority,
  type TaskRowFragment,
} from '../operations.ts';
import { ConflictDialog } from '../parts/conflict-dialog.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { formatDay } from '../state/format.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { OwnerField } from './owner-field.tsx';
import { changeOf, PRIORITIES, textOf, valueOf, type Column } from './columns.ts';

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

/**
 * A cell as a field, and both versions where somebody else has changed it meanwhile.
 */
export function CellEditor(props: CellEditorProps) {
  const editor = useEditor(props);
  const { column } = props;
  const { theirs, value } = editor;
  return (
    <>
      <Field {...props} editor={editor} />
      {theirs !== null && (
        <ConflictDialog
          label={projectWords.taskList.columns[column.key]}
          theirs={textOf(column, theirs)}
          mine={saidOf(column, value)}
          onTheirs={editor.giveWay}
          onMine={editor.insist}
          onBack={editor.back}
        />
      )}
    </>
  );
}

/** What is typed, as the cell would say it; of a person the field itself says who. */
function saidOf(column: Column, value: string): string {
  if (column.edit?.kind === 'date') return value === '' ? words.none : formatDay(value);
  if (column.edit?.kind === 'number') return words.percent(Number(value));
  if (column.edit?.kind === 'priority') return words.priority(value as TaskPriority);
  return column.edit?.kind === 'owner' ? projectWords.taskList.chosen : value;
}

/** A cell as a field: Enter saves, Escape takes back, leaving it saves what has changed. Nothing typed is lost by a refusal. */
function Field({ column, row, editor }: CellEditorProps & { readonly editor: Editor }) {
  const { value, isBusy, field, save, type, keyDown } = editor;
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

type Editor = ReturnType<typeof useEditor>;

function useEditor(props: CellEditorProps) {
  const { column, row, onCancel } = props;
  const [value, type] = useState(() => valueOf(column, row));
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const saving = useSaving(props, field);
  const { seen, isOver, isBusy, theirs, setTheirs, send } = saving;
  useEffect(() => {
    field.current?.focus();
    if (column.edit?.kind === 'text') field.current?.select();
  }, []);
  const cancel = (): void => {
    isOver.current = true;
    onCancel();
  };
  const save = (typed: string): void => {
    // The field loses the focus to the question which version counts.
    if (isOver.current || isBusy || theirs !== null) return;
    if (typed === valueOf(column, seen.current)) return cancel();
    if (field.current?.reportValidity() === true) send(typed);
  };
  const keyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') save(value);
    if (event.key === 'Escape') cancel();
  };
  const answered = (run: () => void) => (): void => {
    seen.current = theirs ?? seen.current;
    setTheirs(null);
    run();
  };
  return {
    ...{ value, isBusy, field, save, type, keyDown, theirs },
    giveWay: answered(cancel),
    insist: answered(() => send(value)),
    back: answered(() => field.current?.focus()),
  };
}

/** Sends what was typed, on the version that its editor knows, and finds out what somebody else has made of it meanwhile. */
function useSaving(
  { column, row, onSaved, onRefused }: CellEditorProps,
  field: { readonly current: HTMLElement | null },
) {
  const [isBusy, setBusy] = useState(false);
  /** The version that somebody else has made meanwhile, of another value. */
  const [theirs, setTheirs] = useState<TaskRowFragment | null>(null);
  /** The version that its editor knows: rows change while somebody types. */
  const seen = useRef(row);
  const intent = useRef(newIntent());
  // A field that goes away loses the focus, and would be saved once more.
  const isOver = useRef(false);
  const tell = (error: AskError): void => {
    onRefused(error);
    field.current?.focus();
  };
  const refused = async (typed: string, problem: unknown): Promise<void> => {
    setBusy(false);
    const error = asAskError(problem);
    // What was refused may be said in another way; what did not arrive is the same intent.
    if (error.code !== 'OFFLINE') intent.current = newIntent();
    const now = error.code === 'CONFLICT' ? await changedSince(seen.current).catch(() => null) : null;
    if (now === null) return tell(error);
    if (valueOf(column, now) !== valueOf(column, seen.current)) return setTheirs(now);
    // Something else of the task has changed: what was typed is still what its editor meant.
    seen.current = now;
    send(typed);
  };
  const send = (typed: string): void => {
    setBusy(true);
    store(column, seen.current, typed, intent.current).then(
      (edited) => {
        isOver.current = true;
        onSaved(edited);
      },
      (problem: unknown) => refused(typed, problem),
    );
  };
  return { seen, isOver, isBusy, theirs, setTheirs, send };
}

const asAskError = (problem: unknown): AskError =>
  problem instanceof AskError ? problem : new AskError('', { code: 'INTERNAL_SERVER_ERROR' });

/** The task as it is now, where it has become another version than the one that was seen; null where it has not. */
async function changedSince({ id, updatedAt }: TaskRowFragment): Promise<TaskRowFragment | null> {
  const { task } = await ask(TaskRowOfDocument, { id });
  return task === null || task.updatedAt === updatedAt ? null : task;
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
