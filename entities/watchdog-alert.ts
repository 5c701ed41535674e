import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { AlertSeverity } from '../src/domain/vocabulary.ts';
import { TIMESTAMP } from './base/columns.ts';
import { JsonScalar } from './base/json-scalar.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Project } from './project.ts';

@ObjectType({
  description: 'Something in a project that needs attention. It resolves by itself once the cause is gone.',
})
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'watchdog_alert' })
@Index(['projectId', 'severity'])
export class WatchdogAlert extends Row {
  @Field(() => ID, { description: 'The project it concerns.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => AlertSeverity, {
    description: 'How grave it is; the exact level, 1 to 5, stands in `data.level`.',
  })
  @Column({ type: 'enum', enum: AlertSeverity, enumName: 'alert_severity_enum' })
  severity: AlertSeverity;

  @Field(() => String, {
    description: 'What was found, such as `task_overdue`, `overdue_cluster` or `cost_spike`.',
  })
  @Column({ type: 'text' })
  code: string;

  @Field(() => String, { description: 'The finding in a sentence.' })
  @Column({ type: 'text' })
  message: string;

  @Field(() => JsonScalar, { description: 'Level, subject, and the measures behind the finding.' })
  @Column({ type: 'jsonb', default: {} })
  data: object;

  @Field(() => DateTimeScalar, { description: 'When it was first found.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  detectedAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the cause was gone; none while the alert is open.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  resolvedAt: string | null;
}
