import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { TIMESTAMP } from './base/columns.ts';
import { Identified } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';

@ObjectType({ description: 'One run of the watchdog over all projects; for operators.' })
@Entity({ schema: 'pit', name: 'watchdog_scan_log' })
export class WatchdogScanLog extends Identified {
  @Field(() => DateTimeScalar, { description: 'When the run began.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  startedAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the run ended; none while it goes on, or if it broke off.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  finishedAt: string | null;

  @Field(() => Int, { description: 'How many projects were looked at.' })
  @Column({ type: 'int', default: 0 })
  projectsScanned: number;

  @Field(() => Int, { description: 'How many alerts were raised.' })
  @Column({ type: 'int', default: 0 })
  issuesDetected: number;

  @Field(() => String, { nullable: true, description: 'A summary of the run in words.' })
  @Column({ type: 'text', nullable: true })
  aiSummary: string | null;
}
