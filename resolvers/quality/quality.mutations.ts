import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { QaResult } from '../../entities/qa-result.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { Health } from '../../src/domain/enums.ts';
import { QUALITY_CHECKS } from '../../src/domain/quality/quality-catalogue.ts';
import { lookOutside, type OutsideParts } from '../../src/services/quality/outside-look.ts';
import { runSignal } from '../../src/services/quality/next-turn.ts';
import { runProjectChecks } from '../../src/services/quality/quality.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A project whose quality is checked.' })
export class RunProjectChecksInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;
}

@ObjectType({ description: 'A run of the quality checks.' })
export class QualityRunPayload {
  resultId: string;
  projectId: string;
}

@ObjectType({ description: 'A quality check that there is.' })
export class QualityCheck {
  @Field(() => String, { description: 'Its name in results.' })
  id: string;

  @Field(() => String, { description: 'What holds when it passes, in a sentence.' })
  title: string;

  @Field(() => Health, { description: 'What a failure makes of the whole result: amber or red.' })
  severity: Health;

  @Field(() => String, { description: 'The records of which it counts those that fall short.' })
  denominator: string;

  @Field(() => String, { nullable: true, description: 'Why it is not run yet; null where it is.' })
  notBuilt: string | null;
}

@Resolver(() => QualityRunPayload)
export class QualityRunPayloadResolver {
  @FieldResolver(() => QaResult, { nullable: true, description: 'What the checks came to.' })
  result(
    @Root() payload: QualityRunPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(QaResult, asked, payload.resultId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that was checked.' })
  project(
    @Root() payload: QualityRunPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

/** By what a request looks at files and at the audit trail. */
export function outsideParts(context: RequestContext): OutsideParts {
  return {
    store: context.files.store,
    sealer: context.auditSealer,
    asCaller: (verb) => context.write('lookAtFiles', {}, verb),
    asPlatform: (verb) => context.asPlatform('verifyAuditTrail', verb),
    signal: runSignal(context.telemetry.abandoned),
  };
}

/** The quality checks that there are, and their runs. */
@Resolver()
export class QualityMutations {
  @Query(() => [QualityCheck], {
    description: 'The quality checks that there are, in the order in which they are told.',
  })
  @Directive('@listSize(assumedSize: 60)')
  @Directive('@tag(name: "internal")')
  qualityChecks() {
    return Object.entries(QUALITY_CHECKS).map(([id, check]) => ({ id, ...check }));
  }

  @Mutation(() => QualityRunPayload, {
    description:
      'Runs every quality check over a project and stores what each came to. Nothing of the plan changes.',
  })
  @Directive('@cost(weight: 150000)')
  @Directive('@tag(name: "internal")')
  async runProjectChecks(
    @Input(RunProjectChecksInput) input: RunProjectChecksInput,
    @Ctx() context: RequestContext,
  ) {
    const parts = outsideParts(context);
    const outside = await lookOutside(parts, 'runProjectChecks', input.projectId);
    return context.write('runProjectChecks', input, (tx) =>
      runProjectChecks(tx, input, outside, parts.signal),
    );
  }
}
