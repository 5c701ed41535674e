import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { MutationInput } from '../graph/mutation-input.ts';

const Amount = (description: string): PropertyDecorator =>
  Field(() => DecimalScalar, { nullable: true, description: `${description} Nothing when not given.` });

@InputType({ description: 'What a project has committed and spent so far.' })
export class RecordCostSnapshotInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The moment that the amounts refer to, until now; now when not given.',
  })
  capturedAt?: string | null;

  @Amount('Capital cost committed so far.')
  capexCommitted?: string | null;

  @Amount('Capital cost spent so far.')
  capexSpent?: string | null;

  @Amount('Operating cost committed so far.')
  opexCommitted?: string | null;

  @Amount('Operating cost spent so far.')
  opexSpent?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True where it corrects what is recorded: its moment may then be that of another snapshot, or lie before the newest one. Of two of one moment the one recorded last holds.',
  })
  isCorrection?: boolean | null;

  @Field(() => String, { nullable: true, description: 'A note, up to 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'Cost snapshots of one or more projects as a table.' })
export class ImportCostSnapshotsInput extends MutationInput {
  @Field(() => String, {
    description:
      'Comma-separated values after RFC 4180, up to 2,000,000 characters and 10,000 rows. The first row names the columns, in any order: `captured_at`, `project_id` or `project_code`, `capex_committed`, `capex_spent`, `opex_committed`, `opex_spent`, `note`.',
  })
  csv: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True where rows may correct what is recorded; otherwise a row of which a later snapshot is recorded is refused.',
  })
  isCorrection?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True to get the report alone, and have nothing stored.',
  })
  dryRun?: boolean | null;
}
