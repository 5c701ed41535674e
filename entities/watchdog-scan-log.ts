import { Field, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { TIMESTAMP } from './base/columns.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';

@ObjectType({ description: 'One run of the watchdog over the projects of the organisation; for operators.' })
@Entity({ schema: 'pit', name: 'watchdog_scan_log' })
@Check('watchdog_scan_log_times_check', 'started_at <= finished_at')
@Index(['orgId', 'startedAt', 'id'])
export class WatchdogScanLog extends Row {
  @Field(() => DateTimeScalar, { description: 'When the run began.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  startedAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the run ended; null while it goes on, or if it broke off.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  finishedAt: string | null;

  @Field(() => Int, { description: 'How many projects were looked at.' })
  @Check('projects_scanned >= 0')
  @Column({ type: 'int', default: 0 })
  projectsScanned: number;

  @Field(() => Int, { description: 'How many alerts were raised.' })
  @Check('issues_detected >= 0')
  @Column({ type: 'int', default: 0 })
  issuesDetected: number;

  @Field(() => String, {
    nullable: true,
    description: 'A summary of the run in words; null when none was written.',
  })
  @Check('length(ai_summary) <= 100000')
  @Column({ type: 'text', nullable: true })
  aiSummary: string | null;
}
