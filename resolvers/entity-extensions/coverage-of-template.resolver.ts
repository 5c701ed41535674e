import { Arg, Args, Ctx, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { TaskClusterTemplate } from '../../entities/task-cluster-template.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { keysOf, type TemplateDocument, type TemplateKeys } from '../../src/domain/templates/template.ts';
import { CoverageArgs } from './coverage.inputs.ts';
import {
  ControlCoverageConnection,
  controlPage,
  criteriaPage,
  IsmsCoverageConnection,
  type ControlCoverage,
  type IsmsCoverage,
} from './coverage.resolver.ts';
import type { CoverageConnection } from './coverage.ts';

@ObjectType({
  description:
    'How far the work of the whole organisation covers what a template names: also what there is no work on yet.',
})
export class TemplateCoverage {
  keys: TemplateKeys;
}

const DOCUMENT: SelectedColumns = { properties: ['templateJson'], signature: 'templateJson' };

@Resolver(() => TemplateCoverage)
export class TemplateCoverageResolver {
  @Query(() => TemplateCoverage, {
    nullable: true,
    description:
      'Coverage of the controls and criteria that a template names, such as those of a framework; null where there is none to see.',
  })
  async coverageOfTemplate(
    @Arg('templateId', () => ID, { description: 'Id of the template.' }) templateId: string,
    @Ctx() context: RequestContext,
  ): Promise<TemplateCoverage | null> {
    const template = await context.one(TaskClusterTemplate, DOCUMENT, templateId);
    return template === null ? null : { keys: keysOf(template.templateJson as TemplateDocument) };
  }

  @FieldResolver(() => ControlCoverageConnection, {
    description: 'Its controls in the order of their ids; each has a row.',
  })
  controls(
    @Root() { keys }: TemplateCoverage,
    @Args(() => CoverageArgs) page: CoverageArgs,
    @Ctx() context: RequestContext,
  ): Promise<CoverageConnection<ControlCoverage>> {
    const asked = { controlId: keys.controlIds, controlGroup: null, divisionId: null };
    return controlPage(context, asked, page);
  }

  @FieldResolver(() => IsmsCoverageConnection, {
    description: 'Its criteria in the order of codes and editions; each code has a row.',
  })
  criteria(
    @Root() { keys }: TemplateCoverage,
    @Args(() => CoverageArgs) page: CoverageArgs,
    @Ctx() context: RequestContext,
  ): Promise<CoverageConnection<IsmsCoverage>> {
    const asked = { code: keys.codes, version: keys.versions, codePrefix: null, divisionId: null };
    return criteriaPage(context, asked, page);
  }
}
