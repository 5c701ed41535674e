import { PitError } from '../../../domain/errors.ts';
import { settingsIn } from '../../../domain/schedule/schedule-settings.ts';
import { readGround } from '../read-schedule.ts';
import { previewRequest } from './preview-request.ts';
import { previewPlan, readPlan, type PreviewReader, type ProjectPreview } from './project-preview.ts';

/**
 * What rescheduling a project would write after a change: the preview of nothing against the stored dates, which
 * `applySchedule` takes with its token.
 * @returns null for a project that is not to be seen, that schedules nothing by itself (`auto` is `off`), or whose plan
 *   cannot be computed: it has a cycle, reaches beyond the calendar, or is too large.
 */
export async function readScheduleImpact(
  { loaders, actor }: PreviewReader,
  projectId: string,
): Promise<ProjectPreview | null> {
  const request = previewRequest({ projectId, base: 'plan' }, 'input');
  const [ground, plan] = await Promise.all([
    readGround({ loaders, orgId: actor.orgId }),
    readPlan({ loaders, actor }, request.projectId),
  ]);
  if (typeof plan === 'string') return null;
  if (settingsIn(ground.settings.schedule, plan.settings).auto === 'off') return null;
  try {
    return previewPlan({ plan, ground, actor }, request);
  } catch (error) {
    if (error instanceof PitError) return null;
    throw error;
  }
}
