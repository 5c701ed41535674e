import { step, type Step } from '../../db/connection/pipeline.ts';
import { CHANGE_ALERTS, RAISE_ALERTS, RESOLVE_ALERTS } from '../../db/queries/watchdog/watchdog-query.ts';
import {
  alertData,
  firstOf,
  newsOf,
  reconcile,
  type ChangedAlert,
  type OpenAlert,
} from '../../domain/watchdog/watchdog-alerts.ts';
import { severityOf, type Finding } from '../../domain/watchdog/watchdog-facts.ts';
import { thresholdsOf } from '../../domain/watchdog/watchdog-thresholds.ts';
import { findShared } from '../../domain/watchdog/watchdog-shared.ts';
import { inspectProject } from '../../domain/watchdog/watchdog.ts';
import { notifyOfAlerts } from '../notifications/alert-notifications.ts';
import type { Tx } from '../transaction/command.ts';
import { readFacts } from './project-facts.ts';
import { alsoDue } from './shared-facts.ts';

/** How many alerts a scan has raised, changed and resolved. */
export interface ScanReport {
  readonly raised: number;
  readonly changed: number;
  readonly resolved: number;
  /** False when so much was due that another scan has to go on with it. */
  readonly isDone: boolean;
  /** Other projects whose alerts about the same people and risks are no longer right. */
  readonly alsoDue: readonly string[];
}

/** Nothing was due. */
export const NOTHING: ScanReport = { raised: 0, changed: 0, resolved: 0, isDone: true, alsoDue: [] };

/** Alerts of each kind that one scan writes, so that the worst project stays far from the time limits of the database. */
const MOST_AT_ONCE = 2_000;

/**
 * Looks at a project and brings its open alerts in line with what it finds: each alert that is raised, changed or
 * resolved is announced, and what is new and grave is written to those who have to act. When it is done, a second scan
 * on the same day finds nothing to do. The project is not locked: what changes during a scan, the next one sees.
 *
 * A deleted project has no findings, and one that is not to be seen is left alone.
 */
export async function scanProject(tx: Tx, projectId: string): Promise<ScanReport> {
  const thresholds = thresholdsOf(tx.settings.watchdog);
  const { project, open, shared } = await readFacts(tx, projectId, thresholds);
  if (project === null) return NOTHING;
  const due = reconcile(open, project.isLive ? inspectProject(project, thresholds) : []);
  const now = firstOf(due, MOST_AT_ONCE);
  const raised = await raise(tx, projectId, now.raise);
  const changed = await change(tx, projectId, now.change);
  const resolved = await resolve(tx, projectId, now.resolve);
  await notifyOfAlerts(tx, project, newsOf(now, { today: tx.today, newsDays: thresholds.newsDays }));
  const isDone = [due.raise, due.change, due.resolve].every(({ length }) => length <= MOST_AT_ONCE);
  const others = alsoDue(projectId, findShared(project, thresholds), shared);
  return { raised, changed, resolved, isDone, alsoDue: others };
}

async function raise(tx: Tx, projectId: string, findings: readonly Finding[]): Promise<number> {
  const codes = findings.map(({ code }) => code);
  const [severities, messages, data] = columnsOf(findings);
  const values = [projectId, severities, codes, messages, data];
  return writeAlerts(tx, projectId, step(RAISE_ALERTS, values), findings.length);
}

async function change(tx: Tx, projectId: string, changes: readonly ChangedAlert[]): Promise<number> {
  const ids = changes.map(({ alert }) => alert.id);
  const values = [ids, ...columnsOf(changes.map(({ finding }) => finding))];
  return writeAlerts(tx, projectId, step(CHANGE_ALERTS, values), changes.length);
}

async function resolve(tx: Tx, projectId: string, alerts: readonly OpenAlert[]): Promise<number> {
  const values = [alerts.map(({ id }) => id)];
  return writeAlerts(tx, projectId, step(RESOLVE_ALERTS, values), alerts.length);
}

/** Severities, messages and data. */
function columnsOf(findings: readonly Finding[]): [string[], string[], string[]] {
  return [
    findings.map(({ level }) => severityOf(level)),
    findings.map(({ message }) => message),
    findings.map((finding) => JSON.stringify(alertData(finding))),
  ];
}

/** Runs a step for `count` alerts and announces those that it touched; answers how many. */
async function writeAlerts(
  tx: Tx,
  projectId: string,
  step: Step<{ id: string }>,
  count: number,
): Promise<number> {
  if (count === 0) return 0;
  const [alerts] = await tx.pipeline([step]);
  for (const { id: alertId } of alerts) {
    tx.emit({ topic: 'pit.watchdog.alert', streamId: projectId, payload: { projectId, alertId } });
  }
  return alerts.length;
}
