import { useEffect, useState } from 'preact/hooks';
import { late } from '../parts/late.tsx';
import { isSingleKey } from '../settings/single-keys.ts';
import { words } from '../words.ts';

/** The page comes first; then the palette is fetched, so that its first key loses no letter. */
const SOON_MS = 1_000;

const load = () => import('./finder-dialog.tsx');
const FinderDialog = late(async () => (await load()).FinderDialog);

/** Finds projects and tasks by name, and what may be done here; opened by Ctrl K or / from anywhere. */
export function Finder() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      const isCommand = event.key === 'k' && (event.ctrlKey || event.metaKey);
      if (!isCommand && !(event.key === '/' && isSingleKey(event))) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', open);
    const soon = setTimeout(() => void load().catch(() => {}), SOON_MS);
    return () => {
      removeEventListener('keydown', open);
      clearTimeout(soon);
    };
  }, []);
  return (
    <>
      <button type="button" class="button finder-button" onClick={() => setOpen(true)}>
        {words.shell.find} <kbd>Ctrl K</kbd>
      </button>
      {isOpen && <FinderDialog onClose={() => setOpen(false)} />}
    </>
  );
}
