import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { CostSnapshot } from '../../entities/cost-snapshot.ts';
import { Project } from '../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { importCostSnapshots, readCostsOf } from '../../src/services/cost/import-costs.ts';
import { recordCostSnapshot } from '../../src/services/cost/record-cost.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import { ImportCostSnapshotsInput, RecordCostSnapshotInput } from './cost.inputs.ts';

@ObjectType({ description: 'A cost snapshot that was recorded.' })
export class CostSnapshotPayload {
  snapshotId: string;
  projectId: string;
}

@Resolver(() => CostSnapshotPayload)
export class CostSnapshotPayloadResolver {
  @FieldResolver(() => CostSnapshot, { nullable: true, description: 'The snapshot.' })
  costSnapshot(
    @Root() payload: CostSnapshotPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(CostSnapshot, asked, payload.snapshotId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project whose cost it is.' })
  project(
    @Root() payload: CostSnapshotPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@ObjectType({ description: 'What is wrong with a row of an import.' })
export class ImportFault {
  @Field(() => Int, { description: 'The line on which the row begins; the row of the names is 1.' })
  line: number;

  @Field(() => String, { description: 'Name of the column.' })
  field: string;

  @Field(() => String, { description: 'What is wrong.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'What would be taken; null where that is not told.' })
  expected: string | null;

  @Field(() => String, { nullable: true, description: 'What stands there; null where nothing does.' })
  actual: string | null;
}

@ObjectType({ description: 'What came of an import of cost snapshots.' })
export class CostImportPayload {
  @Field(() => Boolean, {
    description:
      'Whether snapshots were stored: not in a dry run, not where a row is refused, and not where all are recorded already.',
  })
  isApplied: boolean;

  @Field(() => Int, { description: 'Rows of the table, without that of the names.' })
  rowCount: number;

  @Field(() => Int, { description: 'Rows that are new.' })
  newCount: number;

  @Field(() => Int, { description: 'Rows that are recorded already as they stand.' })
  unchangedCount: number;

  @Field(() => Int, { description: 'Rows that are refused.' })
  faultCount: number;

  @Field(() => [ImportFault], { description: 'What is wrong with them, of the first 20.' })
  faults: ImportFault[];

  @Field(() => [ID], { description: 'Ids of the projects of which snapshots were stored.' })
  projectIds: string[];
}

/** Cost is recorded. */
@Resolver()
export class CostMutations {
  @Mutation(() => CostSnapshotPayload, {
    description:
      'Records what a project has committed and spent so far. Snapshots are never changed; one that corrects another says so.',
  })
  recordCostSnapshot(
    @Input(RecordCostSnapshotInput) input: RecordCostSnapshotInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('recordCostSnapshot', input, (tx) => recordCostSnapshot(tx, input));
  }

  @Mutation(() => CostImportPayload, {
    description:
      'Records the snapshots of a table, all of them or, where a row is refused, none. A second run of the same table changes nothing.',
  })
  @Directive('@cost(weight: 1000)')
  async importCostSnapshots(
    @Input(ImportCostSnapshotsInput) input: ImportCostSnapshotsInput,
    @Ctx() context: RequestContext,
  ) {
    const table = await readCostsOf(input.csv);
    return context.write('importCostSnapshots', input, (tx) => importCostSnapshots(tx, input, table));
  }
}
