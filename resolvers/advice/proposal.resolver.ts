import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Evidence } from '../../entities/evidence.ts';
import { Project } from '../../entities/project.ts';
import { Proposal } from '../../entities/ops/proposal.ts';
import { User } from '../../entities/user.ts';
import type { Condition, RequestContext, SelectedColumns } from '../../src/context.ts';
import { AdviceKind, ProposalState } from '../../src/domain/advice/advice-words.ts';
import { requireRole } from '../../src/domain/directory/actor.ts';
import { RESTRICTED_QUERIES } from '../../src/domain/directory/permissions.ts';
import { readAdviceUsage } from '../../src/services/advice/advice-reads.ts';
import { connect, connectionOf, firstOf, type Connection } from '../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { FILTER, anyOf } from '../graph/filter-conditions.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { ProposalItem } from './proposal-item.resolver.ts';

const ProposalConnection = connectionOf(Proposal, 'proposals');
/** What does not belong to the action of an item. */
const NOTHING: Omit<ProposalItem, 'index' | 'action' | 'isKept'> = {
  reason: null,
  name: null,
  description: null,
  durationDays: null,
  priority: null,
  requiresEvidence: null,
  dependsOn: [],
  controlIds: [],
  dependencyId: null,
  daysBefore: null,
  daysAfter: null,
  daysSaved: null,
  taskIds: [],
};
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@InputType({
  description:
    'Which proposals to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class ProposalFilter {
  @Field(() => [AdviceKind], { nullable: true, description: 'What was asked for, any of.' })
  kind?: AdviceKind[] | null;

  @Field(() => [ProposalState], { nullable: true, description: 'How far it has come, any of.' })
  state?: ProposalState[] | null;
}

@ArgsType()
export class ProposalsArgs extends filteredArgsOf(ProposalFilter, 'proposals') {}

@ObjectType({ description: 'What an organisation has used of its tokens in this month.' })
export class AdviceUsage {
  @Field(() => DateScalar, { description: 'First day of the month, in the time zone of the organisation.' })
  month: string;

  @Field(() => Int, { description: 'Tokens used, with those reserved for calls under way.' })
  tokens: number;

  @Field(() => Int, { description: 'Tokens that it may use: by its own setting and that of the operator.' })
  tokenLimit: number;

  @Field(() => Int, { description: 'Calls of models.' })
  calls: number;

  @Field(() => [AdviceKind], { description: 'Kinds of advice that may be asked for now, tokens apart.' })
  available: AdviceKind[];
}

@Resolver(() => Proposal)
export class ProposalResolver {
  @Query(() => Proposal, {
    nullable: true,
    description: 'The proposal with the id, or null when there is none to see.',
  })
  proposal(
    @Arg('id', () => ID, { description: 'Id of the proposal.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Proposal, asked, id);
  }

  @Query(() => AdviceUsage, {
    description:
      'What the organisation has used of its tokens in this month; for administrators and foremen.',
  })
  @Directive('@tag(name: "internal")')
  adviceUsage(@Ctx() context: RequestContext): Promise<AdviceUsage> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.adviceUsage);
    return context.asPlatform('adviceUsage', (tx) => readAdviceUsage(tx, context.adviceRules));
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that it is about.' })
  @ReferenceTo(Project, 'projectId')
  project(
    @Root() proposal: Proposal,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, proposal.projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'Who has asked; null where the platform has, which asks by itself where an organisation wants that.',
  })
  @ReferenceTo(User, 'requestedById')
  requestedBy(
    @Root() proposal: Proposal,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, proposal.requestedById);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who has decided; null before.' })
  @ReferenceTo(User, 'decidedById')
  decidedBy(
    @Root() proposal: Proposal,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, proposal.decidedById);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What a model says of the whole, in plain text; null before it has answered, and of evidence.',
  })
  @RequiresColumns('output')
  summary(@Root() { output }: Proposal): string | null {
    return output === null || output.summary === '' ? null : output.summary;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How well evidence fits, 0 to 100: advice that never decides. Null of other kinds, and before the answer.',
  })
  @RequiresColumns('output')
  score(@Root() { output }: Proposal): number | null {
    return output?.score ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What a model finds in evidence; null of other kinds, and before the answer.',
  })
  @RequiresColumns('output')
  feedback(@Root() { output }: Proposal): string | null {
    return output?.feedback ?? null;
  }

  @FieldResolver(() => [String], {
    description: 'What a reviewer of evidence would miss; empty of other kinds.',
  })
  @RequiresColumns('output')
  missing(@Root() { output }: Proposal): readonly string[] {
    return output?.missing ?? [];
  }

  @FieldResolver(() => [ProposalItem], {
    description: 'What may be done, up to 20 items; empty before the answer, and of evidence.',
  })
  @Directive('@listSize(assumedSize: 20)')
  @RequiresColumns('output', 'kept')
  items(@Root() { output, kept }: Proposal): ProposalItem[] {
    return (output?.items ?? []).map((item, index) => ({
      ...NOTHING,
      ...item,
      index,
      isKept: kept?.includes(index) ?? false,
    }));
  }
}

@Resolver(() => Project)
export class ProjectProposalsResolver {
  @FieldResolver(() => ProposalConnection, {
    description: 'What models were asked about the project and have answered, newest first.',
  })
  proposals(
    @Root() project: Project,
    @Args(() => ProposalsArgs) args: ProposalsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Proposal>> {
    const { filter } = args;
    const where: Condition[] = [
      ...anyOf('kind', filter?.kind, FILTER),
      ...anyOf('state', filter?.state, FILTER),
    ];
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: Proposal, where, order: NEWEST_FIRST, parent }, args, wanted);
  }
}

@Resolver(() => Evidence)
export class EvidenceAdviceResolver {
  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The newest advice on the piece, answered or not; null where no model was asked.',
  })
  advice(
    @Root() evidence: Evidence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const parent = { property: 'subjectId', id: evidence.id };
    const where = anyOf('kind', [AdviceKind.EVIDENCE]);
    return firstOf<Proposal>(context, { entity: Proposal, where, order: NEWEST_FIRST, parent }, asked);
  }
}
