import { daysBetween, type CivilDate } from '../civil-date.ts';
import type { AlertLevel, Finding, Measure } from './watchdog-facts.ts';
import { FOUND_CODES } from './watchdog-thresholds.ts';

/** An alert that is not resolved yet. Others than the watchdog may have raised it. */
export interface OpenAlert {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** Level, subject, its kind, and the measures; see `alertData`. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ChangedAlert {
  readonly alert: OpenAlert;
  readonly finding: Finding;
}

/** What has to happen so that the open alerts say what was found. */
export interface Reconciliation {
  /** The gravest first. */
  readonly raise: readonly Finding[];
  readonly change: readonly ChangedAlert[];
  readonly resolve: readonly OpenAlert[];
}

const OURS: ReadonlySet<string> = new Set(FOUND_CODES);

/** The `data` of a finding's alert. */
export function alertData({ level, subject, subjectType, measures }: Finding): Record<string, Measure> {
  return { level, subject, subjectType, ...measures };
}

/**
 * Compares a project's open alerts with what was found in it. There is one open alert for each code and subject: it is
 * raised when it is not there, changed when level, sentence or measures moved, resolved when the cause is gone. Alerts
 * of codes that the watchdog does not know stay as they are.
 */
export function reconcile(open: readonly OpenAlert[], findings: readonly Finding[]): Reconciliation {
  const found = new Map(findings.map((finding) => [keyOf(finding.code, finding.subject), finding]));
  const raised = new Map(found);
  const change: ChangedAlert[] = [];
  const resolve: OpenAlert[] = [];
  for (const alert of open.filter(({ code }) => OURS.has(code))) {
    const key = keyOf(alert.code, alert.data['subject']);
    const finding = found.get(key);
    if (finding === undefined) resolve.push(alert);
    else if (!says(alert, finding)) change.push({ alert, finding });
    raised.delete(key);
  }
  return { raise: [...raised.values()].sort((a, b) => a.level - b.level), change, resolve };
}

/** As much of it as `most` alerts of each kind; the next reconciliation finds the rest. */
export function firstOf({ raise, change, resolve }: Reconciliation, most: number): Reconciliation {
  return { raise: raise.slice(0, most), change: change.slice(0, most), resolve: resolve.slice(0, most) };
}

function keyOf(code: string, subject: unknown): string {
  return `${code} ${String(subject)}`;
}

function says({ message, data }: OpenAlert, finding: Finding): boolean {
  if (message !== finding.message) return false;
  const found = Object.entries(alertData(finding));
  return (
    found.length === Object.keys(data).length && found.every(([name, value]) => isSame(data[name], value))
  );
}

/**
 * What people should be written to about: what has come to level 1, 2 or 3 with this reconciliation. A cause older than
 * `newsDays` is no news when it is found at last, as when a plan is imported that has long been late.
 */
export function newsOf(
  { raise, change }: Reconciliation,
  { today, newsDays }: { readonly today: CivilDate; readonly newsDays: number },
): Finding[] {
  const risen = change
    .filter(({ alert, finding }) => finding.level < levelOf(alert))
    .map(({ finding }) => finding);
  return [...raise, ...risen].filter(
    ({ level, since }) => level <= 3 && (since === null || daysBetween(since, today) <= newsDays),
  );
}

/** An alert that states no level ranks below all that do. */
function levelOf({ data }: OpenAlert): AlertLevel | 6 {
  return ([1, 2, 3, 4, 5] as const).find((level) => level === data['level']) ?? 6;
}

/** Lists of ids are the same when they name the same in the same order. */
function isSame(stored: unknown, found: Measure): boolean {
  return typeof found === 'object' ? JSON.stringify(stored) === JSON.stringify(found) : stored === found;
}
