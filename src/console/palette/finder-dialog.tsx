import { useEffect, useRef, useState } from 'preact/hooks';
import { FindDocument, FindPeopleDocument, type FindQuery } from '../operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Failed } from '../parts/states.tsx';
import { ask, AskError } from '../state/ask.ts';
import { go } from '../state/router.ts';
import { planRoute, type Route } from '../state/routes.ts';
import { words } from '../words.ts';
import { Box, type Entry } from './box.tsx';
import { verbsFor, type PaletteVerb } from './verbs.ts';

const PAUSE_MS = 150;
const MOST_VERBS = 8;

/** The palette itself; what it finds and what it does closes it. */
export function FinderDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [asking, setAsking] = useState<PaletteVerb | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const run = (verb: PaletteVerb, answer: string): void => {
    setError(null);
    void runVerb(verb, answer).then((problem) => (problem === null ? onClose() : setError(problem)));
  };
  const choose = (verb: PaletteVerb): void => {
    if (verb.asks === undefined) return run(verb, '');
    setText('');
    setAsking(verb);
  };
  const people = usePeople(asking?.asks?.kind === 'person' ? text : null);
  const found = useFound(asking === null ? text : '');
  const entries =
    asking === null
      ? [...verbsFor(text).slice(0, MOST_VERBS).map(entryOf(choose)), ...(found ?? []).map(closing(onClose))]
      : people.map(({ id, name }) => ({ id, name, where: '', choose: () => run(asking, id) }));
  const enter = (entry: Entry | undefined): void => {
    if (entry !== undefined) entry.choose();
    else if (asking !== null && asking.asks?.kind !== 'person' && text.trim() !== '')
      run(asking, text.trim());
  };
  const label = asking?.asks?.label ?? words.shell.findHint;
  return (
    <Dialog title={label} onClose={onClose} className="finder">
      {asking !== null && (
        <p class="quiet">
          {asking.label} {asking.about}
        </p>
      )}
      <Box
        key={asking?.id ?? ''}
        label={label}
        isDate={asking?.asks?.kind === 'date'}
        text={text}
        onText={setText}
        entries={entries}
        onEnter={enter}
      />
      {asking === null && found?.length === 0 && entries.length === 0 && (
        <p class="quiet">{words.shell.nothingFound}</p>
      )}
      {error !== null && <Failed error={error} />}
    </Dialog>
  );
}

async function runVerb(verb: PaletteVerb, answer: string): Promise<AskError | null> {
  try {
    await verb.run(answer);
    return null;
  } catch (problem) {
    return problem instanceof AskError ? problem : new AskError(String(problem), { code: 'CONSOLE' });
  }
}

function entryOf(choose: (verb: PaletteVerb) => void): (verb: PaletteVerb) => Entry {
  return (verb) => ({
    id: verb.id,
    name: verb.asks === undefined ? verb.label : `${verb.label} …`,
    where: verb.about ?? '',
    choose: () => choose(verb),
  });
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly where: string;
  readonly to: Route;
}

function closing(onClose: () => void): (found: Found) => Entry {
  return (found) => ({
    ...found,
    choose: () => {
      onClose();
      go(found.to);
    },
  });
}

/** Asks when the typing pauses; what an earlier text would have found is dropped. */
function useTyped<Result>(
  text: string | null,
  least: number,
  find: (text: string) => Promise<Result>,
): Result | null {
  const [found, setFound] = useState<Result | null>(null);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const wanted = text?.trim() ?? null;
    asked.current = wanted;
    if (wanted === null || wanted.length < least) return setFound(null);
    const timer = setTimeout(() => {
      find(wanted).then(
        (answer) => asked.current === wanted && setFound(answer),
        () => {},
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return found;
}

/** What bears a text in its name; null while there is nothing to ask. */
function useFound(text: string): readonly Found[] | null {
  return useTyped(text, 2, async (wanted) => listOf(await ask(FindDocument, { text: wanted })));
}

function usePeople(text: string | null): readonly { readonly id: string; readonly name: string }[] {
  const found = useTyped(text, 0, async (wanted) => {
    const { users } = await ask(FindPeopleDocument, { text: wanted === '' ? null : wanted });
    return users.nodes;
  });
  return found ?? [];
}

function listOf({ projects, tasks }: FindQuery): Found[] {
  return [
    ...projects.nodes.map(({ id, name, code }) => ({ id, name, where: code ?? '', to: planRoute(id) })),
    ...tasks.nodes.map(({ id, name, projectId, project }) => ({
      id,
      name,
      where: project?.name ?? '',
      to: planRoute(projectId, id),
    })),
  ];
}
