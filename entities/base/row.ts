import { Field, ID, ObjectType } from 'type-graphql';
import { Column } from 'typeorm';
import { TIMESTAMP } from './columns.ts';
import { DateTimeScalar } from './scalars.ts';

/** Whatever has an identity. The database gives the id; the application may not write it. */
@ObjectType({ description: 'A record with an identity.' })
export abstract class Identified {
  @Field(() => ID, { description: 'Identity of the record, a UUID given by the database.' })
  @Column({ type: 'uuid', primary: true, generated: 'uuid', insert: false, update: false })
  id: string;
}

/**
 * A row behind the tenant wall. The organisation comes from the transaction's context by a column default,
 * is never written by the application, and is not shown: a caller sees one organisation only.
 */
@ObjectType({ description: 'A record of one organisation.' })
export abstract class Row extends Identified {
  @Column({ type: 'uuid', default: () => 'pit_ops.ctx_org()', insert: false, update: false })
  orgId: string;
}

/** A row that knows when it came and when it last changed; both are kept by the database. */
@ObjectType({ description: 'A record with its times of creation and last change.' })
export abstract class TimedRow extends Row {
  @Field(() => DateTimeScalar, { description: 'When the record was created.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;

  @Field(() => DateTimeScalar, {
    description:
      'When the record last changed; strictly increasing, so it identifies a version of the record.',
  })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  updatedAt: string;
}

/** A row that is deleted softly. Deleted rows vanish from every read but the lists that ask for them. */
@ObjectType({ description: 'A record that can be deleted and restored.' })
export abstract class DeletableRow extends TimedRow {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the record was deleted; null while it is not. What was deleted at once has the same time.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  deletedAt: string | null;
}
