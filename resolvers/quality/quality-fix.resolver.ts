import {
  Arg,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { PlanRecordKind } from '../../src/domain/enums.ts';
import type { RequestContext } from '../../src/context.ts';
import { lookOutside } from '../../src/services/quality/outside-look.ts';
import {
  applyQaFixes,
  previewQaFixes,
  projectOfResult,
  type FixPreview,
} from '../../src/services/quality/quality-fixes.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';
import { outsideParts, QualityRunPayload } from './quality.mutations.ts';

const FIX_IDS = 'Ids of fixes in `QaResult.autofixActions` of the result, each once.';

@InputType({ description: 'Fixes of a quality result that are to be done.' })
export class ApplyQaFixesInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the result that proposes them.' })
  resultId: string;

  @Field(() => [String], { description: FIX_IDS })
  ids: string[];

  @Field(() => String, { description: 'Why, kept in the result: 1 to 10,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'A value of a record that fixes would change.' })
export class QaFixChange {
  @Field(() => PlanRecordKind, { description: 'What kind of record it is.' })
  kind: PlanRecordKind;

  @Field(() => ID, { description: 'Id of the record.' })
  recordId: string;

  @Field(() => String, {
    description:
      'Name of the field: `startDate`, `endDate`, `durationDays` in working days, `status`, or `progressPercent`.',
  })
  field: string;

  @Field(() => String, { nullable: true, description: 'The value now; null where it has none.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'The value afterwards; null where it has none.' })
  after: string | null;
}

@ObjectType({ description: 'What fixes of a quality result would change. Nothing of it is stored.' })
export class QaFixPreview {
  @Field(() => [QaFixChange], { description: 'The values that would change; the first 1,000.' })
  changes: QaFixChange[];

  @Field(() => Int, { description: 'Number of values that would change.' })
  changeCount: number;
}

/** What can be put right without a person: proposed by runs, tried, and done by who plans the project. */
@Resolver()
export class QualityFixResolver {
  @Query(() => QaFixPreview, {
    description:
      'What fixes of a quality result would change: they are tried and undone. For who may do them; CONFLICT where what they were proposed for is no longer so.',
  })
  @Directive('@cost(weight: 150000)')
  @Directive('@tag(name: "internal")')
  previewQaFixes(
    @Arg('resultId', () => ID, { description: 'Id of the result that proposes them.' }) resultId: string,
    @Arg('ids', () => [String], { description: FIX_IDS }) ids: string[],
    @Ctx() context: RequestContext,
  ): Promise<FixPreview> {
    return previewQaFixes((verb) => context.write('previewQaFixes', {}, verb), { resultId, ids });
  }

  @Mutation(() => QualityRunPayload, {
    description:
      'Does fixes of a quality result, all of them or none, and runs the checks again. What people said stays: dates follow from dates, status and progress from the facts. CONFLICT where what they were proposed for is no longer so.',
  })
  @Directive('@cost(weight: 150000)')
  @Directive('@tag(name: "internal")')
  async applyQaFixes(@Input(ApplyQaFixesInput) input: ApplyQaFixesInput, @Ctx() context: RequestContext) {
    const { projectId } = await context.write('projectOfResult', {}, (tx) =>
      projectOfResult(tx, input.resultId),
    );
    const outside = await lookOutside(outsideParts(context), 'applyQaFixes', projectId);
    return context.write('applyQaFixes', input, (tx) => applyQaFixes(tx, input, outside));
  }
}
