import { Field, ID, InputType } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { PlanFormat } from '../../src/domain/exchange/plan-document.ts';
import type { ImportPlanInput as AskedImport } from '../../src/services/exchange/requests/stored-import.ts';
import { MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A file whose plan is to be imported.' })
export class ImportPlanInput extends MutationInput implements AskedImport {
  @Field(() => String, {
    description: 'The `fileUrl` that `prepareUpload` answered; the file is uploaded already.',
  })
  fileUrl: string;

  @Field(() => String, {
    description: 'SHA-256 of the file as 64 lower-case hexadecimal digits, as announced.',
  })
  sha256: string;

  @Field(() => PlanFormat, { description: 'What the file is.' })
  format: PlanFormat;

  @Field(() => ID, {
    nullable: true,
    description:
      'Project that the plan goes into. When not given: the one that it was imported into before, or was exported from, else a new one.',
  })
  projectId?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether nothing is stored, and the report says what would be.',
  })
  dryRun: boolean;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Of a CSV file, which column is what and how its values are written; guessed from the header when not given.',
  })
  mapping?: unknown;
}

@InputType({ description: 'An import that is to be given up.' })
export class CancelImportInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the import.' })
  id: string;
}
