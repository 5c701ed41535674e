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
  if (waiting === undefined) setTimeout(sayWaiting, rest);
  waiting = sentence;
}

function sayWaiting(): void {
  const rest = lastAt + PAUSE_MS - performance.now();
  if (rest > 0) return void setTimeout(sayWaiting, rest);
  lastAt = performance.now();
  said.value = waiting ?? '';
  waiting = undefined;
}

/** Tells at once what came of somebody's own act: nothing that merely happens meanwhile may take its place before it is heard. */
export function announceOutcome(sentence: string): void {
  lastAt = performance.now();
  said.value = sentence;
}

export function Announcements() {
  return (
    <div class="visually-hidden" aria-live="polite">
      {said.value}
    </div>
  );
}
