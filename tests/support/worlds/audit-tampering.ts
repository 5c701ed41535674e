import { parameters, type Value } from '../../../src/db/connection/parameters.ts';
import type { Statement } from '../../../src/db/connection/statement.ts';
import type pg from 'pg';
import type { AuditSealer } from '../../../src/services/audit/audit-seal.ts';
import {
  verifyAuditTrail,
  type AuditVerdict,
  type VerifyOptions,
} from '../../../src/services/audit/audit-trail.ts';
import type { DatabaseActor } from '../../db/tenancy/as-actor.ts';
import { TEST_SEALER } from '../processes/graph.ts';

export interface Look extends VerifyOptions {
  actor: DatabaseActor;
  sealer?: AuditSealer;
}

/** What the verification says over this connection, in whose transaction the context is set. */
export async function verdictOver(client: pg.Client, look: Look): Promise<AuditVerdict> {
  const { actor, sealer = TEST_SEALER, ...options } = look;
  await client.query(`SELECT set_config('app.org_id', $1, true), set_config('app.role', $2, true)`, [
    actor.org,
    actor.role,
  ]);
  const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const reading = {
    actor: { orgId: actor.org, userId: actor.user, role: actor.role, divisionIds: [] },
    auditSealer: sealer,
    rows: async <R extends object>({ text, decode }: Statement<R>, values: readonly Value[] = []) => {
      const query = { text, values: parameters(values), rowMode: 'array', types: asText };
      const { rows } = await client.query(query);
      return rows.map((fields) => decode(fields as string[]));
    },
  };
  return verifyAuditTrail(reading, options);
}

/** What a superuser of the database can do to the audit chain of an organisation, as SQL. */
export class AuditTampering {
  constructor(private readonly orgId: string) {}

  /** The first record of a seal, as a subselect. */
  recordIn(seal: number): string {
    return `(SELECT audit_log_id FROM pit_ops.audit_detail WHERE ${this.inSeal(seal)} ORDER BY seq LIMIT 1)`;
  }

  alter(seal: number): string {
    return `UPDATE pit.audit_log SET after_state = '{"name": "innocent"}' WHERE id = ${this.recordIn(seal)};`;
  }

  cutOff(seal: number): string {
    return `
      DELETE FROM pit.audit_log WHERE id IN (SELECT audit_log_id FROM pit_ops.audit_detail WHERE ${this.inSeal(seal)});
      DELETE FROM pit_ops.audit_detail WHERE ${this.inSeal(seal)};
      ${this.deleteSeal(seal)}`;
  }

  deleteSeal(seal: number): string {
    return `DELETE FROM pit_ops.audit_chain_seal WHERE org_id = '${this.orgId}' AND number = ${seal};`;
  }

  /** Makes every digest anew and a chain over them, as well as can be done without the key. */
  recompute(from: number): string {
    return `
      UPDATE pit_ops.audit_detail AS detail SET digest = pit_ops.audit_digest(log, detail) FROM pit.audit_log AS log
        WHERE log.id = detail.audit_log_id AND detail.org_id = '${this.orgId}' AND chain_seal >= ${from};
      DO $$ DECLARE seal record; before bytea; BEGIN
        FOR seal IN SELECT * FROM pit_ops.audit_chain_seal
          WHERE org_id = '${this.orgId}' AND number >= ${from} ORDER BY number
        LOOP
          SELECT coalesce((SELECT hash FROM pit_ops.audit_chain_seal
            WHERE org_id = seal.org_id AND number = seal.number - 1), seal.prev_hash) INTO before;
          UPDATE pit_ops.audit_chain_seal SET prev_hash = before, hash = sha256(before ||
            (SELECT string_agg(digest, '' ORDER BY seq) FROM pit_ops.audit_detail
              WHERE org_id = seal.org_id AND chain_seal = seal.number))
          WHERE org_id = seal.org_id AND number = seal.number;
        END LOOP;
      END $$;`;
  }

  private inSeal(seal: number): string {
    return `org_id = '${this.orgId}' AND chain_seal = ${seal}`;
  }
}
