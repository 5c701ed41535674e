import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AuditLink } from '../../../entities/audit-link.ts';
import { ControlLink } from '../../../entities/control-link.ts';
import { IncidentLink } from '../../../entities/incident-link.ts';
import { IsmsLink } from '../../../entities/isms-link.ts';
import { RiskLink } from '../../../entities/risk-link.ts';
import { SkillsCredit } from '../../../entities/skills-credit.ts';
import { Task } from '../../../entities/task.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields, RequiresColumns } from '../../graph/field-selection.ts';

/** What tasks are linked to; what stands at the other end of a link is in `siblings/`. */
@Resolver(() => Task)
export class TaskLinksResolver {
  @FieldResolver(() => [IsmsLink], { description: 'Criteria of security standards that the task serves.' })
  ismsLinks(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(IsmsLink, 'taskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [RiskLink], { description: 'Risks that the task mitigates.' })
  riskLinks(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(RiskLink, 'taskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [ControlLink], { description: 'Controls that the task implements.' })
  controlLinks(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(ControlLink, 'taskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [IncidentLink], { description: 'Incidents that the task is an action out of.' })
  incidentLinks(
    @Root() task: Task,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.many(IncidentLink, 'taskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [AuditLink], { description: 'Audit findings that the task closes.' })
  auditLinks(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(AuditLink, 'taskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [SkillsCredit], { description: 'Credits in the skills portal earned by the task.' })
  skillsCredits(
    @Root() task: Task,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.many(SkillsCredit, 'taskId', asked, ['createdAt']).of(task.id);
  }
}

@Resolver(() => SkillsCredit)
export class SkillsCreditResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who earned the credit.' })
  @RequiresColumns('userId')
  user(
    @Root() credit: SkillsCredit,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, credit.userId);
  }
}
