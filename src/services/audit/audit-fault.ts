import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import type { AuditSealer } from './audit-seal.ts';

/** What of a request this reading needs. */
export interface Reading {
  actor: Actor;
  auditSealer: AuditSealer;
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

/** One thing that is wrong with the sealed chain. Ids are null where the fault is a whole seal's. */
export interface AuditFault {
  sealId: number | null;
  sequence: number | null;
  auditLogId: string | null;
  fault: string;
}

/** A head that was kept outside the database. */
export interface KeptHead {
  readonly seal: number;
  readonly hash: string;
}
