import { Ctx, Directive, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { attestEvidence } from '../../src/services/evidence/evidence-attestation.ts';
import { readPolicyMonths, setEvidencePolicy } from '../../src/services/evidence/evidence-policy.ts';
import { Input } from '../graph/mutation-input.ts';
import { TaskPayload } from '../plan/tasks/task-payload.resolver.ts';
import { AttestEvidenceInput, SetEvidencePolicyInput } from './evidence.inputs.ts';
import { EvidencePayload } from './evidence.mutations.ts';

@Resolver()
export class EvidenceValidityMutations {
  @Mutation(() => EvidencePayload, {
    description:
      'Says that accepted evidence still holds: a renewal by the same file, reviewed like any piece. For those who may submit evidence; whoever says so is its uploader.',
  })
  attestEvidence(
    @Input(AttestEvidenceInput, 'The evidence, and why it still holds.') input: AttestEvidenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('attestEvidence', input, (tx) => attestEvidence(tx, context.files, input));
  }

  @Mutation(() => TaskPayload, {
    description:
      'Says for how many months evidence of a task proves. What is handed in already keeps its days.',
  })
  setEvidencePolicy(
    @Input(SetEvidencePolicyInput) input: SetEvidencePolicyInput,
    @Ctx() context: RequestContext,
  ) {
    const validMonths = input.validMonths ?? null;
    return context.write('setEvidencePolicy', input, (tx) =>
      setEvidencePolicy(tx, { ...input, validMonths }),
    );
  }
}

@Resolver(() => Task)
export class TaskEvidencePolicyResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Months for which its evidence proves, from the day that a piece speaks for; null where the organisation says so.',
  })
  @Directive('@cost(weight: 1)')
  evidenceValidMonths(@Root() task: Task, @Ctx() context: RequestContext): Promise<number | null> {
    return readPolicyMonths(context.loaders, task.id);
  }
}
