import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import { AcceptanceKind } from '../../src/domain/intake/acceptance.ts';
import { readAcceptedUntil } from '../../src/services/intake/acceptance-expiry.ts';
import { AuditFinding } from './audit-finding.resolver.ts';
import { Control } from './control.resolver.ts';
import { Risk } from './risk.resolver.ts';

@Resolver(() => Risk)
export class RiskAcceptanceResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day for which the risk is accepted, whoever asks; null where it is not, as of today.',
  })
  @Directive('@cost(weight: 1)')
  async acceptedUntil(@Root() { id }: Risk, @Ctx() context: RequestContext): Promise<string | null> {
    return readAcceptedUntil(context.loaders, AcceptanceKind.RISK_ACCEPTANCE, id, await context.today());
  }
}

@Resolver(() => Control)
export class ControlExceptionResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day for which the control is excepted, whoever asks; null where it is not, as of today.',
  })
  @Directive('@cost(weight: 1)')
  async exceptionUntil(@Root() { id }: Control, @Ctx() context: RequestContext): Promise<string | null> {
    return readAcceptedUntil(context.loaders, AcceptanceKind.CONTROL_EXCEPTION, id, await context.today());
  }
}

@Resolver(() => AuditFinding)
export class FindingExceptionResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day for which the finding is excepted, whoever asks; null where it is not, as of today. It makes no finding ready to be closed.',
  })
  @Directive('@cost(weight: 1)')
  async exceptionUntil(@Root() { id }: AuditFinding, @Ctx() context: RequestContext): Promise<string | null> {
    return readAcceptedUntil(context.loaders, AcceptanceKind.FINDING_EXCEPTION, id, await context.today());
  }
}

/** Until when records of other modules are accepted or excepted. */
export const acceptedResolvers = [
  ControlExceptionResolver,
  FindingExceptionResolver,
  RiskAcceptanceResolver,
] as const;
