import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { formatDay, formatSpan } from '../state/format.ts';
import type { TaskStatus } from '../operations.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import { COMPLETED, Flag, isSummary, labelOf, STATUSES, type PackedTimeline } from './timeline.ts';

/** What the table beside the drawing says of a row. */
export interface RowWords {
  readonly label: string;
  readonly ends: string;
  readonly progress: string;
  /** What deserves a look, as one letter-like sign with its word. */
  readonly mark: { readonly sign: string; readonly kind: string } | null;
  /** The row in a sentence, for those who do not see the drawing. */
  readonly sentence: string;
}

export function wordsOf(timeline: PackedTimeline, row: number): RowWords {
  const { rows } = timeline;
  const label = labelOf(timeline, row);
  const progress = words.percent(rows.p[row]!);
  const dates = datesOf(timeline, row);
  const mark = markOf(timeline, row);
  const facts = [label, dates?.span ?? planWords.plan.noDates, progress, ...statesOf(timeline, row)];
  return { label, ends: dates?.last ?? '', progress, mark, sentence: facts.join(', ') };
}

function datesOf({ rows, origin }: PackedTimeline, row: number): { span: string; last: string } | null {
  const x = rows.x[row] ?? null;
  if (x === null) return null;
  const zero = toDayNumber(origin);
  const from = toCivilDate(zero + x);
  const to = toCivilDate(zero + x + Math.max(0, (rows.w[row] ?? 0) - 1));
  return { span: formatSpan(from, to), last: formatDay(to) };
}

function markOf({ rows }: PackedTimeline, row: number): RowWords['mark'] {
  const flags = rows.b[row]!;
  if (isSummary(rows.kind[row]!)) return null;
  if ((flags & Flag.BLOCKED) !== 0) return { sign: '‖', kind: 'blocked' };
  if ((flags & Flag.OVERDUE) !== 0) return { sign: '!', kind: 'overdue' };
  if (rows.s[row] === COMPLETED) return { sign: '✓', kind: 'completed' };
  if ((flags & Flag.EVIDENCE_MISSING) !== 0) return { sign: '◇', kind: 'evidence' };
  return null;
}

function statesOf({ rows }: PackedTimeline, row: number): string[] {
  const flags = rows.b[row]!;
  const status = rows.s[row] ?? null;
  const states: string[] = [];
  if (status !== null) states.push(words.status(STATUSES[status] as TaskStatus));
  if ((flags & Flag.BLOCKED) !== 0 && status !== STATUSES.indexOf('BLOCKED'))
    states.push(words.status('BLOCKED'));
  if ((flags & Flag.CRITICAL) !== 0) states.push(planWords.plan.critical);
  if ((flags & Flag.EVIDENCE_MISSING) !== 0) states.push(planWords.plan.evidenceMissing);
  const slack = rows.f[row] ?? null;
  if (slack !== null && status !== COMPLETED) states.push(planWords.plan.slack(slack));
  return states;
}
