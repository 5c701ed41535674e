import { Ctx, Directive, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import * as baselines from '../../src/services/baseline/baselines.ts';
import { readBaseline } from '../../src/services/baseline/baseline-reads.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import {
  DeleteBaselineInput,
  SetBaselineInput,
  UpdateBaselineInput,
  UseBaselineInput,
} from './baseline.inputs.ts';
import { Baseline } from './baseline.ts';

@ObjectType({ description: 'A baseline after a change.' })
export class BaselinePayload {
  baselineId: string;
  projectId: string;
}

@ObjectType({ description: 'A baseline that was deleted.' })
export class DeletedBaselinePayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;

  projectId: string;
}

@Resolver(() => BaselinePayload)
export class BaselinePayloadResolver {
  @FieldResolver(() => Baseline, { nullable: true, description: 'The baseline as it is now.' })
  baseline(@Root() payload: BaselinePayload, @Ctx() context: RequestContext) {
    return readBaseline(context.loaders, payload.baselineId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project whose plan it is.' })
  project(
    @Root() payload: BaselinePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => DeletedBaselinePayload)
export class DeletedBaselinePayloadResolver {
  @FieldResolver(() => Project, { nullable: true, description: 'The project whose plan it was.' })
  project(
    @Root() payload: DeletedBaselinePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

/** Plans are kept, chosen, renamed and deleted. */
@Resolver()
export class BaselineMutations {
  @Mutation(() => BaselinePayload, {
    description:
      'Keeps the plan of a project as it stood at a moment, rebuilt from the audit log, as a baseline. A project has 100 at most.',
  })
  @Directive('@cost(weight: 100000)')
  setBaseline(@Input(SetBaselineInput) input: SetBaselineInput, @Ctx() context: RequestContext) {
    return context.write('setBaseline', input, (tx) => baselines.setBaseline(tx, input));
  }

  @Mutation(() => BaselinePayload, {
    description: 'Holds the project to this baseline; the one before it stays, and is not current any more.',
  })
  useBaseline(@Input(UseBaselineInput) input: UseBaselineInput, @Ctx() context: RequestContext) {
    return context.write('useBaseline', input, (tx) => baselines.useBaseline(tx, input));
  }

  @Mutation(() => BaselinePayload, { description: 'Renames a baseline; its plan stays as it is.' })
  updateBaseline(@Input(UpdateBaselineInput) input: UpdateBaselineInput, @Ctx() context: RequestContext) {
    return context.write('updateBaseline', input, (tx) => baselines.updateBaseline(tx, input));
  }

  @Mutation(() => DeletedBaselinePayload, {
    description:
      'Deletes a baseline that is neither the original nor current, for good. The audit log keeps what was said of it.',
  })
  deleteBaseline(@Input(DeleteBaselineInput) input: DeleteBaselineInput, @Ctx() context: RequestContext) {
    return context.write('deleteBaseline', input, (tx) => baselines.deleteBaseline(tx, input));
  }
}
