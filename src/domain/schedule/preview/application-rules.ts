import { cutText } from '../../text.ts';
import { ActorRole } from '../../enums.ts';
import type { ErrorCode, PitError, PitErrorCode } from '../../errors.ts';

/** What somebody may do who asked for work that is done later, when nobody has a token at hand. */
export interface LaterRights {
  readonly role: ActorRole;
  readonly divisionIds: readonly string[];
  /** Stated for this one request. */
  readonly overrideReason?: string;
}

/** Roles that may state a reason and see more for it. */
const OVERRIDING: readonly ActorRole[] = [ActorRole.ADMIN, ActorRole.FOREMAN];

/**
 * The rights by which work is done that was asked for earlier: those of the token that asked, unless the directory has given
 * the person another role since, which then counts.
 * @param known the role in the directory when it was asked for, and now; null where it knows none.
 */
export function rightsNow(
  { overrideReason, ...asked }: LaterRights,
  known: { readonly then: ActorRole | null; readonly now: ActorRole | null },
): LaterRights {
  const isOther = known.now !== null && known.now !== known.then;
  const role = isOther ? known.now : asked.role;
  const isOverriding = overrideReason !== undefined && OVERRIDING.includes(role);
  return { ...asked, role, ...(isOverriding && { overrideReason }) };
}

/** A refusal as it is kept for whoever asked: what an answer would have said. */
export interface StoredRefusal {
  readonly code: ErrorCode;
  readonly pit: PitErrorCode | null;
  readonly message: string;
  readonly field: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
}

const MOST_CHARACTERS = 1_000;

/** What of a refusal is kept, each text bounded. */
export function storedRefusal({ code, message, detail }: PitError): StoredRefusal {
  const { pit = null, field, expected, actual } = detail;
  return {
    code,
    pit,
    message: cutText(message, MOST_CHARACTERS),
    field: shown(field),
    expected: shown(expected),
    actual: shown(actual),
  };
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cutText(text, MOST_CHARACTERS);
}
