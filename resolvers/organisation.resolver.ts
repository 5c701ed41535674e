import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Division } from '../entities/division.ts';
import { Organisation } from '../entities/organisation.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { AskedFields, Needs } from './asked.ts';

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true, description: 'The organisation of the caller.' })
  organisation(@Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(Organisation, asked, context.actor.orgId);
  }

  @FieldResolver(() => [Division], { description: 'Divisions of the organisation, by name.' })
  divisions(@Root() organisation: Organisation, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
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
    @AskedFields() asked: Asked,
  ) {
    return context.one(Division, asked, id);
  }

  @Query(() => [Division], { description: 'Divisions of the organisation, by name.' })
  divisions(@Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.many(Division, 'orgId', asked, ['name']).of(context.actor.orgId);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the division is a part of.',
  })
  @Needs('orgId')
  organisation(@Root() division: Division, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(Organisation, asked, division.orgId);
  }
}
