import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CostSnapshot } from '../entities/cost-snapshot.ts';
import { Project } from '../entities/project.ts';
import type { RequestContext } from '../src/context.ts';
import { AskedPage, type Wanted } from './asked.ts';
import { connect, connectionOf, PageArgs, type Connection } from './connection.ts';

const CostSnapshotConnection = connectionOf(CostSnapshot, 'cost snapshots');
const NEWEST_FIRST = [{ property: 'capturedAt', descending: true }];

@Resolver(() => Project)
export class ProjectCostResolver {
  @FieldResolver(() => CostSnapshotConnection, {
    description: 'What the project had committed and spent, newest first.',
  })
  costSnapshots(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @AskedPage() wanted: Wanted,
  ): Promise<Connection<CostSnapshot>> {
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: CostSnapshot, where: [], order: NEWEST_FIRST, parent }, args, wanted);
  }
}
