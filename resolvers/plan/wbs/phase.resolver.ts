import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { AskedWithRecord, RecordById } from '../../graph/asked-with-record.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { areDeletedAsked, DeletedFilter, deletedUnder } from '../../graph/deleted-filter.ts';

@Resolver(() => Phase)
export class PhaseResolver {
  @RecordById()
  @Query(() => Phase, {
    nullable: true,
    description: 'The phase with the id, or null when there is none to see.',
  })
  phase(
    @Arg('id', () => ID, { description: 'Id of the phase.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, id);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that the phase belongs to.' })
  @ReferenceTo(Project, 'projectId')
  project(@Root() phase: Phase, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Project, asked, phase.projectId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who answers for the phase.' })
  @ReferenceTo(User, 'ownerId')
  owner(@Root() phase: Phase, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, phase.ownerId);
  }
}

@Resolver(() => Project)
export class ProjectPhasesResolver {
  @AskedWithRecord()
  @FieldResolver(() => [Phase], { description: 'Phases of the project, in order.' })
  phases(
    @Root() project: Project,
    @Arg('deleted', () => DeletedFilter, {
      nullable: true,
      description:
        'Whether it lists phases that are deleted, at most the 100 latest; those that are not when not given.',
    })
    deleted: DeletedFilter | null | undefined,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    if (areDeletedAsked(context, deleted)) {
      return deletedUnder<Phase>(context, Phase, asked, { property: 'projectId', id: project.id });
    }
    return context.many(Phase, 'projectId', asked, ['orderIndex']).of(project.id);
  }
}
