import { useEffect, useState } from 'preact/hooks';
import { printRoute, type Route } from '../state/routes.ts';
import { words } from '../words.ts';

/** One line of the palette: something to go to, or something to do. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly where: string;
  /** Where it leads; undefined of what is done. */
  readonly to?: Route;
  readonly choose: () => void;
}

interface BoxProps {
  readonly label: string;
  readonly isDate: boolean;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly entries: readonly Entry[];
  readonly onEnter: (entry: Entry | undefined) => void;
}

/** A field with what fits its text below it, of which the arrows choose. */
export function Box({ label, isDate, text, onText, entries, onEnter }: BoxProps) {
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, entries.length - 1);
  useEffect(() => setChosen(0), [text]);
  const keyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !isDate) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(entries.length - 1, at + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onEnter(entries[at]);
    }
  };
  return (
    <>
      <input
        {...(isDate
          ? { type: 'date' }
          : {
              role: 'combobox',
              'aria-expanded': entries.length > 0,
              'aria-controls': 'found',
              'aria-activedescendant': entries[at] === undefined ? undefined : `found-${at}`,
            })}
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={keyDown}
      />
      <Options entries={entries} at={at} onEnter={onEnter} />
    </>
  );
}

/** What may be chosen; the field keeps the focus. */
function Options({ entries, at, onEnter }: Pick<BoxProps, 'entries' | 'onEnter'> & { at: number }) {
  return (
    <div id="found" role="listbox" aria-label={words.shell.find}>
      {entries.map((entry, place) => (
        <a
          key={entry.id}
          id={`found-${place}`}
          role="option"
          aria-selected={place === at}
          tabIndex={-1}
          href={entry.to === undefined ? undefined : printRoute(entry.to)}
          onClick={(event) => {
            // A link of a page goes its own way, so that it opens in another tab where somebody wants that.
            if (entry.to === undefined) event.preventDefault();
            if (!event.ctrlKey && !event.metaKey) onEnter(entry);
          }}
        >
          <span>{entry.name}</span> <span class="quiet">{entry.where}</span>
        </a>
      ))}
    </div>
  );
}
