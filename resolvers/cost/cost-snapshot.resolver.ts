import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { CostSnapshot } from '../../entities/cost-snapshot.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { readCostEntry } from '../../src/services/cost/cost-entries.ts';
import { RequiresColumns, SelectedFields } from '../graph/field-selection.ts';

@Resolver(() => CostSnapshot)
export class CostSnapshotResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'A note of who recorded it; null without one.',
  })
  @RequiresColumns('id')
  async note(@Root() { id }: CostSnapshot, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readCostEntry(context.loaders, id))?.note ?? null;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether it corrects what had been recorded of its moment, or was recorded after a later one.',
  })
  @RequiresColumns('id')
  async isCorrection(@Root() { id }: CostSnapshot, @Ctx() context: RequestContext): Promise<boolean> {
    return (await readCostEntry(context.loaders, id))?.isCorrection ?? false;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was recorded; null where an import of projects made it.',
  })
  @RequiresColumns('id')
  async recordedAt(@Root() { id }: CostSnapshot, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readCostEntry(context.loaders, id))?.recordedAt ?? null;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who recorded it; null where an import of projects made it.',
  })
  @RequiresColumns('id')
  async recordedBy(
    @Root() { id }: CostSnapshot,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const entry = await readCostEntry(context.loaders, id);
    return context.one(User, asked, entry?.recordedBy);
  }
}
