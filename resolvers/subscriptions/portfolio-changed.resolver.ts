import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  ID,
  ObjectType,
  Resolver,
  Root,
  Subscription,
  type ResolverData,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { notFound } from '../../src/domain/errors.ts';
import { encodeEventCursor } from '../../src/events/event-cursor.ts';
import type { StoredEvent } from '../../src/events/stored-event.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { GatheredEvents, type Followed } from '../../src/services/events/gathered-events.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { ProjectCriteria, projectConditions, withDay } from '../plan/projects/project.inputs.ts';
import { AfterArgs, IDENTITY, refuseOverride } from './subscription.resolver.ts';

@ArgsType()
class PortfolioChangedArgs extends AfterArgs {
  @Field(() => ProjectCriteria, {
    nullable: true,
    description: 'Which projects are delivered; all that the caller may see when not given.',
  })
  filter?: ProjectCriteria | null;
}

@ObjectType({ description: 'Projects that have changed within a second.' })
export class PortfolioChangedEvent {
  @Field(() => String, {
    description:
      'Cursor of the last change among them: give it as `after` to resume behind it, on any replica and after any break.',
  })
  cursor: string;

  @Field(() => DateTimeScalar, { description: 'When the last of the changes was committed.' })
  occurredAt: string;

  @Field(() => [Project], {
    description: 'Those that the filter leaves, as they are now and by name, 50 at most.',
  })
  @Directive('@listSize(assumedSize: 50)')
  projects: Project[];

  @Field(() => [ID], {
    description:
      'Ids of those that have changed as well and that the filter does not leave, or not any more.',
  })
  @Directive('@listSize(assumedSize: 50)')
  otherProjectIds: string[];
}

/** What moves the figures of a project. */
const PORTFOLIO: ReadonlySet<Topic> = new Set([
  EventTopic.PROJECT_UPDATED,
  EventTopic.TASK_CREATED,
  EventTopic.TASK_UPDATED,
  EventTopic.TASK_COMPLETED,
  EventTopic.PROGRESS_UPDATED,
  EventTopic.WATCHDOG_ALERT,
]);
const BY_NAME = [{ property: 'name', descending: false }];

@Resolver()
export class PortfolioChangedResolver {
  @Subscription(() => PortfolioChangedEvent, {
    subscribe: (async ({ args, context }: ResolverData<RequestContext> & { args: PortfolioChangedArgs }) => {
      refuseOverride(context);
      projectConditions(args.filter, '');
      return new GatheredEvents((await context.followOrganisation(PORTFOLIO, args.after)) as Followed);
    }) as never,
    description:
      'Which projects change, of those that the caller may see: gathered for a second, delivered at least once and in order, with data read afresh. Resumes behind a cursor of `Organisation.eventCursor` too.',
  })
  async portfolioChanged(
    @Root() event: StoredEvent,
    @Args(() => PortfolioChangedArgs) { filter }: PortfolioChangedArgs,
    @Ctx() context: RequestContext,
    @SelectedFields('projects') asked: SelectedColumns,
  ): Promise<PortfolioChangedEvent> {
    const ids = event.payload['projectIds']?.split(',') ?? [];
    const [seen, projects] = await Promise.all([
      context.loaders.one(Project, IDENTITY).loadMany(ids),
      withDay(context, { filter }, (today) => readProjects(context, ids, { filter, today, asked })),
    ]);
    const live = seen.flatMap((each) => (each === null || each instanceof Error ? [] : each.id));
    const visible = [...live, ...(await readDeleted(context, ids, live))];
    if (visible.length === 0) throw notFound('project', ids[0] ?? '');
    const listed = new Set(projects.map(({ id }) => id));
    return {
      cursor: encodeEventCursor(event, event.seq),
      occurredAt: event.createdAt,
      projects,
      otherProjectIds: visible.filter((id) => !listed.has(id)),
    };
  }
}

interface Wanted {
  readonly filter: ProjectCriteria | null | undefined;
  readonly today: string;
  readonly asked: SelectedColumns;
}

/** Those that are deleted by now and that the caller would see: they are to be taken off the page. */
async function readDeleted(
  context: RequestContext,
  ids: readonly string[],
  live: readonly string[],
): Promise<string[]> {
  const values = ids.filter((id) => !live.includes(id));
  if (values.length === 0) return [];
  const where = [{ op: 'in', property: 'id', values } as const];
  const list = { entity: Project, where, order: BY_NAME, size: values.length, backwards: false };
  const { rows } = await context.page<Project>({ ...list, areDeleted: true }, IDENTITY);
  return rows.map(({ id }) => id);
}

async function readProjects(
  context: RequestContext,
  ids: readonly string[],
  { filter, today, asked }: Wanted,
): Promise<Project[]> {
  const where = [{ op: 'in', property: 'id', values: ids } as const, ...projectConditions(filter, today)];
  const spec = { entity: Project, where, order: BY_NAME, size: ids.length, backwards: false };
  return (await context.page<Project>(spec, asked)).rows;
}
