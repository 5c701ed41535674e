import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AskError } from '../state/ask.ts';
import { words } from '../words.ts';

/** Says that something is loading, once it has taken so long that somebody wonders. */
export function Loading({ lines = 8 }: { lines?: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return <div role="status" />;
  return (
    <div role="status" class="skeleton">
      <span class="visually-hidden">{words.state.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="skeleton-line" />
      ))}
    </div>
  );
}

export function Failed({ error, onAgain }: { error: AskError; onAgain?: () => void }) {
  const { code, errorId, expected } = error.refusal;
  const message =
    code === 'OFFLINE'
      ? words.state.offline
      : code === 'INTERNAL_SERVER_ERROR'
        ? words.state.internal
        : error.message;
  return (
    <div class="failed" role="alert">
      <p>
        <strong>{words.state.failed}</strong> {message}
      </p>
      {typeof expected === 'string' && <p class="quiet">{words.state.expected(expected)}</p>}
      {errorId !== undefined && <p class="quiet">{words.state.errorId(errorId)}</p>}
      {onAgain !== undefined && (
        <button type="button" class="button" onClick={onAgain}>
          {words.state.again}
        </button>
      )}
    </div>
  );
}

export function Empty({ children, act }: { children: ComponentChildren; act?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{children}</p>
      {act}
    </div>
  );
}
