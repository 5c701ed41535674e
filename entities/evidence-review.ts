import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { ReviewDecision } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { Evidence } from './evidence.ts';
import { User } from './user.ts';

@ObjectType({ description: 'A review of evidence. The latest one counts.' })
@Entity({ schema: 'pit', name: 'evidence_review' })
@Index(['evidenceId', 'createdAt', 'id'])
@Index(['reviewerId'])
export class EvidenceReview extends TimedRow {
  @Field(() => ID, { description: 'The evidence under review.' })
  @Column({ type: 'uuid' })
  @References(() => Evidence)
  evidenceId: string;

  @Field(() => ID, { description: 'Id of the reviewer: neither the uploader nor the owner of the task.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  reviewerId: string;

  @Field(() => ReviewDecision, { description: 'What the reviewer decided.' })
  @Column({
    type: 'enum',
    enum: ReviewDecision,
    enumName: 'review_decision_enum',
    default: ReviewDecision.PENDING,
  })
  decision: ReviewDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why the reviewer decided so; null when no reason was given.',
  })
  @Check('length(comment) <= 10000')
  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Confidence of a model in the evidence, 0 to 100, advice that never decides; null when no model was asked.',
  })
  @Check('ai_score BETWEEN 0 AND 100')
  @Column({ type: 'int', nullable: true })
  aiScore: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What a model says about the evidence, advice that never decides; null when no model was asked.',
  })
  @Check('length(ai_feedback) <= 10000')
  @Column({ type: 'text', nullable: true })
  aiFeedback: string | null;
}
