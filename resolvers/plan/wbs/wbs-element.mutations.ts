import { Ctx, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import * as phases from '../../../src/services/plan/wbs/phases.ts';
import * as packages from '../../../src/services/plan/wbs/work-packages.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import {
  CreatePhaseInput,
  CreateWorkPackageInput,
  MovePhaseInput,
  MoveWorkPackageInput,
  UpdatePhaseInput,
  UpdateWorkPackageInput,
} from './wbs-element.inputs.ts';
import { DeletePayload } from './delete-payload.resolver.ts';
import { DeleteInput, RestoreInput } from './plan-input.ts';
import { Input } from '../../graph/mutation-input.ts';

@ObjectType({ description: 'A phase after a change, with its project.' })
export class PhasePayload {
  phaseId: string;
  projectId: string;
}

@ObjectType({ description: 'A work package after a change, with the records that its roll-ups went into.' })
export class WorkPackagePayload extends PhasePayload {
  workPackageId: string;
}

@Resolver(() => PhasePayload)
export class PhasePayloadResolver {
  @FieldResolver(() => Phase, {
    nullable: true,
    description: 'The phase as it is now.',
  })
  phase(
    @Root() payload: PhasePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, payload.phaseId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project of the record, with its new sums; null when the caller may not see it.',
  })
  project(
    @Root() payload: PhasePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => WorkPackagePayload)
export class WorkPackagePayloadResolver {
  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package as it is now.',
  })
  workPackage(
    @Root() payload: WorkPackagePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, payload.workPackageId);
  }
}

/** Phases are made, changed, moved, deleted and restored. */
@Resolver()
export class PhaseMutations {
  @Mutation(() => PhasePayload, { description: 'Creates a phase.' })
  createPhase(@Input(CreatePhaseInput) input: CreatePhaseInput, @Ctx() context: RequestContext) {
    return context.write('createPhase', input, (tx) => phases.createPhase(tx, input));
  }

  @Mutation(() => PhasePayload, { description: 'Changes a phase.' })
  updatePhase(@Input(UpdatePhaseInput) input: UpdatePhaseInput, @Ctx() context: RequestContext) {
    return context.write('updatePhase', input, (tx) => phases.updatePhase(tx, input));
  }

  @Mutation(() => PhasePayload, { description: 'Moves a phase among the phases of its project.' })
  movePhase(@Input(MovePhaseInput) input: MovePhaseInput, @Ctx() context: RequestContext) {
    return context.write('movePhase', input, (tx) => phases.movePhase(tx, input));
  }

  @Mutation(() => DeletePayload, { description: 'Deletes a phase; with `cascade` all that lies in it.' })
  async deletePhase(@Input(DeleteInput) input: DeleteInput, @Ctx() context: RequestContext) {
    const deleted = await context.write('deletePhase', input, (tx) => phases.deletePhase(tx, input));
    return { ...deleted, deletedId: deleted.phaseId };
  }

  @Mutation(() => PhasePayload, { description: 'Restores a deleted phase.' })
  restorePhase(@Input(RestoreInput) input: RestoreInput, @Ctx() context: RequestContext) {
    return context.write('restorePhase', input, (tx) => phases.restorePhase(tx, input));
  }
}

/** Work packages are made, changed, moved, deleted and restored. */
@Resolver()
export class WorkPackageMutations {
  @Mutation(() => WorkPackagePayload, { description: 'Creates a work package.' })
  createWorkPackage(
    @Input(CreateWorkPackageInput) input: CreateWorkPackageInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('createWorkPackage', input, (tx) => packages.createWorkPackage(tx, input));
  }

  @Mutation(() => WorkPackagePayload, { description: 'Changes a work package.' })
  updateWorkPackage(
    @Input(UpdateWorkPackageInput) input: UpdateWorkPackageInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('updateWorkPackage', input, (tx) => packages.updateWorkPackage(tx, input));
  }

  @Mutation(() => WorkPackagePayload, { description: 'Moves a work package with its tasks.' })
  moveWorkPackage(@Input(MoveWorkPackageInput) input: MoveWorkPackageInput, @Ctx() context: RequestContext) {
    return context.write('moveWorkPackage', input, (tx) => packages.moveWorkPackage(tx, input));
  }

  @Mutation(() => DeletePayload, {
    description: 'Deletes a work package; with `cascade` its tasks too.',
  })
  async deleteWorkPackage(@Input(DeleteInput) input: DeleteInput, @Ctx() context: RequestContext) {
    const deleted = await context.write('deleteWorkPackage', input, (tx) =>
      packages.deleteWorkPackage(tx, input),
    );
    return { ...deleted, deletedId: deleted.workPackageId };
  }

  @Mutation(() => WorkPackagePayload, { description: 'Restores a deleted work package.' })
  restoreWorkPackage(@Input(RestoreInput) input: RestoreInput, @Ctx() context: RequestContext) {
    return context.write('restoreWorkPackage', input, (tx) => packages.restoreWorkPackage(tx, input));
  }
}
