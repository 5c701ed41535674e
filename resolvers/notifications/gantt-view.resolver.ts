import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { GanttState } from '../../entities/gantt-state.ts';
import type { RequestContext } from '../../src/context.ts';
import { readGanttChoices } from '../../src/services/notifications/read-gantt-view.ts';
import { RequiresColumns } from '../graph/field-selection.ts';

@Resolver(() => GanttState)
export class GanttViewResolver {
  @FieldResolver(() => [ID], {
    description:
      'Ids of the phases, work packages and tasks whose rows are folded, at most 1,000; one that was deleted since may be among them.',
  })
  @RequiresColumns('projectId')
  async foldedIds(@Root() state: GanttState, @Ctx() context: RequestContext): Promise<readonly string[]> {
    return (await readGanttChoices(context.loaders, state.projectId))?.foldedIds ?? [];
  }

  @FieldResolver(() => Boolean, { description: 'Whether a baseline stands beside the plan.' })
  @RequiresColumns('projectId')
  async showsBaseline(@Root() state: GanttState, @Ctx() context: RequestContext): Promise<boolean> {
    return (await readGanttChoices(context.loaders, state.projectId))?.showsBaseline ?? true;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'Id of the baseline that stands beside the plan; null for the current one, and when the chosen one was deleted.',
  })
  @RequiresColumns('projectId')
  async baselineId(@Root() state: GanttState, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readGanttChoices(context.loaders, state.projectId))?.baselineId ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the critical path is emphasised.' })
  @RequiresColumns('projectId')
  async emphasisesCritical(@Root() state: GanttState, @Ctx() context: RequestContext): Promise<boolean> {
    return (await readGanttChoices(context.loaders, state.projectId))?.emphasisesCritical ?? false;
  }
}
