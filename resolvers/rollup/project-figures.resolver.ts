import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import type { RequestContext } from '../../src/context.ts';
import { AlertSeverity } from '../../src/domain/enums.ts';
import { readOpenAlertCount, readOverdueTaskCount } from '../../src/services/rollup/project-figures.ts';

@Resolver(() => Project)
export class ProjectFiguresResolver {
  @FieldResolver(() => Int, {
    description:
      'How many tasks of the project have the status `OVERDUE`, whoever asks. A blocked task whose time is up is not among them.',
  })
  overdueTaskCount(@Root() project: Project, @Ctx() context: RequestContext): Promise<number> {
    return readOverdueTaskCount(context.loaders, project.id);
  }

  @FieldResolver(() => Int, { description: 'How many alerts of the project are open, whoever asks.' })
  openAlertCount(
    @Root() project: Project,
    @Arg('minSeverity', () => AlertSeverity, {
      nullable: true,
      description: 'Counts alerts of this severity and graver ones only; all when not given.',
    })
    minSeverity: AlertSeverity | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<number> {
    return readOpenAlertCount(context.loaders, project.id, minSeverity ?? undefined);
  }
}
