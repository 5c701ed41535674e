import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { AiModel, Health } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Project } from './project.ts';

@ObjectType({ description: 'One run of the quality checks over a project.' })
@Entity({ schema: 'pit', name: 'qa_result' })
@Index(['projectId'])
@Index(['projectId', 'runAt'])
export class QaResult extends Row {
  @Field(() => ID, { description: 'Id of the project that was checked.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => DateTimeScalar, { description: 'When the checks ran.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  runAt: string;

  @Field(() => Health, { description: 'The worst result of all checks.' })
  @Check(`overall_status IN ('green', 'amber', 'red')`)
  @Column({ type: 'text' })
  overallStatus: Health;

  @Check('pg_column_size(passed_tests) <= 4194304')
  @Column({ type: 'jsonb', default: [] })
  passedTests: unknown[];

  @Check('pg_column_size(failed_tests) <= 4194304')
  @Column({ type: 'jsonb', default: [] })
  failedTests: unknown[];

  @Check('pg_column_size(autofix_actions) <= 4194304')
  @Column({ type: 'jsonb', default: [] })
  autofixActions: unknown[];

  @Field(() => AiModel, {
    nullable: true,
    description: 'The model that took part; null when the checks were rules alone.',
  })
  @Column({ type: 'enum', enum: AiModel, enumName: 'ai_model_enum', nullable: true })
  modelUsed: AiModel | null;
}
