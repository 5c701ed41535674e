import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { AdviceKind, ProposalState } from '../../src/domain/advice/advice-words.ts';
import type { ProposalOutput } from '../../src/domain/advice/proposal.ts';
import { AiModel } from '../../src/domain/enums.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { TimedRow } from '../base/row.ts';
import { DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description:
    'What a model was asked for, what it answered, and what a person made of it. It changes nothing until a person accepts it.',
})
@Entity({ schema: 'pit_ops', name: 'ai_proposal' })
export class Proposal extends TimedRow {
  @Column({ type: 'uuid', nullable: true })
  projectId: string | null;

  @Field(() => AdviceKind, { description: 'What was asked for.' })
  @Column({ type: 'text' })
  kind: AdviceKind;

  @Column({ type: 'text', nullable: true })
  subjectKind: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the risk, finding, control, incident or evidence that it is about; null where it is about the schedule.',
  })
  @Column({ type: 'uuid', nullable: true })
  subjectId: string | null;

  @Field(() => ProposalState, { description: 'How far it has come.' })
  @Column({ type: 'text' })
  state: ProposalState;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedById: string;

  @Field(() => AiModel, {
    nullable: true,
    description: 'The model that was asked last; null before the first call.',
  })
  @Column({ type: 'enum', enum: AiModel, enumName: 'ai_model_enum', nullable: true })
  modelUsed: AiModel | null;

  @Field(() => Boolean, {
    description: 'Whether that model stood in for the one of this kind, whose calls failed.',
  })
  @Column({ type: 'boolean' })
  isFallback: boolean;

  @Field(() => Int, { description: 'How often a model was asked.' })
  @Column({ type: 'integer' })
  calls: number;

  @Field(() => Int, { description: 'Tokens of all calls, as they count against the budget of the month.' })
  @Column({ type: 'integer' })
  tokens: number;

  @Column({ type: 'jsonb', nullable: true })
  output: ProposalOutput | null;

  @Column({ type: 'jsonb', nullable: true })
  kept: readonly number[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why there is no answer; null where it has not failed.',
  })
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was answered; null before.' })
  @Column({ ...TIMESTAMP, nullable: true })
  answeredAt: string | null;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedById: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a person has decided; null before.' })
  @Column({ ...TIMESTAMP, nullable: true })
  decidedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why nothing of it is wanted; null where nobody has said so.',
  })
  @Column({ type: 'text', nullable: true })
  reason: string | null;
}
