import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { PeopleDocument } from '../operations.ts';
import { useAsk } from '../state/use-ask.ts';
import { projectWords } from '../project-words.ts';
import { offered, personMeant, type Person } from './people.ts';

interface OwnerFieldProps {
  readonly field: { current: (HTMLInputElement & HTMLSelectElement) | null };
  readonly label: string;
  readonly isBusy: boolean;
  /** Who it is now. */
  readonly name: string;
  readonly id: string;
  /** Tells who is meant: an id; empty while what is typed names nobody, or more than one. */
  readonly onPerson: (id: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onLeave: () => void;
}

const PAUSE_MS = 150;
const LIST = 'people-to-own';

/** A person, found while their name or address is typed. */
export function OwnerField({
  field,
  label,
  isBusy,
  name,
  id,
  onPerson,
  onKeyDown,
  onLeave,
}: OwnerFieldProps) {
  const [typed, setTyped] = useState(name);
  const people = usePeople(typed);
  const isSame = typed === name;
  useEffect(() => field.current?.select(), []);
  // With the options that are shown, so that Enter never means what was there before.
  useLayoutEffect(() => {
    const meant = isSame ? id : (personMeant(typed, people)?.id ?? '');
    onPerson(meant);
    field.current?.setCustomValidity(meant === '' && !isSame ? projectWords.taskList.nobody : '');
  }, [typed, people]);
  return (
    <>
      <input
        ref={field}
        list={LIST}
        value={typed}
        aria-label={label}
        aria-busy={isBusy}
        readOnly={isBusy}
        maxLength={200}
        autocomplete="off"
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={onLeave}
      />
      <datalist id={LIST}>
        {people.map((person) => (
          <option key={person.id} value={offered(person)} />
        ))}
      </datalist>
    </>
  );
}

/** The first twenty whose name or address contains what is typed, once it rests. */
function usePeople(typed: string): readonly Person[] {
  // What was picked has the address behind the name; either of them finds the person.
  const wanted = typed.split(',').at(-1)!.trim();
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  return useAsk(PeopleDocument, { search }).data?.users.nodes ?? NOBODY;
}

const NOBODY: readonly Person[] = [];
