import { Directive, Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { TimedRow } from './base/row.ts';
import { Organisation } from './organisation.ts';

@ObjectType({
  description:
    'A part of an organisation. A project in a division is visible to the members of that division.',
})
@Directive('@key(fields: "id")')
@Directive('@shareable')
@Entity({ schema: 'pit', name: 'division' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Unique(['orgId', 'id'])
export class Division extends TimedRow {
  @Field(() => String, { description: 'Name of the division.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;
}
