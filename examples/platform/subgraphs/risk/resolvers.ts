import { organisationOf, type CallerContext } from '../caller.ts';
import { RISKS, type RiskRow } from './register.ts';

const WORST_FIRST = { HIGH: 0, MEDIUM: 1, LOW: 2 };

/** The caller's organisation sees its own rows and no others, by whatever way a request comes in. */
function risksOf(context: CallerContext): RiskRow[] {
  const orgId = organisationOf(context);
  return RISKS.filter((risk) => risk.orgId === orgId).sort(
    (a, b) => WORST_FIRST[a.rating] - WORST_FIRST[b.rating],
  );
}

const findRisk = (context: CallerContext, id: string): RiskRow | null =>
  risksOf(context).find((risk) => risk.id === id) ?? null;

/** What the gateway brings along when it enters a task here. */
interface TaskReference {
  readonly progressPercent: number;
  readonly linkedRiskMitigationPct: number | null;
}

export const resolvers = {
  Query: {
    risk: (_source: unknown, { id }: { id: string }, context: CallerContext) => findRisk(context, id),
    risks: (_source: unknown, _args: object, context: CallerContext) => risksOf(context),
  },
  Risk: {
    __resolveReference: ({ id }: { id: string }, context: CallerContext) => findRisk(context, id),
    owner: (risk: RiskRow) => ({ id: risk.ownerId }),
    project: (risk: RiskRow) => ({ code: risk.projectCode }),
  },
  Project: {
    riskRegister: ({ code }: { code: string | null }, _args: object, context: CallerContext) =>
      risksOf(context).filter((risk) => risk.projectCode === code),
  },
  Task: {
    riskReduction: ({ progressPercent, linkedRiskMitigationPct }: TaskReference) =>
      linkedRiskMitigationPct === null ? null : (linkedRiskMitigationPct * progressPercent) / 100,
  },
};
