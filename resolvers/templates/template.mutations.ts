import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Phase } from '../../entities/phase.ts';
import { Project } from '../../entities/project.ts';
import { TaskCluster } from '../../entities/task-cluster.ts';
import { TaskClusterTemplate } from '../../entities/task-cluster-template.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { PitErrorCode } from '../../src/domain/errors.ts';
import { createCluster, deleteCluster, updateCluster } from '../../src/services/plan/wbs/clusters.ts';
import { templateProblems } from '../../src/services/templates/template-form.ts';
import { generateFromTemplate } from '../../src/services/templates/template-generation.ts';
import { saveAsTemplate } from '../../src/services/templates/save-as-template.ts';
import { createTemplate, deleteTemplate, updateTemplate } from '../../src/services/templates/templates.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import {
  CreateClusterInput,
  CreateTemplateInput,
  GenerateFromTemplateInput,
  SaveAsTemplateInput,
  UpdateClusterInput,
  UpdateTemplateInput,
} from './template.inputs.ts';
import { templateFile, TemplateDocument } from './template-document.ts';
import { ChangeInput, Input } from '../graph/mutation-input.ts';

@ObjectType({ description: 'Something that keeps a plan from being used as a template.' })
export class TemplateProblem {
  @Field(() => PitErrorCode, {
    nullable: true,
    description:
      'The number of the refusal, such as `PIT003` for dependencies; null where the form is wrong.',
  })
  pit: PitErrorCode | null;

  @Field(() => String, {
    description:
      'Path to the value at fault, like `phases[0].tasks[3].name`; empty when the whole plan is at fault.',
  })
  path: string;

  @Field(() => String, { description: 'What is wrong, in a sentence for people.' })
  message: string;
}

@ObjectType({ description: 'A template after a change.' })
export class TemplatePayload {
  templateId: string;
}

@ObjectType({ description: 'A cluster after a change.' })
export class ClusterPayload {
  clusterId: string;
  projectId: string;
}

@ObjectType({ description: 'A plan that was generated.' })
export class GeneratedPlanPayload extends ClusterPayload {
  phaseIds: string[];

  @Field(() => [ID], { description: 'Ids of the new tasks, in the order of the template.' })
  taskIds: string[];
}

@ObjectType({ description: 'A template that was deleted.' })
export class DeletedTemplatePayload {
  @Field(() => ID, { description: 'Id of the template.' })
  deletedId: string;
}

@ObjectType({ description: 'A cluster that was deleted.' })
export class DeletedClusterPayload {
  @Field(() => ID, { description: 'Id of the cluster.' })
  deletedId: string;

  projectId: string;
}

@InputType({ description: 'A record that is deleted for good.' })
class DeleteRecordInput extends ChangeInput {}

@Resolver(() => DeletedClusterPayload)
export class DeletedClusterPayloadResolver {
  @FieldResolver(() => Project, { nullable: true, description: 'The project that it was in.' })
  project(
    @Root() payload: DeletedClusterPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => TemplatePayload)
export class TemplatePayloadResolver {
  @FieldResolver(() => TaskClusterTemplate, { nullable: true, description: 'The template as it is now.' })
  template(
    @Root() payload: TemplatePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskClusterTemplate, asked, payload.templateId);
  }
}

@Resolver(() => ClusterPayload)
export class ClusterPayloadResolver {
  @FieldResolver(() => TaskCluster, { nullable: true, description: 'The cluster as it is now.' })
  cluster(
    @Root() payload: ClusterPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskCluster, asked, payload.clusterId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project of the record, with its new sums; null when the caller may not see it.',
  })
  project(
    @Root() payload: ClusterPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => GeneratedPlanPayload)
export class GeneratedPlanPayloadResolver {
  @FieldResolver(() => [Phase], { nullable: 'items', description: 'The new phases, in their order.' })
  phases(
    @Root() payload: GeneratedPlanPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return payload.phaseIds.map((id) => context.one(Phase, asked, id));
  }
}

/** The input with its plan as files of templates have it; null and absent stay. */
function withFile<I extends { document?: TemplateDocument | null }>(input: I): I & { document: unknown } {
  const { document } = input;
  return { ...input, document: document && templateFile(document, 'input.document') };
}

/** Templates are made, changed, checked and used; clusters are made and changed. */
@Resolver()
export class TemplateMutations {
  @Query(() => [TemplateProblem], {
    description: 'All that keeps a plan from being used as a template, at most 100; nothing when it holds.',
  })
  validateTemplate(
    @Arg('document', () => TemplateDocument, {
      description:
        'The plan of the template: phases, work packages, tasks and dependencies, with days relative to its start.',
    })
    document: TemplateDocument,
  ): TemplateProblem[] {
    return templateProblems(templateFile(document, 'document'));
  }

  @Mutation(() => TemplatePayload, { description: 'Creates a template of the organisation.' })
  createTemplate(@Input(CreateTemplateInput) input: CreateTemplateInput, @Ctx() context: RequestContext) {
    return context.write('createTemplate', input, (tx) => createTemplate(tx, withFile(input)));
  }

  @Mutation(() => TemplatePayload, {
    description:
      'Makes a template of the organisation out of a project, phase, work package or task: what is planned of it, with days relative to its first, and without evidence, progress and people.',
  })
  saveAsTemplate(@Input(SaveAsTemplateInput) input: SaveAsTemplateInput, @Ctx() context: RequestContext) {
    return context.write('saveAsTemplate', input, (tx) => saveAsTemplate(tx, input));
  }

  @Mutation(() => TemplatePayload, {
    description: 'Changes a template of the organisation; what was generated from it stays as it is.',
  })
  updateTemplate(@Input(UpdateTemplateInput) input: UpdateTemplateInput, @Ctx() context: RequestContext) {
    return context.write('updateTemplate', input, (tx) => updateTemplate(tx, withFile(input)));
  }

  @Mutation(() => GeneratedPlanPayload, {
    description:
      'Creates what a template describes: phases, work packages, tasks, subtasks, links and dependencies. The tasks share a cluster.',
  })
  @Directive('@cost(weight: 50)')
  generateFromTemplate(
    @Input(GenerateFromTemplateInput) input: GenerateFromTemplateInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('generateFromTemplate', input, (tx) => generateFromTemplate(tx, input));
  }

  @Mutation(() => ClusterPayload, { description: 'Creates a cluster of tasks that belong together.' })
  createCluster(@Input(CreateClusterInput) input: CreateClusterInput, @Ctx() context: RequestContext) {
    return context.write('createCluster', input, (tx) => createCluster(tx, input));
  }

  @Mutation(() => ClusterPayload, { description: 'Changes a cluster, and which tasks are in it.' })
  updateCluster(@Input(UpdateClusterInput) input: UpdateClusterInput, @Ctx() context: RequestContext) {
    return context.write('updateCluster', input, (tx) => updateCluster(tx, input));
  }

  @Mutation(() => DeletedTemplatePayload, {
    nullable: true,
    description:
      'Deletes a template of the organisation for good; what was generated from it stays as it is.',
  })
  deleteTemplate(@Input(DeleteRecordInput) input: DeleteRecordInput, @Ctx() context: RequestContext) {
    return context.write('deleteTemplate', input, (tx) => deleteTemplate(tx, input));
  }

  @Mutation(() => DeletedClusterPayload, {
    nullable: true,
    description: 'Deletes a cluster for good; its tasks stay, and are in none.',
  })
  deleteCluster(@Input(DeleteRecordInput) input: DeleteRecordInput, @Ctx() context: RequestContext) {
    return context.write('deleteCluster', input, (tx) => deleteCluster(tx, input));
  }
}
