import { organisationOf, type CallerContext } from '../caller.ts';
import { FINDINGS, type FindingRow } from './findings.ts';

/** The caller's organisation sees its own rows and no others, by whatever way a request comes in. */
function findingsOf(context: CallerContext): FindingRow[] {
  const orgId = organisationOf(context);
  return FINDINGS.filter((finding) => finding.orgId === orgId).sort((a, b) =>
    b.raisedOn.localeCompare(a.raisedOn),
  );
}

const findFinding = (context: CallerContext, id: string): FindingRow | null =>
  findingsOf(context).find((finding) => finding.id === id) ?? null;

interface FindingReference {
  readonly id: string;
  /** PIT's answer, which the gateway fetches first where `@requires` asks for it. */
  readonly closeReady?: boolean | null;
}

export const resolvers = {
  Query: {
    auditFinding: (_source: unknown, { id }: { id: string }, context: CallerContext) =>
      findFinding(context, id),
    auditFindings: (_source: unknown, _args: object, context: CallerContext) => findingsOf(context),
  },
  AuditFinding: {
    __resolveReference: ({ id, closeReady }: FindingReference, context: CallerContext) => {
      const finding = findFinding(context, id);
      return finding && { ...finding, closeReady };
    },
    canBeSignedOff: ({ closeReady }: FindingReference) => closeReady === true,
  },
  Project: {
    auditFindings: ({ code }: { code: string | null }, _args: object, context: CallerContext) =>
      findingsOf(context).filter((finding) => finding.projectCode === code),
  },
  Task: {
    auditTrailUrl: ({ id }: { id: string }, _args: object, context: CallerContext) =>
      `https://audit.example/${organisationOf(context)}/tasks/${id}`,
  },
};
