import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Row } from './base/row.ts';
import { Organisation } from './organisation.ts';

@ObjectType({
  description: 'A person, or a system acting as one. The platform owns users; PIT keeps what it refers to.',
})
@Directive('@key(fields: "id")')
@Directive('@shareable')
@Entity({ schema: 'pit', name: 'user' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Unique(['orgId', 'id'])
export class User extends Row {
  @Field(() => String, { description: 'Full name.' })
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { description: 'E-mail address.' })
  @Column({ type: 'text' })
  email: string;

  @Field(() => String, {
    description: 'Role in the platform; what a caller may do is decided by the role in the token.',
  })
  @Column({ type: 'text' })
  role: string;
}
