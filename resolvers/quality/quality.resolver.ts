import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import { QaResult } from '../../entities/qa-result.ts';
import type { RequestContext } from '../../src/context.ts';
import { readCheckedAt } from '../../src/services/quality/quality-reads.ts';
import { ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';

const QaResultConnection = connectionOf(QaResult, 'quality results');
const NEWEST_FIRST = [{ property: 'runAt', descending: true }];

@Resolver(() => Project)
export class ProjectQualityResolver {
  @FieldResolver(() => QaResultConnection, {
    description: 'Runs of the quality checks over the project, newest first.',
  })
  @Directive('@tag(name: "internal")')
  qaResults(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<QaResult>> {
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: QaResult, where: [], order: NEWEST_FIRST, parent }, args, wanted);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the quality checks last ran, whether they came to something else than before or not; null before the first time.',
  })
  @Directive('@tag(name: "internal")')
  qualityCheckedAt(@Root() project: Project, @Ctx() context: RequestContext) {
    return readCheckedAt(context.loaders, project.id);
  }
}
