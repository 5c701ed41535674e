import type { Refusals } from '../../domain/plan/bulk.ts';
import { parseCivilDate } from '../../domain/civil-date.ts';
import { badInput } from '../../domain/errors.ts';
import { priorityOf, raisedPriority, type RaisedWork, type Severity } from '../../domain/intake/intake.ts';
import { optionalText, requireName, requireReference, TEXT_LIMITS } from '../../domain/text.ts';
import { isUuid } from '../../domain/uuid.ts';
import { RiskLinkType, type SourceModule, type TaskPriority } from '../../domain/enums.ts';
import type { TaskOrigin } from '../plan/tasks/open-origin.ts';

/** What a task is linked to in the module that raises it. */
export interface OriginLinksInput {
  readonly riskId?: string | null;
  readonly riskLinkType?: RiskLinkType | null;
  readonly controlId?: string | null;
  readonly incidentId?: string | null;
  readonly auditFindingId?: string | null;
}

export interface RaisedTaskInput {
  readonly sourceModule: SourceModule;
  readonly sourceReferenceId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly severity?: Severity | null;
  readonly priority?: TaskPriority | null;
  readonly dueDate?: string | null;
  readonly ownerId?: string | null;
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
  readonly requiresEvidence?: boolean | null;
  readonly linkedRiskMitigationPct?: number | string | null;
  readonly links?: OriginLinksInput | null;
}

/** One checked item of a request. */
export interface Raised extends RaisedWork, TaskOrigin {
  /** Its place in the request, from 0, and where that is in the input, for errors. */
  readonly index: number;
  readonly field: string;
  readonly name: string;
  readonly ownerId?: string | null;
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
  readonly requiresEvidence?: boolean | null;
  readonly linkedRiskMitigationPct?: number | string | null;
  readonly links: OriginLinksInput | null;
}

/** What tells one origin from all others of an organisation. */
export function originKey({ sourceModule, sourceReferenceId }: TaskOrigin): string {
  return `${sourceModule}:${sourceReferenceId}`;
}

/**
 * The items of a request that are acceptable, each checked by itself. Refused: those with a field that does not hold,
 * naming it, and the second one of an origin.
 */
export function readRaised(tasks: readonly RaisedTaskInput[], refusals: Refusals): Raised[] {
  const seen = new Set<string>();
  const read = tasks.map((task, index) =>
    refusals.attempt(index, () => {
      const item = readItem(task, index);
      const key = originKey(item);
      if (seen.has(key)) {
        const field = `${item.field}.sourceReferenceId`;
        throw badInput('The request names this origin twice.', { field, actual: item.sourceReferenceId });
      }
      seen.add(key);
      return item;
    }),
  );
  return read.filter((item) => item !== undefined);
}

function readItem(task: RaisedTaskInput, index: number): Raised {
  const field = `input.tasks.${index}`;
  const { severity, priority, dueDate, links, ...rest } = task;
  const urgency = severity == null ? null : priorityOf(severity);
  return {
    ...rest,
    index,
    field,
    name: requireName(task.name, `${field}.name`),
    description: optionalText(task.description, `${field}.description`, TEXT_LIMITS.description),
    sourceReferenceId: requireReference(task.sourceReferenceId, `${field}.sourceReferenceId`),
    priority: urgency === null ? (priority ?? null) : raisedPriority(urgency, priority ?? urgency),
    dueDate: dueDate == null ? null : parseCivilDate(dueDate, `${field}.dueDate`),
    links: links == null ? null : readLinks(links, `${field}.links`),
  };
}

function readLinks(links: OriginLinksInput, field: string): OriginLinksInput {
  for (const name of ['riskId', 'controlId', 'incidentId', 'auditFindingId'] as const) {
    const id = links[name];
    if (id == null || isUuid(id)) continue;
    throw badInput(`${name} is not an id`, {
      field: `${field}.${name}`,
      expected: 'a UUID',
      actual: String(id).slice(0, 64),
    });
  }
  return { ...links, riskLinkType: links.riskLinkType ?? RiskLinkType.RESIDUAL };
}
