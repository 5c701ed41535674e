import { MAX_ITEMS } from '../src/domain/plan/bulk.ts';
import { MAX_CHANGES } from '../src/domain/schedule/preview/plan-change.ts';
import { MAX_FOLDED } from '../src/domain/schedule/timeline/folded-rows.ts';
import { MAX_ENTRIES } from '../src/domain/directory/directory.ts';
import { MAX_HOLIDAYS } from '../src/domain/directory/organisation-settings.ts';
import { MAX_TEMPLATE_TASKS } from '../src/domain/templates/template.ts';

/** Different values in one list of an input, such as a filter's, unless its place is named below. */
const MAX_VALUES = 100;

/** What lists need more, by `Type.field`. Their verbs know the same bounds, or narrower ones. */
const LARGER: Readonly<Record<string, number>> = {
  'CreateTasksInput.tasks': MAX_ITEMS,
  'UpdateTasksInput.ids': MAX_ITEMS,
  'DeleteTasksInput.ids': MAX_ITEMS,
  'RestoreTasksInput.ids': MAX_ITEMS,
  'RaiseTasksInput.tasks': MAX_ITEMS,
  'CreateClusterInput.taskIds': MAX_ITEMS,
  'UpdateClusterInput.taskIds': MAX_ITEMS,
  'MarkNotificationsInput.ids': MAX_ITEMS,
  'TemplateDocumentInput.dependencies': 5_000,
  'TemplateDocumentInput.tasks': MAX_TEMPLATE_TASKS,
  'TemplatePhaseInput.tasks': MAX_TEMPLATE_TASKS,
  'TemplatePhaseInput.workPackages': 200,
  'TemplateWorkPackageInput.tasks': MAX_TEMPLATE_TASKS,
  'TemplateTaskInput.subtasks': 200,
  'SaveGanttStateInput.foldedIds': MAX_FOLDED,
  'OrganisationSettingsInput.holidays': MAX_HOLIDAYS,
  'UpdateOrganisationSettingsInput.holidays': MAX_HOLIDAYS,
  'ApplyScheduleInput.exceptTaskIds': MAX_CHANGES,
  'PreviewScheduleInput.tasks': MAX_CHANGES,
  'PreviewScheduleInput.addDependencies': MAX_CHANGES,
  'PreviewScheduleInput.removeDependencyIds': MAX_CHANGES,
  'SyncDirectoryInput.divisions': MAX_ENTRIES,
  'SyncDirectoryInput.users': MAX_ENTRIES,
  'SyncDirectoryInput.teams': MAX_ENTRIES,
  'SyncDirectoryInput.memberships': MAX_ENTRIES,
};

/** The most different values that a list may hold at a place of the schema: `Type.field`, or `Type.field(argument)`. */
export function listBound(place: string): number {
  return Object.hasOwn(LARGER, place) ? (LARGER[place] ?? MAX_VALUES) : MAX_VALUES;
}
