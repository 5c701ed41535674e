import type { Health, TaskStatus } from '../operations.ts';
import { words } from '../words.ts';

/** Health as a shape, a colour and a word, so that none of them is needed alone. */
export function HealthMark({ health }: { health: Health | null }) {
  return (
    <span class={`health health-${(health ?? 'none').toLowerCase()}`}>
      <Shape health={health} />
      {words.health(health)}
    </span>
  );
}

function Shape({ health }: { health: Health | null }) {
  return (
    <svg class="shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {health === 'RED' && <rect x="1" y="1" width="10" height="10" />}
      {health === 'AMBER' && <path d="M6 .8 11.6 11H.4z" />}
      {health === 'GREEN' && <circle cx="6" cy="6" r="5.2" />}
      {health === null && <path d="M1 5h10v2H1z" />}
    </svg>
  );
}

/** Severity of an alert: the shapes are those of health. */
export function SeverityMark({
  severity,
  children,
}: {
  severity: Health;
  children: preact.ComponentChildren;
}) {
  return (
    <span class={`health severity-${severity.toLowerCase()}`}>
      <Shape health={severity} />
      {children}
    </span>
  );
}

export function StatusWord({ status }: { status: TaskStatus }) {
  return (
    <span class={`status status-${status.toLowerCase().replace('_', '-')}`}>{words.status(status)}</span>
  );
}

/** A bar with its number; the number is what counts, the bar is for the eye. */
export function Progress({ percent }: { percent: number }) {
  return (
    <span class="progress">
      <svg width="72" height="6" aria-hidden="true">
        <rect class="progress-all" width="72" height="6" rx="1" />
        <rect class="progress-done" width={(72 * percent) / 100} height="6" rx="1" />
      </svg>
      <span class="number">{words.percent(percent)}</span>
    </span>
  );
}
