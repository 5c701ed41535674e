import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CostSnapshot } from '../../entities/cost-snapshot.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext } from '../../src/context.ts';
import { ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';

const CostSnapshotConnection = connectionOf(CostSnapshot, 'cost snapshots');
const NEWEST_FIRST = [{ property: 'capturedAt', descending: true }];

@Resolver(() => Project)
export class ProjectCostResolver {
  @FieldResolver(() => CostSnapshotConnection, {
    description: 'Cost snapshots: what the project had committed and spent at a moment, newest first.',
  })
  costSnapshots(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<CostSnapshot>> {
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: CostSnapshot, where: [], order: NEWEST_FIRST, parent }, args, wanted);
  }
}
