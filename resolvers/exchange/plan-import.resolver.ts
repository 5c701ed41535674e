import {
  Arg,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
  Subscription,
  type ResolverData,
} from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { PlanFormat } from '../../src/domain/exchange/plan-document.ts';
import { badInput, notFound } from '../../src/domain/errors.ts';
import type { PlanReport } from '../../src/services/exchange/apply/plan-report.ts';
import { isOver, readImport } from '../../src/services/exchange/requests/stored-import.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { PlanImport, PlanImportReport } from './plan-import.ts';

type SubscribeData = ResolverData<RequestContext> & { args: { id: string } };

/** Follows an import that the caller may see. */
async function followImport({ args: { id }, context }: SubscribeData) {
  if (context.actor.overrideReason !== undefined) {
    throw badInput('An override holds for one request, and a subscription goes on.', {
      field: 'x-pit-override-reason',
      expected: 'no override on a subscription',
    });
  }
  const found = await readImport(context.loaders, id);
  if (found === null) throw notFound('import', id, 'id');
  return context.followState(found.id, async (fresh) => {
    const now = await readImport(fresh.loaders, found.id);
    return now === null ? null : { version: now.version, isOver: isOver(now) };
  });
}

@Resolver(() => PlanImport)
export class PlanImportResolver {
  @Query(() => PlanImport, {
    nullable: true,
    description:
      'The import with the id, or null when there is none to see: one sees one’s own and those into projects that one sees, and an administrator all.',
  })
  @Directive('@cost(weight: 5)')
  planImport(
    @Arg('id', () => ID, { description: 'Id of the import.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return readImport(context.loaders, id);
  }

  @Subscription(() => PlanImport, {
    subscribe: followImport as never,
    description:
      'How an import goes on: how it is now, then each change as it is found, about once a second. It ends once the import is over, and has no cursor: who comes back gets how it is by then.',
  })
  async importProgress(
    @Arg('id', () => ID, { description: 'Id of the import.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    const found = await readImport(context.loaders, id);
    if (found === null) throw notFound('import', id, 'id');
    return found;
  }

  @FieldResolver(() => PlanFormat, { description: 'What the file is.' })
  format(@Root() { request }: PlanImport): PlanFormat {
    return request.format;
  }

  @FieldResolver(() => PlanImportReport, {
    nullable: true,
    description: 'What it has done, or would have; null unless it is done.',
  })
  report(@Root() { report }: PlanImport): PlanImportReport | null {
    if (report === null) return null;
    const { counts, ...rest } = report as PlanReport;
    return { ...rest, ...counts, warningCounts: [...rest.warningCounts], warnings: [...rest.warnings] };
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description:
      'The project that it goes into; null before that is known, and where the caller does not see it.',
  })
  project(
    @Root() { projectId }: PlanImport,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who asked for it; null when they are not known any more.',
  })
  requestedBy(
    @Root() { requestedBy }: PlanImport,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, requestedBy);
  }
}
