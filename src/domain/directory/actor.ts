import { forbidden } from '../errors.ts';
import { ActorRole } from '../enums.ts';

/** Who asks: the verified claims of a token. Everything that reads or writes does so as an actor. */
export interface Actor {
  readonly userId: string;
  readonly orgId: string;
  readonly role: ActorRole;
  /** Divisions whose projects the actor may see besides the organisation-wide ones; or `ALL_DIVISIONS`. */
  readonly divisionIds: readonly string[];
  /** Stated by an administrator or foreman to see and change the whole organisation; audited. */
  readonly overrideReason?: string;
  /** Ties log lines, audit rows and error ids of one request together. */
  readonly requestId?: string;
  /** Seconds since the epoch after which the token no longer speaks for the actor. */
  readonly expiresAt?: number;
}

/** What `divisionIds` holds for all divisions of the organisation, those too that are made later. */
export const ALL_DIVISIONS: readonly string[] = Object.freeze(['*']);

const ROLES_OF_ALL_DIVISIONS: readonly ActorRole[] = ['admin', 'foreman', 'service'];

/** Whether a token of this role may speak for all divisions without naming them. */
export function mayHoldAllDivisions(role: ActorRole): boolean {
  return ROLES_OF_ALL_DIVISIONS.includes(role);
}

/** Whether the division is one of the actor's. @param id of a division of the actor's organisation, in lower case. */
export function holdsDivision({ divisionIds }: Actor, id: string): boolean {
  return divisionIds.includes(id) || divisionIds.includes('*');
}

/** The user that the service itself is in every organisation: its jobs, its automatic changes. */
export const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

/** The platform in an organisation, which need not be known yet. */
export function systemActor(orgId: string): Actor {
  return { orgId, userId: SYSTEM_USER, role: ActorRole.SERVICE, divisionIds: [] };
}

/** Refuses whoever is none of `roles`. */
export function requireRole(actor: Actor, ...roles: ActorRole[]): void {
  if (roles.includes(actor.role)) return;
  throw forbidden('Your role does not allow that.', { expected: roles, actual: actor.role });
}
