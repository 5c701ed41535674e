import { Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import {
  readServiceStatus,
  type ServiceStatus as Status,
} from '../../src/services/maintenance/service-status.ts';

@ObjectType({ description: 'A scheduled job, as the process that answers has run it.' })
export class ServiceJob {
  @Field(() => String, { description: 'Name of the job, such as `day roll-over`.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether a run of it is under way.' })
  isRunning: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its last run began.' })
  startedAt: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last run that is over ended; null while none is.',
  })
  finishedAt: string | null;

  @Field(() => Boolean, {
    description: 'Whether the last run that is over ended with an error, which is logged.',
  })
  hasFailed: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when some process of the service holds the job; null where none does now.',
  })
  leasedUntil: string | null;
}

@ObjectType({ description: 'What of the caller’s organisation waits to be done.' })
export class ServiceQueue {
  @Field(() => String, { description: 'Name of the queue, such as `deliveries`.' })
  name: string;

  @Field(() => Int, { description: 'How much waits, counted up to 10,001.' })
  depth: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when the oldest of it waits, of what was counted; null where nothing does.',
  })
  oldestAt: string | null;
}

@ObjectType({
  description:
    'How the process that answers, its database, and the work for the caller’s organisation are doing.',
})
export class ServiceStatus implements Status {
  @Field(() => String, { description: 'Version of the service.' })
  version: string;

  @Field(() => DateTimeScalar, { description: 'When the process that answers has started.' })
  startedAt: string;

  @Field(() => Int, { description: 'How many subscriptions are open on that process.' })
  openStreams: number;

  @Field(() => String, { description: 'Name of the newest migration of the database.' })
  migration: string;

  @Field(() => String, { description: 'Version of PostgreSQL.' })
  databaseVersion: string;

  @Field(() => Boolean, { description: 'Whether that database only reads, as a standby does.' })
  isReadOnly: boolean;

  @Field(() => DateScalar, { description: 'The civil date where the organisation is.' })
  today: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day as of which statuses and roll-ups are up to date; null before the first roll-over.',
  })
  settledDay: string | null;

  @Field(() => Boolean, { description: 'Whether that day is today.' })
  isDaySettled: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last run of the watchdog over the organisation began; null before the first.',
  })
  lastScanAt: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the newest event that the organisation’s own stream has was committed; null where none is kept.',
  })
  lastEventAt: string | null;

  @Field(() => Int, { description: 'How many deliveries were given up, counted up to 10,001.' })
  deadDeliveries: number;

  @Field(() => [ServiceJob], {
    description: 'The jobs that the process runs, by name; none where they run elsewhere.',
  })
  @Directive('@listSize(assumedSize: 12)')
  jobs: readonly ServiceJob[];

  @Field(() => [ServiceQueue], { description: 'The queues, each with what waits in it.' })
  @Directive('@listSize(assumedSize: 5)')
  queues: readonly ServiceQueue[];
}

@Resolver()
export class ServiceStatusResolver {
  @Query(() => ServiceStatus, {
    description: 'How the service is doing; for administrators, foremen and services.',
  })
  @Directive('@tag(name: "internal")')
  @Directive('@cost(weight: 50)')
  serviceStatus(@Ctx() context: RequestContext): Promise<Status> {
    return readServiceStatus(context);
  }
}
