import { useState } from 'preact/hooks';
import { override } from '../state/session.ts';
import { helpWords } from './help-words.ts';

/** What a header of a request can carry. */
const LATIN = /^[\x20-\x7e\xa0-\xff]*$/;

/** Asks an administrator or foreman why they look beyond their rights, and has them look. */
export function OverrideAsk() {
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const isLatin = LATIN.test(said);
  return (
    <form
      class="move override-ask"
      onSubmit={(event) => {
        event.preventDefault();
        override.value = said;
      }}
    >
      <p>{helpWords.override.lead}</p>
      <label class="field">
        {helpWords.override.reason}
        <input
          required
          minLength={10}
          maxLength={500}
          value={reason}
          aria-invalid={!isLatin}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <p class="problem" role="alert">
        {!isLatin && helpWords.override.letters}
      </p>
      <button class="button" disabled={said.length < 10 || !isLatin}>
        {helpWords.override.look}
      </button>
    </form>
  );
}
