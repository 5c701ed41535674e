import { Arg, Args, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Series } from '../../entities/ops/series.ts';
import { Phase } from '../../entities/phase.ts';
import { Project } from '../../entities/project.ts';
import { Subtask } from '../../entities/subtask.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import { WorkPackage } from '../../entities/work-package.ts';
import {
  decodeCursor,
  listName,
  type CursorScope,
  type RequestContext,
  type SelectedColumns,
} from '../../src/context.ts';
import { WorkRole } from '../../src/domain/enums.ts';
import { countOpenWork, readOpenWork } from '../../src/services/directory/open-work.ts';
import { connectionOf, PageArgs, RowConnection, window, type Connection } from '../graph/connection.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../graph/field-selection.ts';

@ObjectType({ description: 'A piece of open work, and how the user stands to it.' })
export class OpenWork {
  @Field(() => WorkRole, { description: 'What the user is to the work, which also says what it is.' })
  role: WorkRole;

  id: string;
  projectId: string;
}

const OpenWorkConnection = connectionOf(OpenWork, 'pieces of open work');
const LIST = { entity: OpenWork, order: [{ property: 'role', descending: false }] };
const SCOPE: CursorScope = { list: listName(OpenWork), order: LIST.order };
const IDENTITY: SelectedColumns = { properties: ['id'], signature: 'id' };

const PHASES: readonly WorkRole[] = [WorkRole.PHASE_OWNER];
const PACKAGES: readonly WorkRole[] = [WorkRole.WORK_PACKAGE_OWNER];
const TASKS: readonly WorkRole[] = [WorkRole.TASK_OWNER, WorkRole.TASK_ASSIGNEE];
const SUBTASKS: readonly WorkRole[] = [WorkRole.SUBTASK_OWNER];
const SERIES: readonly WorkRole[] = [WorkRole.SERIES_OWNER];

function idIn(roles: readonly WorkRole[], work: OpenWork): string | null {
  return roles.includes(work.role) ? work.id : null;
}

@Resolver(() => OpenWork)
export class OpenWorkResolver {
  @Query(() => OpenWorkConnection, {
    nullable: true,
    description:
      'What a user owns, sponsors or is assigned to and is not complete, in projects that are not archived, by role: what `reassignWork` hands over. As far as the caller may see it; null for an unknown user.',
  })
  async openWork(
    @Arg('userId', () => ID, { description: 'Id of the user.' }) userId: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<OpenWork> | null> {
    const { size, cursor, backwards } = window(args);
    const beyond =
      cursor === undefined ? undefined : decodeCursor(cursor, SCOPE, backwards ? 'before' : 'after');
    const user = await context.one(User, IDENTITY, userId);
    if (user === null) return null;
    const [rows, totalCount] = await Promise.all([
      readOpenWork(context, user.id, { size: size + 1, beyond, backwards }),
      wanted.total ? countOpenWork(context, user.id) : null,
    ]);
    const page = rows.slice(0, size);
    if (backwards) page.reverse();
    const spec = { backwards, cursor };
    return new RowConnection<OpenWork>(LIST, spec, { rows: page, hasMore: rows.length > size }, totalCount);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project that the work belongs to, or is.',
  })
  project(@Root() work: OpenWork, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Project, asked, work.projectId);
  }

  @FieldResolver(() => Phase, { nullable: true, description: 'The phase; null where the work is none.' })
  phase(@Root() work: OpenWork, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Phase, asked, idIn(PHASES, work));
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package; null where the work is none.',
  })
  workPackage(
    @Root() work: OpenWork,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, idIn(PACKAGES, work));
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The task; null where the work is none.' })
  task(@Root() work: OpenWork, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Task, asked, idIn(TASKS, work));
  }

  @FieldResolver(() => Subtask, { nullable: true, description: 'The subtask; null where the work is none.' })
  subtask(@Root() work: OpenWork, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Subtask, asked, idIn(SUBTASKS, work));
  }

  @FieldResolver(() => Series, { nullable: true, description: 'The series; null where the work is none.' })
  series(@Root() work: OpenWork, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Series, asked, idIn(SERIES, work));
  }
}
