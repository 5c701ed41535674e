import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { MONEY, TIMESTAMP } from './base/columns.ts';
import { JsonScalar } from './base/json-scalar.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar, DecimalScalar } from './base/scalars.ts';
import { Project } from './project.ts';

@ObjectType({
  description: 'What a project had committed and spent at one moment. The newest one is the actual cost.',
})
@Entity({ schema: 'pit', name: 'cost_snapshot' })
@Unique('cost_snapshot_project_id_id_key', ['projectId', 'id'])
@Index(['projectId', 'capturedAt'])
@Index('cost_snapshot_forecast_idx', ['projectId', 'capturedAt'], { where: 'ai_forecast_json IS NOT NULL' })
export class CostSnapshot extends Row {
  @Field(() => ID, { description: 'Id of the project whose cost it is.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => DateTimeScalar, { description: 'The moment that the amounts refer to.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  capturedAt: string;

  @Field(() => DecimalScalar, { description: 'Capital cost committed so far.' })
  @Check('capex_committed BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  capexCommitted: string;

  @Field(() => DecimalScalar, { description: 'Capital cost spent so far.' })
  @Check('capex_spent BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  capexSpent: string;

  @Field(() => DecimalScalar, { description: 'Operating cost committed so far.' })
  @Check('opex_committed BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  opexCommitted: string;

  @Field(() => DecimalScalar, { description: 'Operating cost spent so far.' })
  @Check('opex_spent BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  opexSpent: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The forecast made at that moment, with its method, seed and inputs; null when none was made.',
  })
  @Check(`jsonb_typeof(ai_forecast_json) = 'object' AND pg_column_size(ai_forecast_json) <= 262144`)
  @Column({ type: 'jsonb', nullable: true })
  aiForecastJson: object | null;
}
