import {
  LOCK_PLAN,
  PROJECT_IN_SIGHT,
  PROJECT_OF_PLAN,
} from '../../../db/queries/exchange/imported-row-query.ts';
import { allowBulkInsert } from '../../../db/write/long-transaction.ts';
import { conflict } from '../../../domain/errors.ts';
import type { PlanDocument } from '../../../domain/exchange/plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../../../domain/exchange/plan-warnings.ts';
import { readAnswerable } from '../../plan/projects/answerable.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { lockProjectOf, type LockedProject } from '../../plan/projects/locked-project.ts';
import { createProject } from '../../plan/projects/project-plan.ts';
import { fitDates } from '../../plan/wbs/plan-ancestors.ts';
import { recordProjectChange } from '../../plan/wbs/plan-events.ts';
import { wantChecks } from '../../quality/wanted-checks.ts';
import type { Tx } from '../../transaction/command.ts';
import { applyBranches } from './apply-branches.ts';
import { applyLinks } from './apply-links.ts';
import { applyProgressOf } from './apply-progress.ts';
import { applyRules } from './apply-rules.ts';
import { applySources } from './apply-sources.ts';
import { applySubtasks } from './apply-subtasks.ts';
import { applyTasks } from './apply-tasks.ts';
import type { Applying, StepListener } from './applying.ts';
import { digestOf, KnownRows } from './known-rows.ts';
import { readPlanPeople } from './plan-people.ts';
import { PlanTally, warningsOf, type PlanReport } from './plan-report.ts';

export interface ApplyChoices {
  /** The project that the plan goes into; the one that it was imported into before, or a new one, when not given. */
  readonly projectId: string | null;
  readonly isDryRun: boolean;
  readonly warnings: PlanWarnings;
  readonly onStep: StepListener;
}

/**
 * Brings a plan into a project, in one transaction and under the rules of the mutations that would do the same one by one:
 * rights, date frames, circles, ceilings and the completion gate hold. A second run with the same file changes nothing; a
 * newer file changes what it says otherwise than the last one; what people did here stands, and what they deleted stays
 * deleted.
 * @param tx as who asked; a dry run is the same, and its transaction is rolled back by the caller.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT; BAD_USER_INPUT with the places in the file.
 */
export async function applyPlan(tx: Tx, plan: PlanDocument, choices: ApplyChoices): Promise<PlanReport> {
  await allowBulkInsert(tx);
  const { warnings, onStep, isDryRun } = choices;
  warnOfCalendar(tx, plan, warnings);
  const { project, isNew } = await openProject(tx, plan, choices.projectId);
  const known = await KnownRows.read(tx, plan, project.id, isNew);
  const people = await readPlanPeople(tx, plan, warnings);
  const ownerId = await readAnswerable(tx, project);
  const tally = new PlanTally();
  const applying: Applying = { tx, plan, project, known, people, ownerId, warnings, tally, onStep };
  await onStep({ step: 'branches', done: 0, total: plan.branches.length });
  const branches = await applyBranches(applying);
  const { ids, altered } = await applyTasks(applying, branches);
  await applySources(applying, ids, new Set(altered.map(({ id }) => id)));
  await applyLinks(applying, ids);
  await applySubtasks(applying, altered);
  await applyProgressOf(applying, altered);
  await applyRules(applying, altered);
  known.note('project', 'project', project.id, digestOf({ name: plan.name }));
  await known.store(tx);
  if (isNew || tally.hasChanges || altered.length > 0) {
    fitDates(tx, project.id, null);
    recordProjectChange(tx, project.id);
    wantChecks(tx, [project.id]);
  }
  return {
    projectId: isDryRun && isNew ? null : project.id,
    projectName: project.name,
    isNewProject: isNew,
    isDryRun,
    counts: tally.counts,
    ...warningsOf(warnings),
  };
}

async function openProject(
  tx: Tx,
  plan: PlanDocument,
  named: string | null,
): Promise<{ project: LockedProject; isNew: boolean }> {
  // Two imports of a plan that is new would make two projects of it.
  await tx.run(LOCK_PLAN, [plan.format, plan.key]);
  const id = named ?? (await findProject(tx, plan));
  if (id !== null) {
    const project = await lockProjectOf(tx, 'project', id, 'input.projectId');
    authorise(tx, 'importPlan', relationsInProject(project));
    return { project, isNew: false };
  }
  const { name, code, description, startDate } = plan;
  const made = await createProject(tx, { name, code, description, startDate }, { isEmpty: true });
  return { project: await lockProjectOf(tx, 'project', made.projectId), isNew: true };
}

/** The project of an earlier import of the plan, or the one that the file was exported from. */
async function findProject(tx: Tx, { format, key, recordId }: PlanDocument): Promise<string | null> {
  const { rows } = await tx.run(PROJECT_OF_PLAN, [format, key]);
  const [known] = rows;
  if (known?.isDeleted === true) {
    throw conflict('The project of this plan was deleted; restore it, or name another one.', {
      field: 'input.projectId',
      expected: 'the id of a project',
      actual: known.id,
    });
  }
  if (known !== undefined || recordId === null) return known?.id ?? null;
  const found = await tx.run(PROJECT_IN_SIGHT, [recordId]);
  return found.rows[0]?.id ?? null;
}

/** The organisation's working days are those of all its plans: what the file has otherwise is said, and not adopted. */
function warnOfCalendar(tx: Tx, { calendar }: PlanDocument, warnings: PlanWarnings): void {
  if (calendar === null) return;
  const week = [1, 2, 3, 4, 5, 6, 7].filter((day) => tx.calendar.isWorkingDay(`2001-01-0${day}`));
  const add = (message: string): void => warnings.add(PlanWarningKind.CALENDAR, 'the calendar', message);
  if (calendar.weekdays.length > 0 && calendar.weekdays.join() !== week.join())
    add(`it works on the weekdays ${calendar.weekdays.join()}, the organisation on ${week.join()}`);
  const holidays = calendar.holidays.filter((day) => tx.calendar.isWorkingDay(day));
  if (holidays.length > 0)
    add(`${holidays.length} of its days off are working days of the organisation, the first ${holidays[0]}`);
}
