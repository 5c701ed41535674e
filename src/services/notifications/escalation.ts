import type pg from 'pg';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  ACTIVE_PEOPLE,
  DUE_ESCALATIONS,
  END_ESCALATIONS,
  ESCALATING_ORGANISATIONS,
  NEXT_STEPS,
} from '../../db/queries/notifications/escalation-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { referencesTo } from '../../domain/delivery/open-alerts.ts';
import { escalationOf } from '../../domain/directory/escalation-settings.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import {
  nextStep,
  toldBy,
  whoHears,
  type EscalationStep,
  type ProjectPeopleNow,
} from '../../domain/watchdog/escalation.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessages, type Letter } from './notifications.ts';

/** Alerts that one transaction looks at. */
const AT_ONCE = 200;
/** Alerts that one message spells out. */
const MOST_TOLD = 10;

type DueAlert = RowOfStatement<typeof DUE_ESCALATIONS>;

/** Organisations with alerts whose next step is due. @param platform the organisation that asks. */
export function escalatingOrganisations(pool: pg.Pool, platform: string, ahead: number): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(platform), async (tx) => {
    const { rows } = await tx.run(ESCALATING_ORGANISATIONS, [ahead]);
    return rows.map(({ orgId }) => orgId);
  });
}

/** What is done now with an alert, and after how many hours it is looked at again; both null where it goes no further. */
interface Verdict {
  readonly alert: DueAlert;
  readonly step: EscalationStep | null;
  readonly nextHours: number | null;
}

/** Hours are counted from a time that is stored in milliseconds. */
const TOLERANCE_SECONDS = 1;

/**
 * Takes the next step with alerts that nobody has acknowledged: one message for each project and step, however many alerts it
 * is about. What is resolved or acknowledged goes no further. Answers whether there may be more.
 */
export async function escalate(tx: Tx, ahead: number): Promise<{ isMore: boolean }> {
  const { rows: due } = await tx.run(DUE_ESCALATIONS, [AT_ONCE, ahead]);
  const verdicts = due.map((alert) => verdictOf(tx, alert));
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts.filter(({ step }) => step !== null)) {
    const key = `${verdict.alert.projectId} ${verdict.alert.level} ${verdict.step}`;
    groups.set(key, [...(groups.get(key) ?? []), verdict]);
  }
  if (groups.size > 0) {
    const people = await activePeople(tx, due);
    await sendMessages(
      tx,
      [...groups.values()].flatMap((some) => letterOf(some, people)),
    );
  }
  const ended = verdicts.filter(({ nextHours }) => nextHours === null).map(({ alert }) => alert.alertId);
  const going = verdicts.filter(({ nextHours }) => nextHours !== null);
  if (ended.length > 0) await tx.run(END_ESCALATIONS, [ended]);
  if (going.length > 0) {
    await tx.run(NEXT_STEPS, [
      going.map(({ alert }) => alert.alertId),
      going.map(({ step }) => step ?? ''),
      going.map(({ nextHours }) => nextHours),
    ]);
  }
  return { isMore: due.length === AT_ONCE };
}

/** By the hours that hold now: where they have become longer, nothing is done yet. */
function verdictOf(tx: Tx, alert: DueAlert): Verdict {
  const hours = escalationOf(tx.settings.escalation);
  const pending = alert.isOver ? null : nextStep(levelOf(alert), alert.taken, hours);
  if (pending === null) return { alert, step: null, nextHours: null };
  if (alert.underWayFor + TOLERANCE_SECONDS < pending.afterHours * 3_600) {
    return { alert, step: null, nextHours: pending.afterHours };
  }
  const after = nextStep(levelOf(alert), [...alert.taken, pending.step], hours);
  return { alert, step: pending.step, nextHours: after?.afterHours ?? null };
}

type ActivePeople = Pick<ProjectPeopleNow, 'active' | 'administrators'>;

/** Who of those that answer for projects has not left, and the administrators of the organisation. */
export async function activePeople(
  tx: Tx,
  projects: readonly { readonly ownerId: string; readonly sponsorId: string | null }[],
): Promise<ActivePeople> {
  const ids = projects.flatMap(({ ownerId, sponsorId }) => [ownerId, sponsorId]);
  const { rows } = await tx.run(ACTIVE_PEOPLE, [[...new Set(ids.filter((id) => id !== null))]]);
  const administrators = rows.filter(({ isAdministrator }) => isAdministrator).map(({ id }) => id);
  return { active: new Set(rows.map(({ id }) => id)), administrators };
}

function letterOf(verdicts: readonly Verdict[], people: ActivePeople): Letter[] {
  const [first] = verdicts;
  if (first === undefined || first.step === null) return [];
  const { projectId, projectName, ownerId, sponsorId } = first.alert;
  const told = verdicts.slice(0, MOST_TOLD).map(({ alert }) => alert.message);
  const untold = verdicts.length - told.length;
  const what = verdicts.length === 1 ? '1 alert' : `${verdicts.length} alerts`;
  const message = {
    title: `“${projectName}” still needs attention: nobody has acknowledged ${what}`,
    text: [...told, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n'),
    link: `/pit/projects/${projectId}`,
    level: levelOf(first.alert),
    projectId,
    alerts: referencesTo(verdicts.map(({ alert }) => alert)),
  };
  return [{ to: whoHears(toldBy(first.step), { ...people, ownerId, sponsorId }), message }];
}

function levelOf({ level }: DueAlert): 1 | 2 {
  return level === 1 ? 1 : 2;
}
