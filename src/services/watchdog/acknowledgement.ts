import {
  ACKNOWLEDGE_ALERT,
  ACKNOWLEDGEMENTS,
  ALERT_SUMMARIES,
  ALERT_TO_ACKNOWLEDGE,
  type Acknowledgement,
  type AlertCount,
} from '../../db/queries/watchdog/acknowledgement-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { badInput, conflict, notFound } from '../../domain/errors.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';

const MOST_LETTERS = 2_000;

export interface AcknowledgeAlertInput {
  readonly alertId: string;
  readonly note?: string | null;
}

/** What an alert's payload is read by. */
export interface AcknowledgedAlert {
  readonly alertId: string;
}

/**
 * Takes an alert upon the actor, which ends its escalation. What somebody has taken already stays theirs, and is answered
 * as it is.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT for an alert whose cause is gone; BAD_USER_INPUT for a note that is none.
 */
export async function acknowledgeAlert(tx: Tx, input: AcknowledgeAlertInput): Promise<AcknowledgedAlert> {
  const note = requireNote(input.note ?? null);
  const project = await lockProjectOf(tx, 'alert', input.alertId, 'input.alertId');
  const { rows } = await tx.run(ALERT_TO_ACKNOWLEDGE, [input.alertId]);
  const [alert] = rows;
  if (alert === undefined) throw notFound('alert', input.alertId, 'input.alertId');
  const workers = [alert.ownerId, ...(alert.assignees ?? [])];
  authorise(tx, 'acknowledgeAlert', { ...relationsInProject(project), workers });
  const answer = { alertId: alert.id };
  if (alert.acknowledgementId !== null) return answer;
  if (alert.resolvedAt !== null) {
    throw conflict('The alert is resolved: its cause is gone.', {
      field: 'input.alertId',
      actual: alert.resolvedAt,
    });
  }
  await tx.run(ACKNOWLEDGE_ALERT, [project.id, alert.id, note]);
  const payload = { projectId: project.id, alertId: alert.id };
  tx.emit({ topic: 'pit.watchdog.alert', streamId: project.id, payload });
  return answer;
}

function requireNote(note: string | null): string | null {
  if (note === null) return null;
  if (note.trim() !== '' && note.length <= MOST_LETTERS) return note;
  throw badInput('The note is not acceptable.', {
    field: 'input.note',
    expected: `1 to ${MOST_LETTERS} characters that are not all blank`,
    actual: note.slice(0, 64),
  });
}

/** Who has taken an alert upon themselves; null where nobody has. One statement for all of a tick. */
export function readAcknowledgement(loaders: Loaders, alertId: string): Promise<Acknowledgement | null> {
  const loader = loaders.custom<Acknowledgement | null>('acknowledgement', async (ids, batch) => {
    const rows = await batch.rows(ACKNOWLEDGEMENTS, [ids]);
    const byId = new Map(rows.map((row) => [row.alertId, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(alertId);
}

/** How many open alerts of each level a project has; one statement for all of a tick. */
export function readAlertSummary(loaders: Loaders, projectId: string): Promise<readonly AlertCount[]> {
  const loader = loaders.custom<readonly AlertCount[]>('alertSummary', async (ids, batch) => {
    const rows = await batch.rows(ALERT_SUMMARIES, [ids]);
    const byId = new Map<string, AlertCount[]>(ids.map((id) => [id, []]));
    for (const row of rows) byId.get(row.projectId)?.push(row);
    return ids.map((id) => byId.get(id) ?? []);
  });
  return loader.load(projectId);
}

/**
 * Goes on only if the actor may have the watchdog look at a project.
 * @throws PitError NOT_FOUND, FORBIDDEN.
 */
export async function rescanProject(
  tx: Tx,
  { id }: { readonly id: string },
): Promise<{ readonly projectId: string }> {
  const project = await lockProjectOf(tx, 'project', id);
  authorise(tx, 'rescanProject', relationsInProject(project));
  return { projectId: project.id };
}
