import { override } from '../state/session.ts';
import { helpWords } from './help-words.ts';

/** Says that somebody looks beyond their rights, why, and how that ends. */
export function OverrideBanner({ reason }: { reason: string }) {
  return (
    <p class="failed" role="status">
      {helpWords.override.on(reason)} {helpWords.override.still}{' '}
      <button type="button" class="button" onClick={() => (override.value = null)}>
        {helpWords.override.end}
      </button>
    </p>
  );
}
