import {
  Ctx,
  Directive,
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
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { onceUnderKey } from '../../src/services/cost/forecast/forecast-lease.ts';
import { keepForecast, readForecast } from '../../src/services/cost/forecast/forecasts.ts';
import { makeForecast } from '../../src/services/cost/forecast/make-forecast.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';
import { Forecast, ForecastBar, TaskCriticality } from './forecast.ts';

@InputType({ description: 'A project whose finish is to be forecast.' })
export class ForecastProjectInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seed of the random numbers, 0 or more; when not given, one that follows from the project and its plan.',
  })
  seed?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many times to run through the work, 100 to 10,000, less for large plans; 2,000 when not given.',
  })
  runs?: number | null;
}

@ObjectType({ description: 'A forecast that was made.' })
export class ForecastPayload {
  projectId: string;
}

@Resolver(() => ForecastPayload)
export class ForecastPayloadResolver {
  @FieldResolver(() => Forecast, { nullable: true, description: 'The newest forecast of the project.' })
  forecast(@Root() payload: ForecastPayload, @Ctx() context: RequestContext) {
    return readForecast(context.loaders, payload.projectId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project.' })
  project(
    @Root() payload: ForecastPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => Project)
export class ProjectForecastResolver {
  @FieldResolver(() => Forecast, {
    nullable: true,
    description: 'The newest forecast of the finish; null where none was made.',
  })
  forecast(@Root() project: Project, @Ctx() context: RequestContext) {
    return readForecast(context.loaders, project.id);
  }
}

@Resolver(() => Forecast)
export class ForecastResolver {
  @FieldResolver(() => [ForecastBar], { description: 'Ends of the runs, at most 60 bars of equal width.' })
  @Directive('@listSize(assumedSize: 60)')
  histogram(@Root() forecast: Forecast): ForecastBar[] {
    return forecast.histogram.map(([date, count]) => ({ date, count }));
  }

  @FieldResolver(() => [TaskCriticality], {
    description: 'The tasks that are most often on the longest path, at most 50.',
  })
  @Directive('@listSize(assumedSize: 50)')
  criticality(@Root() forecast: Forecast): readonly TaskCriticality[] {
    return forecast.criticality;
  }
}

@Resolver(() => TaskCriticality)
export class TaskCriticalityResolver {
  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task; null where it is not there any more.',
  })
  task(
    @Root() criticality: TaskCriticality,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, criticality.taskId);
  }
}

/** Forecasts are made. */
@Resolver()
export class ForecastMutations {
  @Mutation(() => ForecastPayload, {
    description:
      'Forecasts when the work that remains of a project ends, by simulation, and keeps the forecast with all that it was made of. One at a time of each organisation.',
  })
  @Directive('@cost(weight: 20000)')
  async forecastProject(
    @Input(ForecastProjectInput) input: ForecastProjectInput,
    @Ctx() context: RequestContext,
  ): Promise<ForecastPayload> {
    return onceUnderKey<ForecastPayload>(context, { name: 'forecastProject', input }, async () => {
      const made = await makeForecast(context, input);
      return context.write('forecastProject', input, (tx) => keepForecast(tx, input.projectId, made));
    });
  }
}
