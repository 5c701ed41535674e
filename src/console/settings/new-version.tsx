import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { isOffline, socketState } from '../state/live.ts';
import { words } from '../words.ts';

/** Between two looks of a tab that is shown again. */
const PAUSE_MS = 60_000;

/** Says that the service has another console than the one that is shown, and leaves it to its reader when to load it. */
export function NewVersion() {
  const [isNew, setNew] = useState(false);
  useEffect(() => {
    let lookedAt = performance.now();
    let wasLost = false;
    const look = (): void => {
      lookedAt = performance.now();
      void isRenewed().then((renewed) => renewed && setNew(true));
    };
    const shown = (): void => {
      if (document.visibilityState === 'visible' && performance.now() - lookedAt > PAUSE_MS) look();
    };
    const stop = effect(() => {
      if (isOffline.value) wasLost = true;
      else if (wasLost && socketState.value === 'open') {
        wasLost = false;
        look();
      }
    });
    document.addEventListener('visibilitychange', shown);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', shown);
    };
  }, []);
  if (!isNew) return null;
  return (
    <p class="banner" role="status">
      {words.shell.newVersion}{' '}
      <button type="button" class="button" onClick={() => location.reload()}>
        {words.shell.reload}
      </button>
    </p>
  );
}

/** Whether the page names another script now: its name is the hash of its content. */
async function isRenewed(): Promise<boolean> {
  const script = document.querySelector('script[type=module]')?.getAttribute('src');
  const page = await fetch('/console', { cache: 'no-store' }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  );
  return script != null && page !== null && !page.includes(`"${script}"`);
}
