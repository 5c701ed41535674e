import { Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../../src/context.ts';
import * as links from '../../../src/services/plan/tasks/links.ts';
import {
  AuditLinkInput,
  AwardSkillsCreditInput,
  ControlLinkInput,
  IncidentLinkInput,
  IsmsLinkInput,
  RevokeSkillsCreditInput,
  RiskLinkInput,
} from './links.inputs.ts';
import { TaskPayload } from '../tasks/task-payload.resolver.ts';
import { Input } from '../../graph/mutation-input.ts';

@ObjectType({ description: 'A task after its links have changed.' })
export class LinkPayload extends TaskPayload {
  @Field(() => Boolean, {
    description: 'Whether anything changed: a link that exists already is not added again.',
  })
  changed: boolean;
}

/** Links to other modules' records and their undoing; both may be repeated. */
@Resolver()
export class LinkMutations {
  @Mutation(() => LinkPayload, { description: 'Links a task to a risk.' })
  linkRisk(
    @Input(RiskLinkInput, 'The task, and what the link leads to.') input: RiskLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('linkRisk', input, (tx) => links.linkRisk(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Removes the link between a task and a risk.' })
  unlinkRisk(
    @Input(RiskLinkInput, 'The task, and what the link leads to.') input: RiskLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unlinkRisk', input, (tx) => links.unlinkRisk(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Links a task to a control.' })
  linkControl(
    @Input(ControlLinkInput, 'The task, and what the link leads to.') input: ControlLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('linkControl', input, (tx) => links.linkControl(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Removes the link between a task and a control.' })
  unlinkControl(
    @Input(ControlLinkInput, 'The task, and what the link leads to.') input: ControlLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unlinkControl', input, (tx) => links.unlinkControl(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Links a task to an incident.' })
  linkIncident(
    @Input(IncidentLinkInput, 'The task, and what the link leads to.') input: IncidentLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('linkIncident', input, (tx) => links.linkIncident(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Removes the link between a task and an incident.' })
  unlinkIncident(
    @Input(IncidentLinkInput, 'The task, and what the link leads to.') input: IncidentLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unlinkIncident', input, (tx) => links.unlinkIncident(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Links a task to an audit finding.' })
  linkAuditFinding(
    @Input(AuditLinkInput, 'The task, and what the link leads to.') input: AuditLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('linkAuditFinding', input, (tx) => links.linkAuditFinding(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Removes the link between a task and an audit finding.' })
  unlinkAuditFinding(
    @Input(AuditLinkInput, 'The task, and what the link leads to.') input: AuditLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unlinkAuditFinding', input, (tx) => links.unlinkAuditFinding(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Links a task to a criterion of a management system.' })
  linkIsmsCriteria(
    @Input(IsmsLinkInput, 'The task, and what the link leads to.') input: IsmsLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('linkIsmsCriteria', input, (tx) => links.linkIsmsCriteria(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Removes the link between a task and a criterion.' })
  unlinkIsmsCriteria(
    @Input(IsmsLinkInput, 'The task, and what the link leads to.') input: IsmsLinkInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('unlinkIsmsCriteria', input, (tx) => links.unlinkIsmsCriteria(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Gives a user a credit for a task.' })
  awardSkillsCredit(
    @Input(AwardSkillsCreditInput, 'The task, and what the link leads to.') input: AwardSkillsCreditInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('awardSkillsCredit', input, (tx) => links.awardSkillsCredit(tx, input));
  }

  @Mutation(() => LinkPayload, { description: 'Revokes a credit of the skills portal.' })
  revokeSkillsCredit(
    @Input(RevokeSkillsCreditInput, 'The task, and what the link leads to.') input: RevokeSkillsCreditInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('revokeSkillsCredit', input, (tx) => links.revokeSkillsCredit(tx, input));
  }
}
