import { Ctx, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Series } from '../../entities/ops/series.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { createSeries, endSeries, updateSeries } from '../../src/services/recurrence/series.ts';
import { pauseSeries, resumeSeries } from '../../src/services/recurrence/pause-series.ts';
import { skipOccurrence, unskipOccurrence } from '../../src/services/recurrence/skip-occurrence.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import {
  CreateSeriesInput,
  EndSeriesInput,
  PauseSeriesInput,
  ResumeSeriesInput,
  SkipOccurrenceInput,
  UnskipOccurrenceInput,
  UpdateSeriesInput,
} from './series.inputs.ts';
import {
  OccurrenceResolver,
  ProjectSeriesResolver,
  SeriesResolver,
  TaskOccurrenceResolver,
} from './series.resolver.ts';

@ObjectType({ description: 'A series after a change, with its project.' })
export class SeriesPayload {
  seriesId: string;
  projectId: string;
}

@Resolver(() => SeriesPayload)
export class SeriesPayloadResolver {
  @FieldResolver(() => Series, { nullable: true, description: 'The series as it is now.' })
  series(
    @Root() payload: SeriesPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Series, asked, payload.seriesId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project with its new sums.' })
  project(
    @Root() payload: SeriesPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver()
export class SeriesMutations {
  @Mutation(() => SeriesPayload, {
    description:
      'Has a task come again by a rule of days. It is the first occurrence; later ones are made ahead, within a minute of their turn.',
  })
  createSeries(@Input(CreateSeriesInput) input: CreateSeriesInput, @Ctx() context: RequestContext) {
    return context.write('createSeries', input, (tx) => createSeries(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description: 'Changes a series from its next occurrence on; those that there are stay as they are.',
  })
  updateSeries(@Input(UpdateSeriesInput) input: UpdateSeriesInput, @Ctx() context: RequestContext) {
    return context.write('updateSeries', input, (tx) => updateSeries(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description: 'Has a series make no occurrences until it is resumed; those that there are stay.',
  })
  pauseSeries(@Input(PauseSeriesInput) input: PauseSeriesInput, @Ctx() context: RequestContext) {
    return context.write('pauseSeries', input, (tx) => pauseSeries(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description:
      'Has a series go on that has paused, with its next date after today; dates that passed meanwhile are left out.',
  })
  resumeSeries(@Input(ResumeSeriesInput) input: ResumeSeriesInput, @Ctx() context: RequestContext) {
    return context.write('resumeSeries', input, (tx) => resumeSeries(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description: 'Ends a series: no further occurrence is made, and those that there are stay.',
  })
  endSeries(@Input(EndSeriesInput) input: EndSeriesInput, @Ctx() context: RequestContext) {
    return context.write('endSeries', input, (tx) => endSeries(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description: 'Leaves one date of a series out, for ever; the task of an open occurrence is deleted.',
  })
  skipOccurrence(@Input(SkipOccurrenceInput) input: SkipOccurrenceInput, @Ctx() context: RequestContext) {
    return context.write('skipOccurrence', input, (tx) => skipOccurrence(tx, input));
  }

  @Mutation(() => SeriesPayload, {
    description:
      'Has a date of a series done that was left out: its task is restored, or made where there was none yet.',
  })
  unskipOccurrence(
    @Input(UnskipOccurrenceInput) input: UnskipOccurrenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unskipOccurrence', input, (tx) => unskipOccurrence(tx, input));
  }
}

/** All about work that comes again. */
export const recurrenceResolvers = [
  OccurrenceResolver,
  ProjectSeriesResolver,
  SeriesMutations,
  SeriesPayloadResolver,
  SeriesResolver,
  TaskOccurrenceResolver,
] as const;
