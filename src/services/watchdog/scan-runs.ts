import { createHash } from 'node:crypto';
import { step } from '../../db/connection/pipeline.ts';
import {
  BEGIN_SCAN,
  END_SCAN,
  PROJECTS_TO_SCAN,
  SCAN_STATE,
  SETTLED_DAY,
  STORE_SCAN_STATE,
  TRY_LOCK_SCAN,
} from '../../db/queries/watchdog/scan-query.ts';
import type { Topic } from '../../events/topics.ts';
import type { Tx } from '../transaction/command.ts';
import { NOTHING, scanProject, type ScanReport } from './watchdog.ts';

/** Events after which something may be found in a project, or found to be gone. What the watchdog itself says is none. */
export const WATCHED_TOPICS: ReadonlySet<Topic> = new Set<Topic>([
  'pit.project.updated',
  'pit.task.created',
  'pit.task.updated',
  'pit.task.completed',
  'pit.task.commented',
  'pit.subtask.updated',
  'pit.dependency.updated',
  'pit.progress.updated',
  'pit.evidence.uploaded',
  'pit.evidence.accepted',
  'pit.evidence.rejected',
  'pit.evidence.expired',
  'pit.baseline.updated',
  'pit.cost.recorded',
  'pit.integration.update',
  'pit.extension.requested',
  'pit.extension.decided',
  'pit.acceptance.decided',
  'pit.acceptance.ended',
]);

/** What a look at a project has come to. */
export interface Watched extends ScanReport {
  /** Another process was looking at it at that moment. */
  readonly isBusy: boolean;
}

/**
 * Scans a project unless another process does, and notes what it was like, its own alerts' events counted. What somebody
 * else adds meanwhile makes the note that of another state, so that the next run looks again.
 */
export async function watchProject(tx: Tx, projectId: string): Promise<Watched> {
  const [[lock]] = await tx.pipeline([step(TRY_LOCK_SCAN, [projectId])]);
  if (lock === undefined) return { ...NOTHING, isBusy: true };
  const [[before]] = await tx.pipeline([step(SCAN_STATE, [projectId])]);
  const { circumstances } = await readCircumstances(tx);
  const report = await scanProject(tx, projectId);
  const seq = (before?.seq ?? 0) + report.raised + report.changed + report.resolved;
  const state = stateOf(seq, circumstances, before?.hasDead === true);
  if (report.isDone && before?.state !== state) tx.defer(step(STORE_SCAN_STATE, [projectId, state]));
  return { ...report, isBusy: false };
}

/** As `PROJECTS_TO_SCAN` puts it together. What becomes of deliveries is no event, and so stands in it beside their number. */
function stateOf(seq: number, circumstances: string, hasDead: boolean): string {
  return `${seq} ${circumstances}${hasDead ? ' undelivered' : ''}`;
}

/** What findings of all projects of an organisation hang on beside what happens in each. */
export interface Circumstances {
  readonly circumstances: string;
  /** The statuses are those of today, or nothing has ever made them so. */
  readonly isSettled: boolean;
}

/** The day, the day of the statuses, and the settings. */
export async function readCircumstances(tx: Tx): Promise<Circumstances> {
  const { rows } = await tx.run(SETTLED_DAY);
  const day = rows[0]?.day ?? null;
  const circumstances = createHash('sha1')
    .update(`${tx.today} ${day ?? '-'} ${JSON.stringify(tx.settings)}`)
    .digest('base64url');
  return { circumstances, isSettled: rows.length === 0 || day === tx.today };
}

/** Ids of the organisation's projects in which a scan may find something that it did not find before, or find it gone. */
export async function projectsToScan(tx: Tx): Promise<{ projectIds: string[] }> {
  const { circumstances } = await readCircumstances(tx);
  const { rows } = await tx.run(PROJECTS_TO_SCAN, [circumstances]);
  return { projectIds: rows.map(({ id }) => id) };
}

/** Notes that a run begins. */
export async function beginScan(tx: Tx): Promise<{ scanId: string }> {
  const { rows } = await tx.run(BEGIN_SCAN);
  return { scanId: rows[0]?.id ?? '' };
}

/** What a run came to, in a sentence: all that is said of it where no model sums it up. */
export function scanSentence(projects: number, raised: number): string {
  const looked = projects === 1 ? '1 project was looked at' : `${projects} projects were looked at`;
  if (raised === 0) return `${looked}; nothing new was found.`;
  return `${looked}; ${raised === 1 ? '1 alert was' : `${raised} alerts were`} raised.`;
}

/** Notes that a run has ended, and what came of it. */
export async function endScan(
  tx: Tx,
  scanId: string,
  { projects, raised }: { readonly projects: number; readonly raised: number },
): Promise<object> {
  return tx.run(END_SCAN, [scanId, projects, raised, scanSentence(projects, raised)]);
}
