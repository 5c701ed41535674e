import { Ctx, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../src/context.ts';
import {
  cancelImport,
  keepImport,
  readImport,
  type KeptImport,
} from '../../src/services/exchange/requests/stored-import.ts';
import { Input } from '../graph/mutation-input.ts';
import { CancelImportInput, ImportPlanInput } from './plan-import.inputs.ts';
import { PlanImport } from './plan-import.ts';
import { PlanImportResolver } from './plan-import.resolver.ts';

@ObjectType({ description: 'The import that was asked for or changed.' })
export class PlanImportPayload implements KeptImport {
  importId: string;
}

@Resolver(() => PlanImportPayload)
class PlanImportPayloadResolver {
  @FieldResolver(() => PlanImport, { nullable: true, description: 'The import as it is now.' })
  import(@Root() { importId }: PlanImportPayload, @Ctx() context: RequestContext) {
    return readImport(context.loaders, importId);
  }
}

@Resolver()
class PlanImportMutations {
  @Mutation(() => PlanImportPayload, {
    description:
      'Has a plan imported from a file that was uploaded by `prepareUpload`. A job does it in one transaction, under the rules of the mutations that would do the same one by one; `importProgress` and `planImport` tell how it goes on. A second import of the same file changes nothing, a newer file changes what it says otherwise; what was changed or deleted here stands.',
  })
  async importPlan(@Input(ImportPlanInput) input: ImportPlanInput, @Ctx() context: RequestContext) {
    const kept = await context.write('importPlan', input, (tx) => keepImport(tx, input));
    context.wantJob('import', kept.importId);
    return kept;
  }

  @Mutation(() => PlanImportPayload, {
    description:
      'Has an import given up: at once where it waits, at its next step where it runs. Nothing of it is stored.',
  })
  cancelImport(@Input(CancelImportInput) input: CancelImportInput, @Ctx() context: RequestContext) {
    return context.write('cancelImport', input, (tx) => cancelImport(tx, input));
  }
}

/** The resolvers of imports. */
export const planImportResolvers = [
  PlanImportResolver,
  PlanImportPayloadResolver,
  PlanImportMutations,
] as const;
