import { Directive, Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ActorRole } from '../src/domain/enums.ts';
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
@Index('user_org_id_email_key', { synchronize: false })
export class User extends Row {
  @Field(() => String, { description: 'Full name.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { description: 'E-mail address.' })
  @Check('length(email) BETWEEN 3 AND 320')
  @Column({ type: 'text' })
  email: string;

  @Field(() => ActorRole, {
    description: 'Role in the platform; what a caller may do is decided by the role in the token.',
  })
  @Check(`role IN ('admin', 'foreman', 'member', 'viewer', 'service')`)
  @Column({ type: 'text' })
  role: ActorRole;
}
