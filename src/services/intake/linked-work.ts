import {
  COMMITTED_WORK,
  LINKED_WORK,
  type CommittedWork,
  type LinkedKind,
  type LinkedWork,
} from '../../db/queries/intake/linked-work-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { formatPercent, mitigationFromGroups, riskMitigation } from '../../domain/rollup/mitigation.ts';
import { progressFromGroups, shownPercent } from '../../domain/rollup/progress.ts';
import { isUuid } from '../../domain/uuid.ts';

/**
 * How much of a risk its tasks have taken away: percent with two decimals, 0.00 to 90.00; null without tasks.
 * Like the other verdicts here it is made of all live linked tasks of the organisation, whoever asks.
 */
export async function readMitigationAchieved(loaders: Loaders, riskId: string): Promise<string | null> {
  const work = await workOn(loaders, 'risk', riskId);
  return work.length === 0 ? null : formatPercent(riskMitigation(mitigationFromGroups(work)));
}

/** How far a control is implemented: whole percent, the mean over its tasks; null without tasks. */
export async function readImplementation(loaders: Loaders, controlId: string): Promise<number | null> {
  const work = await workOn(loaders, 'control', controlId);
  if (work.length === 0) return null;
  const groups = work.map(({ tasks, ...group }) => ({
    ...group,
    count: tasks,
    weight: tasks,
    weightedPercents: group.percents,
  }));
  return shownPercent(progressFromGroups(groups));
}

/** Whether all actions out of an incident are completed; null when there are none. */
export async function readActionsComplete(loaders: Loaders, incidentId: string): Promise<boolean | null> {
  const work = await workOn(loaders, 'incident', incidentId);
  return work.length === 0 ? null : work.every(({ completed, tasks }) => completed === tasks);
}

/** Whether an audit finding can be closed: its tasks completed, and proven where that is required. */
export async function readCloseReady(loaders: Loaders, findingId: string): Promise<boolean | null> {
  const work = await workOn(loaders, 'audit_finding', findingId);
  return work.length === 0 ? null : work.every(({ closable, tasks }) => closable === tasks);
}

/**
 * Until when the work on a finding or incident is committed: the latest day of its live tasks, done or not, and how often their days were
 * moved; null where none is committed. Made of all tasks of the organisation, whoever asks.
 */
export async function readCommittedWork(
  loaders: Loaders,
  kind: Extract<LinkedKind, 'audit_finding' | 'incident'>,
  id: string,
): Promise<Pick<CommittedWork, 'dueOn' | 'extensions'> | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<CommittedWork | null>(`CommittedWork.${kind}`, async (ids, reader) => {
    const rows = await reader.rows(COMMITTED_WORK, [kind, ids]);
    const byId = new Map(rows.map((row) => [row.key, row]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(id.toLowerCase());
}

/** The work on one record; that on all records that are asked for in a tick comes with one statement. */
function workOn(loaders: Loaders, kind: LinkedKind, id: string): Promise<LinkedWork[]> {
  const loader = loaders.custom<LinkedWork[]>(`LinkedWork.${kind}`, async (ids, reader) => {
    const rows = await reader.rows(LINKED_WORK, [kind, ids]);
    const groups = new Map<string, LinkedWork[]>(ids.map((each) => [each, []]));
    for (const row of rows) groups.get(row.key)?.push(row);
    return ids.map((each) => groups.get(each) ?? []);
  });
  return loader.load(id.toLowerCase());
}
