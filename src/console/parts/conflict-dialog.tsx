import { words } from '../words.ts';
import { conflictWords } from './conflict-words.ts';
import { Dialog } from './dialog.tsx';

interface ConflictDialogProps {
  /** What is called what: a field of the record. */
  readonly label: string;
  readonly theirs: string;
  readonly mine: string;
  readonly onTheirs: () => void;
  readonly onMine: () => void;
  /** Back to the field, with what was typed. */
  readonly onBack: () => void;
}

/** Somebody has changed what was being changed: both versions, and the choice between them. */
export function ConflictDialog({ label, theirs, mine, onTheirs, onMine, onBack }: ConflictDialogProps) {
  return (
    <Dialog title={conflictWords.title} onClose={onBack}>
      <h2>{conflictWords.title}</h2>
      <dl class="values">
        <div>
          <dt>{conflictWords.theirs(label)}</dt>
          <dd>{theirs}</dd>
        </div>
        <div>
          <dt>{conflictWords.mine(label)}</dt>
          <dd>{mine}</dd>
        </div>
      </dl>
      <div class="verbs">
        <button type="button" class="button is-primary" onClick={onTheirs}>
          {conflictWords.takeTheirs}
        </button>
        <button type="button" class="button" onClick={onMine}>
          {conflictWords.takeMine}
        </button>
        <button type="button" class="button is-plain" onClick={onBack}>
          {words.state.cancel}
        </button>
      </div>
    </Dialog>
  );
}
