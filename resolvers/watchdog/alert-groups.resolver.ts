import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { AlertCode, AlertSeverity } from '../../src/domain/enums.ts';
import { AlertGrouping, readAlertGroups } from '../../src/services/watchdog/alert-groups.ts';
import { requirePageSize } from '../graph/connection.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { alertConditions, WatchdogAlertFilter } from './watchdog.inputs.ts';

registerEnumType(AlertGrouping, {
  name: 'AlertGrouping',
  description: 'What open alerts are grouped by.',
  valuesConfig: {
    CODE: { description: 'What they are about.' },
    LEVEL: { description: 'How grave they are, from 1 (gravest) to 5.' },
    PROJECT: { description: 'The project that they concern.' },
  },
});

@ObjectType({ description: 'Open alerts that have something in common.' })
export class AlertGroup {
  @Field(() => AlertCode, {
    nullable: true,
    description: 'What they are about; null unless they are grouped by it.',
  })
  code: AlertCode | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Their level, 1 (gravest) to 5; null unless they are grouped by it, and of alerts that state none.',
  })
  level: number | null;

  projectId: string | null;

  @Field(() => AlertSeverity, { description: 'The gravest severity among them.' })
  severity: AlertSeverity;

  @Field(() => Int, { description: 'How many there are.' })
  count: number;

  @Field(() => Int, { description: 'How many projects they concern.' })
  projectCount: number;

  @Field(() => DateTimeScalar, { description: 'When the oldest of them was first found.' })
  oldestAt: string;

  @Field(() => DateTimeScalar, { description: 'When the newest of them was first found.' })
  newestAt: string;
}

const MOST_GROUPS = 100;

@ArgsType()
class AlertGroupsArgs {
  @Field(() => AlertGrouping, { description: 'What they are grouped by.' })
  by: AlertGrouping;

  @Field(() => WatchdogAlertFilter, {
    nullable: true,
    description: 'Which alerts; all open ones when not given. Resolved ones are never among them.',
  })
  filter?: WatchdogAlertFilter | null;

  @Field(() => Int, { nullable: true, description: 'How many groups, 1 to 100; 20 when not given.' })
  first?: number | null;
}

@Resolver(() => AlertGroup)
export class AlertGroupResolver {
  @Query(() => [AlertGroup], {
    description:
      'Open alerts of all projects that the caller may see, by groups: those with the gravest alerts first, of these the largest.',
  })
  @Directive('@cost(weight: 100)')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false, assumedSize: 20)')
  alertGroups(
    @Args(() => AlertGroupsArgs) { by, filter, first }: AlertGroupsArgs,
    @Ctx() context: RequestContext,
  ) {
    const size = requirePageSize(first, 'first', MOST_GROUPS);
    return readAlertGroups(context, { by, size, where: alertConditions(filter) });
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project that they concern; null unless they are grouped by it.',
  })
  project(
    @Root() group: AlertGroup,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, group.projectId);
  }
}
