import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import type { Condition, RequestContext } from '../../../src/context.ts';
import { Health, ProjectLifecycle, ProjectType, QuickClass } from '../../../src/domain/enums.ts';
import { isWatched } from '../../../src/services/notifications/watching.ts';
import { isTagged } from '../../../src/services/plan/tags/tags.ts';
import { healthCondition } from '../../../src/services/rollup/project-health.ts';
import { DeletedFilter } from '../../graph/deleted-filter.ts';
import {
  DateWindow,
  FILTER,
  NullFilter,
  TimeWindow,
  anyIdOf,
  anyOf,
  containing,
  noneOf,
  nullness,
  within,
} from '../../graph/filter-conditions.ts';
import { distinctWords } from '../../graph/filter-values.ts';
import { orderedArgsOf } from '../../graph/list-args.ts';
import { orderOf } from '../../graph/order.ts';

@InputType({
  description:
    'Conditions on projects: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class ProjectCriteria {
  @Field(() => [ProjectLifecycle], { nullable: true, description: 'Status, any of.' })
  status?: ProjectLifecycle[] | null;

  @Field(() => [ProjectType], { nullable: true, description: 'Type, any of.' })
  type?: ProjectType[] | null;

  @Field(() => [QuickClass], { nullable: true, description: 'How soon it pays off, any of.' })
  quickClass?: QuickClass[] | null;

  @Field(() => [String], { nullable: true, description: 'Code, any of these exactly.' })
  code?: string[] | null;

  @Field(() => NullFilter, { nullable: true, description: 'Whether it has no code.' })
  codeValue?: NullFilter | null;

  @Field(() => [Health], {
    nullable: true,
    description: 'Health as of today, any of.',
  })
  health?: Health[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for projects with overdue tasks only, false for those without.',
  })
  hasOverdue?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'Owner, any of these users.' })
  ownerId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Sponsor, any of these users.' })
  sponsorId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In any of these divisions.' })
  divisionId?: string[] | null;

  @Field(() => NullFilter, {
    nullable: true,
    description: 'Whether it has no owner; at present each project has one.',
  })
  owner?: NullFilter | null;

  @Field(() => NullFilter, { nullable: true, description: 'Whether nobody sponsors it.' })
  sponsor?: NullFilter | null;

  @Field(() => NullFilter, {
    nullable: true,
    description: 'Whether it belongs to no division, so that the whole organisation sees it.',
  })
  division?: NullFilter | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'The first day lies within this span; rows without a first day are left out.',
  })
  startDate?: DateWindow | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'The last day lies within this span; rows without a last day are left out.',
  })
  endDate?: DateWindow | null;

  @Field(() => TimeWindow, { nullable: true, description: 'It was created within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => TimeWindow, {
    nullable: true,
    description: 'It last changed within this span: what a copy elsewhere has to fetch again.',
  })
  updatedAt?: TimeWindow | null;

  @Field(() => [String], {
    nullable: true,
    description: 'It carries any of these tags itself, whatever the case of their letters.',
  })
  tag?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the caller watches it.' })
  isWatching?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name, code or description contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({
  description:
    'Which projects to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class ProjectFilter extends ProjectCriteria {
  @Field(() => ProjectCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: ProjectCriteria | null;

  @Field(() => DeletedFilter, {
    nullable: true,
    description: 'Whether it lists projects that are deleted; those that are not when not given.',
  })
  deleted?: DeletedFilter | null;
}

export const { input: ProjectOrder, properties: ProjectOrderField } = orderOf(Project, 'projects', {
  NAME: ['name', 'The name.'],
  START_DATE: ['startDate', 'The first day.'],
  END_DATE: ['endDate', 'The last day.'],
  PROGRESS: ['progressPercent', 'The progress.'],
  CAPEX: ['capexTotal', 'The planned capital cost.'],
  OPEX: ['opexTotal', 'The planned operating cost.'],
  RISK_IMPACT: ['riskImpactScore', 'The impact of the linked risks.'],
  RISK_MITIGATION: ['riskMitigationPercent', 'How much of the expected risk mitigation is achieved.'],
  CREATED_AT: ['createdAt', 'When the project was created.'],
  UPDATED_AT: ['updatedAt', 'When the project last changed.'],
  HEALTH: [
    'health',
    'The health as of the last turn of the day and all changes since: green, amber, red; the worst first with `DESC`.',
  ],
  OVERDUE_TASKS: ['overdueTaskCount', 'How many tasks are overdue.'],
  OPEN_ALERTS: ['openAlertCount', 'How many alerts are open.'],
});

@ArgsType()
export class ProjectsArgs extends orderedArgsOf(ProjectFilter, ProjectOrder, 'projects') {}

/** Makes a list with the day that its filter needs; without such a condition nothing is asked, and nothing waits. */
export function withDay<T>(
  context: RequestContext,
  { filter }: { readonly filter?: ProjectFilter | null | undefined },
  list: (today: string) => Promise<T>,
): Promise<T> {
  return filter?.health || filter?.not?.health ? context.today().then(list) : list('');
}

/** The filter as conditions on columns, as of the day `today`. */
export function projectConditions(filter: ProjectFilter | null | undefined, today: string): Condition[] {
  if (!filter) return [];
  const { not } = filter;
  const excluded = not ? noneOf(projectCriteria(not, `${FILTER}.not`, today)) : [];
  return [...projectCriteria(filter, FILTER, today), ...excluded];
}

function projectCriteria(criteria: ProjectCriteria, place: string, today: string): Condition[] {
  const { health } = criteria;
  return [
    ...anyOf('status', criteria.status, place),
    ...anyOf('type', criteria.type, place),
    ...anyOf('quickClass', criteria.quickClass, place),
    ...anyOf('code', criteria.code, place),
    ...nullness('code', criteria.codeValue),
    ...(health ? [healthCondition([...new Set(health)], today)] : []),
    ...overdue(criteria.hasOverdue),
    ...(criteria.tag == null ? [] : [isTagged('project', distinctWords(`${place}.tag`, criteria.tag))]),
    ...(criteria.isWatching == null ? [] : [isWatched('project', criteria.isWatching)]),
    ...people(criteria, place),
    ...within('startDate', criteria.startDate),
    ...within('endDate', criteria.endDate),
    ...within('createdAt', criteria.createdAt),
    ...within('updatedAt', criteria.updatedAt),
    ...containing(['name', 'code', 'description'], criteria.search, place),
  ];
}

/** Whether tasks are overdue, if that is asked. */
function overdue(has: boolean | null | undefined): Condition[] {
  if (has == null) return [];
  const property = 'overdueTaskCount';
  return [has ? { op: 'from', property, value: '1' } : { op: 'to', property, value: '0' }];
}

function people(criteria: ProjectCriteria, place: string): Condition[] {
  return [
    ...anyIdOf('ownerId', criteria.ownerId, place),
    ...anyIdOf('sponsorId', criteria.sponsorId, place),
    ...anyIdOf('divisionId', criteria.divisionId, place),
    ...nullness('ownerId', criteria.owner),
    ...nullness('sponsorId', criteria.sponsor),
    ...nullness('divisionId', criteria.division),
  ];
}
