import { useState } from 'preact/hooks';
import { RANKS, useVerbs } from '../palette/verbs.ts';
import { late } from '../parts/late.tsx';
import { words } from '../words.ts';

const ApiDialog = late(async () => (await import('./api-dialog.tsx')).ApiDialog, true);

/** The button that shows by which questions a page was made; its verb in the palette is for narrow pages too. */
export function Questions() {
  const [isOpen, setOpen] = useState(false);
  useVerbs(RANKS.shell, () => [{ id: 'api', label: words.shell.questions, run: () => setOpen(true) }]);
  return (
    <>
      <button
        type="button"
        class="button is-plain only-wide"
        aria-label={words.shell.questions}
        onClick={() => setOpen(true)}
      >
        API
      </button>
      {isOpen && <ApiDialog onClose={() => setOpen(false)} />}
    </>
  );
}
