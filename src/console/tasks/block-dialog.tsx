import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { planWords } from '../plan-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';

interface BlockDialogProps {
  readonly name: string;
  readonly onBlock: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks what blocks a task: a block without a reason helps nobody. */
export function BlockDialog({ name, onBlock, onCancel }: BlockDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <Dialog title={projectWords.board.reason} onClose={onCancel}>
      <h2>{name}</h2>
      <form
        class="move"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onBlock(reason.trim());
        }}
      >
        <label class="field">
          {projectWords.board.reason}
          <textarea
            autofocus
            required
            rows={2}
            maxLength={2000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div class="verbs">
          <button class="button is-primary">{planWords.task.block}</button>
          <button type="button" class="button" onClick={onCancel}>
            {words.state.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
