import { useState } from 'preact/hooks';
import {
  DecideAcceptanceDocument,
  RevokeAcceptanceDocument,
  WithdrawAcceptanceDocument,
  type AcceptanceDecision,
  type AcceptanceRowFragment,
} from '../operations.ts';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { viewer } from '../state/viewer.ts';
import { acceptanceWords } from './acceptance-words.ts';
import { mayRevoke, mayWithdraw, relationTo } from './who-acts.ts';

type Run = (act: (idempotencyKey: string) => Promise<unknown>) => void;

interface ActsProps {
  readonly acceptance: AcceptanceRowFragment;
  readonly approverIds: readonly string[];
  readonly onDone: () => void;
}

/** What whoever looks at an acceptance may do with it: decide, take back, revoke. */
export function AcceptanceActs({ acceptance, approverIds, onDone }: ActsProps) {
  const [error, setError] = useState<AskError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run: Run = (act) => {
    setBusy(true);
    setError(null);
    act(newIntent())
      .then(onDone, (problem: unknown) => setError(problem instanceof AskError ? problem : null))
      .finally(() => setBusy(false));
  };
  const { user, role } = viewer.value ?? {};
  if (user == null || role === undefined) return null;
  const reader = { id: user.id, role };
  const { id } = acceptance;
  const withdraw = (): void =>
    run((idempotencyKey) => ask(WithdrawAcceptanceDocument, { input: { acceptanceId: id, idempotencyKey } }));
  return (
    <fieldset class="acts" disabled={isBusy}>
      {acceptance.state === 'PROPOSED' && (
        <Decision id={id} relation={relationTo(acceptance, reader, approverIds)} run={run} />
      )}
      {mayWithdraw(acceptance, reader) && (
        <button type="button" class="button" onClick={withdraw}>
          {acceptanceWords.withdraw}
        </button>
      )}
      {mayRevoke(acceptance, reader) && <Revoke id={id} run={run} />}
      {error !== null && <Failed error={error} />}
    </fieldset>
  );
}

interface DecisionProps {
  readonly id: string;
  readonly relation: ReturnType<typeof relationTo>;
  readonly run: Run;
}

/** A decision is final, and a rejection says why. */
function Decision({ id, relation, run }: DecisionProps) {
  const [comment, setComment] = useState('');
  if (relation !== 'decides')
    return <p class="quiet">{relation === 'proposer' ? acceptanceWords.proposer : acceptanceWords.others}</p>;
  const said = comment.trim();
  const decide = (decision: AcceptanceDecision): void =>
    run((idempotencyKey) =>
      ask(DecideAcceptanceDocument, {
        input: { acceptanceId: id, decision, ...(said === '' ? {} : { comment: said }), idempotencyKey },
      }),
    );
  return (
    <div class="move-fields">
      <input
        maxLength={5000}
        aria-label={acceptanceWords.comment}
        placeholder={acceptanceWords.comment}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <button type="button" class="button is-primary" onClick={() => decide('ACCEPTED')}>
        {acceptanceWords.accept}
      </button>
      <button type="button" class="button" disabled={said === ''} onClick={() => decide('REJECTED')}>
        {acceptanceWords.reject}
      </button>
    </div>
  );
}

function Revoke({ id, run }: { id: string; run: Run }) {
  const [reason, setReason] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    const input = { acceptanceId: id, reason: reason.trim() };
    run((idempotencyKey) => ask(RevokeAcceptanceDocument, { input: { ...input, idempotencyKey } }));
  };
  return (
    <form class="move-fields" onSubmit={submit}>
      <input
        required
        maxLength={5000}
        aria-label={acceptanceWords.revokeReason}
        placeholder={acceptanceWords.revokeReason}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <button class="button" disabled={reason.trim() === ''}>
        {acceptanceWords.revoke}
      </button>
    </form>
  );
}
