import { signal } from '@preact/signals';

const said = signal('');
let lastAt = 0;
let waiting: string | undefined;

const PAUSE_MS = 5_000;

/** Tells who listens to the page instead of looking at it: at most a sentence in five seconds, the last one wins. */
export function announce(sentence: string): void {
  const rest = lastAt + PAUSE_MS - performance.now();
  if (rest <= 0) {
    lastAt = performance.now();
    said.value = sentence;
    return;
  }
  if (waiting === undefined)
    setTimeout(() => {
      lastAt = performance.now();
      said.value = waiting ?? '';
      waiting = undefined;
    }, rest);
  waiting = sentence;
}

export function Announcements() {
  return (
    <div class="visually-hidden" aria-live="polite">
      {said.value}
    </div>
  );
}
