import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { Row } from '../base/row.ts';

@ObjectType({
  description:
    'A word of the organisation that projects and tasks carry. Letters that differ by case alone make no other tag.',
})
@Entity({ schema: 'pit_ops', name: 'tag' })
@Index('tag_name_idx', ['orgId', 'name', 'id'])
export class Tag extends Row {
  @Field(() => String, { description: 'As it is shown.' })
  @Column({ type: 'text' })
  name: string;
}
