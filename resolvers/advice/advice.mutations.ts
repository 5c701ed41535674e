import { Ctx, Directive, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { Proposal } from '../../entities/ops/proposal.ts';
import { Task } from '../../entities/task.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { adviseEvidence } from '../../src/services/advice/ask-evidence.ts';
import { adviseMitigation } from '../../src/services/advice/ask-mitigation.ts';
import { adviseSchedule } from '../../src/services/advice/ask-schedule.ts';
import { adviseTasks } from '../../src/services/advice/ask-tasks.ts';
import { acceptProposal, dismissProposal } from '../../src/services/advice/decide.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input } from '../graph/mutation-input.ts';
import {
  AcceptProposalInput,
  AdviseEvidenceInput,
  AdviseMitigationInput,
  AdviseScheduleInput,
  AdviseTasksInput,
  DismissProposalInput,
} from './advice.inputs.ts';

@ObjectType({ description: 'A question to a model, or what became of it.' })
export class ProposalPayload {
  proposalId: string;
  projectId: string;
}

@ObjectType({ description: 'A proposal that was accepted.' })
export class AcceptProposalPayload {
  proposalId: string;
  projectId: string;
  taskIds: readonly string[];
}

@Resolver(() => ProposalPayload)
export class ProposalPayloadResolver {
  @FieldResolver(() => Proposal, { nullable: true, description: 'The proposal as it is now.' })
  proposal(
    @Root() payload: ProposalPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Proposal, asked, payload.proposalId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that it is about.' })
  project(
    @Root() payload: ProposalPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => AcceptProposalPayload)
export class AcceptProposalPayloadResolver {
  @FieldResolver(() => Proposal, { nullable: true, description: 'The proposal as it is now.' })
  proposal(
    @Root() payload: AcceptProposalPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Proposal, asked, payload.proposalId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that it is about.' })
  project(
    @Root() payload: AcceptProposalPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }

  @FieldResolver(() => [Task], {
    description: 'The tasks that were made or changed; null for one that is gone by now.',
  })
  @Directive('@listSize(assumedSize: 20)')
  async tasks(
    @Root() { taskIds }: AcceptProposalPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Task[]> {
    const tasks = await Promise.all(taskIds.map(async (id) => context.one(Task, asked, id)));
    return tasks.filter((task) => task !== null);
  }
}

/** Models are asked, and people decide on what they answer. */
@Resolver()
export class AdviceMutations {
  @Mutation(() => ProposalPayload, {
    description:
      'Asks a model for tasks by which a risk, a finding, a control or an incident is dealt with. Nothing of the plan changes; the answer comes within a minute or so, and asking again before that is the same question.',
  })
  adviseTasks(@Input(AdviseTasksInput) input: AdviseTasksInput, @Ctx() context: RequestContext) {
    return context.write('adviseTasks', input, (tx) => adviseTasks(tx, context.adviceRules, input));
  }

  @Mutation(() => ProposalPayload, {
    description:
      'Asks a model which of the possible compressions of the critical path to take. They are computed by the schedule, with what each gains; the model ranks them. Of projects of up to 5,000 tasks.',
  })
  @Directive('@cost(weight: 150000)')
  adviseSchedule(@Input(AdviseScheduleInput) input: AdviseScheduleInput, @Ctx() context: RequestContext) {
    return context.write('adviseSchedule', input, (tx) => adviseSchedule(tx, context.adviceRules, input));
  }

  @Mutation(() => ProposalPayload, {
    description:
      'Asks a model how a risk is mitigated earlier or further by the work of one project. Nothing of the plan changes.',
  })
  adviseMitigation(
    @Input(AdviseMitigationInput) input: AdviseMitigationInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('adviseMitigation', input, (tx) => adviseMitigation(tx, context.adviceRules, input));
  }

  @Mutation(() => ProposalPayload, {
    description:
      'Asks a model how well a piece of evidence fits what it is to prove. It decides nothing: the score waits for whoever reviews the piece, and is kept beside their decision.',
  })
  adviseEvidence(@Input(AdviseEvidenceInput) input: AdviseEvidenceInput, @Ctx() context: RequestContext) {
    return context.write('adviseEvidence', input, (tx) => adviseEvidence(tx, context.adviceRules, input));
  }

  @Mutation(() => AcceptProposalPayload, {
    description:
      'Does what is kept of a proposal, with the caller’s own permissions: what they may not do by hand is refused here too. All of it is done, or nothing.',
  })
  acceptProposal(@Input(AcceptProposalInput) input: AcceptProposalInput, @Ctx() context: RequestContext) {
    return context.write('acceptProposal', input, (tx) => acceptProposal(tx, input));
  }

  @Mutation(() => ProposalPayload, { description: 'Ends a proposal of which nothing is wanted.' })
  dismissProposal(@Input(DismissProposalInput) input: DismissProposalInput, @Ctx() context: RequestContext) {
    return context.write('dismissProposal', input, (tx) => dismissProposal(tx, input));
  }
}
