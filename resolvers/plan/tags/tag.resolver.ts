import {
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Tag } from '../../../entities/ops/tag.ts';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import type { RequestContext, SelectedColumns } from '../../../src/context.ts';
import {
  deleteTag,
  readTags,
  renameTag,
  setProjectTags,
  setTaskTags,
  type ReadTag,
} from '../../../src/services/plan/tags/tags.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../../graph/field-selection.ts';
import { Input } from '../../graph/mutation-input.ts';
import { ProjectPayload } from '../projects/project-plan.mutations.ts';
import { TaskPayload } from '../tasks/task-payload.resolver.ts';
import { DeleteTagInput, RenameTagInput, SetProjectTagsInput, SetTaskTagsInput } from './tag.inputs.ts';

const TagConnection = connectionOf(Tag, 'tags');
const BY_NAME = [{ property: 'name', descending: false }];

@ObjectType({ description: 'A tag after a change.' })
export class TagPayload {
  tagId: string;
}

@ObjectType({ description: 'A tag that was deleted.' })
export class DeletedTagPayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;
}

@Resolver(() => TagPayload)
export class TagPayloadResolver {
  @FieldResolver(() => Tag, { nullable: true, description: 'The tag; null where it is gone by now.' })
  tag(@Root() payload: TagPayload, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Tag, asked, payload.tagId);
  }
}

@Resolver(() => Tag)
export class TagResolver {
  @Query(() => TagConnection, { description: 'Tags of the organisation, by name.' })
  tags(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Tag>> {
    return connect(context, { entity: Tag, where: [], order: BY_NAME }, args, wanted);
  }
}

@Resolver(() => Task)
export class TaskTagsResolver {
  @FieldResolver(() => [Tag], { description: 'The tags that it carries, by name.' })
  @Directive('@listSize(assumedSize: 5)')
  @RequiresColumns('id')
  tags(@Root() task: Task, @Ctx() context: RequestContext): Promise<readonly ReadTag[]> {
    return readTags(context.loaders, 'task', task.id);
  }
}

@Resolver(() => Project)
export class ProjectTagsResolver {
  @FieldResolver(() => [Tag], { description: 'The tags that it carries itself, by name.' })
  @Directive('@listSize(assumedSize: 5)')
  @RequiresColumns('id')
  tags(@Root() project: Project, @Ctx() context: RequestContext): Promise<readonly ReadTag[]> {
    return readTags(context.loaders, 'project', project.id);
  }
}

@Resolver()
export class TagMutations {
  @Mutation(() => TaskPayload, { description: 'Gives a task exactly these tags.' })
  setTaskTags(@Input(SetTaskTagsInput) input: SetTaskTagsInput, @Ctx() context: RequestContext) {
    return context.write('setTaskTags', input, (tx) => setTaskTags(tx, input));
  }

  @Mutation(() => ProjectPayload, { description: 'Gives a project exactly these tags.' })
  setProjectTags(@Input(SetProjectTagsInput) input: SetProjectTagsInput, @Ctx() context: RequestContext) {
    return context.write('setProjectTags', input, (tx) => setProjectTags(tx, input));
  }

  @Mutation(() => TagPayload, { description: 'Renames a tag wherever it is carried.' })
  renameTag(@Input(RenameTagInput) input: RenameTagInput, @Ctx() context: RequestContext) {
    return context.write('renameTag', input, (tx) => renameTag(tx, input));
  }

  @Mutation(() => DeletedTagPayload, {
    nullable: true,
    description: 'Deletes a tag for good, also from the 2,000 projects and tasks at most that carry it.',
  })
  deleteTag(@Input(DeleteTagInput) input: DeleteTagInput, @Ctx() context: RequestContext) {
    return context.write('deleteTag', input, (tx) => deleteTag(tx, input));
  }
}

/** The resolvers of tags. */
export const tagResolvers = [
  TagMutations,
  TagPayloadResolver,
  TagResolver,
  TaskTagsResolver,
  ProjectTagsResolver,
] as const;
