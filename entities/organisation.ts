import { Directive, Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity } from 'typeorm';
import { TIMESTAMP } from './base/columns.ts';
import { Identified } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';

@ObjectType({
  description: 'A tenant of the platform. Everything that a caller sees belongs to one organisation.',
})
@Directive('@key(fields: "id")')
@Directive('@shareable')
@Entity({ schema: 'pit', name: 'organisation' })
export class Organisation extends Identified {
  @Field(() => String, { description: 'Name of the organisation.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    description: 'IANA time zone, such as `Europe/London`, in which its days begin and end.',
  })
  @Check('length(time_zone) BETWEEN 1 AND 64')
  @Column({ type: 'text', default: 'UTC' })
  timeZone: string;

  @Check(`jsonb_typeof(settings) = 'object' AND pg_column_size(settings) <= 65536`)
  @Column({ type: 'jsonb', default: {} })
  settings: object;

  @Field(() => DateTimeScalar, { description: 'When the organisation was recorded here.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;

  @Field(() => DateTimeScalar, {
    description: 'When the organisation last changed here; strictly increasing.',
  })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  updatedAt: string;
}
