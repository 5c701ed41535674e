import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { AlertCode, AlertSeverity } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Project } from './project.ts';

@ObjectType({
  description: 'Something in a project that needs attention. It resolves by itself once the cause is gone.',
})
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'watchdog_alert' })
@Unique(['projectId', 'id'])
@Index(['projectId', 'severity'])
@Index(['orgId', 'detectedAt', 'id'])
@Index(['orgId', 'code', 'detectedAt', 'id'])
@Index('watchdog_alert_open_detected_at_idx', ['orgId', 'detectedAt', 'id'], { where: 'resolved_at IS NULL' })
// One open alert per project, code and subject; the subject lies inside `data`, where TypeORM cannot index.
@Index('watchdog_alert_open_key', { synchronize: false })
@Index('watchdog_alert_open_code_idx', { synchronize: false })
// Of the trigrams of the folded text, for searches.
@Index('watchdog_alert_message_idx', { synchronize: false })
@Index('watchdog_alert_script_idx', { synchronize: false })
export class WatchdogAlert extends Row {
  @Field(() => ID, { description: 'Id of the project it concerns.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => AlertSeverity, {
    description: 'Severity; the exact level, 1 (gravest) to 5, is in `data.level`.',
  })
  @Column({ type: 'enum', enum: AlertSeverity, enumName: 'alert_severity_enum' })
  severity: AlertSeverity;

  @Field(() => AlertCode, { description: 'What it is about.' })
  @Check(
    `code IN (${Object.values(AlertCode)
      .map((code) => `'${code}'`)
      .join(', ')})`,
  )
  @Column({ type: 'text' })
  code: AlertCode;

  @Field(() => String, { description: 'The finding in a sentence.' })
  @Check('length(message) <= 10000')
  @Column({ type: 'text' })
  message: string;

  @Check(`jsonb_typeof(data) = 'object' AND pg_column_size(data) <= 65536`)
  @Column({ type: 'jsonb', default: {} })
  data: object;

  @Field(() => DateTimeScalar, { description: 'When it was first found.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  detectedAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the cause was gone; null while the alert is open.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  resolvedAt: string | null;
}
