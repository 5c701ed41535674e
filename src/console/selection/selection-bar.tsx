import { useRef, useState } from 'preact/hooks';
import type { TaskPriority, TaskRowFragment, TaskStatus } from '../operations.ts';
import type { Steps } from '../plan/use-move.ts';
import { BlockDialog } from '../tasks/block-dialog.tsx';
import { PRIORITIES } from '../tasks/columns.ts';
import { OwnerField } from '../tasks/owner-field.tsx';
import { planWords } from '../plan-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { shiftOf, STATUS_TARGETS } from './selection.ts';
import type { Bulk } from './use-bulk.ts';

interface SelectionBarProps {
  readonly rows: readonly TaskRowFragment[];
  readonly bulk: Bulk;
  readonly move: Steps;
}

/** What can be done with the tasks that are selected. Dates are tried before they are changed. */
export function SelectionBar({ rows, bulk, move }: SelectionBarProps) {
  const [isBlocking, setBlocking] = useState(false);
  if (rows.length === 0) return null;
  const setStatus = (to: TaskStatus): void => (to === 'BLOCKED' ? setBlocking(true) : bulk.setStatus(to, ''));
  return (
    <div class="selection" role="group" aria-label={projectWords.selection.label}>
      <strong role="status">{bulk.doing ?? projectWords.selection.count(rows.length)}</strong>
      <Owner bulk={bulk} />
      <Choice
        label={projectWords.selection.priority}
        options={PRIORITIES.map((each) => [each, words.priority(each)] as const)}
        isBusy={bulk.isBusy}
        onChoose={(priority) => bulk.setFields({ priority: priority as TaskPriority })}
      />
      <Choice
        label={projectWords.selection.status}
        options={STATUS_TARGETS.map((each) => [each, words.status(each)] as const)}
        isBusy={bulk.isBusy}
        onChoose={(status) => setStatus(status as TaskStatus)}
      />
      <Shift rows={rows} move={move} isBusy={bulk.isBusy} />
      <button type="button" class="button is-plain" onClick={bulk.clear}>
        {projectWords.selection.clear}
      </button>
      {isBlocking && (
        <BlockDialog
          name={projectWords.selection.count(rows.length)}
          onCancel={() => setBlocking(false)}
          onBlock={(reason) => {
            setBlocking(false);
            bulk.setStatus('BLOCKED', reason);
          }}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly (readonly [string, string])[];
  readonly isBusy: boolean;
  readonly onChoose: (value: string) => void;
}

/** A choice that is made once: it does something, and shows nothing. */
function Choice({ label, options, isBusy, onChoose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      disabled={isBusy}
      value=""
      onChange={(event) => {
        const { value } = event.currentTarget;
        event.currentTarget.value = '';
        if (value !== '') onChoose(value);
      }}
    >
      <option value="">{label}</option>
      {options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Owner({ bulk }: { bulk: Bulk }) {
  const field = useRef<(HTMLInputElement & HTMLSelectElement) | null>(null);
  const [id, setId] = useState('');
  const [isOpen, setOpen] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (id === '') return;
    setOpen(false);
    bulk.setFields({ ownerId: id });
  };
  if (!isOpen)
    return (
      <button type="button" class="button" disabled={bulk.isBusy} onClick={() => setOpen(true)}>
        {projectWords.selection.owner}
      </button>
    );
  return (
    <form class="selection-part" onSubmit={submit}>
      <OwnerField
        field={field}
        label={projectWords.selection.owner}
        isBusy={bulk.isBusy}
        name=""
        id=""
        onPerson={setId}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
        onLeave={() => {}}
      />
      <button class="button" disabled={id === ''}>
        {projectWords.selection.give}
      </button>
    </form>
  );
}

/** Tries what a later or earlier start of all would do. */
function Shift({ rows, move, isBusy }: { rows: readonly TaskRowFragment[]; move: Steps; isBusy: boolean }) {
  const [days, setDays] = useState('7');
  const tried = shiftOf(rows, Number(days));
  const submit = (event: Event): void => {
    event.preventDefault();
    const staying = rows.length - tried.length;
    move.propose(tried, staying === 0 ? null : projectWords.selection.staying(staying));
  };
  return (
    <form class="selection-part" onSubmit={submit}>
      <label>
        {projectWords.selection.shift}{' '}
        <input
          type="number"
          required
          min={-3650}
          max={3650}
          value={days}
          onInput={(event) => setDays(event.currentTarget.value)}
        />{' '}
        {projectWords.selection.days}
      </label>
      <button class="button" disabled={isBusy || tried.length === 0}>
        {planWords.move.preview}
      </button>
    </form>
  );
}
