import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { User } from '../../../entities/user.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../../graph/field-selection.ts';
import { AskedWithRecord, RecordById } from '../../graph/asked-with-record.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, type Connection } from '../../graph/connection.ts';
import { deletableList, DeletablePageArgs } from '../../graph/deletable-list.ts';
import { areDeletedAsked, DeletedFilter, deletedUnder } from '../../graph/deleted-filter.ts';

const WorkPackageConnection = connectionOf(WorkPackage, 'work packages');
const BY_PHASE = [
  { property: 'phaseId', descending: false },
  { property: 'orderIndex', descending: false },
];

@Resolver(() => WorkPackage)
export class WorkPackageResolver {
  @RecordById()
  @Query(() => WorkPackage, {
    nullable: true,
    description: 'The work package with the id, or null when there is none to see.',
  })
  workPackage(
    @Arg('id', () => ID, { description: 'Id of the work package.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, id);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project that the work package belongs to.',
  })
  @ReferenceTo(Project, 'projectId')
  project(
    @Root() workPackage: WorkPackage,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, workPackage.projectId);
  }

  @FieldResolver(() => Phase, { nullable: true, description: 'The phase that the work package belongs to.' })
  @ReferenceTo(Phase, 'phaseId')
  phase(
    @Root() workPackage: WorkPackage,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, workPackage.phaseId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who answers for the work package.' })
  @ReferenceTo(User, 'ownerId')
  owner(
    @Root() workPackage: WorkPackage,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, workPackage.ownerId);
  }
}

@Resolver(() => Project)
export class ProjectWorkPackagesResolver {
  @FieldResolver(() => WorkPackageConnection, {
    description: 'Work packages of the project, phase by phase, by their place in it.',
  })
  workPackages(
    @Root() project: Project,
    @Args(() => DeletablePageArgs) args: DeletablePageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<WorkPackage>> {
    const list = deletableList(WorkPackage, args, BY_PHASE, { property: 'projectId', id: project.id });
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => Phase)
export class PhaseWorkPackagesResolver {
  @AskedWithRecord()
  @FieldResolver(() => [WorkPackage], { description: 'Work packages of the phase, in order.' })
  workPackages(
    @Root() phase: Phase,
    @Arg('deleted', () => DeletedFilter, {
      nullable: true,
      description:
        'Whether it lists work packages that are deleted, at most the 100 latest; those that are not when not given.',
    })
    deleted: DeletedFilter | null | undefined,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    if (areDeletedAsked(context, deleted)) {
      return deletedUnder<WorkPackage>(context, WorkPackage, asked, { property: 'phaseId', id: phase.id });
    }
    return context.many(WorkPackage, 'phaseId', asked, ['orderIndex']).of(phase.id);
  }
}
