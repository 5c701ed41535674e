import { isOverriding } from '../../../db/connection/tenant-context.ts';
import { KNOWN_DIVISION } from '../../../db/queries/plan/project-query.ts';
import { holdsDivision } from '../../../domain/directory/actor.ts';
import { forbidden, PitError } from '../../../domain/errors.ts';
import { changed } from '../../../domain/plan/task-values.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../../../domain/text.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { ActorRole, ProjectLifecycle, ProjectType, QuickClass } from '../../../domain/enums.ts';
import { NO_FRAME, type DateFrame } from '../../../domain/plan/date-frame.ts';
import type { DateWindow } from '../../../domain/plan/date-window.ts';
import { changeDates, changeOwner } from '../wbs/wbs-element-values.ts';
import { requireActiveUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';

/** What people plan of a project. */
export interface ProjectValues {
  readonly divisionId: string | null;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly type: ProjectType;
  readonly ownerId: string;
  readonly sponsorId: string | null;
  /** The bounds of its dates that are typed. */
  readonly frame: DateFrame;
  readonly quickClass: QuickClass;
  readonly status: ProjectLifecycle;
}

type Plain = Omit<ProjectValues, 'frame'>;

/** Three-valued; a duration stands for one of the two dates and is not kept. */
export type ProjectChange = { readonly [K in keyof Plain]?: Plain[K] | null | undefined } & {
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly durationDays?: number | null;
};

/** What a project is before anything is said of it: the actor's, and active. */
export function newProject(tx: Tx): ProjectValues {
  return {
    divisionId: null,
    name: '',
    code: null,
    description: null,
    type: ProjectType.PROJECT,
    ownerId: tx.actor.userId,
    sponsorId: null,
    frame: NO_FRAME,
    quickClass: QuickClass.MEDIUM_TERM,
    status: ProjectLifecycle.ACTIVE,
  };
}

/**
 * The values after a change, each checked but for the status, which depends on where it comes from.
 * @throws PitError BAD_USER_INPUT; PIT001 or PIT002 for a division, PIT002 for people, PIT006 for dates.
 */
export async function changeProjectValues(
  tx: Tx,
  { shown, ...current }: ProjectValues & { readonly shown: DateWindow },
  change: ProjectChange,
): Promise<ProjectValues> {
  return {
    divisionId: await changeDivision(tx, current.divisionId, change.divisionId),
    ...changeWords(current, change),
    type: changed(current.type, change.type, (type) => type ?? ProjectType.PROJECT),
    ownerId: await changeOwner(tx, current.ownerId, change.ownerId),
    sponsorId: await changeSponsor(tx, current.sponsorId, change.sponsorId),
    frame: changeDates(tx, current.frame, shown, change),
    quickClass: changed(current.quickClass, change.quickClass, (word) => word ?? QuickClass.MEDIUM_TERM),
    status: change.status ?? current.status,
  };
}

function changeWords(
  current: ProjectValues,
  change: ProjectChange,
): Pick<ProjectValues, 'name' | 'code' | 'description'> {
  return {
    name: changed(current.name, change.name, (name) => requireName(name, 'input.name')),
    code: changed(current.code, change.code, (code) => optionalText(code, 'input.code', TEXT_LIMITS.code)),
    description: changed(current.description, change.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
  };
}

/** Whoever belongs to a division may put a project into it; administrators, and those who override, into any. */
async function changeDivision(
  tx: Tx,
  current: string | null,
  asked: string | null | undefined,
): Promise<string | null> {
  if (asked === undefined || asked === null) return asked === undefined ? current : null;
  const id = asked.toLowerCase();
  if (id === current) return current;
  const field = 'input.divisionId';
  const { rowCount } = isUuid(id) ? await tx.run(KNOWN_DIVISION, [id]) : { rowCount: 0 };
  if (rowCount === 0) {
    const detail = { field, expected: 'a division of the organisation', actual: id.slice(0, 64) };
    throw new PitError('NOT_FOUND', 'division not found', { pit: 'PIT002', ...detail });
  }
  const { role, divisionIds } = tx.actor;
  if (role === ActorRole.ADMIN || isOverriding(tx.actor) || holdsDivision(tx.actor, id)) return id;
  throw forbidden('The division is not yours.', { field, expected: divisionIds, actual: id });
}

async function changeSponsor(
  tx: Tx,
  current: string | null,
  asked: string | null | undefined,
): Promise<string | null> {
  if (asked === undefined) return current;
  const [sponsor = null] =
    asked === null ? [] : await requireActiveUsers(tx, [asked], 'input.sponsorId', [current]);
  return sponsor;
}
