import { useState } from 'preact/hooks';
import { VerifyAuditTrailDocument } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { Failed } from '../parts/states.tsx';
import { ask, AskError } from '../state/ask.ts';
import { formatMoment } from '../state/format.ts';
import { recordsWords } from '../records-words.ts';
import { verifyTrail, type TrailPart, type Verdict } from './trail.ts';

/** Asks whether the audit trail holds; by button, since all of it is read. */
export function Verify() {
  const [count, setCount] = useState<number | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const verify = (): void => {
    setCount(0);
    setError(null);
    const read = async (after: string | null): Promise<TrailPart> =>
      (await ask(VerifyAuditTrailDocument, { after })).verifyAuditTrail;
    verifyTrail(read, setCount)
      .then(
        (reached) => {
          setVerdict(reached);
          announceOutcome(sentenceOf(reached));
        },
        (problem: unknown) => setError(problem instanceof AskError ? problem : null),
      )
      .finally(() => setCount(null));
  };
  return (
    <div class="verify">
      <button type="button" class="button" disabled={count !== null} onClick={verify}>
        {count === null ? recordsWords.records.verify : recordsWords.records.verifying(count)}
      </button>
      {error !== null && <Failed error={error} onAgain={verify} />}
      {verdict !== null && count === null && <Reached verdict={verdict} />}
    </div>
  );
}

function sentenceOf({ holds, checked, last, faults }: Verdict): string {
  if (!holds) return recordsWords.records.broken(faults.length);
  if (last.head === null) return recordsWords.records.unsealed;
  return recordsWords.records.holds(checked, formatMoment(last.verifiedAt));
}

function Reached({ verdict }: { verdict: Verdict }) {
  const { holds, last, faults } = verdict;
  return (
    <div>
      <p class={holds ? '' : 'bad'}>{sentenceOf(verdict)}</p>
      {last.sealedUntil !== null && (
        <p class="quiet">{recordsWords.records.sealedUntil(formatMoment(last.sealedUntil))}</p>
      )}
      <ul>
        {faults.slice(0, 100).map(({ sealId, sequence, fault }, at) => (
          <li key={at}>
            {recordsWords.records.faultAt(
              sequence !== null
                ? recordsWords.records.sequence(sequence)
                : recordsWords.records.seal(sealId ?? 0),
              fault,
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
