import {
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { GanttState } from '../../entities/gantt-state.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { TimelineGrouping, TimelineZoom } from '../../src/domain/enums.ts';
import { markNotifications, saveGanttState } from '../../src/services/notifications/personal-state.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { MutationInput, Input } from '../graph/mutation-input.ts';

@InputType({ description: 'Notifications of the caller.' })
class MarkNotificationsInput extends MutationInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Which ones, up to 500; all of the caller’s when absent.',
  })
  ids?: string[] | null;
}

@ObjectType({ description: 'What marking notifications did.' })
class MarkNotificationsPayload {
  @Field(() => Int, { description: 'How many notifications changed.' })
  changed: number;
}

@InputType({ description: 'A view of the timeline of a project, to be saved for the caller.' })
class SaveGanttStateInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => TimelineZoom, { description: 'What one column stands for.' })
  zoomLevel: TimelineZoom;

  @Field(() => TimelineGrouping, { description: 'How rows are grouped.' })
  groupingMode: TimelineGrouping;

  @Field(() => DateScalar, { nullable: true, description: 'First day in view.' })
  viewportStart?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day in view.' })
  viewportEnd?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of the phases, work packages and tasks whose rows are folded, up to 1,000; null for none, absent leaves what is kept. Ids that the project has not are left out.',
  })
  foldedIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a baseline stands beside the plan; null or absent leaves what is kept.',
  })
  showsBaseline?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the baseline of the project that stands beside the plan; null for the current one, absent leaves what is kept.',
  })
  baselineId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the critical path is emphasised; null or absent leaves what is kept.',
  })
  emphasisesCritical?: boolean | null;
}

@ObjectType({ description: 'The view that was saved.' })
class SaveGanttStatePayload {
  ganttStateId: string;
}

@Resolver(() => SaveGanttStatePayload)
export class PersonalMutations {
  @Mutation(() => MarkNotificationsPayload, { description: 'Marks notifications of the caller as read.' })
  markNotificationsRead(
    @Input(MarkNotificationsInput, 'Ids of the notifications, or all of the caller’s.')
    input: MarkNotificationsInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('markNotificationsRead', input, (tx) => markNotifications(tx, input.ids, true));
  }

  @Mutation(() => MarkNotificationsPayload, { description: 'Marks notifications of the caller as not read.' })
  markNotificationsUnread(
    @Input(MarkNotificationsInput, 'Ids of the notifications, or all of the caller’s.')
    input: MarkNotificationsInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('markNotificationsUnread', input, (tx) => markNotifications(tx, input.ids, false));
  }

  @Mutation(() => SaveGanttStatePayload, {
    description: 'Saves the caller’s view of the timeline of a project.',
  })
  saveGanttState(
    @Input(SaveGanttStateInput, 'Zoom level, grouping and the days in view.') input: SaveGanttStateInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('saveGanttState', input, (tx) => saveGanttState(tx, input));
  }

  @FieldResolver(() => GanttState, { nullable: true, description: 'The view as it is kept.' })
  ganttState(
    @Root() payload: SaveGanttStatePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(GanttState, asked, payload.ganttStateId);
  }
}
