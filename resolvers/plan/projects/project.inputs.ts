import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Condition } from '../../../src/context.ts';
import { ProjectLifecycle, ProjectType, QuickClass } from '../../../src/domain/enums.ts';
import { DeletedFilter } from '../../graph/deleted-filter.ts';
import { Direction, PageArgs } from '../../graph/connection.ts';
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

export const ProjectOrderField = {
  NAME: 'name',
  START_DATE: 'startDate',
  END_DATE: 'endDate',
  PROGRESS: 'progressPercent',
  CAPEX: 'capexTotal',
  OPEX: 'opexTotal',
  RISK_IMPACT: 'riskImpactScore',
  RISK_MITIGATION: 'riskMitigationPercent',
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
} as const;
export type ProjectOrderField = (typeof ProjectOrderField)[keyof typeof ProjectOrderField];
registerEnumType(ProjectOrderField, {
  name: 'ProjectOrderField',
  description: 'What projects can be ordered by.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    START_DATE: { description: 'The first day.' },
    END_DATE: { description: 'The last day.' },
    PROGRESS: { description: 'The progress.' },
    CAPEX: { description: 'The planned capital cost.' },
    OPEX: { description: 'The planned operating cost.' },
    RISK_IMPACT: { description: 'The impact of the linked risks.' },
    RISK_MITIGATION: { description: 'How much of the expected risk mitigation is achieved.' },
    CREATED_AT: { description: 'When the project was created.' },
    UPDATED_AT: { description: 'When the project last changed.' },
  },
});

@InputType({ description: 'One term of the order of projects.' })
export class ProjectOrder {
  @Field(() => ProjectOrderField, { description: 'The field to order by.' })
  field: ProjectOrderField;

  @Field(() => Direction, {
    defaultValue: Direction.ASC,
    description: 'Ascending or descending; ascending when not given.',
  })
  direction: Direction;
}

@ArgsType()
export class ProjectsArgs extends PageArgs {
  @Field(() => ProjectFilter, { nullable: true, description: 'Which projects; all when not given.' })
  filter?: ProjectFilter | null;

  @Field(() => [ProjectOrder], { nullable: true, description: 'In which order; by name when not given.' })
  orderBy?: ProjectOrder[] | null;
}

/** The filter as conditions on columns. */
export function projectConditions(filter: ProjectFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(projectCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...projectCriteria(filter, FILTER), ...excluded];
}

function projectCriteria(criteria: ProjectCriteria, place: string): Condition[] {
  return [
    ...anyOf('status', criteria.status, place),
    ...anyOf('type', criteria.type, place),
    ...anyOf('quickClass', criteria.quickClass, place),
    ...anyOf('code', criteria.code, place),
    ...people(criteria, place),
    ...within('startDate', criteria.startDate),
    ...within('endDate', criteria.endDate),
    ...within('createdAt', criteria.createdAt),
    ...within('updatedAt', criteria.updatedAt),
    ...containing(['name', 'code', 'description'], criteria.search, place),
  ];
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
