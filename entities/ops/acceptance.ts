import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { AcceptanceKind, type AcceptanceState } from '../../src/domain/intake/acceptance.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { Row } from '../base/row.ts';
import { DateScalar, DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description:
    'A risk that is accepted, or an exception of a control, a finding or a criterion, until a day. It changes no number, gate or due date.',
})
@Entity({ schema: 'pit_ops', name: 'acceptance' })
@Index('acceptance_org_id_created_at_idx', ['orgId', 'createdAt', 'id'])
export class Acceptance extends Row {
  @Field(() => AcceptanceKind, { description: 'What is accepted or excepted.' })
  @Column({ type: 'text' })
  kind: AcceptanceKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the risk, control or finding in the module that owns it; null for a criterion.',
  })
  @Column({ type: 'uuid', nullable: true })
  originId: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the criterion; null for anything else.' })
  @Column({ type: 'text', nullable: true })
  criteriaCode: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Edition of the standard; null where it is of none, and for anything but a criterion.',
  })
  @Column({ type: 'text', nullable: true })
  criteriaVersion: string | null;

  @Field(() => String, { description: 'Why.' })
  @Column({ type: 'text' })
  reason: string;

  @Field(() => String, {
    nullable: true,
    description: 'What stands against it meanwhile; null where nothing.',
  })
  @Column({ type: 'text', nullable: true })
  compensating: string | null;

  @Field(() => String, { nullable: true, description: 'What is left of the risk; null where nobody says.' })
  @Column({ type: 'text', nullable: true })
  residual: string | null;

  @Column({ type: 'text' })
  state: AcceptanceState;

  @Field(() => DateScalar, { description: 'The day on which it was proposed, from which its days count.' })
  @Column({ type: 'date' })
  startsOn: string;

  @Field(() => DateScalar, { description: 'The last day on which it holds, or would.' })
  @Column({ type: 'date' })
  endsOn: string;

  @Column({ name: 'proposed_by', type: 'uuid', default: () => 'pit_ops.ctx_user()' })
  proposedById: string;

  @Field(() => DateTimeScalar, { description: 'When it was proposed.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedById: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided; null unless it was.' })
  @Column({ ...TIMESTAMP, nullable: true })
  decidedAt: string | null;

  @Field(() => String, { nullable: true, description: 'What who decided says of it; null where nothing.' })
  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Column({ name: 'ended_by', type: 'uuid', nullable: true })
  endedById: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null unless it was.' })
  @Column({ ...TIMESTAMP, nullable: true })
  endedAt: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked; null unless it was.' })
  @Column({ type: 'text', nullable: true })
  endReason: string | null;

  @Column({ name: 'renews_id', type: 'uuid', nullable: true })
  renewsId: string | null;
}
