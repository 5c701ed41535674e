import type { AlertCode } from '../enums.ts';
import type { Finding, WatchedProject } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** Findings that an aggregated one names. */
const NAMED = 10;

/**
 * Findings of level 4 or 5 of which a project has more than `aggregateOver` of one code become one about the project: a
 * list of two hundred tasks without anybody is read by nobody. It names how many there are, and the first by their ids.
 */
export function aggregated(
  project: Pick<WatchedProject, 'id' | 'name'>,
  findings: readonly Finding[],
  { aggregateOver }: WatchdogThresholds,
): Finding[] {
  const byCode = new Map<AlertCode, Finding[]>();
  for (const finding of findings) {
    if (finding.level < 4) continue;
    const others = byCode.get(finding.code);
    if (others === undefined) byCode.set(finding.code, [finding]);
    else others.push(finding);
  }
  const many = new Map([...byCode].filter(([, alike]) => alike.length > aggregateOver));
  if (many.size === 0) return [...findings];
  const rest = findings.filter(({ code, level }) => level < 4 || !many.has(code));
  return [...rest, ...[...many.values()].map((alike) => oneOf(project, alike))];
}

function oneOf({ id, name }: Pick<WatchedProject, 'id' | 'name'>, alike: readonly Finding[]): Finding {
  const sorted = [...alike].sort((a, b) => a.level - b.level || (a.subject < b.subject ? -1 : 1));
  const [first] = sorted as [Finding, ...Finding[]];
  return {
    code: first.code,
    level: first.level,
    subjectType: 'project',
    subject: id,
    message: `${alike.length} alerts of this kind in “${name}”. The first: ${first.message}`,
    measures: { count: alike.length, first: sorted.slice(0, NAMED).map(({ subject }) => subject) },
    since: null,
  };
}
