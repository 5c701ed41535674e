import { useState } from 'preact/hooks';
import { dueWords } from '../due-words.ts';
import {
  DecideExtensionDocument,
  WithdrawExtensionDocument,
  type ExtensionDecision,
  type TaskDetailFragment,
} from '../operations.ts';
import { ask } from '../state/ask.ts';
import { formatDay, formatMoment } from '../state/format.ts';
import { viewer } from '../state/viewer.ts';
import { approverOf, mayWithdraw, relationOf, type Request } from './deciders.ts';
import type { Run } from './due-part.tsx';

interface RequestItemProps {
  readonly task: TaskDetailFragment;
  readonly request: Request;
  readonly run: Run;
}

/** A request for a later day: who asks, why, what became of it, and what whoever looks at it may do with it. */
export function RequestItem({ task, request, run }: RequestItemProps) {
  const { requestedDue, currentDue, reason, state, requestedBy, decidedBy, createdAt, comment } = request;
  return (
    <li>
      <strong>{dueWords.asked(formatDay(requestedDue), formatDay(currentDue))}</strong>{' '}
      <span>{dueWords.state(state)}</span>
      <p>{reason}</p>
      <p class="quiet">
        {[
          requestedBy?.name,
          formatMoment(createdAt),
          state === 'REQUESTED' ? dueWords.lapses(formatDay(request.lapsesOn)) : decidedBy?.name,
        ]
          .filter((part) => part != null)
          .join(' · ')}
      </p>
      {comment !== null && <p>{comment}</p>}
      {state === 'REQUESTED' && <Acts {...{ task, request, run }} />}
    </li>
  );
}

function Acts({ task, request, run }: RequestItemProps) {
  const { user, role, organisation } = viewer.value ?? {};
  if (user == null || role === undefined || organisation == null) return null;
  const reader = { id: user.id, role };
  const { dueDates } = organisation.settings;
  const relation = relationOf(task, request, reader, dueDates);
  const withdraw = (): void =>
    run((idempotencyKey) =>
      ask(WithdrawExtensionDocument, { input: { extensionId: request.id, idempotencyKey } }),
    );
  return (
    <>
      {relation === 'decides' && <Decide id={request.id} run={run} />}
      {relation === 'worker' && <p class="quiet">{dueWords.mayNot}</p>}
      {relation === 'other' && (
        <p class="quiet">{dueWords.others(approverOf(task, dueDates)?.name ?? dueWords.administrators)}</p>
      )}
      {mayWithdraw(request, reader) && (
        <button type="button" class="button" onClick={withdraw}>
          {dueWords.withdraw}
        </button>
      )}
    </>
  );
}

/** A decision is final, and a refusal says why. */
function Decide({ id, run }: { id: string; run: Run }) {
  const [comment, setComment] = useState('');
  const said = comment.trim();
  const decide = (decision: ExtensionDecision): void =>
    run((idempotencyKey) =>
      ask(DecideExtensionDocument, {
        input: { extensionId: id, decision, ...(said === '' ? {} : { comment: said }), idempotencyKey },
      }),
    );
  return (
    <div class="move-fields">
      <input
        maxLength={5000}
        aria-label={dueWords.comment}
        placeholder={dueWords.comment}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <button type="button" class="button is-primary" onClick={() => decide('GRANTED')}>
        {dueWords.grant}
      </button>
      <button type="button" class="button" disabled={said === ''} onClick={() => decide('REFUSED')}>
        {dueWords.refuse}
      </button>
    </div>
  );
}
