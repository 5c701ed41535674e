import { previewWrites, type TaskWrite } from '../../../domain/schedule/preview/schedule-apply.ts';
import type { SchedulePreview } from '../../../domain/schedule/preview/schedule-preview.ts';

/** What applying a preview stores of one task. What is absent stays. */
export interface PlannedWrite extends Omit<TaskWrite, 'asked'> {
  /** Where a refusal points to in the input. */
  readonly field: string;
}

/**
 * What a preview stores, with the places in the input that it is asked at.
 * @param except tasks that merely move, to leave as they are stored.
 */
export function plannedWrites(preview: SchedulePreview, except: ReadonlySet<string>): PlannedWrite[] {
  const { field = 'input' } = preview.change;
  return previewWrites(preview, except).map(({ asked, ...write }) => ({
    ...write,
    field: asked === undefined ? field : `${field}.tasks.${asked}`,
  }));
}
