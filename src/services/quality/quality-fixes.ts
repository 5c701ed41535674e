import { clock } from '../../clock.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { SET_DURATIONS } from '../../db/queries/plan/tasks/duration-query.ts';
import { FIXABLE_ROWS, NOTE_FIXES, RESULT_FIXES } from '../../db/queries/quality/quality-fix-query.ts';
import { badInput, conflict, notFound } from '../../domain/errors.ts';
import type { OutsideLook } from '../../domain/quality/quality-files.ts';
import { recountedTasks, type FixAction } from '../../domain/quality/quality-fixes.ts';
import { isRecord } from '../../domain/record.ts';
import { requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { isUuid } from '../../domain/uuid.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf, requireWriter, type LockedProject } from '../plan/projects/locked-project.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { fitDates } from '../plan/wbs/plan-ancestors.ts';
import { recordPlanChange, recordProjectChange } from '../plan/wbs/plan-events.ts';
import { rebuildRollups } from '../rollup/rollup.ts';
import type { Tx } from '../transaction/command.ts';
import type { RunVerb } from './outside-look.ts';
import { inspectProject, type Inspection } from './project-checks.ts';
import { storeResult, type QualityRun } from './quality.ts';
import type { StoredFix } from './stored-fix.ts';

/** Fixes of a result that are asked for, by their ids in it. */
export interface FixRequest {
  readonly resultId: string;
  readonly ids: readonly string[];
}

/** A value that a fix changes. */
export interface FixChange {
  readonly kind: RowOfStatement<typeof FIXABLE_ROWS>['kind'];
  readonly recordId: string;
  readonly field: 'startDate' | 'endDate' | 'durationDays' | 'status' | 'progressPercent';
  readonly before: string | null;
  readonly after: string | null;
}

/** What fixes would change. */
export interface FixPreview {
  readonly changes: readonly FixChange[];
  /** All of them, of which `changes` are the first. */
  readonly changeCount: number;
}

/** Changes that a preview spells out. */
const MOST_SHOWN = 1_000;
/** For the look at the fixes of a project, which hang on no file and on no trail. */
const NOTHING_OUTSIDE: OutsideLook = {
  files: [],
  trail: { holds: true, records: 0, isWhole: false, faulty: [] },
};
const FIELDS = ['startDate', 'endDate', 'durationDays', 'status', 'progressPercent'] as const;

/** Carries what was tried out of its transaction, which it rolls back. */
class Rehearsal extends Error {
  constructor(readonly preview: FixPreview) {
    super('what was tried is not kept');
  }
}

/**
 * What fixes of a result would change: they are done, looked at, and undone with their transaction.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; CONFLICT where they would change something else by now.
 */
export async function previewQaFixes(run: RunVerb, request: FixRequest): Promise<FixPreview> {
  try {
    await run(async (tx) => {
      const opened = await openFixes(tx, request, '');
      const before = await fixableRows(tx, opened.project.id);
      await doFixes(tx, opened);
      throw new Rehearsal(differences(before, await fixableRows(tx, opened.project.id)));
    });
  } catch (error) {
    if (error instanceof Rehearsal) return error.preview;
    throw error;
  }
  throw new Error('a rehearsal ended without its result');
}

/**
 * Does fixes of a result, all of them or none, notes in it who did them and why, and runs the checks again.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; CONFLICT where they would change something else by now.
 */
export async function applyQaFixes(
  tx: Tx,
  request: FixRequest & { readonly reason: string },
  outside: OutsideLook,
): Promise<QualityRun> {
  const reason = requireText(request.reason, 'input.reason', TEXT_LIMITS.description);
  const opened = await openFixes(tx, request, 'input.');
  const { project, stored, wanted } = opened;
  await doFixes(tx, opened);
  recordProjectChange(tx, project.id);
  const done = { appliedAt: clock.now().toISOString(), appliedBy: tx.actor.userId, reason };
  const noted = stored.map((each) =>
    wanted.some(({ id }) => id === each['id']) ? { ...each, ...done } : each,
  );
  tx.defer(step(NOTE_FIXES, [request.resultId, JSON.stringify(noted)]));
  const inspection = await inspectProject(tx, project.id, outside);
  return { resultId: await storeResult(tx, project.id, inspection), projectId: project.id };
}

/** The project of a result; for the look at its files before the fixes are done. @throws PitError NOT_FOUND. */
export async function projectOfResult(tx: Tx, resultId: string): Promise<{ projectId: string }> {
  requireWriter(tx);
  const { projectId } = await readResult(tx, resultId, 'input.resultId');
  return { projectId };
}

async function readResult(tx: Tx, resultId: string, field: string) {
  const { rows } = isUuid(resultId) ? await tx.run(RESULT_FIXES, [resultId]) : { rows: [] };
  const [result] = rows;
  if (result === undefined) throw notFound('quality result', resultId, field);
  const stored = Array.isArray(result.fixes) ? result.fixes.filter(isRecord) : [];
  return { projectId: result.projectId, stored };
}

interface OpenedFixes {
  readonly project: LockedProject;
  readonly stored: readonly Readonly<Record<string, unknown>>[];
  readonly wanted: readonly StoredFix[];
  readonly inspection: Inspection;
}

async function openFixes(tx: Tx, { resultId, ids }: FixRequest, at: '' | 'input.'): Promise<OpenedFixes> {
  requireWriter(tx);
  const { projectId, stored } = await readResult(tx, resultId, `${at}resultId`);
  const project = await lockProjectOf(tx, 'project', projectId, `${at}resultId`);
  authorise(tx, 'applyQaFixes', relationsInProject(project));
  requireIds(ids, stored, `${at}ids`);
  const inspection = await inspectProject(tx, project.id, NOTHING_OUTSIDE);
  const wanted = ids.map((id) => {
    const then = stored.find((each) => each['id'] === id);
    const now = inspection.fixes.find((each) => each.id === id);
    if (now !== undefined && isSameFix(now, then)) return now;
    throw conflict('The fix would change something else by now: run the checks again.', {
      field: `${at}ids`,
      expected: 'a fix of what is still so',
      actual: id,
    });
  });
  return { project, stored, wanted, inspection };
}

function requireIds(ids: readonly string[], stored: OpenedFixes['stored'], field: string): void {
  const known = stored.flatMap((each) => (typeof each['id'] === 'string' ? [each['id']] : []));
  const isKnown = ids.every((id, at) => known.includes(id) && ids.indexOf(id) === at);
  if (ids.length > 0 && isKnown) return;
  throw badInput('These are no fixes of the result.', {
    field,
    expected:
      known.length === 0 ? 'a result that has fixes' : `one or more of ${known.join(', ')}, each once`,
    actual: ids.slice(0, 10).join(', ').slice(0, 80),
  });
}

function isSameFix({ expected }: StoredFix, then: Readonly<Record<string, unknown>> | undefined): boolean {
  const told = then?.['expected'];
  return isRecord(told) && told['digest'] === expected.digest;
}

async function doFixes(tx: Tx, { project, wanted, inspection }: OpenedFixes): Promise<void> {
  const isWanted = (action: FixAction): boolean => wanted.some((fix) => fix.action === action);
  if (isWanted('recomputeDates')) await recountDurations(tx, inspection);
  if (isWanted('fitParent')) fitDates(tx, project.id, null);
  // Where durations weigh, what lies above them follows.
  const isWeighed = isWanted('recomputeDates') && tx.settings.progressWeight === 'duration';
  if (isWanted('rebuildRollups') || isWeighed) await rebuild(tx, project.id, inspection);
}

async function recountDurations(tx: Tx, { project }: Inspection): Promise<void> {
  const wrong = recountedTasks(project);
  await tx.run(SET_DURATIONS, [
    wrong.map(({ id }) => id),
    wrong.map(({ startDate }) => startDate),
    wrong.map(({ endDate }) => endDate),
    wrong.map(({ counted }) => counted),
  ]);
}

/** Status, progress and sums of the whole project, from its facts; noted and announced as where a verb moves them. */
async function rebuild(tx: Tx, projectId: string, { project }: Inspection): Promise<void> {
  const ids = project.tasks.map(({ id }) => id);
  const before = await readTaskFacts(tx, projectId, ids);
  recordPlanChange(tx, { before, after: await rebuildRollups(tx, projectId) });
}

type FixableRow = RowOfStatement<typeof FIXABLE_ROWS>;

async function fixableRows(tx: Tx, projectId: string): Promise<readonly FixableRow[]> {
  return (await tx.run(FIXABLE_ROWS, [projectId])).rows;
}

function differences(before: readonly FixableRow[], after: readonly FixableRow[]): FixPreview {
  const was = new Map(before.map((row) => [row.id, row]));
  const changes = after.flatMap((row) => {
    const old = was.get(row.id);
    if (old === undefined) return [];
    return FIELDS.filter((field) => old[field] !== row[field]).map((field) => ({
      kind: row.kind,
      recordId: row.id,
      field,
      before: shown(old[field]),
      after: shown(row[field]),
    }));
  });
  return { changes: changes.slice(0, MOST_SHOWN), changeCount: changes.length };
}

function shown(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
