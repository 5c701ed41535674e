import { Project } from '../../../entities/project.ts';
import { step } from '../../db/connection/pipeline.ts';
import { PROJECT_RULES, STORE_PROJECT_RULE } from '../../db/queries/schedule/project-rule-query.ts';
import { badInput } from '../../domain/errors.ts';
import { requireDataDate } from '../../domain/schedule/data-date.ts';
import type { ScheduleSettings } from '../../domain/schedule/remaining-work/schedule-rules.ts';
import { firstRefusal, settingsIn } from '../../domain/schedule/schedule-settings.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { ChangedProject } from '../plan/projects/project-plan.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';
import type { Tx } from '../transaction/command.ts';
import { readGround, type ScheduleReader } from './read-schedule.ts';

export interface ProjectRuleInput {
  readonly projectId: string;
  /** Each by its name: a value sets, null takes back what the organisation says, absent leaves. */
  readonly schedule: object;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Says how a project is scheduled where that differs from its organisation; what is not named stays.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT; BAD_USER_INPUT naming the setting.
 */
export async function setScheduleSettings(tx: Tx, input: ProjectRuleInput): Promise<ChangedProject> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'setScheduleSettings', relationsInProject(project));
  await requireUnmodified(tx, Project, project, input.ifUpdatedAt);
  const change = Object.entries(input.schedule).filter(([, value]) => value !== undefined);
  const wrong = firstRefusal(Object.fromEntries(change.filter(([, value]) => value !== null)));
  if (wrong !== null) {
    const { name, expected, actual } = wrong;
    throw badInput('The schedule does not take this.', { field: `input.schedule.${name}`, expected, actual });
  }
  const { dataDate } = Object.fromEntries(change) as Partial<ScheduleSettings>;
  if (dataDate != null && dataDate !== 'today')
    requireDataDate(dataDate, tx.today, 'input.schedule.dataDate');
  const [[stored]] = await tx.pipeline([step(PROJECT_RULES, [[project.id]])]);
  const current = stored?.settings ?? {};
  const next = Object.entries({ ...current, ...Object.fromEntries(change) }).filter(
    ([, value]) => value !== null,
  );
  tx.defer(step(STORE_PROJECT_RULE, [project.id, JSON.stringify(Object.fromEntries(next))]));
  recordProjectChange(tx, project.id);
  return { projectId: project.id };
}

/** The settings that hold in a project; one statement for all of a tick. */
export async function readScheduleSettings(
  reader: ScheduleReader,
  projectId: string,
): Promise<ScheduleSettings> {
  const loader = reader.loaders.custom<Partial<ScheduleSettings>>('projectRule', async (ids, batch) => {
    const rows = await batch.rows(PROJECT_RULES, [ids]);
    const byId = new Map(rows.map((row) => [row.projectId, row.settings]));
    return ids.map((id) => byId.get(id) ?? {});
  });
  const [own, { settings }] = await Promise.all([loader.load(projectId), readGround(reader)]);
  return settingsIn(settings.schedule, own);
}
