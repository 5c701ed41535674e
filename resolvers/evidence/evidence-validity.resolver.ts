import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Evidence } from '../../entities/evidence.ts';
import { Task } from '../../entities/task.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { isValidOn } from '../../src/domain/evidence/validity.ts';
import { readEvidenceValidity, readTaskProof } from '../../src/services/evidence/read-validity.ts';
import { SelectedFields } from '../graph/field-selection.ts';

@Resolver(() => Evidence)
export class EvidenceValidityResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The day that it speaks for, which may lie before the one on which it was handed in.',
  })
  async observedOn(@Root() evidence: Evidence, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readEvidenceValidity(context.loaders, evidence.id))?.observedOn ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day on which it proves, where the organisation is, whether it is accepted or not; null where it has no end.',
  })
  async validUntil(@Root() evidence: Evidence, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readEvidenceValidity(context.loaders, evidence.id))?.validUntil ?? null;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether it proves its work today: accepted, not superseded, and not behind its last day. Accepted evidence that is not current keeps work complete, and mitigates nothing.',
  })
  async isCurrent(@Root() evidence: Evidence, @Ctx() context: RequestContext): Promise<boolean> {
    const validity = await readEvidenceValidity(context.loaders, evidence.id);
    if (validity?.proves !== true) return false;
    return isValidOn(validity.validUntil, await context.today());
  }

  @FieldResolver(() => Evidence, {
    nullable: true,
    description:
      'The accepted evidence that it renews, which proves until its own end; null where it renews none.',
  })
  async renews(
    @Root() evidence: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Evidence | null> {
    const renewsId = (await readEvidenceValidity(context.loaders, evidence.id))?.renewsId ?? null;
    return context.one(Evidence, asked, renewsId);
  }

  @FieldResolver(() => Evidence, {
    nullable: true,
    description: 'The newest evidence that renews it, whether it is accepted yet or not; null without one.',
  })
  async renewedBy(
    @Root() evidence: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Evidence | null> {
    const newerId = (await readEvidenceValidity(context.loaders, evidence.id))?.renewedById ?? null;
    return context.one(Evidence, asked, newerId);
  }
}

@Resolver(() => Task)
export class TaskProofResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day on which its evidence, or that of its subtasks, proves it. Null where it requires none, nothing is accepted, or that has no end.',
  })
  @Directive('@cost(weight: 2)')
  async provenUntil(@Root() task: Task, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readTaskProof(context.loaders, task.id))?.provenUntil ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether it is proven today: its evidence is accepted, and not behind its last day. Null where it requires none.',
  })
  @Directive('@cost(weight: 2)')
  async isProofCurrent(@Root() task: Task, @Ctx() context: RequestContext): Promise<boolean | null> {
    const proof = await readTaskProof(context.loaders, task.id);
    if (proof === null) return null;
    return proof.isProven && isValidOn(proof.provenUntil, await context.today());
  }
}
