import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import { User } from '../../entities/user.ts';
import { decodeCursor, listName, type RequestContext, type SelectedColumns } from '../../src/context.ts';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { badInput } from '../../src/domain/errors.ts';
import {
  changeOfRecord,
  isMoved,
  nameOfRecord,
  RecordChange,
  toldDifferences,
  toldMove,
  type FieldDifference,
  type RowState,
} from '../../src/domain/field-diff.ts';
import { countHistory, readHistory } from '../../src/services/audit/project-history.ts';
import { connectionOf, requirePageSize, RowConnection, type Connection } from '../graph/connection.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../graph/field-selection.ts';

registerEnumType(RecordChange, {
  name: 'RecordChange',
  description: 'What became of a record.',
  valuesConfig: {
    CREATED: { description: 'It was made.' },
    CHANGED: { description: 'It was changed.' },
    MOVED: { description: 'It was moved from one project to another, in the history of both.' },
    DELETED: { description: 'It was deleted, and can be restored.' },
    RESTORED: { description: 'It was restored.' },
    REMOVED: { description: 'It was removed for good, as links are.' },
  },
});

@ObjectType({ description: 'One value that a change has touched.' })
export class HistoryValue implements FieldDifference {
  @Field(() => String, { description: 'The column that holds it, such as `progress_percent`.' })
  field: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The value before, decimals as text; null also when there was no record.',
  })
  before: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The value after, decimals as text; null also when there is no record.',
  })
  after: unknown;
}

@ObjectType({ description: 'One thing that somebody, or the platform, has changed in a project.' })
export class ProjectHistoryEntry {
  @Field(() => ID, { description: 'Id of the audit record behind it.' })
  id: string;

  seq: number;
  userId: string;
  projectId: string;
  beforeState: RowState | null;
  afterState: RowState | null;
  /** Of a record that was moved, where the caller sees it. */
  otherProjectId: string | null;

  @Field(() => String, { description: 'What kind of record it is, by its table, such as `task`.' })
  tableName: string;

  @Field(() => String, { description: 'Id of the record; of a rule, that of the task or project it is for.' })
  recordId: string;

  @Field(() => DateTimeScalar, { description: 'When the change was made.' })
  createdAt: string;
}

const ProjectHistoryConnection = connectionOf(ProjectHistoryEntry, 'changes');
const NEWEST_FIRST = [{ property: 'seq', descending: true }];
/** A page carries whole records: larger ones would be megabytes. */
const MOST_ENTRIES = 100;

@ArgsType()
class HistoryArgs {
  @Field(() => Int, { nullable: true, description: 'How many changes, 1 to 100; 20 when not given.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;
}

@Resolver(() => ProjectHistoryEntry)
export class ProjectHistoryEntryResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who made the change; null where it was the platform.',
  })
  actor(
    @Root() entry: ProjectHistoryEntry,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, entry.userId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the record was called after the change, an alert by its message; null where it has no name.',
  })
  recordName(@Root() entry: ProjectHistoryEntry): string | null {
    // What it was called where it left is told there, whatever it is called since.
    const { beforeState, afterState } = entry;
    return hasLeft(entry) ? nameOfRecord(afterState, beforeState) : nameOfRecord(beforeState, afterState);
  }

  @FieldResolver(() => RecordChange, { description: 'What became of the record.' })
  change(@Root() { beforeState, afterState }: ProjectHistoryEntry): RecordChange {
    return changeOfRecord(beforeState, afterState);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description:
      'Project to which the record was moved from this one; null where it was not, and where the caller does not see that project.',
  })
  movedTo(
    @Root() entry: ProjectHistoryEntry,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return hasLeft(entry) ? context.one(Project, asked, entry.otherProjectId) : null;
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description:
      'Project from which the record was moved to this one; null where it was not, and where the caller does not see that project.',
  })
  movedFrom(
    @Root() entry: ProjectHistoryEntry,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return hasLeft(entry) ? null : context.one(Project, asked, entry.otherProjectId);
  }

  @FieldResolver(() => [HistoryValue], {
    description:
      'The values that differ, by name, without those that not everybody sees: where files lie, what only the database works with, and of a record that was moved to or from a project that the caller does not see, all but its place in this one.',
  })
  values(@Root() entry: ProjectHistoryEntry): FieldDifference[] {
    const { beforeState, afterState, otherProjectId } = entry;
    if (!isMoved(beforeState, afterState) || otherProjectId !== null)
      return toldDifferences(beforeState, afterState);
    return toldMove(beforeState, afterState, hasLeft(entry) ? 'after' : 'before');
  }
}

function hasLeft({ projectId, beforeState, afterState }: ProjectHistoryEntry): boolean {
  return isMoved(beforeState, afterState) && beforeState?.['project_id'] === projectId;
}

@Resolver(() => Project)
export class ProjectHistoryResolver {
  @FieldResolver(() => ProjectHistoryConnection, {
    description:
      'Who changed what in the project, its plan, evidence, links and alerts, the newest first; for all who see the project. That a task was moved stands in both histories; what was done to it before stays with the project that it came from. `totalCount` is null beyond 10,000.',
  })
  @Directive('@cost(weight: 5)')
  async history(
    @Root() project: Project,
    @Args(() => HistoryArgs) { first, after }: HistoryArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<ProjectHistoryEntry>> {
    const parent = { property: 'projectId', id: project.id };
    const list = { entity: ProjectHistoryEntry, order: NEWEST_FIRST, parent };
    const cursor = after ?? undefined;
    const before = cursor === undefined ? undefined : placeOf(cursor);
    const size = requirePageSize(first, 'first', MOST_ENTRIES);
    const [page, total] = await Promise.all([
      readHistory(context.loaders, project.id, { before, size }),
      wanted.total ? countHistory(context.loaders, project.id) : null,
    ]);
    return new RowConnection(list, { backwards: false, cursor }, page, total);
  }
}

function placeOf(cursor: string): number {
  const list = listName(ProjectHistoryEntry, { property: 'projectId' });
  const place = Number(decodeCursor(cursor, { list, order: NEWEST_FIRST })[0]);
  if (Number.isSafeInteger(place) && place >= 0) return place;
  throw badInput('The cursor does not belong to this list and order.', {
    field: 'after',
    expected: 'a cursor that a page of the same list and order has given',
    actual: cursor.slice(0, 64),
  });
}
