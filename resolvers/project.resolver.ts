import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Phase } from '../entities/phase.ts';
import { Project } from '../entities/project.ts';
import { WorkPackage } from '../entities/work-package.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { AskedFields } from './asked.ts';

@Resolver(() => Project)
export class ProjectResolver {
  @Query(() => Project, {
    nullable: true,
    description: 'The project with the id, or null when there is none to see.',
  })
  project(
    @Arg('id', () => ID, { description: 'Id of the project.' }) id: string,
    @Ctx() context: RequestContext,
    @AskedFields() asked: Asked,
  ) {
    return context.one(Project, asked, id);
  }

  @FieldResolver(() => [Phase], { description: 'Phases of the project, in order.' })
  phases(@Root() project: Project, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.many(Phase, 'projectId', asked, ['orderIndex']).of(project.id);
  }
}

@Resolver(() => Phase)
export class PhaseResolver {
  @FieldResolver(() => [WorkPackage], { description: 'Work packages of the phase, in order.' })
  workPackages(@Root() phase: Phase, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.many(WorkPackage, 'phaseId', asked, ['orderIndex']).of(phase.id);
  }
}
