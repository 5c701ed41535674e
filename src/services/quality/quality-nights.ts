import { clock } from '../../clock.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  CHECK_STATE,
  LAST_RESULT,
  NIGHT_PLACE,
  NOTE_CHECKED,
  NOTE_NIGHT,
  PROJECTS_OF_NIGHT,
  SETTLED_FOR_CHECKS,
  WANTED_PROJECTS,
} from '../../db/queries/quality/quality-run-query.ts';
import { minuteOfDay } from '../../domain/delivery/preference.ts';
import { isSameResult } from '../../domain/quality/quality-catalogue.ts';
import type { OutsideLook } from '../../domain/quality/quality-files.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { inspectProject } from './project-checks.ts';
import { storeResult } from './quality.ts';

/** Minutes after midnight, where the organisation is, from which the checks of a night run. */
const BEGINS = 60;
/** From when on a night no longer waits for the day roll-over, whose absence is then a finding. */
const WAITS_UNTIL = 180;
/** Projects that one look brings. */
const LOOK = 500;

/** Before all ids. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The checks that are due in an organisation. */
export interface DueChecks {
  /** The day at whose beginning they run; null before one o'clock, when only those run that somebody wants. */
  readonly night: string | null;
  readonly projectIds: readonly string[];
  /** How far the night has come once these are checked; null where they are none of its own. */
  readonly place: NightPlace | null;
}

/** How far a night has come, in the order of the projects' ids. */
export interface NightPlace {
  readonly night: string;
  /** The last project that was looked at. */
  readonly projectId: string;
  readonly isOver: boolean;
}

/**
 * Projects whose checks are due now, as many as one look brings: those for which a run is wanted, else the next of the night,
 * which goes through all of them once and keeps its place. So a look costs the projects that it brings, and one at which
 * nothing is due two look-ups, however many projects there are.
 * @param failed those that could not be checked in this turn: however many they are, they do not stand before others.
 */
export async function dueChecks(tx: Tx, failed: readonly string[]): Promise<DueChecks> {
  const night = await nightOf(tx);
  const { rows: wanted } = await tx.run(WANTED_PROJECTS, [LOOK, failed]);
  if (wanted.length > 0 || night === null) {
    return { night, projectIds: wanted.map(({ id }) => id), place: null };
  }
  const [place] = (await tx.run(NIGHT_PLACE, [night])).rows;
  if (place?.isOver === true) return { night, projectIds: [], place: null };
  const after = place?.afterId ?? FIRST;
  const projectIds = (await tx.run(PROJECTS_OF_NIGHT, [night, after, LOOK])).rows.map(({ id }) => id);
  return {
    night,
    projectIds,
    place: { night, projectId: projectIds.at(-1) ?? after, isOver: projectIds.length < LOOK },
  };
}

/** Keeps the place that a night has come to, for whichever process goes on with it. */
export async function noteNight(tx: Tx, { night, projectId, isOver }: NightPlace): Promise<object> {
  return tx.run(NOTE_NIGHT, [night, projectId, isOver]);
}

async function nightOf(tx: Tx): Promise<string | null> {
  const minute = minuteOfDay(clock.now(), tx.organisation.timeZone);
  if (minute < BEGINS) return null;
  if (minute >= WAITS_UNTIL) return tx.today;
  const { rows } = await tx.run(SETTLED_FOR_CHECKS, [tx.today]);
  return rows[0]?.isSettled === true ? tx.today : null;
}

/** What a run by the platform came to. */
export interface NightlyRun {
  /** False where they were not due any more: another process had run them meanwhile. */
  readonly wasDue: boolean;
  /** Null where the run came to the same as the one before, or was not needed. */
  readonly resultId: string | null;
}

/**
 * Runs the checks of a project that are due for the night, or wanted, under the project's lock, so that of two processes one does.
 * A result is stored where it is another than the newest; that they ran is noted in any case.
 * @throws PitError NOT_FOUND for a project that is gone.
 */
export async function checkForNight(
  tx: Tx,
  { projectId, night }: { readonly projectId: string; readonly night: string | null },
  outside: OutsideLook,
): Promise<NightlyRun> {
  const project = await lockProjectOf(tx, 'project', projectId, 'projectId');
  const [[state], [last]] = await tx.pipeline([
    step(CHECK_STATE, [project.id, night]),
    step(LAST_RESULT, [project.id]),
  ]);
  const wantedAt = state?.wantedAt ?? null;
  if (state?.isDue !== true && wantedAt === null) return { wasDue: false, resultId: null };
  const inspection = await inspectProject(tx, project.id, outside);
  tx.defer(step(NOTE_CHECKED, [project.id, night, wantedAt]));
  const isSame = last !== undefined && isSameResult(inspection.outcomes, [last.passed, last.failed].flat());
  return { wasDue: true, resultId: isSame ? null : await storeResult(tx, project.id, inspection) };
}
