import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Division } from '../../../entities/division.ts';
import { Organisation } from '../../../entities/organisation.ts';
import { Project } from '../../../entities/project.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, ParentKey, RequestContext } from '../../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../../graph/field-selection.ts';
import { RecordById } from '../../graph/asked-with-record.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, type Connection, type List } from '../../graph/connection.ts';
import { orderTerms } from '../../graph/order.ts';
import { projectConditions, ProjectsArgs, withDay } from './project.inputs.ts';

const ProjectConnection = connectionOf(Project, 'projects');
const BY_NAME = [{ property: 'name', descending: false }];

function projectList({ filter, orderBy }: ProjectsArgs, today: string, parent?: ParentKey): List {
  const order = orderTerms(orderBy, BY_NAME);
  const where = projectConditions(filter, today);
  const list = { entity: Project, where, order, deleted: filter?.deleted };
  return parent === undefined ? list : { ...list, parent };
}

@Resolver(() => Project)
export class ProjectResolver {
  @RecordById()
  @Query(() => Project, {
    nullable: true,
    description: 'The project with the id, or null when there is none to see.',
  })
  project(
    @Arg('id', () => ID, { description: 'Id of the project.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, id);
  }

  @Query(() => Project, {
    nullable: true,
    description: 'The project of the organisation with the code, or null when there is none to see.',
  })
  projectByCode(
    @Arg('code', () => String, { description: 'Code of the project, such as `PIT-2025-001`.' }) code: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.loaders.one(Project, asked, 'code').load(code);
  }

  @Query(() => ProjectConnection, { description: 'Projects that the caller may see, by name.' })
  projects(
    @Args(() => ProjectsArgs) args: ProjectsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Project>> {
    return withDay(context, args, (today) => connect(context, projectList(args, today), args, wanted));
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the project belongs to.',
  })
  @ReferenceTo(Organisation, 'orgId')
  organisation(
    @Root() project: Project,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Organisation, asked, project.orgId);
  }

  @FieldResolver(() => Division, {
    nullable: true,
    description: 'The division that the project belongs to; null means that the whole organisation sees it.',
  })
  @ReferenceTo(Division, 'divisionId')
  division(
    @Root() project: Project,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Division, asked, project.divisionId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who answers for the project.' })
  @ReferenceTo(User, 'ownerId')
  owner(@Root() project: Project, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, project.ownerId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who sponsors the project; null when nobody does.',
  })
  @ReferenceTo(User, 'sponsorId')
  sponsor(
    @Root() project: Project,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, project.sponsorId);
  }
}

@Resolver(() => Division)
export class DivisionProjectsResolver {
  @FieldResolver(() => ProjectConnection, {
    description: 'Projects of the division that the caller may see, by name.',
  })
  projects(
    @Root() division: Division,
    @Args(() => ProjectsArgs) args: ProjectsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Project>> {
    const parent = { property: 'divisionId', id: division.id };
    return withDay(context, args, (today) =>
      connect(context, projectList(args, today, parent), args, wanted),
    );
  }
}
