import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AuditLink } from '../../../entities/audit-link.ts';
import { ControlLink } from '../../../entities/control-link.ts';
import { IncidentLink } from '../../../entities/incident-link.ts';
import { IsmsLink } from '../../../entities/isms-link.ts';
import { RiskLink } from '../../../entities/risk-link.ts';
import { SkillsCredit } from '../../../entities/skills-credit.ts';
import { Task } from '../../../entities/task.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../../graph/field-selection.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, PageArgs, type Connection, type List } from '../../graph/connection.ts';

const IsmsLinkConnection = connectionOf(IsmsLink, 'links to criteria');
const RiskLinkConnection = connectionOf(RiskLink, 'links to risks');
const ControlLinkConnection = connectionOf(ControlLink, 'links to controls');
const IncidentLinkConnection = connectionOf(IncidentLink, 'links to incidents');
const AuditLinkConnection = connectionOf(AuditLink, 'links to audit findings');
const SkillsCreditConnection = connectionOf(SkillsCredit, 'credits');
const OLDEST_FIRST = [{ property: 'createdAt', descending: false }];

/** What of one kind hangs on a task. */
function linksOf(entity: List['entity'], task: Task): List {
  return { entity, where: [], order: OLDEST_FIRST, parent: { property: 'taskId', id: task.id } };
}

/** What tasks are linked to; what stands at the other end of a link is in `siblings/`. */
@Resolver(() => Task)
export class TaskLinksResolver {
  @FieldResolver(() => IsmsLinkConnection, {
    description: 'Criteria of security standards that the task serves, oldest first.',
  })
  ismsLinks(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<IsmsLink>> {
    return connect(context, linksOf(IsmsLink, task), args, wanted);
  }

  @FieldResolver(() => RiskLinkConnection, { description: 'Risks that the task mitigates, oldest first.' })
  riskLinks(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<RiskLink>> {
    return connect(context, linksOf(RiskLink, task), args, wanted);
  }

  @FieldResolver(() => ControlLinkConnection, {
    description: 'Controls that the task implements, oldest first.',
  })
  controlLinks(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<ControlLink>> {
    return connect(context, linksOf(ControlLink, task), args, wanted);
  }

  @FieldResolver(() => IncidentLinkConnection, {
    description: 'Incidents that the task is an action out of, oldest first.',
  })
  incidentLinks(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<IncidentLink>> {
    return connect(context, linksOf(IncidentLink, task), args, wanted);
  }

  @FieldResolver(() => AuditLinkConnection, {
    description: 'Audit findings that the task closes, oldest first.',
  })
  auditLinks(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<AuditLink>> {
    return connect(context, linksOf(AuditLink, task), args, wanted);
  }

  @FieldResolver(() => SkillsCreditConnection, {
    description: 'Credits in the skills portal earned by the task, oldest first.',
  })
  skillsCredits(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<SkillsCredit>> {
    return connect(context, linksOf(SkillsCredit, task), args, wanted);
  }
}

@Resolver(() => SkillsCredit)
export class SkillsCreditResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who earned the credit.' })
  @ReferenceTo(User, 'userId')
  user(
    @Root() credit: SkillsCredit,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, credit.userId);
  }
}
