import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Division } from '../../entities/division.ts';
import { Organisation } from '../../entities/organisation.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { SelectedFields, RequiresColumns } from '../graph/field-selection.ts';

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true, description: 'The organisation of the caller.' })
  organisation(@Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Organisation, asked, context.actor.orgId);
  }

  @FieldResolver(() => [Division], { description: 'Divisions of the organisation, by name.' })
  divisions(
    @Root() organisation: Organisation,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.many(Division, 'orgId', asked, ['name']).of(organisation.id);
  }
}

@Resolver(() => Division)
export class DivisionResolver {
  @Query(() => Division, {
    nullable: true,
    description: 'The division with the id, or null when there is none to see.',
  })
  division(
    @Arg('id', () => ID, { description: 'Id of the division.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Division, asked, id);
  }

  @Query(() => [Division], { description: 'Divisions of the organisation, by name.' })
  divisions(@Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(Division, 'orgId', asked, ['name']).of(context.actor.orgId);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the division is a part of.',
  })
  @RequiresColumns('orgId')
  organisation(
    @Root() division: Division,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Organisation, asked, division.orgId);
  }
}
