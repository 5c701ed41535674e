import { Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { QaResult } from '../../entities/qa-result.ts';
import { Health } from '../../src/domain/enums.ts';
import { isRecord } from '../../src/domain/record.ts';
import { RequiresColumns } from '../graph/field-selection.ts';
import { AsStored, type ShowStored } from '../graph/stored-json.ts';

const TestId = (): PropertyDecorator =>
  Field(() => String, {
    nullable: true,
    description: 'Name of the check, the same in every run; null where a stored result has none.',
  });
const Looked = (): PropertyDecorator =>
  Field(() => Int, {
    nullable: true,
    description: 'Number of records that it looked at; null where it does not count.',
  });

@ObjectType({ description: 'A quality check that passed.' })
export class PassedQualityTest {
  @TestId()
  id: string | null;

  @Looked()
  of: number | null;
}

@ObjectType({ description: 'A quality check that did not apply, or is not built yet.' })
export class InapplicableQualityTest {
  @TestId()
  id: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in a sentence; null where that was not stored.' })
  reason: string | null;
}

@ObjectType({ description: 'A quality check that failed, and what fell short.' })
export class FailedQualityTest {
  @TestId()
  id: string | null;

  @Field(() => Health, {
    nullable: true,
    description: 'What the failure makes of the whole result: amber or red; null where that was not stored.',
  })
  severity: Health | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of records that fell short; null where it does not count.',
  })
  count: number | null;

  @Looked()
  of: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The value that would have passed, in the unit of the check; null where there is none.',
  })
  threshold: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The value that was found, in the unit of the check; null where there is none.',
  })
  actual: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of records that fell short, at most 20; null where none were stored.',
  })
  sample: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'What fell short, in a sentence; null where that was not stored.',
  })
  message: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Ids of the actions in `autofixActions` that would put it right; null where none were stored.',
  })
  fixes: string[] | null;
}

@ObjectType({ description: 'Something that can be put right without a person.' })
export class QualityAutofix {
  @Field(() => String, {
    nullable: true,
    description:
      'Name of the fix in this result, by which it is asked for; null where a stored result has none.',
  })
  id: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it does: `recomputeDates` counts durations from dates, `fitParent` fits the dates of parents to their bounds and children, `rebuildRollups` makes status and progress follow from the facts; null where that was not stored.',
  })
  action: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What it is done to; null where that was not stored.',
  })
  args: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What it would change when it was proposed: `count`, the first `changes`, and a `digest` of all of them; null where that was not stored.',
  })
  expected: unknown;
}

/** Results that were stored as bare names of checks are results with a name and nothing else. */
function named(stored: unknown): unknown[] {
  if (!Array.isArray(stored)) return [];
  return stored.map((each: unknown) => (typeof each === 'string' ? { id: each } : each));
}

function isInapplicable(test: unknown): boolean {
  return isRecord(test) && test['outcome'] === 'not_applicable';
}

@Resolver(() => QaResult)
export class QaResultResolver {
  @FieldResolver(() => [PassedQualityTest], { description: 'The checks that passed, by name.' })
  @RequiresColumns('passedTests')
  passedTests(@Root() result: QaResult, @AsStored() show: ShowStored) {
    return show(named(result.passedTests).filter((each) => !isInapplicable(each)));
  }

  @FieldResolver(() => [InapplicableQualityTest], {
    description: 'The checks that did not apply, with the reason: they have neither passed nor failed.',
  })
  @RequiresColumns('passedTests')
  inapplicableTests(@Root() result: QaResult, @AsStored() show: ShowStored) {
    return show(named(result.passedTests).filter(isInapplicable));
  }

  @FieldResolver(() => [FailedQualityTest], {
    description: 'The checks that failed, each with what fell short.',
  })
  @RequiresColumns('failedTests')
  failedTests(@Root() result: QaResult, @AsStored() show: ShowStored) {
    return show(named(result.failedTests));
  }

  @FieldResolver(() => [QualityAutofix], {
    description: 'What can be, or was, put right without a person.',
  })
  @RequiresColumns('autofixActions')
  autofixActions(@Root() result: QaResult, @AsStored() show: ShowStored) {
    return show(named(result.autofixActions));
  }
}
