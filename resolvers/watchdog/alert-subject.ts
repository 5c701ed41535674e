import type { GraphQLResolveInfo } from 'graphql';
import { createUnionType, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { Subtask } from '../../entities/subtask.ts';
import { TaskDependency } from '../../entities/task-dependency.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import { WatchdogAlert } from '../../entities/watchdog-alert.ts';
import { WorkPackage } from '../../entities/work-package.ts';
import type { RequestContext } from '../../src/context.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import type { SubjectType } from '../../src/domain/watchdog/watchdog-facts.ts';
import { Risk } from '../entity-extensions/risk.resolver.ts';
import { RequiresColumns, selectedColumnsOf } from '../graph/field-selection.ts';

export const AlertedRecord = createUnionType({
  name: 'AlertedRecord',
  description: 'A record that an alert is about.',
  types: () => [Task, Subtask, WorkPackage, Project, TaskDependency, User, Risk] as const,
  resolveType: (record) => (record as { readonly __typename?: string }).__typename,
});

/** What PIT keeps of them; a risk is another module's. */
const RECORDS: Readonly<Partial<Record<string, abstract new () => object>>> = {
  task: Task,
  subtask: Subtask,
  work_package: WorkPackage,
  project: Project,
  dependency: TaskDependency,
  user: User,
} satisfies Partial<Record<SubjectType, abstract new () => object>>;

@Resolver(() => WatchdogAlert)
export class AlertSubjectResolver {
  @FieldResolver(() => AlertedRecord, {
    nullable: true,
    description:
      'The record that the alert is about. Null when the caller may not see it, when it is not there any more, and when whoever raised the alert does not say. A risk is given by its id, whoever asks.',
  })
  @RequiresColumns('data', 'projectId')
  subject(@Root() alert: WatchdogAlert, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    const { subject, subjectType } = alert.data as Readonly<Record<string, unknown>>;
    if (typeof subjectType !== 'string') return null;
    // What is said of a project need not be all that is: `<id>:burn`.
    const id = subjectType === 'project' ? alert.projectId : subject;
    if (!isUuid(id)) return null;
    if (subjectType === 'risk') return { __typename: Risk.name, id };
    const entity = Object.hasOwn(RECORDS, subjectType) ? RECORDS[subjectType] : undefined;
    if (entity === undefined) return null;
    return context.one(entity, selectedColumnsOf(info, [], entity.name), id);
  }
}
